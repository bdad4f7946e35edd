"""Addresses of private feeds: known by a user, a name that says so, or a random part; nobody sees more than the host."""

import pytest

from coranto.text import secret_address


@pytest.mark.parametrize(
    "url",
    [
        "https://reader:pa55@feeds.example/rss", "https://me@feeds.example/", "https://feeds.example/rss?token=abc",
        "https://feeds.example/rss?apiKey=1", "https://feeds.example/rss?access_token=1", "https://feeds.example/rss?sig=x",
        "https://feeds.example/private/a1b2c3d4e5f6a7b8c9d0/rss", "https://feeds.example/a1b2c3d4e5f6a7b8c9d0.xml",
        "https://feeds.example/rss?x=a1b2c3d4e5f6a7b8c9d0", "https://feeds.example/1b4e28ba-2fa1-11d2-883f-0016d3cca427/",
        "https://[not-an-address/rss",
    ],
)  # fmt: skip
def test_what_is_secret_shows_its_host_alone(url):
    assert secret_address.is_secret(url)
    shown = secret_address.public_form(url)
    assert shown in ("https://feeds.example/…", "…")


@pytest.mark.parametrize(
    "url",
    [
        "https://feeds.example/rss.xml", "https://feeds.example/2026/03/02/a-long-headline-with-7-words-and-12-numbers",
        "https://feeds.example/rss?topic=heat-pumps&page=2", "https://feeds.example/feeds/technologyandscience",
        "https://feeds.example/20260302090500123456", "https://feeds.example/?monkey=1", "https://feeds.example/rss?token=",
    ],
)  # fmt: skip
def test_what_is_public_is_shown_as_it_is(url):
    assert not secret_address.is_secret(url)
    assert secret_address.public_form(url) == url
