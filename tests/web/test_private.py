"""A private paper answers to those who are signed in, and to nobody else."""

import msgspec
import pytest
import seeding
from desk_browser import Browser, person

from coranto.mailing import bring, links, subscribe
from coranto.mailing.address_list import Row
from coranto.people import sessions
from coranto.web import app

PATHS = (
    "/",
    "/river/",
    "/feed.xml",
    "/feed.json",
    "/sitemap.xml",
    "/api/v1/stories",
    "/s/000000/",
    "/sw.js",
    "/nothing/",
    "/mcp",
)


@pytest.fixture(scope="module")
def closed(tmp_path_factory, open_in):
    newsroom = open_in(tmp_path_factory.mktemp("private"))
    seeding.stories(newsroom, 3)
    newsroom.marta = person(newsroom, "reader")
    site = msgspec.structs.replace(newsroom.settings.site, private=True)
    newsroom.settings = msgspec.structs.replace(newsroom.settings, site=site)
    newsroom.application = app.make(newsroom)
    yield newsroom
    newsroom.store.close()


def test_nobody_sees_anything_before_it_is_opened(closed):
    stranger = Browser(closed.application, closed)
    headline = seeding.HEADLINES[0][:30]
    for path in PATHS:
        answer = stranger.get(path)
        assert answer.status_code == 403, path
        assert headline not in answer.text
        assert answer.headers["cache-control"] == "no-store"
    asked = stranger.get("/s/000000/", headers={"Accept": "text/html"})
    assert (asked.status_code, asked.headers["location"]) == (303, "../../desk/sign-in/")
    assert stranger.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_reader_and_a_program_see_it_and_no_cache_keeps_it(closed):
    reader = Browser(closed.application, closed, closed.marta)
    for path in ("/", "/feed.xml", "/api/v1/stories", "/river/"):
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "private, no-store"
    program = Browser(closed.application, closed)
    for scopes, status in {("read",): 200, ("edit",): 403}.items():
        secret = sessions.make_token(closed, closed.marta, "x", scopes)
        assert program.get("/feed.xml", headers={"Authorization": f"Bearer {secret}"}).status_code == status
    assert Browser(closed.application, closed).get("/feed.xml").status_code == 403, "the cache has kept nothing"


def test_it_is_watched_and_who_gets_its_newsletter_may_leave(closed):
    stranger = Browser(closed.application, closed)
    assert [stranger.get(path).status_code for path in ("/health", "/ready", "/metrics")] == [200, 200, 403]
    bring.bring(closed, [Row(1, "anna@x.example")], "list", "agreed for a test", confirmed=True)
    anna = subscribe.by_address(closed, "anna@x.example")
    token = links.person(closed, anna.number)
    assert "a…@x….example" in stranger.get(f"/letter/settings/{token}/").text
    for page in ("", "asked/", "leave/personal/", f"leave/{token}x/", f"confirm/{token}/"):
        assert stranger.get(f"/letter/{page}").status_code == 403, page
    gone = stranger.client.post(f"/letter/leave/{token}/", data={"List-Unsubscribe": "One-Click"})
    assert gone.status_code == 200
    assert gone.headers["cache-control"] == "private, no-store"
    assert subscribe.by_address(closed, "anna@x.example") is None


def test_without_the_library_nobody_sees_it(closed, monkeypatch):
    from coranto.config import extras

    there = extras.there
    monkeypatch.setattr(extras, "there", lambda extra: extra != "desk" and there(extra))
    assert Browser(app.make(closed), closed, closed.marta).get("/").status_code == 403
