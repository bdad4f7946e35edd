"""Sign-in by a proxy's header: believed from named networks only, and as long as the proxy says so."""

import msgspec
import pytest
from desk_browser import Browser, person, text
from starlette.testclient import TestClient

from coranto.people import ways_in
from coranto.web import app

HEADER = "X-Remote-User"


@pytest.fixture
def at(bare):
    """Return a browser whose requests come from an address, through a proxy that may name somebody."""

    def browser(address="10.0.0.7", role=""):
        sign_in = msgspec.structs.replace(bare.settings.sign_in, header=HEADER, networks=("10.0.0.0/8",), role=role)
        bare.settings = msgspec.structs.replace(bare.settings, sign_in=sign_in)
        one = Browser(app.make(bare), bare)
        cookies = one.client.cookies
        one.client = TestClient(one.client.app, base_url="https://news.example", follow_redirects=False,
                                client=(address, 5000))  # fmt: skip
        one.client.cookies = cookies
        return one

    return browser


def named(browser, path, name):
    return browser.get(path, headers={HEADER: name})


def test_a_person_whom_the_proxy_names_is_signed_in_while_it_says_so(bare, at):
    person(bare)
    browser = at()
    assert named(browser, "/desk/account/", "marta").headers["location"] == "../../desk/sign-in/?to=account/"
    opened = named(browser, "/desk/sign-in/?to=account/", "marta")
    assert opened.headers["location"] == "../../desk/account/"
    assert "Marta, editor" in text(named(browser, "/desk/account/", "marta"))
    assert "by the proxy" in text(named(browser, "/desk/account/", "marta"))
    assert browser.get("/desk/account/").status_code == 303, "the cookie alone is worth nothing"
    person(bare, name="John")
    assert named(browser, "/desk/account/", "John").status_code == 303, "another person is another session"


def test_the_header_is_refused_from_elsewhere_with_a_sentence(bare, at):
    person(bare)
    browser = at("203.0.113.9")
    for path, status in (("/desk/", 403), ("/desk/sign-in/", 403), ("/desk/static/desk.css", 200)):
        answer = named(browser, path, "Marta")
        assert answer.status_code == status, path
        if status == 403:
            assert "X-Remote-User came from 203.0.113.9, which is none of the networks" in text(answer)
    assert bare.store.sessions_of(1) == []
    assert "Sign in" in text(browser.get("/desk/sign-in/")), "without the header the password is asked for"
    allowed, (said,) = ways_in.explain(bare, "Marta", "203.0.113.9")
    assert not allowed
    assert "came from 203.0.113.9" in said


def test_somebody_whom_nobody_knows_comes_in_only_with_a_role(bare, at):
    refused = named(at(), "/desk/", "Arla")
    assert refused.status_code == 403
    assert "sign_in.role" in text(refused)
    newcomer = at(role="reader")
    headers = {HEADER: "Ärla".encode()}
    assert newcomer.get("/desk/sign-in/", headers=headers).status_code == 303
    (one,) = bare.store.get_people()
    assert (one.name, one.role, bare.store.get_password(one.number)) == ("Ärla", "reader", "")
    assert "Ärla, reader" in text(newcomer.get("/desk/account/", headers=headers))
    assert newcomer.post("/desk/sign-in/", name="Ärla", password="").status_code == 403
    assert ways_in.explain(bare, "Ärla") == (
        True, ["By the header X-Remote-User from 10.0.0.0/8; from elsewhere it is refused."])  # fmt: skip


def test_a_proxy_that_asks_for_a_password_of_its_own_is_no_wrong_token(bare, at):
    person(bare)
    browser = at()
    named(browser, "/desk/sign-in/", "Marta")
    headers = {HEADER: "Marta", "Authorization": "Basic bWFydGE6eA=="}
    assert browser.get("/desk/account/", headers=headers).status_code == 200
    assert browser.get("/desk/account/", headers={**headers, "Authorization": "Bearer x"}).status_code == 401


def test_the_proxy_s_address_counts_and_not_the_one_it_speaks_for(bare):
    import httpx2

    person(bare)
    sign_in = msgspec.structs.replace(bare.settings.sign_in, header=HEADER, networks=("127.0.0.1",))
    serve = msgspec.structs.replace(bare.settings.serve, proxies=("127.0.0.1",))
    bare.settings = msgspec.structs.replace(bare.settings, sign_in=sign_in, serve=serve)
    headers = {HEADER: "Marta", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    with app.Server(bare, "127.0.0.1", 0) as server:
        answer = httpx2.get(f"{server.address}/desk/sign-in/", headers=headers)
    assert answer.status_code == 303
    (session,) = bare.store.sessions_of(1)
    assert (session.network, session.by_proxy) == ("203.0.113.9", True)
