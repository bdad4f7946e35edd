"""Mining reserved by a site's own file."""

import asyncio
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.fetch.robots import Robots
from coranto.fetch.tdmrep import TdmReservations, rules
from coranto.model.response import Failure, Response

FILE = [
    {"location": "/", "tdm-reservation": 0},
    {"location": "/news/", "tdm-reservation": 1, "tdm-policy": "https://daily.example/policy.json"},
    {"location": "/news/free/*", "tdm-reservation": 0},
    {"location": "*.pdf", "tdm-reservation": 1},
    {"location": "/*.pdf$", "tdm-reservation": 1},
]


def site(body, asked=None):
    async def get(url):
        if asked is not None:
            asked.append(url)
        await asyncio.sleep(0)
        return Failure(url=url, reason="nothing", status=404) if body is None else Response(url=url, body=body)

    return get


@pytest.mark.parametrize(
    ("path", "said"),
    [("/", "0"), ("/news/a", "1"), ("/news/free/a", "0"), ("/a.pdf", "1"), ("/a.pdf?x", "0"), ("", "0")],
)
async def test_the_longest_pattern_counts(path, said):
    reservations = TdmReservations(site(json.dumps(FILE).encode()), lambda: 0.0)
    assert await reservations.of(f"https://daily.example{path}") == said


@given(st.text("ab*", max_size=8), st.booleans(), st.text("ab", max_size=8))
async def test_a_pattern_matches_as_in_robots_txt(pattern, end, path):
    body = json.dumps([{"location": f"/{pattern}{'$' if end else ''}", "tdm-reservation": 1}]).encode()
    wild = ".*".join(map(re.escape, pattern.split("*")))
    meant = re.match(f"/{wild}" + (r"\Z" if end else ""), f"/{path}")
    said = await TdmReservations(site(body), lambda: 0.0).of(f"https://daily.example/{path}")
    assert said == ("1" if meant else None)


async def test_no_pattern_hangs():
    body = json.dumps([{"location": "/" + "*a" * 5_000 + "$", "tdm-reservation": 1}]).encode()
    assert await TdmReservations(site(body), lambda: 0.0).of(f"https://daily.example/{'a' * 4_000}b") is None


async def test_no_file_reserves_nothing():
    assert await TdmReservations(site(None), lambda: 0.0).of("https://daily.example/a") is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_file_is_read(value):
    assert isinstance(rules(json.dumps(value).encode()), list)


@given(st.binary())
def test_any_bytes_are_read(body):
    assert isinstance(rules(body), list)


async def test_a_site_is_asked_once_however_many_ask():
    asked, now = [], [0.0]
    robots = Robots(site(b"User-agent: *\nDisallow: /no", asked), "Coranto", lambda: now[0])
    said = await asyncio.gather(*(robots.forbids(f"https://daily.example/{way}") for way in ("a", "b", "no", "no")))
    assert [bool(reason) for reason in said] == [False, False, True, True]
    assert asked == ["https://daily.example/robots.txt"]
    now[0] = 86_401.0
    await robots.forbids("https://daily.example/a")
    assert len(asked) == 2
