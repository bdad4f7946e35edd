"""What goes by age, and what stays: the same in both databases."""

from datetime import UTC, datetime, timedelta

from making import NOON, at, filing, ident, path, record, source, waiting

from coranto.model.webhook import Webhook, WebhookDelivery

LONG = "needle in the beginning " + "and straw upon straw " * 50 + "until the pin at the end"


def test_an_old_text_keeps_its_beginning_and_is_found_by_it_alone(store):
    for name, hours in (("old", -1000), ("new", 0)):
        store.save_article(filing(name, name, hours, text=LONG))
        store.save_record(ident(name), path(name), record(name, hours), NOON)
    store.save_article(filing("short", "short", -1000, text="a needle"))
    assert {one.id for one in store.search("pin").articles} == {ident("old"), ident("new")}
    assert store.count_old_texts(NOON - timedelta(days=30), 23) == (1, len(LONG) - 23)
    last, count = store.shorten_texts(NOON - timedelta(days=30), 23)
    assert count == 1
    assert store.shorten_texts(NOON - timedelta(days=30), 23, last) == (last, 0)
    assert store.get_text(ident("old")) == LONG[:23]
    assert store.get_text(ident("new")) == LONG
    assert {one.id for one in store.search("pin").articles} == {ident("new")}
    assert {one.id for one in store.search("needle").articles} == {ident("old"), ident("new")}
    assert {one.id for one in store.search("title").articles} == {ident("old"), ident("new")}
    store.save_article(filing("old", "old", -1000, text="pins again"))
    assert {one.id for one in store.search("pins").articles} == {ident("old")}


def test_entries_that_were_given_up_go_and_the_others_stay(store):
    store.save_poll(source(), [waiting("old", hours=-3000), waiting("waits", hours=-3000), waiting("new")])
    numbers = {entry.url: entry.number for entry in store.pending_entries(NOON)}
    for name in ("old", "new"):
        store.postpone_entry(numbers[waiting(name).url], None, "gone")
    before = NOON - timedelta(days=90)
    assert store.delete_given_up(before, dry=True) == store.delete_given_up(before) == 1
    assert store.delete_given_up(before) == 0
    assert store.save_poll(source(), [waiting("old"), waiting("waits"), waiting("new")]) == 1, "only that one is new"


def test_logs_of_what_ended_go(store):
    hook = store.add_webhook(Webhook(url="https://them.example/", at=NOON), "secret")
    ended = WebhookDelivery(hook=hook, id="a", event="story.published", story="s", at=at(-5000), due=at(-5000))
    store.enqueue([(ended, b""), (WebhookDelivery(hook=hook, id="b", event="story.published", story="s", at=at(-5000), due=at(-5000)), b"")])  # fmt: skip
    first = store.get_deliveries()[0]
    from msgspec.structs import replace

    store.save_attempt(replace(first, due=None, ended=at(-4999)))
    store.add_sign_in_try(["name"], at(-5000), at(-4998))
    before = NOON - timedelta(days=90)
    assert store.delete_old_logs(before, dry=True) == store.delete_old_logs(before) == 2
    assert [one.id for one in store.get_deliveries()] == ["b"], "what waits stays"


def test_turns_at_hosts_that_nobody_asks_any_more_go(store):
    for name in ("old.example", "held.example", "asked.example"):
        assert store.take_host(name, "a", 30).mine
        if name != "asked.example":
            store.release_host(name, "a", 0.0, 9e6 if name == "held.example" else 0.0)
    later = datetime.now(UTC) + timedelta(days=1)
    assert store.delete_old_logs(later, dry=True) == store.delete_old_logs(later) == 2
    assert store.take_host("held.example", "a", 30).held > 8e6


def test_a_turn_that_somebody_has_stays(store):
    assert store.take_host("asked.example", "a", 30).mine
    assert store.delete_old_logs(datetime.now(UTC)) == 0


def test_readers_are_counted_and_go(store):
    store.save_article(filing("a", "s"))
    for day in ("2026-01-01", "2026-03-01"):
        store.count_reader(ident("a"), "hash", day)
    assert store.count_readers_before("2026-02-01") == store.delete_readers("2026-02-01") == 1
    assert store.count_readers_before("2026-02-01") == 0
