"""Where a page says a fact in one of the rarer ways, or says it in a broken one."""

from datetime import UTC, datetime

import pytest

from coranto.errors import NoArticle
from coranto.extract import page
from coranto.model.entry import Image

URL = "https://www.daily.example/news/cameras"
NOW = datetime(2024, 1, 1, tzinfo=UTC)
TITLE = "<title>Council ends cameras</title>"
TEXT = "".join(
    f"<p>The council of town {n} has voted to end the use of cameras in {n * 7} streets.</p>" for n in range(12)
)


def read(head="", body="", lang="en", url=URL, text=TEXT):
    html = f"<html lang='{lang}'><head>{TITLE}{head}</head><body>{body}<article>{text}</article></body></html>"
    return page.read(html.encode(), url, now=NOW)


def ld(facts, kind="NewsArticle"):
    return f'<script type="application/ld+json">{{"@type":"{kind}",{facts}}}</script>'


@pytest.mark.parametrize(
    ("head", "body", "published", "because"),
    [
        ("", "<span itemprop=datePublished content='2023-10-06T12:07:00Z'></span>", "12:07", "itemprop datePublished"),
        (
            "",
            "<i itemprop=datePublished content=soon></i><time datetime='2023-10-06T12:07:00Z'></time>",
            "12:07",
            "time",
        ),
        (
            "",
            "<time datetime='2023-10-05T08:00:00Z'></time><time class=published datetime='2023-10-06T12:07:00Z'></time>",
            "12:07",
            "time element",
        ),
        ("", "<time pubdate datetime='2023-10-06T12:07:00Z'>today</time>", "12:07", "time element"),
        ("", "<time class=entry-date datetime=today></time><p>6 October 2023</p>", "00:00", "visible date"),
        ("", "<p class=posted>Posted on 6 October 2023 at 12:07 UTC</p>", "12:07", "visible date"),
        ("", "<p class=date>Updated: 6 October 2023 12:07 UTC</p>", "12:07", "visible date of a change"),
        # a change is not the publication where the page shows both
        (
            "",
            "<p class=date>Updated: 7 October 2023</p><p class=date>6 October 2023 12:07 UTC</p>",
            "12:07",
            "visible date",
        ),
        # the day of one witness and the time of another
        (
            ld('"datePublished":"2023-10-06"'),
            "<time class=published datetime='2023-10-06T12:07:00Z'></time>",
            "12:07",
            "time element",
        ),
    ],
)
def test_dates_in_elements(head, body, published, because):
    article = read(head, body)
    assert article.published.isoformat()[:16] == f"2023-10-06T{published}"
    assert article.provenance["published"].startswith(because)


def test_a_date_in_the_address_counts_where_the_page_shows_none():
    article = read(url="https://www.daily.example/2023/10/06/cameras")
    assert article.published == datetime(2023, 10, 6, tzinfo=UTC)
    assert article.provenance["published"].startswith("address")


def test_a_date_near_the_heading_is_taken_before_one_above_it():
    article = read("", "<p>The Daily, 1 May 2023</p><h1>Council ends cameras</h1><div>6 October 2023</div>")
    assert article.published == datetime(2023, 10, 6, tzinfo=UTC)
    above = read("", "<div>6 October 2023</div><h1>Council ends cameras</h1>")
    assert above.published == datetime(2023, 10, 6, tzinfo=UTC)


def test_a_date_far_below_the_heading_or_of_another_age_is_none_of_the_articles():
    far = "<h1>Council ends cameras</h1>" + "<b>x</b>" * 500 + "<div>6 October 2023</div>"
    assert read("", far).published is None
    assert read("", "<p class=date>In the spring of 6 October 1789</p>").published is None


def test_dates_that_are_all_in_the_future_are_dropped_and_the_first_is_named():
    head = ld('"datePublished":"2031-10-06T12:00:00Z"') + "<meta name=date content=2032-10-06T12:00:00Z>"
    article = read(head)
    assert article.published is None
    assert article.provenance["published"] == "json-ld datePublished: dropped, 2031-10-06T12:00:00Z is in the future"


