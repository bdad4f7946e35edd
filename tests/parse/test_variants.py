"""What publishers and other parsers take for granted: inherited authors, original addresses, entities of their own."""

import contextlib
import time

import pytest

from coranto.errors import NotAFeed
from coranto.model.entry import Entry
from coranto.parse import feed
from coranto.parse.known import MOST, SIZE, Known


def _item(inner: str, channel: str = "") -> Entry:
    return feed.read(f"<rss><channel>{channel}<item>{inner}</item></channel></rss>".encode()).entries[0]


def test_an_atom_link_without_a_relation_is_no_enclosure() -> None:
    one = "<link href='https://a.example/1'/><link rel='enclosure' href='https://a.example/1.mp3'/>"
    twice = "<link rel='enclosure' href='https://a.example/1.mp3'/>"
    data = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title>{one}{twice}</entry></feed>"
    assert [file.url for file in feed.read(data.encode()).entries[0].enclosures] == ["https://a.example/1.mp3"]


@pytest.mark.parametrize(("own", "names"), [("", ("Ada",)), ("<author><name>Bo</name></author>", ("Bo",))])
def test_an_atom_entry_without_author_has_the_feeds(own: str, names: tuple[str, ...]) -> None:
    head = "<author><name>Ada</name></author>"
    data = f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}<entry><title>A</title>{own}</entry></feed>"
    assert feed.read(data.encode()).entries[0].authors == names


def test_a_json_item_without_author_has_the_feeds() -> None:
    data = b'{"version": "https://jsonfeed.org/version/1.1", "authors": [{"name": "Ada"}], "items": [{"id": "1"}]}'
    assert feed.read(data).entries[0].authors == ("Ada",)


def test_the_channel_of_rss_gives_no_authors() -> None:
    assert _item("<title>A</title>", "<managingEditor>The House</managingEditor>").authors == ()


def test_an_original_address_comes_before_the_one_that_counts() -> None:
    space = "xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'"
    entry = _item(f"<link>https://proxy.example/x</link><f:origLink {space}>https://a.example/1</f:origLink>")
    assert entry.url == "https://a.example/1"


def test_a_relative_address_of_rss_starts_at_the_site() -> None:
    data = b"<rss><channel><link>https://a.example/</link><item><link>news/1</link></item></channel></rss>"
    assert feed.read(data, url="https://proxy.example/feeds/a").entries[0].url == "https://a.example/news/1"


def test_keywords_are_topics() -> None:
    assert _item("<category>One</category><tags>two, three</tags>").topics == ("One", "two", "three")


def test_a_short_summary_beside_a_long_description() -> None:
    entry = _item("<summary>Short.</summary><description>Long &amp;amp; whole.</description>")
    assert (entry.summary, entry.content) == ("Short.", "Long &amp; whole.")


def test_text_after_what_looks_like_a_declaration_is_kept() -> None:
    assert _item("<description>5 &lt;! 6 &lt;b&gt;ok&lt;/b&gt;</description>").summary == "5 &lt;! 6 <b>ok</b>"


def test_an_atom_feed_without_namespace_is_one() -> None:
    read = feed.read(b"<feed><title>T</title><entry><title>A</title><link href='https://a.example/1'/></entry></feed>")
    assert (read.kind, read.title, read.entries[0].url) == ("atom", "T", "https://a.example/1")


@pytest.mark.parametrize("space", ["", ' xmlns="http://www.w3.org/2005/Atom"'])
def test_an_atom_feed_with_capitals_is_one(space: str) -> None:
    entry = '<Entry><Title>One</Title><Link href="https://x.example/1"/></Entry>'
    found = feed.read(f"<Feed{space}><Title>All</Title>{entry}</Feed>".encode())
    assert (found.title, [(one.title, one.url) for one in found.entries]) == ("All", [("One", "https://x.example/1")])


def test_an_entry_that_stands_alone_is_a_feed_of_one() -> None:
    read = feed.read(b"<entry xmlns='http://www.w3.org/2005/Atom'><title>A</title></entry>")
    assert [entry.title for entry in read.entries] == ["A"]
    with pytest.raises(NotAFeed):
        feed.read(b"<entries/>")


