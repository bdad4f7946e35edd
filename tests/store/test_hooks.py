"""Hooks in the store: whom to tell, what is news, and the ledger."""

import msgspec
import pytest
from making import NOON, at, filing, ident, member, neighbour

from coranto.model.filing import Standing
from coranto.model.hook import Hook, Message

HOOK = Hook(url="https://letters.example/in", topic="ai", at=NOON)


def message(hook, hours=0.0, **fields):
    made = {
        "hook": hook,
        "id": f"msg_{hours}",
        "event": "story.published",
        "story": "s1",
        "at": at(hours),
        "due": at(hours),
    }
    return Message(**made | fields)


def take(store, limit=1000):
    """All the news there is."""
    more, found = True, {}
    while more:
        more, news = store.news(limit)
        found |= news
    return found


def test_hooks_are_numbered_and_their_secrets_stand_apart(store):
    assert [store.add_hook(HOOK, "whsec_a"), store.add_hook(HOOK, "whsec_b")] == [1, 2]
    assert store.hooks() == [msgspec.structs.replace(HOOK, number=n) for n in (1, 2)]
    assert "whsec" not in repr(store.hooks())
    assert [store.hook_secret(n) for n in (1, 2, 3)] == ["whsec_a", "whsec_b", None]
    off = msgspec.structs.replace(HOOK, number=2, off="gone", rest=at(3))
    store.save_hook(off)
    assert store.hooks()[1] == off
    assert store.hook_secret(2) == "whsec_b"
    assert (store.drop_hook(2), store.drop_hook(2)) == (True, False)
    store.save_hook(off)
    assert [hook.number for hook in store.hooks()] == [1]
    assert store.add_hook(HOOK, "whsec_c") == 3, "a number is never given twice"


def test_the_ledger_keeps_what_is_owed_until_it_has_ended(store):
    one, other = store.add_hook(HOOK, "a"), store.add_hook(HOOK, "b")
    store.owe([(message(one, 2), b'{"n":2}'), (message(one, 1), b'{"n":"\xc3\xa4"}'), (message(other, 1), b"{}")])
    assert store.owed(one, at(0)) == []
    assert [body for _, body in store.owed(one, at(3))] == [b'{"n":"\xc3\xa4"}', b'{"n":2}']
    assert [body for _, body in store.owed(one, at(3), 1)] == [b'{"n":"\xc3\xa4"}']
    ((first, _), (second, _)) = store.owed(one, at(3))
    later = msgspec.structs.replace(first, tries=1, due=at(4), status=500, trouble="it failed")
    done = msgspec.structs.replace(second, tries=1, due=None, ended=at(3), status=204)
    store.tried(later)
    store.tried(done)
    assert store.owed(one, at(3)) == []
    assert store.owed(one, at(4)) == [(later, b'{"n":"\xc3\xa4"}')]
    assert [(m.number, m.arrived, m.given_up) for m in store.ledger()] == [
        (1, True, False),
        (2, False, False),
        (3, False, False),
    ]
    store.give_up(one, "its address is gone", at(5))
    assert store.ledger()[1] == msgspec.structs.replace(later, due=None, ended=at(5), trouble="its address is gone")
    assert store.ledger()[0] == done
    assert store.forget_messages(at(5)) == 1
    assert [m.number for m in store.ledger()] == [2, 3]
    store.drop_hook(one)
    assert [m.hook for m in store.ledger()] == [other]


def test_what_was_before_is_no_news(store, publish):
    for name in "ab":
        store.file(filing(name, name))
        publish(name)
    store.hear()
    assert take(store) == {}


def test_a_story_is_news_once_it_is_shown(store, publish):
    store.hear()
    store.file(filing("a", "s1"))
    assert take(store) == {}
    publish("a")
    assert take(store) == {"s1": None}
    assert take(store) == {}


def test_a_story_is_news_again_with_another_member_or_lead_not_with_heat_or_a_neighbour(store, publish):
    store.hear()
    store.file(filing("a", "s1"))
    store.file(filing("x", "s2"))
    publish("a", "x")
    assert take(store) == {"s1": None, "s2": None}
    store.file(filing("a", "s1", heat=99))
    store.file(filing("n", near=(("s1", neighbour("n")),)))
    publish("a", heat=99)
    assert take(store) == {}
    store.file(filing("b", "s1", 1, lead="a"))
    assert take(store) == {"s1": ident("a")}
    store.file(filing("b", "s1", 1, lead="b"))
    assert take(store) == {}, "its lead is not published yet"
    publish("b")
    assert take(store) == {"s1": ident("a")}
    store.file(filing("b", "s1", 1, lead="b", merged=(("s2", "s1"),)))
    assert take(store) == {"s1": ident("b")}
    gone = filing(
        "a",
        members=(("s3", member("a")),),
        standings=(Standing(story="s3", lead=ident("a"), heat=1), Standing(story="s1", lead=ident("b"), heat=1)),
    )
    store.file(gone)
    assert take(store) == {"s1": ident("b"), "s3": None}


def test_a_story_that_is_withdrawn_and_comes_back_as_it_was_is_no_news(store, publish):
    store.hear()
    store.file(filing("a", "s1"))
    publish("a")
    take(store)
    publish("a", published=False)
    assert take(store) == {}
    publish("a")
    assert take(store) == {}


def test_hearing_begins_anew_in_the_midst_of_a_round(store, publish):
    """A reader knows the story although the record of its new lead is not made yet."""
    store.file(filing("a", "s1"))
    publish("a")
    store.file(filing("b", "s1", 1, lead="b"))
    store.hear()
    publish("b")
    assert take(store) == {}


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_news_comes_in_portions_and_none_is_left_out(store, publish, limit):
    store.hear()
    names = [f"n{n}" for n in range(7)]
    with store.at_once(writes=True):
        for name in names:
            store.file(filing(name, f"s-{name}"))
    publish(*names)
    assert take(store, limit) == {f"s-{name}": None for name in names}
    assert store.news(limit) == (False, {})


def test_news_that_was_taken_back_comes_again(store, publish):
    hook = store.add_hook(HOOK, "a")
    store.hear()
    store.file(filing("a", "s1"))
    publish("a")

    def torn():
        with store.at_once(writes=True):
            store.news()
            store.owe([(message(hook), b"{}")])
            raise InterruptedError

    with pytest.raises(InterruptedError):
        torn()
    assert store.ledger() == []
    assert take(store) == {"s1": None}


def test_with_the_last_hook_goes_what_they_were_told(store, publish):
    one, other = store.add_hook(HOOK, "a"), store.add_hook(HOOK, "b")
    store.hear()
    store.file(filing("a", "s1"))
    publish("a")
    take(store)
    store.drop_hook(one)
    store.file(filing("b", "s1", 1, lead="a"))
    assert take(store) == {"s1": ident("a")}
    store.drop_hook(other)
    store.file(filing("c", "s1", 1, lead="a"))
    assert take(store) == {"s1": None}, "nobody is there who was told"
