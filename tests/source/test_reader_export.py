"""Exports of other feed readers, in the shapes that their programs write: sources, folders, stars."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import errors
from coranto.source import reader_export

FRESHRSS = {
    "id": "user/ada/state/org.freshrss/starred",
    "title": "List of favourite articles",
    "author": "ada",
    "items": [
        {
            "id": "guid-1",
            "timestampUsec": "1717232400000000",
            "categories": [
                "Tag",
                "user/-/state/com.google/read",
                "user/-/state/com.google/starred",
                "user/-/label/Keep",
            ],
            "title": "Ferry &amp; harbour",
            "author": "Ada; Bo",
            "published": 1717232400,
            "alternate": [{"href": "https://daily.example/ferry", "type": "text/html"}],
            "content": {"content": "<p>What is told of it.</p><script>no()</script>"},
            "origin": {
                "streamId": 7,
                "title": "Daily",
                "htmlUrl": "https://daily.example/",
                "feedUrl": "https://daily.example/feed",
            },
        }
    ],
}
FEEDLY = {
    "id": "user/0a/tag/global.saved",
    "items": [
        {
            "id": "entry=",
            "title": "A chip",
            "published": 1717232400123,
            "canonicalUrl": "https://chips.example/1",
            "alternate": [{"href": "https://chips.example/1?utm_source=feedly", "type": "text/html"}],
            "summary": {"content": "A summary.", "direction": "ltr"},
            "origin": {
                "streamId": "feed/https://chips.example/rss",
                "title": "Chips",
                "htmlUrl": "https://chips.example",
            },
        }
    ],
}
FEEDLY_SUBSCRIPTIONS = [
    {"id": "feed/https://chips.example/rss", "title": "Chips", "website": "https://chips.example", "categories": [{"id": "user/0a/category/Hardware", "label": "Hardware"}]},
    {"id": "feed/https://other.example/rss", "title": "Other", "categories": []},
]  # fmt: skip
MINIFLUX_FEED = {"id": 3, "title": "Low Tech", "feed_url": "https://low.example/feed", "site_url": "https://low.example/", "category": {"id": 1, "title": "Energy"}}  # fmt: skip
MINIFLUX = {
    "total": 2,
    "entries": [
        {"id": 1, "title": "A stove", "url": "https://low.example/stove", "published_at": "2024-06-01T09:00:00Z", "content": "<p>Wood.</p>", "author": "Kris", "starred": True, "feed": MINIFLUX_FEED},
        {"id": 2, "title": "A bicycle", "url": "https://low.example/bicycle", "published_at": "2024-06-02T09:00:00Z", "starred": False, "feed": MINIFLUX_FEED},
    ],
}  # fmt: skip
OPML = b'<opml version="2.0"><body><outline text="News"><outline text="Daily" type="rss" xmlUrl="https://daily.example/feed"/></outline></body></opml>'
AT = datetime(2024, 6, 1, 9, tzinfo=UTC)


def read(tree):
    return reader_export.read(json.dumps(tree).encode())


def test_freshrss_names_feed_and_star():
    found = read(FRESHRSS)
    assert [(one.url, one.title, one.site) for one in found.sources] == [("https://daily.example/feed", "Daily", "https://daily.example/")]  # fmt: skip
    (star,) = found.stars
    assert star == reader_export.Star(
        url="https://daily.example/ferry", title="Ferry & harbour", published=AT, author="Ada; Bo", excerpt="What is told of it.", outlet="Daily", site="https://daily.example/",
    )  # fmt: skip
    assert found.problems == []


def test_feedly_names_folders_and_what_was_saved():
    saved, subscribed = read(FEEDLY), read(FEEDLY_SUBSCRIPTIONS)
    assert [(one.url, one.published) for one in saved.stars] == [("https://chips.example/1", AT)]
    assert [(one.url, one.folder) for one in subscribed.sources] == [("https://chips.example/rss", "Hardware"), ("https://other.example/rss", "")]  # fmt: skip
    both = subscribed.and_(saved)
    assert [(one.url, one.folder) for one in both.sources] == [("https://chips.example/rss", "Hardware"), ("https://other.example/rss", "")]  # fmt: skip
    assert len(both.stars) == 1


def test_miniflux_stars_only_what_is_starred():
    found = read(MINIFLUX)
    assert [(one.url, one.folder, one.title) for one in found.sources] == [
        ("https://low.example/feed", "Energy", "Low Tech")
    ]
    assert [(one.title, one.published) for one in found.stars] == [("A stove", AT)]
    assert read([MINIFLUX_FEED]).sources == found.sources


def test_an_archive_has_lists_and_stars():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("feeds.opml.xml", OPML)
        archive.writestr("starred.json", json.dumps(FRESHRSS))
        archive.writestr("readme.txt", "no list")
    found = reader_export.read(packed.getvalue())
    assert [(one.url, one.folder) for one in found.sources] == [("https://daily.example/feed", "News")]
    assert len(found.stars) == 1
    damaged = packed.getvalue().replace(b"Ferry", b"Fairy")
    with pytest.raises(errors.NotAFeed, match="archive is damaged"):
        reader_export.read(damaged)


@pytest.mark.parametrize("data", [b"{}", b"[", b'{"items": 1}', b"", b"Dear all", b"PK\x03\x04", b"<html></html>", b"\xff\xfe{"])  # fmt: skip
def test_what_is_no_export_says_so(data):
    with pytest.raises(errors.NotAFeed):
        reader_export.read(data)


def test_entries_that_cannot_be_used_are_named():
    found = read({"id": "/tag/global.saved", "items": [3, {"title": "No address"}, {"title": "", "url": "https://a.example/"}, {"title": "A", "url": "javascript:x"}]})  # fmt: skip
    assert found.stars == []
    assert [problem.partition(":")[0] for problem in found.problems] == ["entry 1", "entry 2", "entry 3", "entry 4"]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["items", "entries", "origin", "feed", "feed_url", "feedUrl", "streamId", "id", "title", "url", "alternate", "canonical", "href", "categories", "category", "label", "tags", "starred", "published", "published_at", "content", "summary"]),
        inner,
    ),
    max_leaves=25,
)  # fmt: skip


@given(st.lists(ANY, max_size=4), st.booleans())
def test_nothing_that_json_can_say_is_more_than_a_problem(rows, whole):
    found = read({"items": rows, "id": "/tag/global.saved"} if whole else rows)
    assert len(found.sources) + len(found.stars) + len(found.problems) <= 2 * len(rows)