@pytest.mark.parametrize(
    ("head", "body", "names"),
    [
        ("", "<p>By Ada Example, Washington</p>", ("Ada Example",)),
        ("", "<p>By Ada Example and Bo Sample</p><p>By Cy Muster</p>", ("Ada Example", "Bo Sample")),
        (ld('"author":{"@type":"Person","name":["Ada Example","Bo Sample"]}'), "", ("Ada Example", "Bo Sample")),
        (ld('"author":{"@type":"Person","givenName":"Ada","familyName":"Example"}'), "", ("Ada Example",)),
        (ld('"author":[{"@type":"Person"},{"@type":"Person","name":"Ada Example"}]'), "", ("Ada Example",)),
        (ld('"author":["",null,"Ada Example"]'), "", ("Ada Example",)),
        ("<meta name=author content=''><meta name=author content='Ada Example'>", "", ("Ada Example",)),
        (ld('"author":"Muster, Ada"'), "", ("Ada Muster",)),
        (ld('"author":"da Costa e Silva, Maria"'), "", ("Maria da Costa e Silva",)),
        ("<meta name=author content='van der Muster, C. P.'>", "", ("C. P. van der Muster",)),
        ("<meta name=author content='Muster Jr., Ada'>", "", ("Ada Muster Jr",)),
        ("<meta name=author content='Reuters, AFP'>", "", ("Reuters", "AFP")),
        ("<meta name=author content='Ada Example, Reuters'>", "", ("Ada Example", "Reuters")),
        ("<meta name=author content='ada@daily.example (Ada Example)'>", "", ("Ada Example",)),
        # one word is no name, and the line of another piece is not this one's
        ("", "<p>By Ada, Washington</p><p>By Bo Sample</p>", ()),
    ],
)
def test_authors(head, body, names):
    assert read(head, body).authors == names


@pytest.mark.parametrize(
    ("head", "pictures"),
    [
        ("<meta name=twitter:image content=/a.jpg>", [("/a.jpg", None)]),
        ("<link rel=image_src href=/a.jpg>", [("/a.jpg", None)]),
        (ld('"image":{"url":"/a.jpg","width":{"value":"1200px"},"height":800}'), [("/a.jpg", 1200)]),
        (
            ld('"image":{"url":"/a.jpg","width":12,"height":12}') + "<meta name=image content=/b.jpg>",
            [("/b.jpg", None)],
        ),
        ("<meta property=og:image content=/a.jpg><meta name=twitter:image content=/a.jpg>", [("/a.jpg", None)]),
        ("<meta name=twitter:image content=javascript:x><meta name=thumbnail content=/t.jpg>", [("/t.jpg", None)]),
    ],
)
def test_pictures(head, pictures):
    site = "https://www.daily.example"
    found = read(head).images
    assert [(image.url, image.width) for image in found] == [(site + path, width) for path, width in pictures]


def test_a_picture_that_is_named_twice_keeps_the_size_that_one_of_them_says():
    head = ld('"image":"/a.jpg"') + (
        "<meta property=og:image content=/a.jpg><meta property=og:image:width content=1200>"
        "<meta property=og:image:height content=800>"
    )
    assert read(head).images == (Image(url="https://www.daily.example/a.jpg", width=1200, height=800),)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (ld('"headline":"x"', "ImageGallery"), "gallery"),
        (ld('"headline":"x"', "LiveBlogPosting"), "live"),
        (ld('"name":"Council ends cameras"', "VideoObject"), "video"),
        (ld('"name":"A clip beside the text"', "VideoObject"), "article"),
        ("<meta property=og:type content=video.other>", "video"),
        ("", "article"),
    ],
)
def test_kinds_of_pages(head, kind):
    assert read(head).type == kind


@pytest.mark.parametrize(
    ("head", "paid"),
    [
        ("<meta property=article:content_tier content=locked>", True),
        ("<meta name=content-tier content=metered>", True),
        ("<meta property=article:content_tier content=free>", False),
        (ld('"hasPart":[{"isAccessibleForFree":"no"}]'), True),
    ],
)
def test_paid_pages(head, paid):
    assert read(head).paywalled is paid


@pytest.mark.parametrize(
    ("head", "site"),
    [
        ("<meta name=application-name content='The Daily'>", "The Daily"),
        (ld('"publisher":{"name":"The Daily"}'), "The Daily"),
        ("", None),
    ],
)
def test_the_name_of_the_site(head, site):
    assert read(head).site == site


@pytest.mark.parametrize(
    ("publisher", "address"),
    [
        ('{"name":"The Daily","url":"https://www.daily.example/"}', "https://www.daily.example/"),
        ('[{"name":"x"},{"url":{"@value":"https://www.daily.example/"}}]', "https://www.daily.example/"),
        ('{"url":"/about"}', None),
        ('"The Daily"', None),
        ('{"url":[[[[["https://too.deep.example/"]]]]]}', None),
    ],
)
def test_the_publishers_own_site(publisher, address):
    assert read(ld(f'"publisher":{publisher}')).publisher == address


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ('{"@type":"Language","name":"English","alternateName":"en-US"}', "en-US"),
        ('{"@value":"en"}', "en"),
        ('"en_GB"', "en-GB"),
    ],
)
def test_a_language_that_is_an_object(said, language):
    assert read(ld(f'"inLanguage":{said}'), lang="").language == language


def test_the_article_that_names_this_page_is_believed_among_several():
    one = '{"@type":"NewsArticle","headline":"Another town","url":"https://www.daily.example/news/other"}'
    own = f'{{"@type":"NewsArticle","headline":"Council ends all","mainEntityOfPage":{{"@id":"{URL}"}}}}'
    for first, second in ((one, own), (own, one)):
        assert read(f'<script type="application/ld+json">[{first},{second}]</script>').title == "Council ends all"


