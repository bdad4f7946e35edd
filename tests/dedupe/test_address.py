import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coranto.dedupe import address

WORDS = (
    "http HTTPS :// / // . .. ? # #! & = ; : @ % %41 %2f %2E %25 a b.c Bücher.example example.org :80 :443 :8080 "
    "utm_source=x amp; [::1] \\ ü + 127.0.0.1 xn-- jsessionid=1 "
    "cdn.ampproject.org/c/s/ www.google.com/url?url= www.google.com/amp/s/"
)
PIECES = st.sampled_from([*WORDS.split(), " "])
ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=12).map(lambda parts: "https://example.org" + "".join(parts)),
)


@given(ADDRESSES)
@example("http://a/%4%31")
@example("http://a/./..//../?&&x")
@example("https://www.google.com/url?url=https://www.google.com/url%3Furl%3Dhttp://b.c/")
def test_what_is_canonical_stays_as_it_is(url):
    once = address.canonical(url)
    if once is not None:
        assert address.canonical(once) == once
        assert re.fullmatch(r"https?://[a-z0-9._:\[\]-]+/[!-~]*", once)
        assert len(once) <= address.LONGEST


@pytest.mark.parametrize(
    "url",
    [
        "https://techpaper.example/tech/police-private-facial-recognition-surveillance/",
        "https://www.daily.example/news/politics/1820935/live-facial-recognition-stop-mps",
        "https://m.daily.example/a?id=7&page=2",
        "https://daily.example/amp/a",
        "http://[2001:db8::1]:8080/x",
        "https://daily.example/#!/story/5",
        "https://daily.example/a?b=2&a=1&b=3&empty=&bare",
        "https://daily.example/search?ref=nav&source=wire",
    ],
)
def test_addresses_that_say_only_what_they_must_are_left_alone(url):
    assert address.canonical(url) == url


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("HTTP://Daily.Example:80/A", "http://daily.example/A"),
        ("https://daily.example:443", "https://daily.example/"),
        ("https://daily.example.:08443/", "https://daily.example:8443/"),
        ("https://daily.example/a?", "https://daily.example/a"),
        ("https://daily.example/a?#top", "https://daily.example/a"),
        ("https://daily.example/a#:~:text=words", "https://daily.example/a"),
        ("https://daily.example/a/./b/../c/..", "https://daily.example/a/"),
        ("https://daily.example/%7euser/%e2%82%ac%2f", "https://daily.example/~user/%E2%82%AC%2F"),
        ("https://daily.example/%%41", "https://daily.example/%25A"),
        ("https://daily.example/straße und platz", "https://daily.example/stra%C3%9Fe%20und%20platz"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://daily.example\\a\\b?c\\d", "https://daily.example/a/b?c%5Cd"),
        ("https://daily.example/a;jsessionid=0AF.node1?x=1", "https://daily.example/a?x=1"),
        ("  https://daily.example/a\n", "https://daily.example/a"),
        ("http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]/"),
    ],
)
def test_what_does_not_change_the_page_goes(url, clean):
    assert address.canonical(url) == clean


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x&utm_medium=rss",
        "fbclid=1",
        "gclid=1",
        "mc_cid=a&mc_eid=b",
        "UTM_Campaign=x",
        "amp;utm_source=x",
        "at_medium=RSS",
        "CMP=rss_world",
        "ref=rss",
        "mod=rss_markets_main",
        "xtor=RSS-3",
        "&&",
    ],
)
def test_parameters_that_only_track_go(query):
    assert address.canonical(f"https://daily.example/a?{query}") == "https://daily.example/a"
    assert address.canonical(f"https://daily.example/a?id=1&{query}&z=2") == "https://daily.example/a?id=1&z=2"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a",
        "/a",
        "daily.example/a",
        "ftp://daily.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.c",
        "http://",
        "https:///a",
        "http://user@daily.example/",
        "http://u:p@daily.example/",
        "http://daily.example:99999/",
        "http://daily.example:x/",
        "http://daily.example:0/",
        "http://a..b/",
        "http://-/",
        "http://%61/",
        "http://ex ample/",
        "http://[::1/",
        "http://[::1%25eth0]/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://1.2.3/",
        "http://1.2.3.256/",
        "http://" + "a." * 200 + "example/",
        "https://daily.example/\x00",
        "https://daily.example/\ud800",
        "https://daily.example/" + "a" * 2_000,
        "https://daily.example/" + "ü" * 1_000,
    ],
)
def test_what_is_no_page_is_refused(url):
    assert address.canonical(url) is None


@pytest.mark.parametrize(
    ("url", "original"),
    [
        (
            "https://techpaper-example.cdn.ampproject.org/c/s/techpaper.example/a/amp/?x=1",
            "https://techpaper.example/a/amp/?x=1",
        ),
        ("https://cdn.ampproject.org/v/s/techpaper.example/a?amp_js_v=0.1&usqp=mq331", "https://techpaper.example/a"),
        ("https://techpaper-example.cdn.ampproject.org/c/techpaper.example/a", "http://techpaper.example/a"),
        ("https://www.google.com/amp/s/techpaper.example/a", "https://techpaper.example/a"),
        ("https://www.google.co.uk/amp/s/techpaper.example/a", "https://techpaper.example/a"),
        (
            "https://www.google.com/url?rct=j&sa=t&url=https://techpaper.example/a%3Fid%3D1%26utm_source%3Dx&ct=ga&usg=A",
            "https://techpaper.example/a?id=1",
        ),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Ftechpaper.example%2Fa%3Ffbclid%3Dx&h=y",
            "https://techpaper.example/a",
        ),
    ],
)
def test_caches_and_redirectors_give_the_address_inside(url, original):
    assert address.canonical(url) == original


def test_a_redirector_with_nothing_inside_is_an_address_like_any_other():
    assert address.canonical("https://www.google.com/url?sa=t") == "https://www.google.com/url?sa=t"
    assert address.canonical("https://www.google.com/url?url=javascript:alert(1)").startswith("https://www.google.com/")


def test_relative_addresses_need_a_base():
    assert address.canonical("../a?b", "https://daily.example/x/y/z") == "https://daily.example/x/a?b"
    assert address.canonical("//cdn.example/a", "https://daily.example/") == "https://cdn.example/a"
    assert address.canonical("//cdn.example/a") is None
    assert address.canonical("a", "http://[broken/") is None


def test_an_id_is_thirty_two_hexadecimal_digits_of_the_address():
    ids = {address.article_id(f"https://daily.example/{number}") for number in range(200)}
    assert len(ids) == 200
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)
    assert address.article_id("https://daily.example/") == address.article_id("https://daily.example/")


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.bbc.co.uk/news/1", "bbc.co.uk"),
        ("https://News.Daily.com:8080/a", "daily.com"),
        ("https://alice.github.io/post", "alice.github.io"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://[::1]:8000/a", "[::1]"),
        ("http://localhost:8000/a", "localhost"),
        ("https://desk.techpaper.example/a", "techpaper.example"),
    ],
)
def test_an_outlet_is_the_registered_domain(url, domain):
    assert address.outlet(url) == domain


@given(ADDRESSES)
def test_any_text_has_some_outlet_or_none_but_never_an_error(url):
    assert isinstance(address.outlet(url), str)
