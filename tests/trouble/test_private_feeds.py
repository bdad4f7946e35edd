"""The address of a private feed has a password or a token: no page, file, export, explanation or log shows it."""

import base64
import json

import pytest
from starlette.testclient import TestClient

from coranto.config import settings_file
from coranto.newsroom import open_newsroom
from coranto.web import app

RSS = "application/rss+xml"

PASSWORD, TOKEN, SEGMENT = "hunter2-swordfish", "tk9Xq2b7Lm4Zr8Vw1", "a1b2c3d4e5f6a7b8c9d0"
SECRETS = (PASSWORD, TOKEN, SEGMENT, base64.b64encode(f"reader:{PASSWORD}".encode()).decode())
PAGES = ("", "sources/", "about/how-it-works/", "river/", "api/v1/sources", "api/v1/articles?published=any",
         "api/v1/stories", "feed.xml", "feed.atom", "feed.json", "sources.opml", "search/?q=ferry", "changes/", "status/", "archive/")  # fmt: skip


def feed(outlet, title, *names):
    items = "".join(
        f"<item><title>The {name} reopens</title><link>{outlet.address}/{name}</link></item>" for name in names
    )
    return RSS, f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


def page(name):
    text = f"The {name} of the harbour reopens on Monday, three weeks after the storm took its roof. " * 8
    return "text/html", f"<html><head><title>The {name} reopens</title></head><body><p>{text}</html>".encode()


@pytest.fixture
def private(site, outlet, listen, coranto):
    """A newsroom of four private feeds: one that works, one that is gone, one that is no feed, one that moves."""
    outlet.pages |= {f"/{name}": page(name) for name in ("ferry", "market")}
    outlet.pages[f"/feed?token={TOKEN}"] = feed(outlet, "Daily", "ferry", "market")
    outlet.pages[f"/gone/{SEGMENT}/rss"] = 410
    outlet.pages[f"/page/{SEGMENT}?key={TOKEN}"] = ("text/html", b"<p>Not a feed.")
    outlet.pages[f"/broken?sig={TOKEN}"] = RSS, b"<rss><channel><item><title>Cut"
    paths = (f"/feed?token={TOKEN}", f"/gone/{SEGMENT}/rss", f"/page/{SEGMENT}?key={TOKEN}", f"/broken?sig={TOKEN}")
    listen(*paths)
    source_list = site / "sources.opml"
    source_list.write_text(source_list.read_text().replace('xmlUrl="http://', f'xmlUrl="http://reader:{PASSWORD}@'))
    for row in paths:  # what a reader's program exports has the address as its text too, which is the owner's own word
        source_list.write_text(source_list.read_text().replace(f'text="{row}"', 'text="Daily"'))
    return coranto("run", "--once")


def shown(text, where):
    for secret in SECRETS:
        assert secret not in text, f"{where} shows {secret}: …{text[max(0, text.find(secret) - 200) :][:300]}…"


def test_nothing_that_leaves_the_newsroom_has_it(private, site, coranto):
    assert json.loads(private.stdout)["articles"] == 2
    shown(private.stdout + private.stderr, "the round's log")
    for words in (("doctor",), ("check",), ("export", "all.jsonl"), ("newsroom", "--help")):
        done = coranto(*words)
        shown(done.stdout + done.stderr, " ".join(words))
    coranto("build", "public")
    files = [file for folder in ("public", "_news") for file in (site / folder).rglob("*") if file.is_file()]
    assert len(files) > 20
    for file in (*files, *site.glob("*.jsonl")):
        shown(file.read_bytes().decode("utf-8", "replace"), file.relative_to(site))


def test_no_page_of_the_live_site_has_it(private, site):
    with open_newsroom(settings_file.load(site / "coranto.toml")) as newsroom, TestClient(app.make(newsroom)) as client:
        ids = [source.id for source in newsroom.store.get_sources()]
        (one, *_) = newsroom.store.recent_articles(1)
        more = [f"sources/{ident}/" for ident in ids] + [
            f"api/v1/explain/{one.id}",
            f"api/articles/{one.id}.json",
            f"a/{one.id}/",
        ]
        for path in (*PAGES, *more):
            answer = client.get(f"/{path}")
            assert answer.status_code == 200, path
            shown(answer.text + str(answer.headers), path)
