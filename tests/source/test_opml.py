"""The list of sources, in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import errors
from coranto.model.source import Source
from coranto.source import ids, opml

ROWS = b"""<?xml version="1.0"?><opml version="2.0"><head/><body>
<outline text="News"><outline text="Europe">
<outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed" htmlUrl="/" category="AI,Law"/>
</outline></outline>
<outline text="Bad" xmlUrl="javascript:alert(1)"/>
<outline text="Twice" xmlUrl="https://a.example/feed"/>
<outline title="C" xmlurl="http://c.example/atom.xml"/>
</body></opml>"""


def test_folders_topics_and_bad_rows():
    sources, problems = opml.read(ROWS)
    assert [(s.title, s.url, s.folder, s.topics, s.site) for s in sources] == [
        ("A & B", "https://a.example/feed", "News/Europe", ("AI", "Law"), "https://a.example/"),
        ("C", "http://c.example/atom.xml", "", (), None),
    ]
    assert problems == ["line 5: Bad: `javascript:alert(1)` is no address of the web"]


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"plain", b"\x00\xff"])
def test_what_is_no_outline_says_so(data):
    with pytest.raises(errors.NotAFeed):
        opml.read(data)


def test_an_entity_bomb_is_harmless():
    bomb = b'<!DOCTYPE o [<!ENTITY a "xxxx"><!ENTITY b "&a;&a;&a;">]>' + ROWS.split(b"?>", 1)[1].replace(
        b"Twice", b"&b;"
    )
    assert len(opml.read(bomb)[0]) == 2


NAMES = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)


@given(rows=st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=3), st.lists(NAMES, max_size=2)), max_size=8))
def test_what_is_written_is_read_again(rows):
    sources = [
        Source(
            id=ids.source_id(f"https://{n}.example/"),
            url=f"https://{n}.example/",
            title=title,
            folder="/".join(folder),
            topics=tuple(topics),
        )
        for n, (title, folder, topics) in enumerate(rows)
    ]
    back, problems = opml.read(opml.write(sources, "List"))
    assert problems == []
    assert sorted(back, key=lambda s: s.url) == sources


def test_addresses_of_subscriptions_and_names_escaped_twice_are_read():
    rows = '<outline text="Tea &amp;amp; Harbour&amp;#039;s" xmlUrl="feed://daily.example/rss"/>'
    rows += '<outline text="B" xmlUrl="feed:https://daily.example/b"/>'
    rows += '<outline text="C" type="rss" url="https://daily.example/c"/><outline text="D" type="link" url="/d"/>'
    found, problems = opml.read(f'<opml version="2.0"><body>{rows}</body></opml>'.encode())
    assert [source.url for source in found] == [
        f"http{s}://daily.example/{name}" for s, name in (("", "rss"), ("s", "b"), ("s", "c"))
    ]
    assert (found[0].title, problems) == ("Tea & Harbour's", [])
