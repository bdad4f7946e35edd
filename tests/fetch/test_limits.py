"""What a hostile server may cost: members of a packed body, encodings, rules of a robots.txt, files kept of sites."""

import asyncio
import gzip
import time

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from coranto import errors
from coranto.fetch import own_rules
from coranto.fetch.decode import ENCODED, MEMBERS, Broken, Decoder
from coranto.fetch.site_file_cache import SiteFileCache
from coranto.parse import feed

EMPTY = {"gzip": gzip.compress(b"", 1), "zstd": zstd.compress(b"")}


@pytest.mark.parametrize("encoding", sorted(EMPTY))
def test_a_body_of_empty_members_is_given_up_soon(encoding):
    began = time.process_time()
    with pytest.raises(Broken, match="parts"):
        Decoder(encoding, 10_000_000).feed(EMPTY[encoding] * 200_000)
    assert time.process_time() - began < 1
    assert Decoder(encoding, 10_000_000).feed(EMPTY[encoding] * MEMBERS) == b""


def test_members_within_a_packed_body_are_counted_too():
    with pytest.raises(Broken, match="parts"):
        Decoder("gzip, gzip", 10_000_000).feed(gzip.compress(EMPTY["gzip"] * 100_000))


def test_a_body_is_encoded_a_few_times_at_most():
    Decoder(", ".join(["gzip"] * ENCODED), 1_000)
    with pytest.raises(Broken, match="encoded more than"):
        Decoder(", ".join(["gzip"] * (ENCODED + 1)), 1_000)


def test_a_feed_that_is_a_packed_file_unpacks_to_its_limit():
    packed = gzip.compress(b"<rss><channel>" + b"<item/>" * 300_000 + b"</channel></rss>")
    with pytest.raises(errors.NotAFeed):
        feed.read(packed, most=1_000_000)
    assert feed.read(gzip.compress(b"<rss><channel><title>T</title></channel></rss>"), most=1_000_000).title == "T"


PATHS = ["/", "/a", "/b/c", "/d"]
LINE = st.one_of(
    st.sampled_from(
        ["User-agent: *", "user-agent: Coranto", "USER-AGENT: coranto*", "User-agent: other", "Useragent: *"]
    ),
    st.sampled_from(
        ["Disallow: /", "Disallow: /a", "Allow: /b", "Disallow: /d$", "Disallow:", "Crawl-delay: 3", "", "# x"]
    ),
    st.just("Sitemap: https://daily.example/map.xml"),
)


@given(st.lists(LINE, max_size=12))
def test_the_own_rules_say_the_same_as_the_file(lines):
    text = "\n".join(lines)
    whole, own = Protego.parse(text), Protego.parse(own_rules.own_rules(text, "Coranto"))
    for path in PATHS:
        url = f"https://daily.example{path}"
        assert own.can_fetch(url, "Coranto") == whole.can_fetch(url, "Coranto"), text
    assert list(own.sitemaps) == list(whole.sitemaps)


def test_the_rules_for_others_are_not_kept():
    others = "".join(f"User-agent: bot{n}\nDisallow: /{n}\n" for n in range(10_000))
    assert len(own_rules.own_rules(others + "User-agent: *\nDisallow: /x\n", "Coranto")) < 100
    long = "User-agent: *\n" + "".join(f"Disallow: /{n}\n" for n in range(100_000))
    assert own_rules.own_rules(long, "Coranto").count("\n") == own_rules.RULES


async def test_files_of_sites_are_kept_in_bounds():
    asked = []

    async def ask(site):
        asked.append(site)
        return site, 1_000.0, 40

    cache = SiteFileCache(ask, lambda: 0.0, 3, 10_000)
    for n in (1, 2, 3, 1, 4, 1, 2):
        assert await cache.of(f"https://s{n}.example/a") == f"https://s{n}.example"
    assert [site[9] for site in asked] == ["1", "2", "3", "4", "2"]
    heavy = SiteFileCache(ask, lambda: 0.0, 1_000, 300)
    await asyncio.gather(*(heavy.of(f"https://w{n}.example/") for n in range(50)))
    asked.clear()
    await heavy.of("https://w49.example/")
    await heavy.of("https://w0.example/")
    assert asked == ["https://w0.example"]
