"""Changing rows of an outline: all else in it stays."""

import re

from hypothesis import given
from hypothesis import strategies as st

from coranto.model.source import Source
from coranto.source import ids, opml, opml_text

HAND = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- kept by hand -->
<opml version="2.0">
  <head><title>Ours</title><ownerName>Marta</ownerName></head>
  <body>
    <!-- the good ones -->
    <outline text="Trade">
      <outline TYPE="rss" text="Alpha" xmlURL="https://a.example/f" note="mine"/>
      <outline type="atom" text="Beta" title="Beta" xmlUrl="https://b.example/f" category="X"/>
    </outline>
    <outline type="rss" text="Gamma" xmlUrl="https://c.example/f"/> <!-- slow -->
  </body>
</opml>
"""


def source(url, title=None, **fields):
    return Source(id=ids.source_id(url), url=url, title=title, **fields)


def test_one_row_changes_and_every_other_byte_stays():
    beta = source("https://b.example/f", "Beta & Sons", folder="Trade", topics=("X", "Y"))
    changed = opml_text.change(HAND, [beta])
    row = b'<outline type="atom" text="Beta &amp; Sons" title="Beta &amp; Sons" xmlUrl="https://b.example/f" category="X,Y"/>'
    assert changed.decode().replace("'", '"') == re.sub(rb"<outline type=\"atom\".*?/>", row, HAND).decode()


def test_rows_come_and_go_with_their_lines():
    delta = source("https://d.example/f", "Delta", folder="Trade/Local")
    grown = opml_text.change(HAND, [delta]).decode()
    assert (
        '      <outline text="Local">\n        <outline type="rss" text="Delta" xmlUrl="https://d.example/f"/>\n'
        in grown
    )
    gone = opml_text.change(HAND, remove=[ids.source_id("https://a.example/f")]).decode()
    assert "Alpha" not in gone
    assert "\n\n" not in gone
    assert "the good ones" in gone
    assert "<!-- slow -->" in gone


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
SOURCES = st.lists(
    st.builds(
        lambda number, title, folder, topics: source(
            f"https://o{number}.example/feed?a=1&b={number}", title, folder="/".join(folder), topics=tuple(topics)
        ),
        st.integers(0, 6), NAMES, st.lists(st.sampled_from(["A", "B", "Ü & Co"]), max_size=2),
        st.lists(st.sampled_from(["AI", "Law"]), unique=True, max_size=2),
    ),
    max_size=6, unique_by=lambda one: one.id,
)  # fmt: skip


@given(SOURCES, SOURCES, st.integers(0, 6))
def test_what_is_written_is_read_back(first, second, gone):
    name = ids.source_id(f"https://o{gone}.example/feed?a=1&b={gone}")
    data = opml_text.change(opml_text.change(HAND, first), second, [name])
    assert opml.broken(data) is None
    read, problems = opml.read(data)
    assert problems == []
    wanted = {one.id: one for one in [*first, *second] if one.id != name or one in second}
    found = {one.id: one for one in read}
    for one in wanted.values():
        assert (found[one.id].title, found[one.id].folder, found[one.id].topics) == (
            opml.read(opml.write([one], "x"))[0][0].title, one.folder, one.topics,
        )  # fmt: skip
    assert b"<!-- kept by hand -->" in data
