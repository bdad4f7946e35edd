"""Every route of the desk that changes something, and everyone who may not use it: a table over the real routes."""

import importlib
import pkgutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import seeding
from desk_browser import HOST, OURS, Browser, person
from starlette.routing import Route

import coranto.web.desk
from coranto.people import rights, sessions
from coranto.web import app
from coranto.web.desk.call import OPEN, DeskRoute
from coranto.web.desk.door import ROUTES

CHANGING = [route for route in ROUTES if route.method != "GET"]
SIGNED = [route for route in CHANGING if route.action != OPEN]
OTHERS_THAT_CHANGE = {  # the public site's: a hub's notices, signed; readers' forms, and links signed for each of them
    "/websub/{ident}/{token}": {"POST"},
    "/letter": {"POST"},
    **{f"/letter/{page}/{{token}}": {"POST"} for page in ("confirm", "settings", "leave", "alert", "bounces")},
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory, open_in):
    newsroom = open_in(tmp_path_factory.mktemp("desk"))
    seeding.stories(newsroom, 3)
    people = {role: person(newsroom, role, name=f"The {role}") for role in rights.ROLES}
    application = app.make(newsroom)
    application.people = people
    yield application
    newsroom.store.close()


def paths(route):
    return (
        route.path.replace("{topic}", "ai")
        .replace("{source}", "000000000000")
        .replace("{story}", "000000")
        .replace("{number}", "1")
        .replace("{issue}", "the-issue-2026-03-07")
        .replace("{name}", "desk.css")
    )


def state(application):
    """Everything that a route of the desk may change: the store, and the files beside it."""
    newsroom = application.state.newsroom
    store, people = newsroom.store, newsroom.store.get_people()
    folder = Path(newsroom.settings.folder)
    files = {str(file): file.stat().st_mtime_ns for file in folder.rglob("*") if not file.name.startswith("coranto.db")}
    return (
        files,
        store.get_sources(),
        store.get_webhooks(),
        store.get_alerts(),
        store.count_subscribers(),
        store.get_issues(),
        [store.passkeys_of(one.number) for one in people],
        store.read_changes(),
        store.get_edit_log(),
        people,
        [store.access_tokens_of(one.number) for one in people],
        sorted(one.number for person in people for one in store.sessions_of(person.number)),
    )


