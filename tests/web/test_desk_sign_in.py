"""Signing in to the desk: sessions, cookies, tries, the one-time code, access tokens."""

from datetime import timedelta

import pytest
from desk_browser import HOST, OURS, PASSWORD, Browser, person, text

from coranto import errors
from coranto.people import accounts, first_code, passwords, sessions
from coranto.web import app


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Hashes at a cost for tests; `test_a_hash_is_made_at_the_full_cost` has the real one."""
    monkeypatch.setattr(passwords, "_MEMORY", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)
    passwords._hasher.cache_clear()
    yield
    passwords._hasher.cache_clear()


@pytest.fixture
def application(bare):
    bare.clock = bare.now()
    bare.now = lambda: bare.clock
    return app.make(bare)


def sign_in(application, newsroom, name="Marta", password=PASSWORD, to=""):
    browser = Browser(application, newsroom)
    browser.get("/desk/sign-in/")
    return browser, browser.post("/desk/sign-in/", name=name, password=password, to=to)


def test_somebody_signs_in_and_out(application, bare):
    person(bare)
    browser, answer = sign_in(application, bare, name=" mARTA ")
    assert (answer.status_code, answer.headers["location"]) == (303, "../../desk/begin/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-coranto-desk=")
    for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    shown = browser.get("/desk/account/")
    assert "Marta, editor" in text(shown)
    assert browser.get("/desk/sign-in/").status_code == 303
    secret = browser.client.cookies["__Host-coranto-desk"]
    assert browser.post("/desk/sign-out/").status_code == 303
    browser.client.cookies.set("__Host-coranto-desk", secret)
    assert browser.get("/desk/account/").status_code == 303, "a copy of the cookie is worth nothing either"


def test_the_secret_is_not_in_the_database(application, bare):
    marta = person(bare)
    secret = sessions.open_session(bare, marta, "x")
    token = sessions.make_token(bare, marta, "x", ("read",))
    kept = b"".join(file.read_bytes() for file in sorted(bare.records.glob("coranto.db*")))
    assert secret.encode() not in kept
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept
    assert b"$argon2id$" in kept


def test_over_http_only_the_machine_itself_is_let_in(application, bare):
    person(bare)
    for base, status in {
        "http://127.0.0.1:8000": 200, "http://localhost": 200, "http://[::1]:8000": 200,
        "http://192.168.1.7": 403, "http://evil.example": 403, "http://127.0.0.1.evil.example": 403,
    }.items():  # fmt: skip
        answer = Browser(application, bare, base=base).get("/desk/sign-in/")
        assert answer.status_code == status, base
        if status == 200:
            assert "coranto-form=" in answer.headers["set-cookie"]
            assert "Secure" not in answer.headers["set-cookie"]


def test_a_proxy_that_ends_https_is_known_by_the_address_of_the_site(application, bare):
    person(bare)
    answer = Browser(application, bare, base="http://news.example").get("/desk/sign-in/")
    assert "__Host-coranto-form=" in answer.headers["set-cookie"]
    assert "Secure" in answer.headers["set-cookie"]


def test_five_tries_and_then_the_name_waits(application, bare):
    person(bare)
    for _ in range(5):
        _browser, answer = sign_in(application, bare, password="not the password")
        assert answer.status_code == 403
        assert "Name or password is wrong" in text(answer)
        assert "set-cookie" in answer.headers
        assert "coranto-desk" not in answer.headers["set-cookie"]
    _, answer = sign_in(application, bare)
    assert answer.status_code == 429, "the right password too"
    assert "in 15 minutes" in text(answer)
    assert 'value="Marta"' in answer.text, "what was typed is not lost"
    bare.clock += timedelta(minutes=15)
    assert sign_in(application, bare)[1].status_code == 303
    for _ in range(4):
        sign_in(application, bare, password="wrong")
    assert sign_in(application, bare)[1].status_code == 303, "a good one forgets the bad ones"
    for _ in range(5):
        sign_in(application, bare, password="wrong")
    accounts.reset(bare, "marta", "another heron on the weir")
    assert sign_in(application, bare, password="another heron on the weir")[1].status_code == 303


def test_unknown_names_cannot_be_told_from_wrong_passwords(application, bare):
    person(bare)
    unknown, wrong = sign_in(application, bare, name="Nobody")[1], sign_in(application, bare, password="wrong")[1]
    assert text(unknown) == text(wrong)


def test_many_names_from_one_network_are_one_who_guesses(application, bare):
    for number in range(30):
        assert sign_in(application, bare, name=f"name {number}")[1].status_code == 403
    assert sign_in(application, bare, name="another")[1].status_code == 429


def test_a_stranger_locks_nobody_out_from_elsewhere(application, bare):
    marta = person(bare)
    sessions.open_session(bare, marta, "Test", "198.51.100.7")
    for number in range(100):
        strange = sessions.Trying("Marta", f"203.0.113.{number // 5}")
        bare.store.add_sign_in_try(strange.limits(), bare.now(), bare.now() + sessions.WINDOW)
    elsewhere = sessions.Trying("Marta", "192.0.2.1")
    assert "from very many networks" in sessions.wait(bare, elsewhere).rule
    assert sessions.wait(bare, sessions.Trying("Marta", "198.51.100.7")) is None, "where she is signed in"
    assert sessions.sign_in(bare, sessions.Trying("marta", "198.51.100.7"), PASSWORD)


def test_a_session_ends_when_it_rests_and_after_its_time(application, bare):
    browser = Browser(application, bare, person(bare))
    for _ in range(5):
        bare.clock += timedelta(days=11)
        assert browser.get("/desk/account/").status_code == 200
    bare.clock += timedelta(days=6)
    assert browser.get("/desk/account/").status_code == 303, "60 days after it began"
    other = Browser(application, bare, bare.store.get_people()[0])
    bare.clock += sessions.REST
    assert other.get("/desk/account/").status_code == 303


def test_sessions_are_listed_and_ended(application, bare):
    marta = person(bare)
    john = person(bare, name="John")
    here, there, theirs = (Browser(application, bare, one) for one in (marta, marta, john))
    shown = text(here.get("/desk/account/"))
    assert shown.count("End it") == 2
    number = bare.store.sessions_of(john.number)[0].number
    here.post("/desk/account/session/", number=str(number))
    assert theirs.get("/desk/account/").status_code == 200, "another one's session is not ours to end"
    here.post("/desk/account/session/", number="others")
    assert there.get("/desk/account/").status_code == 303
    assert here.get("/desk/account/").status_code == 200


def test_a_token_is_shown_once_and_taken_away(application, bare):
    browser = Browser(application, bare, person(bare))
    made = browser.post("/desk/account/token/", name="my letters", scope="read")
    assert made.text.count("coranto_") == 1
    assert "coranto_" not in browser.get("/desk/account/").text
    (token,) = bare.store.access_tokens_of(1)
    assert (token.name, token.scopes, token.seen) == ("my letters", ("read",), None)
    refused = browser.post("/desk/account/token/", name="nothing it may do")
    assert refused.status_code == 400
    assert 'value="nothing it may do"' in refused.text
    browser.post("/desk/account/token/end/", number=str(token.number))
    assert bare.store.access_tokens_of(1) == []


def test_the_code_makes_one_owner_once(application, bare):
    old, code = first_code.make(bare), first_code.make(bare)
    browser = Browser(application, bare)
    assert browser.get(f"/desk/first/?code={old}").status_code == 403
    assert "code" not in browser.get("/desk/sign-in/").text.partition("<main")[2].partition("coranto run")[0]
    page = browser.get(f"/desk/first/?code={code}")
    assert page.status_code == 200
    fields = {"code": code, "name": "Marta"}
    weak = browser.post("/desk/first/", password="marta marta", **fields)
    assert weak.status_code == 403
    assert 'value="Marta"' in weak.text
    assert code in weak.text
    assert browser.post("/desk/first/", password=PASSWORD, **fields).status_code == 303
    assert "Marta, owner" in text(browser.get("/desk/account/"))
    again = Browser(application, bare)
    again.get(f"/desk/first/?code={code}")
    assert again.post("/desk/first/", password=PASSWORD, code=code, name="Mallory").status_code == 403
    assert [one.name for one in bare.store.get_people()] == ["Marta"]
    assert first_code.make(bare) == ""


def test_the_code_is_not_guessed_and_does_not_last(application, bare):
    code = first_code.make(bare)
    browser = Browser(application, bare)
    browser.get("/desk/first/?code=x")
    statuses = [browser.post("/desk/first/", code="x", name="M", password=PASSWORD).status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    right = browser.post("/desk/first/", code=code, name="Marta", password="short")
    assert right.status_code == 403, "a stranger's tries keep nobody out who has the code"
    bare.clock += timedelta(days=7)
    assert not first_code.holds(bare, code)


@pytest.mark.parametrize(
    "password", ["", "short", "x" * 12, "abcabcabcabc", "password1234", "marta12345marta", "y" * 1001]
)
def test_passwords_that_are_guessed_are_refused(bare, password):
    with pytest.raises(errors.PeopleError):
        accounts.add(bare, "Marta", "owner", password)
    assert bare.store.get_people() == []


def test_the_last_owner_stays(bare):
    person(bare, "owner")
    with pytest.raises(errors.PeopleError, match="The last owner stays"):
        accounts.remove(bare, "Marta")
    person(bare, "owner", name="John")
    accounts.remove(bare, "marta")
    assert [one.name for one in bare.store.get_people()] == ["John"]


def test_a_hash_is_made_at_the_full_cost(monkeypatch):
    monkeypatch.undo()
    passwords._hasher.cache_clear()
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert passwords.matches(kept, PASSWORD)
    assert not passwords.matches(kept, PASSWORD + "n")
    assert not passwords.matches("", "a password that nobody has")


def test_a_hash_at_another_cost_is_made_anew_at_the_next_sign_in(application, bare, monkeypatch):
    import argon2

    marta = person(bare)
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(PASSWORD)
    bare.store.save_password(marta.number, weak)
    assert sign_in(application, bare)[1].status_code == 303
    kept = bare.store.get_password(marta.number)
    assert kept != weak
    assert passwords.matches(kept, PASSWORD)


def test_after_signing_in_one_is_where_one_wanted_to_be(application, bare):
    person(bare)
    browser = Browser(application, bare)
    asked = browser.get("/desk/account/")
    assert asked.headers["location"] == "../../desk/sign-in/?to=account/"
    assert sign_in(application, bare, to="account/")[1].headers["location"] == "../../desk/account/"
    for evil in ("//evil.example/", "https://evil.example/", "../../evil/", "account/\r\nX: y"):
        assert sign_in(application, bare, to=evil)[1].headers["location"] == "../../desk/begin/"


def test_a_form_of_a_browser_that_sends_no_fetch_metadata_is_known_by_its_origin(application, bare):
    person(bare)
    browser = Browser(application, bare)
    browser.get("/desk/sign-in/")
    answer = browser.post("/desk/sign-in/", headers={"Origin": HOST}, name="Marta", password=PASSWORD)
    assert answer.status_code == 303
    assert OURS["Origin"] == HOST
