from datetime import UTC, datetime

import pytest

from coranto.errors import NoArticle
from coranto.extract import page
from coranto.model.entry import Image

URL = "https://www.daily.example/news/2023/10/06/cameras"
BODY = "".join(
    f"<p>The council voted to stop the use of cameras in street number {n}, after a debate.</p>" for n in range(9)
)
HEAD = """<title>MPs call for stop | The Daily Example</title><meta property="og:site_name" content="The Daily Example">
<link rel="canonical" href="/news/cameras"><link rel="amphtml" href="https://amp.daily.example/cameras">
<meta property="og:image" content="/pictures/lead.jpg"><meta property="og:image:width" content="1200">
<meta property="og:image:height" content="800">
<meta name="description" content="A vote on cameras &amp;amp; streets. It was long.">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "MPs call for &lsquo;stop&rsquo;", "datePublished": "2023-10-06T12:07:00+01:00",
"author": {"@type": "Person", "name": "By Ada Example and Bo Sample"}, "isAccessibleForFree": false}</script>"""
PAGE = "<!doctype html><html lang='en-gb'><head>{}</head><body><article><h1>MPs call</h1>{}</article></body></html>"


def html(head=HEAD, body=BODY):
    return PAGE.format(head, body).encode()


def test_a_page_gives_its_facts_and_their_evidence():
    article = page.read(html(), URL, now=datetime(2023, 10, 7, tzinfo=UTC))
    assert article.title == "MPs call for ‘stop’"
    assert article.authors == ("Ada Example", "Bo Sample")
    assert article.published == datetime(2023, 10, 6, 11, 7, tzinfo=UTC)
    assert article.canonical == "https://www.daily.example/news/cameras"
    assert article.amp == "https://amp.daily.example/cameras"
    assert article.excerpt == "A vote on cameras & streets. It was long."
    assert article.language == "en-GB"
    assert article.site == "The Daily Example"
    assert article.images == (Image(url="https://www.daily.example/pictures/lead.jpg", width=1200, height=800),)
    assert article.paywalled
    assert "street number 8" in article.text
    assert article.provenance["title"] == "json-ld headline"
    assert article.provenance["published"] == "json-ld datePublished"


@pytest.mark.parametrize(
    "data",
    [b"", b"  \n", b"%PDF-1.7 x", b"\x89PNG\r\n", bytes(range(256)) * 40, b"<", b"\x00" * 500, b"x" * 6_000_001],
)
def test_what_is_no_page_is_refused_with_a_reason(data):
    with pytest.raises(NoArticle, match=URL):
        page.read(data, URL)