def test_addresses_that_are_none_cost_nothing_else():
    own = '"headline":"Council ends all","url":"http://[","mainEntityOfPage":7,"@id":"#article"'
    article = read(ld(own) + "<base href='http://['><meta property=og:image content=/a.jpg>")
    assert article.title == "Council ends all"
    assert [image.url for image in article.images] == ["https://www.daily.example/a.jpg"]


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (r'{"@type":"NewsArticle","headline":"Council \"ends\" all",}', 'Council "ends" all'),
        (r'{"@type":"NewsArticle","headline":"Caf\u00e9\tcameras end",}', "Café cameras end"),
        (r'{"@type":"NewsArticle","headline":"Council \u00zzends\/closes all",}', "Council ends/closes all"),
        ('{"@type":"NewsArticle","wordCount":120,"rate":-1.5e3,"headline":"Council ends all",}', "Council ends all"),
        ('{"@type":"NewsArticle","width":}, "headline":"Council ends all",}', "Council ends cameras"),
        ('{"@type":"NewsArticle","width"::5,"headline":"Council ends all",}', "Council ends all"),
        ('{"@type":"NewsArticle","keywords":[)],"headline":"Council ends all",}', "Council ends all"),
        ("{'@type':'NewsArticle',headline:'Council ends all',}", "Council ends all"),
    ],
)
def test_json_ld_as_templates_break_it(raw, title):
    assert read(f'<script type="application/ld+json">{raw}</script>').title == title


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        # the site's name in front, and as the whole title
        ("<meta property=og:site_name content='The Daily'><meta property=og:title content='The Daily | Bridge opens at last'>", "", "Bridge opens at last"),
        ("<meta property=og:site_name content='The Daily'><meta property=og:title content='The Daily'>", "", "Council ends cameras"),
        # a headline that is a description, where the page's name for itself is its heading
        (ld('"headline":"In a long sitting the council has come to a vote","name":"Council ends all cameras"'), "<h1>Council ends all cameras</h1>", "Council ends all cameras"),
        ("<meta property=og:title content=' '><meta property=og:title content='Council ends all cameras'>", "", "Council ends all cameras"),
        # what stands beside the heading is not part of it
        ("<meta property=og:title content='Council ends all cameras | Politics'>", "<h1>Council ends all cameras</h1>", "Council ends all cameras"),
        ("<meta property=og:title content='Exclusive | Council ends all cameras'>", "<h1>Council ends all cameras</h1>", "Council ends all cameras"),
    ],
)  # fmt: skip
def test_headlines(head, body, title):
    assert read(head, body).title == title


def test_a_description_that_was_cut_off_gives_way_to_the_text_it_was_cut_from():
    long = "The council of town 0 has voted to end the use of cameras in 0 streets."
    cut = f"<meta name=description content='{long[:50]}...'>"
    article = read(cut, text=f"<p>{long}</p>" + TEXT)
    assert article.excerpt.startswith(long)
    assert article.provenance["excerpt"] == "text"
    other = read("<meta name=description content='A vote on cameras that was long awaited...'>")
    assert other.excerpt == "A vote on cameras that was long awaited..."


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf_16_without_a_mark_is_read_where_a_word_says_so(codec):
    html = f"<html><head>{TITLE}</head><body><article>{TEXT}</article></body></html>".encode(codec)
    article = page.read(html, URL, now=NOW, content_type=f"text/html; charset={codec}")
    assert article.title == "Council ends cameras"
    assert article.provenance["encoding"] == f"{codec}, by its word"


def test_a_page_that_says_utf_16_and_is_not_is_read_by_its_bytes():
    article = read("<meta charset=utf-16>")
    assert article.title == "Council ends cameras"
    assert article.provenance["encoding"].startswith("utf-8")


def test_a_page_too_large_for_the_reader_is_read_by_its_paragraphs():
    article = read("", "<b></b>" * 21_000)
    assert "voted to end the use of cameras in 77 streets" in article.text
    assert article.provenance["text"] == "paragraphs"


@pytest.mark.parametrize("data", [b"<!-- a page that is a comment -->", b"<!", b"<!doctype html>", b"<?php ?>"])
def test_a_page_without_an_element_is_refused(data):
    with pytest.raises(NoArticle, match="no HTML in it"):
        page.read(data, URL)


@pytest.mark.parametrize(
    "raw",
    [
        '{"@type":"NewsArticle","headline":"Council ends all","description":"It said "no," and left',
        '{"@type":"NewsArticle","headline":"Council ends all","about":"never closed',
        '{"@type":"NewsArticle","headline":"Council ends all","about":"x" y "z" w, "more": "a" b',
    ],
)
def test_a_text_of_json_ld_that_never_ends_costs_only_what_comes_after_it(raw):
    assert read(f'<script type="application/ld+json">{raw}</script>').title == "Council ends all"
