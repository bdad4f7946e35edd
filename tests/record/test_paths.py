"""The path of a record and the address of a page in AMP's cache."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.record import amp, slug


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("MPs call for ‘urgent stop’ to police use of facial recognition tech",
         "mps-call-for-urgent-stop-to-police-use-of-facial-recognition-tech"),
        ("Power Apps | 2019 release wave 2", "power-apps-2019-release-wave-2"),
        ("  Low-code -- & no_code/no-name — “it's”  ", "low-code-nocodeno-name-its"),
        ("Ærøskøbing, Łódź, Müßig: garçon", "aeroskobing-lodz-mussig-garcon"),
        ("Following â€˜Sensitive Dataâ€™", "following-asensitive-dataa"),
        ("人工知能", ""),
        ("AI 人工", "ai"),
        ("x" * 200, "x" * 150),
    ],
)  # fmt: skip
def test_words(title, words):
    assert slug.slug(title) == words


@given(st.text(max_size=400))
def test_any_title_makes_words_that_can_stand_in_a_path(title):
    words = slug.slug(title)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", words)
    assert len(words) <= 150
    assert slug.slug(words) == words


def test_a_path_has_the_day_in_utc(make):
    late = make("Late", day="2026-03-01T23:30:00-02:00")
    assert slug.path(late, lambda paths: ()) == "_news/2026-03-02-late.md"


def test_the_second_of_a_day_and_title_gets_a_number(make):
    taken = set()
    for expected in ("_news/2026-03-01-a-title.md", "_news/2026-03-01-a-title-2.md", "_news/2026-03-01-a-title-3.md"):
        path = slug.path(make(), lambda paths: taken)
        assert path == expected
        taken.add(path)


def test_many_of_a_day_and_title_are_asked_for_together_and_leave_no_gap(make):
    taken, asked, numbers = {"_news/2026-03-01-a-title-40.md"}, [], {}
    for _ in range(100):
        path = slug.path(make(), lambda paths: asked.append(paths) or taken, numbers)
        assert path not in taken
        taken.add(path)
    assert len(asked) <= 102, "once each where it is known what is taken"
    asked.clear()
    assert slug.path(make(), lambda paths: asked.append(paths) or taken) == "_news/2026-03-01-a-title-102.md"
    assert len(asked) == 7, "else in larger and larger portions"


def test_a_title_without_a_letter_of_ascii_has_the_articles_id(make):
    article = make("人工知能")
    assert slug.path(article, lambda paths: ()) == f"_news/2026-03-01-{article.id}.md"


@pytest.mark.parametrize(
    ("page", "cached"),
    [
        (
            "https://techround.co.uk/tech/x/amp/",
            "https://techround-co-uk.cdn.ampproject.org/c/s/techround.co.uk/tech/x/amp/",
        ),
        ("http://a-b.example/?amp", "https://a--b-example.cdn.ampproject.org/c/a-b.example/?amp"),
        ("https://example.org:8443/a", "https://example-org.cdn.ampproject.org/c/s/example.org:8443/a"),
        ("javascript:alert(1)", ""),
        ("https:///nowhere", ""),
        ("https://[half/", ""),
        ("", ""),
    ],
)
def test_the_caches_address(page, cached):
    assert amp.cache_address(page) == cached


def test_the_sister_records_addresses(shared):
    from coranto.record import frontmatter

    record = frontmatter.read((shared / "seed/mps-call-for-urgent-stop.md").read_text("utf-8"))
    pairs = [(one.amp_web_url, one.cdn_amp_web_url) for one in record.related if one.amp_web_url]
    assert pairs
    assert all(amp.cache_address(page) == cached for page, cached in pairs)
