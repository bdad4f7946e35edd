"""Hooks in the store: whom to tell, what is news, and the ledger."""

import msgspec
import pytest
from making import NOON, at, filing, ident, member, neighbour

from coranto.model.change import LeadAndHeat
from coranto.model.webhook import Webhook, WebhookDelivery

HOOK = Webhook(url="https://letters.example/in", topic="ai", at=NOON)


def message(hook, hours=0.0, **fields):
    made = {
        "hook": hook,
        "id": f"msg_{hours}",
        "event": "story.published",
        "story": "s1",
        "at": at(hours),
        "due": at(hours),
    }
    return WebhookDelivery(**made | fields)


def take(store, limit=1000):
    """All the news there is."""
    more, found = True, {}
    while more:
        more, news = store.take_story_changes(limit)
        found |= news
    return found


def test_hooks_are_numbered_and_their_secrets_stand_apart(store):
    assert [store.add_webhook(HOOK, "whsec_a"), store.add_webhook(HOOK, "whsec_b")] == [1, 2]
    assert store.get_webhooks() == [msgspec.structs.replace(HOOK, number=n) for n in (1, 2)]
    assert "whsec" not in repr(store.get_webhooks())
    assert [store.webhook_secret(n) for n in (1, 2, 3)] == ["whsec_a", "whsec_b", None]
    off = msgspec.structs.replace(HOOK, number=2, off="gone", rest=at(3))
    store.save_webhook(off)
    assert store.get_webhooks()[1] == off
    assert store.webhook_secret(2) == "whsec_b"
    assert (store.delete_webhook(2), store.delete_webhook(2)) == (True, False)
    store.save_webhook(off)
    assert [hook.number for hook in store.get_webhooks()] == [1]
    assert store.add_webhook(HOOK, "whsec_c") == 3, "a number is never given twice"


def test_the_ledger_keeps_what_is_owed_until_it_has_ended(store):
    one, other = store.add_webhook(HOOK, "a"), store.add_webhook(HOOK, "b")
    store.enqueue([(message(one, 2), b'{"n":2}'), (message(one, 1), b'{"n":"\xc3\xa4"}'), (message(other, 1), b"{}")])
    assert store.due_deliveries(one, at(0)) == []
    assert [body for _, body in store.due_deliveries(one, at(3))] == [b'{"n":"\xc3\xa4"}', b'{"n":2}']
    assert [body for _, body in store.due_deliveries(one, at(3), 1)] == [b'{"n":"\xc3\xa4"}']
    ((first, _), (second, _)) = store.due_deliveries(one, at(3))
    later = msgspec.structs.replace(first, tries=1, due=at(4), status=500, trouble="it failed")
    done = msgspec.structs.replace(second, tries=1, due=None, ended=at(3), status=204)
    store.save_attempt(later)
    store.save_attempt(done)
    assert store.due_deliveries(one, at(3)) == []
    assert store.due_deliveries(one, at(4)) == [(later, b'{"n":"\xc3\xa4"}')]
    assert [(m.number, m.arrived, m.given_up) for m in store.get_deliveries()] == [
        (1, True, False),
        (2, False, False),
        (3, False, False),
    ]
    store.abandon_deliveries(one, "its address is gone", at(5))
    assert store.get_deliveries()[1] == msgspec.structs.replace(
        later, due=None, ended=at(5), trouble="its address is gone"
    )
    assert store.get_deliveries()[0] == done
    assert store.delete_deliveries(at(5)) == 1
    assert [m.number for m in store.get_deliveries()] == [2, 3]
    store.delete_webhook(one)
    assert [m.hook for m in store.get_deliveries()] == [other]


def test_what_was_before_is_no_news(store, publish):
    for name in "ab":
        store.save_article(filing(name, name))
        publish(name)
    store.mark_all_notified()
    assert take(store) == {}


def test_a_story_is_news_once_it_is_shown(store, publish):
    store.mark_all_notified()
    store.save_article(filing("a", "s1"))
    assert take(store) == {}
    publish("a")
    assert take(store) == {"s1": None}
    assert take(store) == {}


def test_a_story_is_news_again_with_another_member_or_lead_not_with_heat_or_a_neighbour(store, publish):
    store.mark_all_notified()
    store.save_article(filing("a", "s1"))
    store.save_article(filing("x", "s2"))
    publish("a", "x")
    assert take(store) == {"s1": None, "s2": None}
    store.save_article(filing("a", "s1", heat=99))
    store.save_article(filing("n", near=(("s1", neighbour("n")),)))
    publish("a", heat=99)
    assert take(store) == {}
    store.save_article(filing("b", "s1", 1, lead="a"))
    assert take(store) == {"s1": ident("a")}
    store.save_article(filing("b", "s1", 1, lead="b"))
    assert take(store) == {}, "its lead is not published yet"
    publish("b")
    assert take(store) == {"s1": ident("a")}
    store.save_article(filing("b", "s1", 1, lead="b", merged=(("s2", "s1"),)))
    assert take(store) == {"s1": ident("b")}
    gone = filing(
        "a",
        members=(("s3", member("a")),),
        standings=(LeadAndHeat(story="s3", lead=ident("a"), heat=1), LeadAndHeat(story="s1", lead=ident("b"), heat=1)),
    )
    store.save_article(gone)
    assert take(store) == {"s1": ident("b"), "s3": None}


def test_a_story_that_is_withdrawn_and_comes_back_as_it_was_is_no_news(store, publish):
    store.mark_all_notified()
    store.save_article(filing("a", "s1"))
    publish("a")
    take(store)
    publish("a", published=False)
    assert take(store) == {}
    publish("a")
    assert take(store) == {}


def test_hearing_begins_anew_in_the_midst_of_a_round(store, publish):
    """A reader knows the story although the record of its new lead is not made yet."""
    store.save_article(filing("a", "s1"))
    publish("a")
    store.save_article(filing("b", "s1", 1, lead="b"))
    store.mark_all_notified()
    publish("b")
    assert take(store) == {}


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_news_comes_in_portions_and_none_is_left_out(store, publish, limit):
    store.mark_all_notified()
    names = [f"n{n}" for n in range(7)]
    with store.transaction(writes=True):
        for name in names:
            store.save_article(filing(name, f"s-{name}"))
    publish(*names)
    assert take(store, limit) == {f"s-{name}": None for name in names}
    assert store.take_story_changes(limit) == (False, {})


def test_news_that_was_taken_back_comes_again(store, publish):
    hook = store.add_webhook(HOOK, "a")
    store.mark_all_notified()
    store.save_article(filing("a", "s1"))
    publish("a")

    def torn():
        with store.transaction(writes=True):
            store.take_story_changes()
            store.enqueue([(message(hook), b"{}")])
            raise InterruptedError

    with pytest.raises(InterruptedError):
        torn()
    assert store.get_deliveries() == []
    assert take(store) == {"s1": None}


def test_with_the_last_hook_goes_what_they_were_told(store, publish):
    one, other = store.add_webhook(HOOK, "a"), store.add_webhook(HOOK, "b")
    store.mark_all_notified()
    store.save_article(filing("a", "s1"))
    publish("a")
    take(store)
    store.delete_webhook(one)
    store.save_article(filing("b", "s1", 1, lead="a"))
    assert take(store) == {"s1": ident("a")}
    store.delete_webhook(other)
    store.save_article(filing("c", "s1", 1, lead="a"))
    assert take(store) == {"s1": None}, "nobody is there who was told"
