"""The file of an issue: the bytes of the contract, and back."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import story

from coranto.errors import RecordError
from coranto.letter import issue_file
from coranto.model.newsletter import Issue

AT = datetime(2026, 3, 9, 6, 0, 50, tzinfo=UTC)
ISSUE = Issue(
    path="_newsletters/bees-every-day-2026-03-09.html",
    title="Bees Every Day (2026-03-09)",
    excerpt='A "seed" coating is out / Hornets are not',
    published=AT,
    web_url="https://bees.example/paper/newsletter/bees-every-day-2026-03-09/",
    topics=("Bees", "Law: new"),
)
TEXT = """\
---
title: "Bees Every Day (2026-03-09)"
excerpt: "A \\"seed\\" coating is out / Hornets are not"
publishedDateTime: 2026-03-09T06:00:50Z
webUrl: "https://bees.example/paper/newsletter/bees-every-day-2026-03-09/"
type: article

topics:
  - Bees
  - "Law: new"

---
<html>mail</html>
"""


def test_the_bytes_of_a_file():
    assert issue_file.write(ISSUE, "<html>mail</html>\n") == TEXT
    assert issue_file.read(TEXT, ISSUE.path) == (ISSUE, "<html>mail</html>\n")


def test_a_sealed_line_is_kept():
    sealed = msgspec.structs.replace(ISSUE, secured="YWJj;ZGVm")
    text = issue_file.write(sealed, "x")
    assert text.endswith('  - "Law: new"\n\nsecured: "YWJj;ZGVm"\n---\nx')
    assert issue_file.read(text, ISSUE.path) == (sealed, "x")


def test_title_path_address_and_excerpt_follow_from_site_day_and_stories():
    stories = tuple(story(title, topics=("Bees",)) for title in ("One", "Two", "Three", "Four"))
    head = issue_file.head("Bees Every Day", "https://bees.example/paper", date(2026, 3, 9), AT, stories)
    assert head == Issue(
        path="_newsletters/bees-every-day-2026-03-09.html",
        title="Bees Every Day (2026-03-09)",
        excerpt="One / Two / Three",
        published=AT,
        web_url="https://bees.example/paper/newsletter/bees-every-day-2026-03-09/",
        topics=("Bees",),
    )


def test_the_list_of_a_topic_has_files_of_its_own():
    head = issue_file.head("蜂", "https://bees.example", date(2026, 3, 9), AT, (story("One"),), "law", "Law & Order")
    assert head.path == "_newsletters/newsletter-law-2026-03-09.html"
    assert head.title == "蜂: Law & Order (2026-03-09)"
    assert head.ident == "newsletter-law-2026-03-09"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "_newsletters/x.html:1: is no issue"),
        ("<html>---\n", "is no issue"),
        ("---\nexcerpt: a\n---\n", "has no `title`"),
        (TEXT.replace("2026-03-09T06:00:50Z", "yesterday"), "_newsletters/x.html:4: publishedDateTime is a date"),
    ],
)
def test_what_is_no_issue_is_named_with_its_line(text, why):
    with pytest.raises(RecordError) as found:
        issue_file.read(text, "_newsletters/x.html")
    assert why in str(found.value)


MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
clean = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029\ufeff")).map(
    lambda text: " ".join(text.split())
)


@given(
    title=clean.filter(bool),
    excerpt=clean,
    topics=st.lists(clean.filter(bool), max_size=3),
    at=MOMENTS,
    html=st.text(),
)
def test_any_issue_is_read_as_it_was_written(title, excerpt, topics, at, html):
    issue = msgspec.structs.replace(ISSUE, title=title, excerpt=excerpt, topics=tuple(topics), published=at)
    text = issue_file.write(issue, html)
    assert issue_file.read(text, issue.path) == (issue, html)
