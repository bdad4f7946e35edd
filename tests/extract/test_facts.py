"""Where several witnesses speak of one fact, and what is not a fact at all."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from coranto.errors import NoArticle
from coranto.extract import authors, document, excerpt, language, page, words
from coranto.model.entry import Image

URL = "https://www.daily.example/news/cameras"
NOW = datetime(2024, 1, 1, tzinfo=UTC)
TEXT = "".join(
    f"<p>The council of town {n} has voted to end the use of cameras in {n * 7} streets.</p>" for n in range(12)
)


def read(head="", body="", lang="en"):
    html = f"<html lang='{lang}'><head>{head}</head><body>{body}<article>{TEXT}</article></body></html>"
    return page.read(html.encode("utf-8", "surrogatepass"), URL, now=NOW)


def ld(**facts):
    pairs = ",".join(f'"{key}":{value}' for key, value in facts.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{pairs}}}</script>'


@pytest.mark.parametrize(
    ("head", "body", "title", "because"),
    [
        ("<title>Council ends cameras | Daily</title>", "", "Council ends cameras", "title"),
        ("<title>Council ends cameras - www.daily.example</title>", "", "Council ends cameras", "title"),
        ("<title>Daily: x</title>", "<h1>Council ends all cameras</h1>", "Council ends all cameras", "h1"),
        # what the page title repeats is written for search engines; the other one is the editor's
        (
            "<title>Cameras ban 2024 vote</title><meta property=og:title content='Cameras ban 2024 vote'>",
            "<h1>Council ends all cameras</h1>",
            "Council ends all cameras",
            "h1",
        ),
        # a kicker in front of the headline
        (
            ld(headline='"Privacy: Council ends all cameras"')
            + "<meta property=og:title content='Council ends all cameras'>",
            "",
            "Council ends all cameras",
            "og:title",
        ),
        ("<title>Council &amp;amp; cameras\n  end</title>", "", "Council & cameras end", "title"),
        ("<title>CafÃ© cameras at the council</title>", "", "Café cameras at the council", "title"),
        ("<title>Council ends cameras</title>", "<h1>News</h1>", "Council ends cameras", "title"),
    ],
)
def test_titles(head, body, title, because):
    article = read(head, body)
    assert (article.title, article.provenance["title"]) == (title, because)


@pytest.mark.parametrize(
    ("head", "published", "because"),
    [
        (ld(datePublished='"2023-10-06T12:07:00+02:00"'), "2023-10-06T10:07", "json-ld datePublished"),
        (ld(datePublished='"2023-10-06T12:07:00"'), "2023-10-06T12:07", "json-ld datePublished, no zone: taken as UTC"),
        (ld(datePublished='"2023-10-06"'), "2023-10-06T00:00", "json-ld datePublished, day only"),
        # another witness knows the zone, or the time, that the first one lacks
        (
            ld(datePublished='"2023-10-06T12:07:00"')
            + "<meta property=article:published_time content=2023-10-06T12:07:00+02:00>",
            "2023-10-06T10:07",
            "meta article:published_time",
        ),
        # the future is dropped, the next witness heard
        (
            ld(datePublished='"2031-10-06T12:07:00Z"') + "<meta name=date content=2023-10-06T12:07:00Z>",
            "2023-10-06T12:07",
            "meta date",
        ),
    ],
)
def test_dates(head, published, because):
    article = read("<title>Council ends cameras</title>" + head)
    assert article.published == datetime.fromisoformat(published).replace(tzinfo=UTC)
    assert article.provenance["published"] == because


def test_a_date_in_the_future_is_dropped_and_the_provenance_says_so():
    tomorrow = (NOW + timedelta(days=1)).isoformat()
    article = read("<title>Council ends cameras</title>" + ld(datePublished=f'"{tomorrow}"'))
    assert article.published is None
    assert article.provenance["published"].endswith("dropped, 2024-01-02T00:00:00Z is in the future")


def test_a_date_that_only_people_see_is_found():
    article = read(
        "<title>Council ends cameras</title>", "<h1>Council ends</h1><p>Von Ada Example | 6. Oktober 2023, 14:07</p>"
    )
    assert article.published == datetime(2023, 10, 6, 14, 7, tzinfo=UTC)
    assert "visible" in article.provenance["published"]
    assert "no zone" in article.provenance["published"]


def test_json_ld_that_is_broken_or_hides_the_article_is_read_all_the_same():
    raw = (
        '{"@graph":[{"@type":"WebPage","@id":"#p"},{"@type":["NewsArticle"],"headline":"Council\nends it",'
        '"author":{"@id":"#a"},},{"@type":"Person","@id":"#a","name":"Ada Example"}]};'
    )
    head = f'<script type="application/ld+json">{raw}</script>'
    article = read(head)
    assert article.title == "Council ends it"
    assert article.authors == ("Ada Example",)


def test_json_ld_that_is_encoded_twice_is_read():
    twice = json.dumps(json.dumps({"@type": "NewsArticle", "datePublished": "2024-05-06T07:08:09Z"}))
    html = (
        f"<script type='application/ld+json'>{twice}</script>" + "<p>" + "The council votes on the bridge today. " * 20
    )
    assert page.read(html.encode(), "https://d.example/a").published == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_json_ld_in_a_cdata_section_is_read():
    raw = '\n//<![CDATA[\n{"@type": "NewsArticle", "headline": "Council ends it"}\n//]]>\n'
    assert read(f'<script type="application/ld+json">{raw}</script>').title == "Council ends it"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Example and Bo Sample", ("Ada Example", "Bo Sample")),
        ("Von Ada Example, Bo Sample und Cy Muster", ("Ada Example", "Bo Sample", "Cy Muster")),
        ("Ada Example (aex)", ("Ada Example",)),
        ("Ada Example, The Daily", ("Ada Example",)),
        ("https://social.example/ada", ()),
        ("ada@daily.example", ()),
        ("admin", ()),
        ("Sammy Davis, Jr.", ("Sammy Davis, Jr",)),
    ],
)
def test_names(text, names):
    assert authors.clean([text], {"thedaily"}) == names


def test_an_outlet_is_an_author_only_where_its_page_names_nobody_else():
    head = "<title>Council ends cameras</title>" + ld(author='{"name":"The Daily"}', publisher='{"name":"The Daily"}')
    article = read(head)
    assert article.authors == ("The Daily",)
    assert article.provenance["authors"] == "json-ld author, an organisation"
    assert read(head, "<p class=byline>By Ada Example</p>").authors == ("Ada Example",)


def test_pictures_are_web_addresses_and_neither_logos_nor_trackers():
    article = read(
        "<title>Council ends cameras</title><base href='/x/'>"
        + ld(
            image='["javascript:alert(1)","data:x","/static/logo.png",{"url":"a.jpg?x=1&amp;y=2","width":"1200px","height":800}]'
        )
        + "<meta property=og:image content='https://t.example/pixel.gif'><meta property=og:image content='b.jpg'>"
    )
    assert article.images == (
        Image(url="https://www.daily.example/x/a.jpg?x=1&y=2", width=1200, height=800),
        Image(url="https://www.daily.example/x/b.jpg"),
    )


def test_the_language_is_what_the_text_is_in():
    assert read("<title>Council ends cameras</title>", lang="en-us").language == "en-US"
    article = read("<title>Council ends cameras</title>", lang="de")
    assert article.language == "en"
    assert "although html lang says de" in article.provenance["language"]
    assert language.tag("zh_hans_cn") == "zh-Hans-CN"
    assert language.tag("not a tag") is None


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("One sentence. And another one.", 100, "One sentence. And another one."),
        ("One whole sentence. And another one that is long.", 30, "One whole sentence."),
        ("The U.S. Senate voted on Thursday to end the use of cameras.", 30, "The U.S. Senate voted on…"),
        ("“It is over!” said Ada. “It is really over,” she said again.", 30, "“It is over!” said Ada."),
        ("一句话。另一句话。第三句话。", 9, "一句话。另一句话。"),
    ],
)
def test_excerpts_end_where_a_sentence_does(text, length, cut):
    assert excerpt.cut(text, length) == cut
    assert len(excerpt.cut(text, length)) <= length


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<title>404 Page not found</title><p>Sorry.", "holds no article"),
        ("<title>Welcome</title><form><input type=password></form><p>Please enter your name.", "login"),
        ("<title>Daily</title><p>We use cookies and ask for your consent.", "notice"),
        ("<p>Hi.", "no title and no text"),
    ],
)
def test_a_page_without_an_article_says_so(html, reason):
    with pytest.raises(NoArticle, match=reason):
        page.read(f"<html><body>{html}</body></html>".encode(), URL)


def test_live_reports_videos_and_paid_pages_are_told():
    head = "<title>Council ends cameras</title>"
    assert read(head + ld(isAccessibleForFree='"False"')).paywalled
    assert read(head + '<script type="application/ld+json">{"@type":"LiveBlogPosting"}</script>').type == "live"
    assert read(head + "<meta property=og:type content=video.other>").type == "video"


def test_words_are_one_clean_line():
    assert words.line(" a\x00\u200b &lt;b&gt;b</b>\n c\ud800 ") == "a b c"
    assert words.line("  ") is None
    assert words.line(7) is None
    assert words.line("naïve café — «ça va»") == "naïve café — «ça va»"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"A "big" vote","datePublished":"2023-05-03T10:00:00Z"}',
        '{"@type":"NewsArticle","headline":"A vote" "datePublished":"2023-05-03T10:00:00Z"}',
        '{"@type":"BreadcrumbList"}\n{"@type":"NewsArticle","datePublished":"2023-05-03T10:00:00Z"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2023-05-03T10:00:00Z&quot;}",
        '{"@type":"NewsArticle","datePublished":["2023-05-03T10:00:00Z"],}',
        '{"@type":"NewsArticle",,"headline":"A vote",,"datePublished":"2023-05-03T10:00:00Z"}',
        '{"@type":"newsarticle","datePublished":"2023-05-03T10:00:00Z"}',
        '{"@type":"NewsArticle","datePublished":{"@type":"DateTime","@value":"2023-05-03T10:00:00Z"}}',
        '{"@context":"https://schema.org","type":"NewsArticle","schema:datePublished":"2023-05-03T10:00:00Z"}',
        '{"@type":"NewsArticle","datePublished":"2023-05-03T10:00:00Z","author":{"name":"Ada"',
    ],
)
def test_damaged_json_ld_is_read_as_far_as_it_goes(script):
    assert read(f'<script type="application/ld+json">{script}</script>').published == datetime(
        2023, 5, 3, 10, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ('{"@type":"Person","name":"Maria da Costa e Silva"}', ("Maria da Costa e Silva",)),
        ('{"@type":"Person","name":"José Ortega y Gasset"}', ("José Ortega y Gasset",)),
        ('{"@type":"Person","name":"Ada Example and Bob Sample"}', ("Ada Example", "Bob Sample")),
        ('{"@type":"Person","name":"Smith, John"}', ("John Smith",)),
        ('{"@type":"Person","givenName":"Ada","familyName":"Example"}', ("Ada Example",)),
        ('{"@type":"Person","name":{"@value":"Ada Example"}}', ("Ada Example",)),
        ('{"@type":"Person","name":"{{author}}"}', ()),
        ('{"@type":"Person","name":"%author_name%"}', ()),
        ('"Ada Example for The Daily"', ("Ada Example",)),
        ('"Ada Example, For The Daily"', ("Ada Example",)),
        ('"Ada Example of the Associated Press"', ("Ada Example",)),
        ('"Ada Example, Chief Reporter"', ("Ada Example",)),
        ('"Example, Ada; Sample, Bo"', ("Ada Example", "Bo Sample")),
        ('"Ada Example <ada@d.example>"', ("Ada Example",)),
        ('"Unknown author"', ()),
        ('"Author Name"', ()),
    ],
)
def test_names_are_whole_and_no_placeholders(value, names):
    assert read(ld(author=value)).authors == names


def test_a_catalogues_last_name_comes_first():
    head = "<meta name='citation_author' content='Smith, John'><meta name='citation_author' content='Doe, Jane'>"
    assert read(head).authors == ("John Smith", "Jane Doe")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://d.example/google-pixel-9-review.jpg", True),
        ("https://d.example/the-last-icon-of-jazz-dies.jpg", True),
        ("https://d.example/2024/avatar-three-trailer-released.jpg", True),
        ("https://d.example/2024/logo-design-of-the-year.jpg", True),
        ("https://d.example/2024/sprite-drink-recalled.jpg", True),
        ("https://d.example/1x1-economy.jpg", True),
        ("https://d.example/1x1.jpg", False),
        ("https://d.example/icon-192x192.png", False),
        ("https://d.example/site-logo-white.png", False),
        ("https://d.example/default-avatar.png", False),
        ("https://d.example/pixel.gif", False),
        ("https://d.example/icons/news.png", False),
    ],
)
def test_a_picture_is_left_out_for_the_whole_of_its_name(address, shown):
    assert bool(read(f"<meta property='og:image' content='{address}'>").images) is shown


CLIP = '<script type="application/ld+json">{"@type":"VideoObject","name":"%s","thumbnailUrl":"https://d.example/clip.jpg","uploadDate":"2019-01-01T00:00:00Z"}</script>'


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("<meta property='og:type' content='article'>" + CLIP % "Trailer", "article"),
        ("<title>Council ends cameras</title>" + CLIP % "Trailer", "article"),
        ("<title>Watch: the trailer | Daily</title>" + CLIP % "The trailer", "video"),
        ("<meta property='og:type' content='video.other'>" + CLIP % "Trailer", "video"),
    ],
)
def test_a_clip_within_an_article_makes_no_video_of_it(head, kind):
    found = read(head + "<meta property='og:image' content='https://d.example/lead.jpg'>")
    assert found.type == kind
    assert (found.published is None) is (kind == "article")
    assert found.images[0].url.endswith("lead.jpg" if kind == "article" else "clip.jpg")


def test_the_declared_language_stays_unless_the_prose_is_plainly_in_another():
    code = "<pre>" + "git clone https://d.example/repo.git && cd repo && make install\n" * 8 + "</pre>"
    chinese = f"<p>安装这个程序只需要三个命令，请按照下面的步骤操作。</p>{code}<p>然后打开浏览器，输入地址。</p>"
    html = f"<html lang='zh-CN'><head><title>安装</title></head><body><article><h1>安装这个程序</h1>{chinese}</article></body></html>"
    assert page.read(html.encode(), URL).language == "zh-CN"
    assert read(lang="sv").language == "en"


@pytest.mark.parametrize(
    ("content", "lang", "month"),
    [("Tue, 07/11/2023 - 17:57", "en", 7), ("4/2/2023 3:30:00 PM", "en", 4), ("07/11/2023 - 17:57", "fr", 11)],
)
def test_dates_of_programs_are_read_in_the_order_of_the_pages_language(content, lang, month):
    assert read(f"<meta property='article:published_time' content='{content}'>", lang=lang).published.month == month


@pytest.mark.parametrize(
    ("encoding", "label", "word"),
    [
        ("cp932", "Shift_JIS", "①髙島屋"),
        ("gbk", "gb2312", "镕与囧"),
        ("cp949", "euc-kr", "똠방각하"),
        ("cp1251", "windows-1251", "Новости"),
    ],
)
def test_a_page_is_read_by_its_label_although_a_byte_is_broken(encoding, label, word):
    html = f"<html><head><meta charset={label}><title>{word * 3}</title></head><body>~~{TEXT}<p>{word * 90}</p></body></html>"
    data = html.encode(encoding).replace(b"~~", b"\xff " if encoding != "cp1251" else b"\x98 ")
    assert page.read(data, URL).title == word * 3


def test_a_canonical_address_without_a_host_is_none_and_the_front_page_gives_way():
    assert read("<link rel=canonical href='https:///news/cameras'>").canonical is None
    head = "<link rel=canonical href='https://www.daily.example/'><meta property=og:url content='/news/cameras'>"
    assert read(head).canonical == URL


def test_a_short_heading_in_korean_keeps_the_sites_name_out():
    assert (
        read("<title>의회, 다리 안 통과 - 예시일보</title>", "<h1>의회, 다리 안 통과</h1>", lang="ko").title
        == "의회, 다리 안 통과"
    )


def test_an_excerpt_is_not_cut_at_an_ordinal():
    assert (
        excerpt.cut("Der Rat tagt wieder am 4. Juli und danach nicht mehr vor dem Herbst.", 40)
        != "Der Rat tagt wieder am 4."
    )


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        ("Tetris by numbers, the third part In this part we look at moves.", "In this part we look at moves."),
        ("Tetris by numbers, the third part: Tetris by numbers, the third part. We go on.", "We go on."),
        ("Tetris by numbers, the third part of a long series, is here.", None),
        ("Tetris by numbers, the third partition.", None),
    ],
)
def test_an_excerpt_from_the_text_does_not_begin_with_the_headline(opening, told):
    title = "Tetris by numbers, the third part"
    found = document.parse(f"<title>{title}</title>".encode(), "https://example.org/1")
    assert excerpt.find(found, opening, title, 200).value == (told or opening)
