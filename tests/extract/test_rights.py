"""What a page allows to be shown of it."""

from datetime import UTC, datetime

import pytest

from coranto.extract import page
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry, Image
from coranto.model.settings import Settings
from coranto.run import assemble

URL = "https://daily.example/a"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = "The council voted to stop the use of cameras in every street. It will look again in a year. Nobody objected to that."


def read(meta="", header=None):
    body = "".join(f"<p>{WORDS} Street number {n}.</p>" for n in range(9))
    html = f"""<html lang=en><head><title>MPs call for stop</title><meta property="og:image" content="/p.jpg">
    <meta name=description content="{WORDS}">{meta}</head><body><article><h1>MPs call for stop</h1>{body}</article></body></html>"""
    return page.read(html.encode(), URL, robots=header, now=NOW)


def meta(text, name="robots"):
    return f'<meta name="{name}" content="{text}">'


def test_a_page_that_says_nothing_is_shown_as_it_is():
    told = read()
    assert (told.excerpt, told.snippet, told.pictured, len(told.images)) == (WORDS, None, True, 1)


@pytest.mark.parametrize(
    ("meta", "header", "snippet"),
    [
        (meta("index, max-snippet:65"), None, 65),
        (meta("MAX-SNIPPET: 65"), None, 65),
        ("", "max-snippet:65, noarchive", 65),
        (meta("max-snippet:90"), "max-snippet:65", 65),
        (meta("max-snippet:65") + meta("max-snippet:-1"), None, 65),
        (meta("max-snippet:65", "coranto"), None, 65),
        ("", "coranto: max-snippet:65", 65),
        (meta("nosnippet"), None, 0),
        (meta("max-snippet:65, nosnippet"), "max-snippet:90", 0),
        (meta("max-snippet:-1"), None, None),
        (meta("max-snippet:many"), None, None),
        (meta("nosnippet", "googlebot"), None, None),
        ("", "googlebot: nosnippet, max-snippet:9", None),
        ("", "googlebot: nosnippet, coranto: max-snippet:65", 65),
        ("", "unavailable_after: 25 Jun 2030 15:00:00 GMT, max-snippet:65", 65),
    ],
)
def test_an_excerpt_is_as_long_as_the_page_allows(meta, header, snippet):
    told = read(meta, header)
    assert told.snippet == snippet
    if snippet:
        assert told.excerpt == "The council voted to stop the use of cameras in every street."
        assert "max-snippet" in told.provenance["excerpt"]
    else:
        assert told.excerpt == (WORDS if snippet is None else None)


@pytest.mark.parametrize("directive", ["noimageindex", "max-image-preview:none"])
def test_a_picture_is_shown_where_the_page_allows_it(directive):
    assert read(meta(directive)).images == ()
    assert directive in read("", directive).provenance["images"]
    assert len(read(meta("max-image-preview:large")).images) == 1


def test_what_the_feed_gives_keeps_to_it_too():
    entry = Entry(
        url=URL, title="MPs call for stop", summary=WORDS, images=(Image(url="https://daily.example/feed.jpg"),)
    )
    waiting = PendingEntry(source="s", url=URL, entry=entry, seen=NOW)
    free = assemble.article(waiting, read(), None, Settings(), NOW)
    held = assemble.article(waiting, read(meta("nosnippet, noimageindex")), None, Settings(), NOW)
    assert (free.excerpt, len(free.images)) == (WORDS, 1)
    assert (held.excerpt, held.images) == ("", ())
    assert held.text  # for judging and search, never served


def test_where_mining_is_reserved_the_newsroom_keeps_no_text():
    told = read(meta("1", "tdm-reservation"))
    assert not told.minable
    assert told.provenance["text"] == "mining is reserved: meta tdm-reservation"
    waiting = PendingEntry(
        source="s", url=URL, entry=Entry(url=URL, title="MPs call for stop", content=f"<p>{WORDS}"), seen=NOW
    )
    assert assemble.article(waiting, told, None, Settings(), NOW).text == ""
    assert assemble.article(waiting, read(), None, Settings(), NOW).text != ""
    assert told.title == "MPs call for stop"
    assert told.excerpt.startswith("The council voted")
    assert told.provenance["excerpt"] == "meta description"


@pytest.mark.parametrize(
    ("header", "own", "kept"),
    [("1", None, False), ("0", None, True), (None, None, True), ("1", "0", True), ("0", "1", False)],
)
def test_the_page_s_word_on_mining_goes_before_its_server_s(header, own, kept):
    html = f"""<html lang=en><head><title>MPs call for stop</title>{meta(own, "tdm-reservation") if own else ""}</head>
    <body><article><h1>MPs call for stop</h1>{"".join(f"<p>{WORDS} Street {n}.</p>" for n in range(9))}</article></body></html>"""
    assert page.read(html.encode(), URL, mining=header, now=NOW).minable is kept
