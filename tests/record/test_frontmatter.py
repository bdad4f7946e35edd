"""A record's file: the contract's bytes, the round trip, and what is refused or cleaned at the door."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.errors import RecordError
from coranto.model.article import Picture, Provider
from coranto.model.record import Record, Related
from coranto.record import frontmatter

_spec = importlib.util.spec_from_file_location("drawn_records", Path(__file__).with_name("records.py"))
drawn = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(drawn)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FULL = Record(
    category="news",
    title="“Eyes” on the\nstreet",
    excerpt='They said "stop" \\ go',
    published_date_time=NOON,
    original_url="https://example.org/a",
    web_url="https://example.org/a",
    type="video",
    quality=58,
    heat=-1,
    published=False,
    featured_content='<iframe src="https://v.example/1"></iframe>',
    provider=Provider(
        name="The Example: Daily", domain="example.org", images=(Picture(url="/icon.png", width=50, height=50),)
    ),
    topics=("Vision", "Yes"),
    images=(Picture(url="https://example.org/a.jpg", width=10, height=20, is_cached=True),),
    related=(
        Related(
            title="Other",
            published_date_time=NOON,
            web_url="https://other.example/b",
            type="article",
            provider=Provider(name="Other", domain="other.example"),
            quality=7,
            images=(Picture(url="https://other.example/b.png", is_cached=False),),
        ),
    ),
    secured="AAAA;BBBB",
    extra={"rating": 4.5},
)
FILE = r"""---
category: news
title: "“Eyes” on the\nstreet"
excerpt: "They said \"stop\" \\ go"
publishedDateTime: 2026-03-01T12:00:00Z
originalUrl: "https://example.org/a"
webUrl: "https://example.org/a"
type: video
quality: 58
heat: -1
published: false

featuredContent: "<iframe src=\"https://v.example/1\"></iframe>"

provider:
  name: "The Example: Daily"
  domain: example.org
  images:
    - url: "/icon.png"
      width: 50
      height: 50

topics:
  - Vision
  - "Yes"

images:
  - url: "https://example.org/a.jpg"
    width: 10
    height: 20
    isCached: true

related:
  - title: "Other"
    publishedDateTime: 2026-03-01T12:00:00Z
    webUrl: "https://other.example/b"
    type: article
    provider:
      name: Other
      domain: other.example
    quality: 7
    images:
      - url: "https://other.example/b.png"
        isCached: false

rating: 4.5

secured: "AAAA;BBBB"
---

"""
OLD = """---
# an older dialect
title: 'It''s here'
category: news
publishedDateTime: "2019-05-01 10:00:00 +02:00"
webUrl: https://example.org/old
heat: -1
provider: {name: Old, domain: old.example, founded: 1999, images: [{url: /icons/old.png, title: Logo}]}
images:
- url: https://example.org/old.jpg
  title: A picture
  seen: 2019-05-01
