from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.feeds import address

names = st.text(st.sampled_from("abc-.%2Fé"), min_size=1, max_size=8)
paths = st.lists(names, max_size=4).map(lambda parts: "/" + "".join(f"{address.topic(part)[3:]}" for part in parts))


@given(paths, paths, st.sampled_from(["https://news.example", "http://127.0.0.1:8000/under/a/path"]))
def test_the_way_from_a_page_leads_to_the_other_wherever_the_site_stands(here, there, site):
    if any(part in {".", ".."} for part in (here + there).split("/")):
        return
    assert urljoin(site + here, address.relative(here, there)) == site + there


def test_no_way_leaves_the_site():
    for there in ("/javascript:alert(1)/", "//evil.example/", "/t/data:text/html/"):
        way = address.relative("/", there)
        assert not urlsplit(way).scheme
        assert not way.startswith("//")


def test_a_story_keeps_its_number_and_shortens_its_headline_at_a_word():
    path = address.story("s1", "A headline that goes on and on until it is far too long for an address to be read")
    assert path == "/s/s1/a-headline-that-goes-on-and-on-until-it-is-far-too-long-for/"
    assert address.story("s1", "東京") == "/s/s1/"


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "a b", "é", ".htaccess", "a\0"])
def test_a_name_that_is_no_name_has_no_page(name):
    assert not address.plain(name)


def test_only_the_web_becomes_a_link():
    assert address.outbound("https://a.example/") == "https://a.example/"
    assert not address.outbound("javascript:alert(1)")
    assert not address.outbound("//a.example/")
    assert not address.outbound(" https://a.example/")