def test_a_simple_entity_of_the_documents_own_is_resolved_and_no_other() -> None:
    own = '<!ENTITY host "a.example"><!ENTITY twice "&host;&host;"><!ENTITY file SYSTEM "file:///etc/passwd">'
    data = f"<!DOCTYPE rss [{own}]><rss><channel><item><title>&host;|&twice;|&file;</title></item></channel></rss>"
    assert feed.read(data.encode()).entries[0].title == "a.example|&twice;|&file;"


def test_entities_cannot_add_without_end() -> None:
    own = f'<!ENTITY fill "{"x" * 100}">'
    many = "&fill;" * 50_000
    data = f"<!DOCTYPE rss [{own}]><rss><channel><item><description>{many}</description></item></channel></rss>"
    assert len(feed.read(data.encode()).entries[0].summary or "") < 2_000_000


def test_what_was_read_before_comes_without_its_texts_until_it_changes() -> None:
    def data(text: str) -> bytes:
        items = "".join(
            f"<item><title>{n}</title><link>https://a.example/{n}</link><description>{t}</description></item>"
            for n, t in enumerate(("same", text))
        )
        return f"<rss><channel>{items}</channel></rss>".encode()

    first = Known()
    assert [entry.summary for entry in feed.read(data("old"), known=first).entries] == ["same", "old"]
    second = Known(first.blob())
    read = feed.read(data("new"), known=second).entries
    assert [(entry.title, entry.summary) for entry in read] == [("0", None), ("1", "new")]
    assert [entry.summary for entry in feed.read(data("new"), known=Known(second.blob())).entries] == [None, None]


def test_what_is_remembered_of_a_source_is_bounded() -> None:
    known = Known()
    for number in range(MOST + 10):
        assert not known.has(f"https://a.example/{number}", "text", None)
    assert len(known.blob()) == MOST * SIZE


@pytest.mark.parametrize(
    "date", ["Mon, 02 Mar 2026 10:00:00 +0530", "2 Mar 2026 04:30 GMT", "02 mar 2026 04:30:00 UTC"]
)
def test_the_usual_date_of_rss(date: str) -> None:
    entry = _item(f"<title>A</title><pubDate>{date}</pubDate>")
    assert entry.published is not None
    assert entry.published.isoformat() == "2026-03-02T04:30:00+00:00"


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0'?><rss>" + b"<?xml a" * 20_000,
        b"<rss" + b"a" * 200_000,
        b"<rss><![CDATA[" * 20_000,
        b"<rss><channel><item><title>" + b"&lt;script&gt;" * 50_000,
        b"<rss><channel><item><title>" + b"&lt;!--" * 50_000,
        b"<rss><channel>" + b" " * 300_000 + b"&",
        b"<!DOCTYPE a" * 20_000,
        b"<rss><channel><item><title>" + b"&lt;a " * 50_000,
    ],
)
def test_no_repetition_takes_for_ever(data: bytes) -> None:
    start = time.process_time()
    with contextlib.suppress(NotAFeed):
        feed.read(data)
    assert time.process_time() - start < 2


def test_what_a_script_holds_is_no_part_of_a_title() -> None:
    inner = "&lt;SCRIPT a='b'&gt;bad&lt;/script &gt; A &lt;!-- no --&gt; B &lt;style&gt; C"
    assert _item(f"<title>{inner}</title>").title == "A B C"


def test_an_element_whose_name_is_damaged_costs_no_entry() -> None:
    bare = b"""<feed><title>T</title><entry><title>A</title><link href="https://a.example/1"/>
        <published:51:16>x</published:51:16></entry></feed>"""
    assert [entry.title for entry in feed.read(bare, url="https://a.example/feed").entries] == ["A"]
    within = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A</title>
        <link href="https://a.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
        <p:51:16>x</p:51:16><p>words</p></div></content></entry></feed>"""
    (entry,) = feed.read(within, url="https://a.example/feed").entries
    assert entry.content is not None
    assert "<p>words</p>" in entry.content
