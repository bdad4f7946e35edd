"""Subscribers, addresses that get nothing, lists that were brought, and mails to one person in the store."""

import msgspec
from making import NOON, at

from coranto.model.subscriber import Batch, MailRequest, Subscriber, Suppression, Wish

ANNA = Subscriber(
    email="Anna@wiese.example", state="waiting", at=NOON, consent="Yes, send me the letter.", origin="/letter/"
)


def test_a_subscriber_is_found_by_number_and_by_hash_and_comes_once(store):
    number = store.add_subscriber(ANNA, "hash-a")
    assert store.add_subscriber(ANNA, "hash-a") == 0
    assert (
        store.find_subscriber("hash-a") == store.get_subscriber(number) == msgspec.structs.replace(ANNA, number=number)
    )
    assert store.find_subscriber("hash-b") is None
    assert store.known_digests(["hash-a", "hash-b"]) == {"hash-a"}
    confirmed = msgspec.structs.replace(ANNA, number=number, state="confirmed", wish=Wish(topics=("ai",), weekly=True))
    store.save_subscriber(confirmed)
    assert store.get_subscriber(number) == confirmed
    assert store.count_subscribers() == {"confirmed": 1}
    store.delete_subscriber(number)
    store.save_subscriber(confirmed)
    assert store.get_subscriber(number) is None
    assert store.add_subscriber(ANNA, "hash-a") > number, "a number never comes again"


def test_subscribers_come_by_state_and_list_in_order(store):
    for name, state, batch in (("a", "waiting", 0), ("b", "confirmed", 7), ("c", "confirmed", 0)):
        store.add_subscriber(msgspec.structs.replace(ANNA, email=f"{name}@x.example", state=state, batch=batch), name)
    assert [one.email[0] for one in store.get_subscribers()] == ["a", "b", "c"]
    assert [one.email[0] for one in store.get_subscribers(state="confirmed")] == ["b", "c"]
    assert [one.email[0] for one in store.get_subscribers(batch=7)] == ["b"]
    assert [one.email[0] for one in store.get_subscribers(after=store.get_subscribers()[0].number, limit=1)] == ["b"]


def test_those_who_never_confirm_are_deleted_and_no_others(store):
    for name, state, asked in (("old", "waiting", NOON), ("new", "waiting", at(2)), ("b", "confirmed", NOON)):
        store.add_subscriber(msgspec.structs.replace(ANNA, email=f"{name}@x.example", state=state, at=asked), name)
    assert store.delete_waiting_subscribers(at(1)) == 1
    assert store.known_digests(["old", "new", "b"]) == {"new", "b"}


def test_an_address_that_gets_nothing_keeps_its_first_reason_until_it_is_let(store):
    store.add_suppressions([Suppression("a", NOON, "complained")])
    store.add_suppressions([Suppression("a", at(1), "imported"), Suppression("b", at(1), "left")])
    assert store.get_suppressions(["a", "b", "c"]) == {
        "a": Suppression("a", NOON, "complained"),
        "b": Suppression("b", at(1), "left"),
    }
    assert store.count_subscribers() == {"left": 2}
    store.delete_suppression("a")
    assert set(store.get_suppressions(["a", "b"])) == {"b"}


def test_lists_that_were_brought_are_kept_newest_first(store):
    first = store.add_batch(Batch(at=NOON, file="a.csv", consent="the fair", added=3))
    second = store.add_batch(Batch(at=at(1), file="b.csv", consent="the fair", added=4))
    store.save_batch(Batch(number=first, at=NOON, file="a.csv", consent="the fair", added=3, undone=at(2)))
    assert [(one.number, one.undone) for one in store.get_batches()] == [(second, None), (first, at(2))]


def test_mails_to_one_person_wait_until_they_are_due_and_are_forgotten(store):
    asked = MailRequest(at=NOON, due=NOON, email="a@x.example")
    store.add_mail_requests([asked, msgspec.structs.replace(asked, due=at(2), batch=3), asked])
    first, second = store.due_mail_requests(NOON)
    store.save_mail_request(msgspec.structs.replace(first, due=at(1), tries=1))
    store.delete_mail_request(second.number)
    assert store.due_mail_requests(NOON) == []
    assert [one.tries for one in store.due_mail_requests(at(2))] == [1, 0]
    store.delete_mail_requests_of(3)
    assert [one.number for one in store.due_mail_requests(at(2))] == [first.number]


def test_subscribers_are_found_by_words_in_address_or_name_the_newest_first(store):
    people = [("anna", "Ägidius Berg"), ("ben", ""), ("an_na", "100% Honey"), ("dora", "")]
    for number, (name, said) in enumerate(people):
        state = "waiting" if name == "dora" else "confirmed"
        one = msgspec.structs.replace(ANNA, email=f"{name}@x.example", name=said, state=state, at=at(number))
        store.add_subscriber(one, name)
    found = {
        (words, state): [one.email.partition("@")[0] for one in store.find_subscribers(words, state)[0]]
        for words in ("", "AN", "an_", "100%", "ägidius", "letter")
        for state in (None, "confirmed")
    }
    assert found["", None] == ["dora", "an_na", "ben", "anna"]
    assert found["", "confirmed"] == ["an_na", "ben", "anna"]
    assert found["AN", "confirmed"] == ["an_na", "anna"]
    assert (found["an_", None], found["100%", None], found["ägidius", None]) == (["an_na"], ["an_na"], ["anna"])
    assert found["letter", None] == [], "what they agreed to is not looked through"
    few, count = store.find_subscribers("", None, 2)
    assert ([one.email[0] for one in few], count) == (["d", "a"], 4)
    assert store.find_subscribers("x.example", None, 1)[1] == 4
