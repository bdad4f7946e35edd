"""People, sessions, access tokens and failed tries in the store."""

import msgspec
from making import NOON, at

from coranto.model.person import AccessToken, Passkey, Person, Session

MARTA = Person(name="Marta", role="owner", at=NOON)


def session(person, hours=24, **fields):
    return Session(**{"person": person, "at": NOON, "seen": NOON, "ends": at(hours), "browser": "Firefox"} | fields)


def test_people_have_one_name_each_and_their_hashes_stand_apart(store):
    assert store.add_person(MARTA, "$hash") == 1
    assert store.add_person(msgspec.structs.replace(MARTA, name="MARTA", role="reader"), "$other") == 0
    (found,) = store.get_people()
    assert found == msgspec.structs.replace(MARTA, number=1)
    assert "$hash" not in repr(found)
    assert store.get_person(1) == found
    assert [store.get_person(number) for number in (0, 2, 10**30)] == [None] * 3
    store.save_password(1, "$new")
    assert [store.get_password(number) for number in (1, 2)] == ["$new", ""]


def test_a_session_is_found_by_its_digest_until_it_is_ended(store):
    marta, john = (store.add_person(msgspec.structs.replace(MARTA, name=name), "$") for name in ("Marta", "John"))
    first, second = (store.add_session(session(marta), digest) for digest in ("a", "b"))
    store.add_session(session(john), "c")
    assert store.find_session("a") == session(marta, number=first)
    assert store.find_session("nothing") is None
    assert [one.number for one in store.sessions_of(marta)] == [first, second]
    store.delete_sessions(john, first)  # not theirs
    assert store.find_session("a")
    store.delete_sessions(marta, first)
    store.save_session(session(marta, number=first))
    assert store.find_session("a") is None
    store.delete_sessions(marta)
    assert store.sessions_of(marta) == []
    assert store.find_session("c")


def test_sessions_that_have_ended_are_deleted_with_the_next(store):
    marta = store.add_person(MARTA, "$")
    store.add_session(session(marta, hours=1), "a")
    store.add_session(session(marta, at=at(2), ends=at(3)), "b")
    assert store.find_session("a") is None
    assert store.find_session("b")


def test_tokens_are_kept_apart_and_go_with_their_person(store):
    marta = store.add_person(MARTA, "$")
    token = AccessToken(person=marta, name="letters", scopes=("read",), at=NOON)
    number = store.add_access_token(token, "t")
    store.save_access_token(msgspec.structs.replace(token, number=number, seen=at(1)))
    assert store.find_access_token("t").seen == at(1)
    assert [one.name for one in store.access_tokens_of(marta)] == ["letters"]
    store.add_session(session(marta), "a")
    store.delete_person(marta)
    assert store.get_people() == []
    assert store.find_access_token("t") is None
    assert store.find_session("a") is None
    assert store.add_person(MARTA, "$") > marta, "a number names one person for good"


def test_tries_are_counted_until_they_are_forgotten(store):
    for hours in (0, 0.1):
        store.add_sign_in_try(["marta@1", "@1"], at(hours), at(hours + 0.25))
    assert store.sign_in_tries(["marta@1", "@1", "@2"], at(0.2)) == {key: (2, at(0.25)) for key in ("marta@1", "@1")}
    assert store.sign_in_tries(["marta@1"], at(0.25)) == {}
    store.add_sign_in_try(["marta@1"], at(0.3), at(0.55))
    assert store.sign_in_tries(["marta@1"], at(0.3)) == {"marta@1": (1, at(0.55))}
    store.add_sign_in_try(["marta@2", "martha@1"], at(0.3), at(0.55))
    store.forget_sign_in_tries(start="marta@")
    assert set(store.sign_in_tries(["marta@1", "marta@2", "martha@1"], at(0.3))) == {"martha@1"}
    store.forget_sign_in_tries(["martha@1"])
    assert store.sign_in_tries(["martha@1"], at(0.3)) == {}


def test_nothing_of_people_changes_what_readers_see(store):
    before = store.read_version(), store.read_changes()
    marta = store.add_person(MARTA, "$")
    store.add_session(session(marta), "a")
    store.save_session(session(marta, number=1))
    store.add_sign_in_try(["x"], NOON, at(1))
    assert (store.read_version(), store.read_changes()) == before


def test_passkeys_are_found_by_the_id_of_their_device_and_go_with_their_person(store):
    marta, john = (store.add_person(msgspec.structs.replace(MARTA, name=name), "$") for name in ("Marta", "John"))
    one = Passkey(person=marta, name="phone", host="news.example", key=b"\x00key", at=NOON)
    number = store.add_passkey(one, "id")
    assert store.add_passkey(msgspec.structs.replace(one, person=john), "id") == 0
    store.save_passkey(msgspec.structs.replace(one, number=number, seen=at(1)))
    assert store.find_passkey("id") == msgspec.structs.replace(one, number=number, seen=at(1))
    store.delete_passkeys(john, number)  # not theirs
    assert [one.name for one in store.passkeys_of(marta)] == ["phone"]
    store.delete_passkeys(marta, number)
    assert store.find_passkey("id") is None
    store.add_passkey(one, "id")
    store.delete_person(marta)
    assert store.find_passkey("id") is None
    changed = msgspec.structs.replace(MARTA, name="John", number=john, role="reader")
    store.save_person(changed)
    assert store.get_people() == [changed]