---
"""


def test_the_contracts_bytes():
    assert frontmatter.emit(FULL) == FILE
    assert frontmatter.read(FILE) == FULL


@settings(max_examples=60, deadline=None)
@given(drawn.records)
def test_what_is_written_is_read_and_written_again(record):
    text = frontmatter.emit(record)
    again = frontmatter.read(text)
    assert again == record
    assert frontmatter.emit(again) == text


@settings(max_examples=60, deadline=None)
@given(drawn.records)
def test_json_loses_nothing(record):
    line = msgspec.json.encode(frontmatter.to_object(record))
    assert frontmatter.of_object(msgspec.json.decode(line)) == record
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record


@settings(max_examples=60, deadline=None)
@given(
    drawn.records,
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.sampled_from(["title", "web_url", "secured", "type"]),
)
def test_no_text_can_break_a_file(record, text, field):
    """Control characters, half characters, quotes, line breaks of any kind: what is written settles at once."""
    text = frontmatter.emit(msgspec.structs.replace(record, **{field: text}))
    again = frontmatter.read(text)
    assert again.as_written is None
    assert frontmatter.emit(again) == text


@settings(max_examples=60, deadline=None)
@given(drawn.records)
def test_a_foreign_reader_sees_the_same(record):
    found = yaml.load(frontmatter.emit(record).split("\n---\n\n")[0], yaml.CSafeLoader) or {}
    assert found.get("title") == record.title
    assert found.get("excerpt") == record.excerpt
    assert tuple(found.get("topics", ())) == record.topics
    assert found.get("type") == record.type
    if record.provider:
        assert (found["provider"]["name"], found["provider"]["domain"]) == (
            record.provider.name,
            record.provider.domain,
        )


LOOKING_LIKE_SOMETHING_ELSE = """
Yes no On OFF null ~ Null 1.5 0x1F 0o17 1_000 12:30 .5 1e3 .inf .NaN 2020-01-01 2020-01-01T10:00:00Z ends: @home `x`
#tag *a &a !a | > %x 'x' "x" [x] {x} = << y N --- true
"""


@pytest.mark.parametrize(
    "name", [*LOOKING_LIKE_SOMETHING_ELSE.split(), "a: b", "a #b", "- x", "? x", ", x", " x", "x ", "a\tb", "a\nb"]
)
def test_names_that_yaml_would_take_for_something_else_stand_between_quotes(name):
    text = frontmatter.emit(Record(category=name))
    assert text.startswith('---\ncategory: "')
    assert yaml.load(text.split("\n---\n")[0], yaml.CSafeLoader) == {"category": name}


@pytest.mark.parametrize(
    "name",
    ["Microsoft", "Benzinga.com", "a:b", "C#", "R&D", "-x", "it's", "1.5.2", "38M", "Año", "漢字", "x, y", "Yes!"],
)
def test_other_names_stand_plain(name):
    text = frontmatter.emit(Record(category=name))
    assert text.startswith(f"---\ncategory: {name}\n")
    assert yaml.load(text.split("\n---\n")[0], yaml.CSafeLoader) == {"category": name}


def test_an_older_dialect_is_read():
    record = frontmatter.read(OLD)
    assert record.title == "It's here"
    assert record.published_date_time == datetime(2019, 5, 1, 8, tzinfo=UTC)
    assert record.original_url is None
    assert record.provider == Provider(
        name="Old",
        domain="old.example",
        images=(Picture(url="/icons/old.png", extra={"title": "Logo"}),),
        extra={"founded": 1999},
    )
    assert record.images[0].extra == {"title": "A picture", "seen": "2019-05-01"}


def test_an_older_dialect_keeps_its_bytes_until_it_says_something_else():
    record = frontmatter.read(OLD)
    assert frontmatter.emit(record) == OLD
    assert frontmatter.emit(frontmatter.of_object(frontmatter.to_object(record))) == OLD
    assert frontmatter.emit(msgspec.json.decode(msgspec.json.encode(record), type=Record)) == OLD
    hot = frontmatter.emit(msgspec.structs.replace(record, heat=80))
    assert "heat: 80\n" in hot
    assert "# an older dialect" not in hot
    assert '    title: "A picture"\n    seen: 2019-05-01\n' in hot
    assert "  founded: 1999\n" in hot


def test_a_text_that_is_no_file_of_the_record_is_not_written():
    for text in (FILE, "---\nnot: [closed\n---\n\n", "anything"):
        assert frontmatter.emit(Record(title="Mine", as_written=text)) == '---\ntitle: "Mine"\n---\n\n'


def test_a_line_of_dashes_in_an_excerpt_does_not_end_the_file():
    record = Record(title="A", excerpt="one\n---\ntwo\r\n---\r\n")
    assert frontmatter.read(frontmatter.emit(record)) == record


def test_what_may_not_stand_in_a_file_does_not():
    dirty = Record(
        title="a\x00b\ud800c\x1bd\u2028e\x85f\ufeff",
        web_url=" java\nscript:alert(1)",
        amp_web_url="data:text/html,x",
        images=(Picture(url="vbscript:x"),),
        topics=("\x07",),
    )
    assert frontmatter.emit(dirty) == '---\ntitle: "abcd\\ne\\nf"\n---\n\n'


def test_what_has_to_be_cleaned_is_not_kept_as_it_came():
    record = frontmatter.read('---\ntitle: "a\\0b"\nwebUrl: "javascript:alert(1)"\nx: "\\u2028"\n---\n\n')
    assert (record.title, record.web_url, record.as_written) == ("ab", None, None)
    assert frontmatter.emit(record) == '---\ntitle: "ab"\n\nx: "\\n"\n---\n\n'


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("title: x\n", 1, "begins with a line"),
        ("---\ntitle: x\n", 1, "another one ends"),
        ("---\ntitle: x\n---\n\nAnd a body\n", 5, "text below"),
        ("---\ntitle: x\nquality: high\n---\n\n", 3, "whole number, not `high`"),
        ("---\nquality: 1\nprovider: Me\n---\n\n", 3, "provider is a table"),
        ("---\ntitle:\n  - x\n---\n\n", 3, "single value"),
        ("---\ntitle: x\ntitle: y\n---\n\n", 3, "twice"),
        ("---\ntitle: x\npublishedDateTime: yesterday\n---\n\n", 3, "is a date like"),
        ("---\ntitle: x\npublishedDateTime: 2026-02-30\n---\n\n", 3, "no date that exists"),
        ("---\ntitle: x\n  bad: [\n---\n\n", 3, "not YAML"),
        ("---\na: &a 1\nb: *a\n---\n\n", 2, "anchor"),
        ("---\na: !!python/object:os.system x\n---\n\n", 2, "tag"),
        ("---\n\na: " + "[" * 100_000 + "\n---\n\n", 3, "nested"),
        ("---\nasWritten: x\n---\n\n", None, "needs for itself"),
        ("---\n" + "x" * 1_000_001, None, "at most"),
        ("---\n- a\n---\n\n", 2, "the record is a table"),
    ],
)
def test_what_is_no_record_is_named_with_its_line(text, line, reason):
    with pytest.raises(RecordError, match=reason) as caught:
        frontmatter.read(text, "x.md")
    assert caught.value.where == (f"x.md:{line}" if line else "x.md")


@given(st.text(max_size=80))
def test_any_text_is_a_record_or_an_error(text):
    for whole in (text, f"---\n{text}\n---\n\n"):
        try:
            record = frontmatter.read(whole, "x.md")
        except RecordError:
            continue
        assert frontmatter.read(frontmatter.emit(record)).title == record.title


def test_json_is_checked_like_a_file():
    assert frontmatter.of_object({"title": 2019, "odd": {"a": [1, None]}}).extra == {"odd": {"a": [1, None]}}
    with pytest.raises(RecordError, match="whole number"):
        frontmatter.of_object({"quality": "high"}, "line 1")
    deep = value = {}
    for _ in range(50):
        value["x"] = value = {}
    with pytest.raises(RecordError, match="nested"):
        frontmatter.of_object(deep)


def test_the_seed_keeps_its_bytes(shared):
    text = (shared / "seed/mps-call-for-urgent-stop.md").read_text("utf-8")
    record = frontmatter.read(text)
    assert frontmatter.emit(record) == text
    assert record.as_written is None
    assert [other.quality for other in record.related] == [58, 38, 19, 10]