def refused(application, answer, before, status=(401, 403)):
    assert answer.status_code in status, (answer.status_code, answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert state(application) == before


@pytest.mark.parametrize("route", CHANGING, ids=lambda route: route.path)
class TestEveryChange:
    def test_needs_a_session(self, desk, route):
        browser = Browser(desk, desk.state.newsroom)
        before = state(desk)
        refused(desk, browser.post(paths(route)), before)
        browser.client.cookies.set("__Host-coranto-desk", "made-up")
        refused(desk, browser.post(paths(route)), before)

    def test_is_refused_from_another_origin(self, desk, route):
        browser = Browser(desk, desk.state.newsroom, desk.people["owner"])
        before = state(desk)
        for headers in (
            {},
            {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "same-site", "Origin": "https://other.news.example"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": f"{HOST}.evil.example"},
            {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        ):
            refused(desk, browser.post(paths(route), headers=headers), before, (403,))

    def test_is_refused_without_the_form_s_token(self, desk, route):
        browser = Browser(desk, desk.state.newsroom, desk.people["owner"])
        before = state(desk)
        for token in ("", "0" * 64, "ä", sessions.form_token("another session")):
            refused(desk, browser.post(paths(route), token=token), before, (403,))

    def test_is_not_done_by_get_or_over_an_open_line(self, desk, route):
        browser = Browser(desk, desk.state.newsroom, desk.people["owner"])
        before = state(desk)
        assert browser.get(paths(route)).status_code in {200, 303, 403, 404, 405}
        assert state(desk) == before
        plain = Browser(desk, desk.state.newsroom, base="http://news.lan")
        plain.client.cookies.set("coranto-desk", browser.secret)
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://news.lan"}
        refused(desk, plain.post(paths(route), headers=headers), before, (403,))


@pytest.mark.parametrize("route", SIGNED, ids=lambda route: route.path)
class TestEveryChangeOfSomebody:
    def test_needs_the_role(self, desk, route):
        for role in set(rights.ROLES) - set(rights.RIGHTS[route.action].roles):
            browser = Browser(desk, desk.state.newsroom, desk.people[role])
            before = state(desk)
            refused(desk, browser.post(paths(route)), before, (403,))

    def test_is_refused_when_the_session_has_expired(self, desk, route, monkeypatch):
        browser = Browser(desk, desk.state.newsroom, desk.people["owner"])
        before = state(desk)
        later = desk.state.newsroom.now() + sessions.REST
        monkeypatch.setattr(desk.state.newsroom, "now", lambda: later)
        refused(desk, browser.post(paths(route)), before, (401,))

    def test_needs_the_scope_of_a_token(self, desk, route, monkeypatch):
        newsroom = desk.state.newsroom
        browser = Browser(desk, newsroom)
        right = rights.RIGHTS[route.action]
        for scope in set(rights.SCOPES) - {right.scope}:
            secret = sessions.make_token(newsroom, desk.people["owner"], "wrong scope", (scope,))
            self._refused(desk, browser, route, secret, 403)
        every = sessions.make_token(newsroom, desk.people["reader"], "wrong role", rights.SCOPES)
        if "reader" not in right.roles or right.scope is None:
            self._refused(desk, browser, route, every, 403)
        ends = newsroom.now() + timedelta(hours=1)
        ended = sessions.make_token(newsroom, desk.people["owner"], "expired", rights.SCOPES, ends)
        monkeypatch.setattr(newsroom, "now", lambda: ends)
        for secret in (ended, "made-up", ""):
            self._refused(desk, browser, route, secret, 401)

    def _refused(self, desk, browser, route, secret, status):
        answers = [browser.post(paths(route), headers={"Authorization": f"Bearer {secret}"}) for _ in range(2)]
        before = state(desk)  # the first one notes when the token was used
        refused(desk, browser.post(paths(route), headers={"Authorization": f"Bearer {secret}"}), before, (status,))
        assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.method == "GET" and route.action != OPEN],
                         ids=lambda route: route.path)  # fmt: skip
def test_every_page_needs_somebody_and_the_role(desk, route):
    answer = Browser(desk, desk.state.newsroom).get(paths(route))
    assert answer.status_code == 303
    assert "sign-in/" in answer.headers["location"]
    for role in set(rights.ROLES) - set(rights.RIGHTS[route.action].roles):
        assert Browser(desk, desk.state.newsroom, desk.people[role]).get(paths(route)).status_code == 403


def test_the_table_has_every_route_that_a_module_of_the_desk_declares():
    declared = set()
    for found in pkgutil.iter_modules(coranto.web.desk.__path__, "coranto.web.desk."):
        module = importlib.import_module(found.name)
        declared |= {id(one) for one in vars(module).values() if isinstance(one, DeskRoute)}
    assert declared == {id(route) for route in ROUTES}
    assert {"/desk/account/passkey/", "/desk/alerts/", "/desk/backup/"} <= {route.path for route in CHANGING}


def test_nothing_else_changes_anything(desk):
    """A route that changes something and is not the desk's would pass the table by."""
    found = {
        route.path: methods
        for route in desk.routes
        if isinstance(route, Route) and (methods := (route.methods or {"ANY"}) - {"GET", "HEAD", "OPTIONS"})
    }
    assert found == {**OTHERS_THAT_CHANGE, "/mcp": {"ANY"}}


def test_the_desk_is_never_cached_indexed_or_framed(desk):
    browser = Browser(desk, desk.state.newsroom, desk.people["owner"])
    for path in ("/desk/", "/desk/account/", "/desk/sign-in/", "/desk/nothing/", "/desk"):
        for one in (browser, Browser(desk, desk.state.newsroom)):
            headers = one.get(path).headers
            assert headers["cache-control"] == "no-store", path
            assert "noindex" in headers["x-robots-tag"]
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "same-origin"
            assert "access-control-allow-origin" not in headers
            assert "content-encoding" not in headers


def test_the_public_site_answers_with_the_same_bytes_to_an_editor(desk):
    editor, reader = (Browser(desk, desk.state.newsroom, one) for one in (desk.people["editor"], None))
    for path in ("/", "/river/", "/s/000000/", "/feed.xml", "/deskchair/"):
        answers = [one.get(path, headers={"User-Agent": "curl/8"}) for one in (editor, reader)]
        assert answers[0].content == answers[1].content
        assert "set-cookie" not in answers[0].headers
        assert "/desk" not in answers[0].text
        assert answers[0].headers.get("cache-control") == answers[1].headers.get("cache-control")


def test_a_form_has_limits(desk):
    browser = Browser(desk, desk.state.newsroom, desk.people["owner"])
    assert browser.post("/desk/account/token/", name="x" * 200_000).status_code == 413
    sent = browser.client.post("/desk/account/token/", json={}, headers=OURS)
    assert sent.status_code == 415
    assert browser.client.post("/desk/account/token/", headers={**OURS, "Content-Type": "application/x-www-form-urlencoded"},
                               content="token=%FF").status_code == 400  # fmt: skip


def test_without_the_library_there_is_no_desk(desk, monkeypatch):
    from coranto.config import extras

    there = extras.there
    monkeypatch.setattr(extras, "there", lambda extra: extra != "desk" and there(extra))
    bare = Browser(app.make(replace(desk.state.newsroom)), desk.state.newsroom)
    assert bare.get("/desk/").status_code == 404
