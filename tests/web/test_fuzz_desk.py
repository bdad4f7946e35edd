"""Whatever somebody who is signed in sends, or a stranger to the desk and the newsletter's forms: never a 5xx."""

import secrets
import socket
from dataclasses import replace
from urllib.parse import urlencode

import msgspec
import pytest
import seeding
from desk_browser import HOST, OURS, person
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from test_fuzz import ODD, SETTINGS, TEXT, schema, written  # noqa: F401 - a fixture is used by its name

from coranto.mailing import links
from coranto.model.settings import Mail
from coranto.people import sessions
from coranto.store import open_store
from coranto.web import app
from coranto.web.desk.door import ROUTES

FIELDS = ["do", "topic", "name", "consent", "why", "seen", "password", "number", "language", "article", "address", "title", "q", "band", "words", "with", "value", "to", "subject", "starter", "show", "rule", "per_day", "own", "out", "opml", "code", "back", "about", "word", "website", "version", "v", "topics_of", "story", "state", "source", "sites", "sent", "search", "scope", "role", "rhythm", "reason", "person", "part", "more", "mail", "list", "line", "leave", "key", "intro", "from", "file", "feed", "empty", "email", "done", "counts", "as", "anyway", "addresses"]  # fmt: skip
DOES = ["add", "again", "archive", "data", "down:1", "drop", "end", "forget", "give", "go", "headline", "hold", "in:1", "later", "lead", "line", "look", "merge", "no", "open", "out:1", "pin", "plan", "publish", "recall", "release", "remove", "reset", "save", "send", "show", "split", "starter", "test", "token", "topics", "unpin", "up:1", "words", "mute", "favour", "undo", "change"]  # fmt: skip
KNOWN = ["000001", "ai", "daily", "1", "owner", "editor", "mute: a", "topic x: /(/", "publish.per_day", "site.title", "https://127.0.0.1:9/",
         "anna@x.example", "mail: {}", "keywords: [a]\n", "email,name\na@b.example,A", "<opml><body><outline xmlUrl='https://a.example/f'/></body></opml>"]  # fmt: skip
VALUE = st.sampled_from([*KNOWN, *ODD]) | TEXT
SENDER = Mail(sender="The Hive <letter@news.example>", servers=("smtp://127.0.0.1:9",))


@pytest.fixture(scope="module")
def offline():
    """Names outside of this machine do not resolve."""

    def nowhere(host, *_, **__):
        raise socket.gaierror(f"{host} is not of this machine")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", nowhere)
        yield


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def site(request, tmp_path_factory, offline):
    """A client, the newsroom, and its owner."""
    newsroom = seeding.opened(tmp_path_factory.mktemp("fuzz"))
    if request.param == "postgresql":
        newsroom.store.close()
        newsroom = replace(newsroom, store=open_store(request.getfixturevalue("schema")))
    yield from _opened(newsroom)


def _opened(newsroom):
    newsroom.settings = msgspec.structs.replace(newsroom.settings, mail=SENDER)
    seeding.stories(newsroom, 3)
    owner = person(newsroom, "owner")
    with TestClient(app.make(newsroom), base_url=HOST, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client, newsroom, owner
    newsroom.store.close()


def filled(path, data):
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + written(data.draw(VALUE, "name"), "/") + path[end + 1 :]
    return path


FORM = st.dictionaries(st.sampled_from(FIELDS), VALUE, max_size=6)
FILES = st.dictionaries(st.sampled_from(["opml", "file"]), st.binary(max_size=60) | VALUE.map(lambda text: text.encode("utf-8", "surrogatepass")), max_size=2)  # fmt: skip


def asked(site, data, *, signed):
    client, newsroom, owner = site
    route = data.draw(st.sampled_from(ROUTES))
    path = filled(route.path, data)
    client.cookies.clear()
    secret = sessions.open_session(newsroom, owner, "Test") if signed else secrets.token_urlsafe(16)
    client.cookies.set("__Host-coranto-desk" if signed else "__Host-coranto-form", secret)
    form = data.draw(FORM, "form") | {"do": data.draw(st.sampled_from(DOES) | VALUE, "do")}
    form = {name: value.encode("utf-8", "surrogatepass") for name, value in form.items()}
    form["token"] = sessions.form_token(secret)
    if route.method == "GET":
        return client.get(f"{path}?{urlencode(form)}")
    files = data.draw(FILES, "files") if data.draw(st.booleans(), "with files") else {}
    return client.post(
        path, data=form, files={name: (name, body) for name, body in files.items()} or None, headers=OURS
    )


@given(data=st.data())
@settings(**SETTINGS)
def test_the_desk_answers_whatever_an_owner_sends(site, data):
    answer = asked(site, data, signed=True)
    assert answer.status_code < 500, answer.text[:300]
    assert "Traceback" not in answer.text


@given(data=st.data())
@settings(**{**SETTINGS, "max_examples": 60})
def test_the_desk_answers_whatever_a_stranger_sends(site, data):
    answer = asked(site, data, signed=False)
    assert answer.status_code < 500, answer.text[:300]


KINDS = ("confirm", "settings", "leave", "bounces")


@given(data=st.data(), form=FORM)
@settings(**{**SETTINGS, "max_examples": 100})
def test_the_newsletters_pages_take_any_form(site, data, form):
    client, newsroom, _ = site
    kind = data.draw(st.sampled_from([*KINDS, ""]), "kind")
    token = data.draw(VALUE.map(written) | st.just(links.token(links.key(newsroom), kind or "bounces", 0)), "token")
    path = f"/letter/{kind}/{token}/" if kind else "/letter/"
    method = data.draw(st.sampled_from(["GET", "HEAD", "POST"]), "method")
    body = data.draw(st.binary(max_size=80) | st.none(), "body")
    sent = (
        {"content": body}
        if body is not None
        else {"data": {n: v.encode("utf-8", "surrogatepass") for n, v in form.items()}}
    )
    answer = client.request(method, path, **({} if method != "POST" else sent))
    assert answer.status_code < 500, answer.text[:300]
