"""Whatever comes: a page or a reason, soon."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.errors import NoArticle
from coranto.extract import encoding, page

URL = "https://daily.example/a"
WORDS = "".join(
    f"<p>Les députés ont voté en séance la loi numéro {n}, après un débat agité à l’été.</p>" for n in range(9)
)
PIECES = [
    b"<p>",
    b"</p>",
    b"<div class=date>",
    b"<h1>",
    b"<title>",
    b"<!--",
    b"<script type='application/ld+json'>{",
    b"\xff",
    b"\x00",
]
PIECES += [
    b"&#xD800;",
    b"<meta property=og:title content='",
    b"'>",
    b"</script>",
    b"<table><td>",
    b"2024-01-01",
    b"By Ada Example",
    b"<a href=",
]
HTML = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.binary(max_size=20),
        st.text(max_size=30).map(lambda t: t.encode("utf-8", "replace")),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(HTML)
def test_any_bytes_give_a_page_or_a_reason(pieces):
    try:
        article = page.read(b"".join(pieces), URL)
    except NoArticle:
        return
    for text in (article.title, article.excerpt, article.text, article.site, *article.authors):
        (text or "").encode()  # no lone surrogates
        assert not {"\x00", "\x1b", "\x7f"} & set(text or "")


HOSTILE = {
    "nested": b"<title>A title</title>" + b"<div>" * 200_000 + b"text",
    "open scripts": b"<script>" * 300_000,
    "open links": b"<a href=x>" * 100_000,
    "deep JSON": b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>text",
    "one word": b"<title>A title</title><p>" + b"a" * 4_000_000,
    "metas": b"<meta name=author content='A B'>" * 50_000,
    "figures": b"<div class=date>" + b"1." * 1_000_000,
    "commas": b"<meta name=author content='" + b"A B, " * 200_000 + b"'><p>text",
    "separators": b"<title>" + b"a | - " * 300_000 + b"</title>",
    "angles": b"<" * 1_000_000,
    "entities": b"<title>" + b"&amp;" * 200_000 + b"</title>",
    "bylines": b"<div class=byline>By A B</div>" * 15_000,
    "too large": b"<p>" + b"a " * 10_000_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_done_in_seconds(data):
    start = time.process_time()
    with contextlib.suppress(NoArticle):
        page.read(data, URL)
    assert time.process_time() - start < 5  # one or two on a machine of its own; what is quadratic takes minutes


@pytest.mark.parametrize(
    ("codec", "head", "header"),
    [
        ("utf-8", "", None),
        ("utf-8", "<meta charset=iso-8859-1>", None),  # a page that is wrong about itself
        ("windows-1252", "<meta charset=iso-8859-1>", None),
        ("windows-1252", "", "text/html; charset=windows-1252"),
        ("windows-1252", "", None),
        ("utf-16", "", None),
        ("utf-8-sig", "", "text/html; charset=latin-1"),
    ],
)
def test_encodings_are_told_from_bytes_header_and_meta(codec, head, header):
    html = f"<html><head>{head}<title>L’été des députés à l’Assemblée</title></head><body>{WORDS}</body></html>"
    article = page.read(html.encode(codec), URL, content_type=header)
    assert article.title == "L’été des députés à l’Assemblée"
    assert "après un débat agité" in article.text


def test_a_page_cut_off_in_a_character_is_still_utf_8():
    html = f"<html><title>Été</title>{WORDS}".encode()
    text, how = encoding.decode(html[: html.rindex("é".encode()) + 1])
    assert "députés" in text
    assert how.startswith("utf-8")


def test_a_number_that_is_none_costs_no_page():
    script = '{"@type": "NewsArticle", "headline": "Ferry aground off Skagen", "position": 07, "author": "Ada Berg",}'
    body = "<p>" + "The ferry ran aground in the night, and all were taken to safety. " * 8
    html = f'<title>Ferry</title><script type="application/ld+json">{script}</script>{body}'
    assert page.read(html.encode(), "https://daily.example/a").title == "Ferry aground off Skagen"
