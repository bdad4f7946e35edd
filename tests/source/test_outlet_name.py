"""The names of feeds, and the outlets' within them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.source import outlet_name


@pytest.mark.parametrize(
    ("title", "domain", "name"),
    [
        ("NYT > World News", "nytimes.com", "NYT"),
        ("World news | The Guardian", "theguardian.com", "The Guardian"),
        ("BBC News - World", "bbc.co.uk", "BBC News"),
        ("TheWeek feed", "theweek.com", "TheWeek"),
        ("Al Jazeera – Breaking News, World News and Video from Al Jazeera", "aljazeera.com", "Al Jazeera"),
        ("Latest from TechRadar", "techradar.com", "TechRadar"),
        ("TechRound (RSS)", "techround.co.uk", "TechRound"),
        ("The Register RSS Feed", "theregister.com", "The Register"),
        ("Spiegel: Schlagzeilen", "spiegel.de", "Spiegel"),
        ("Top Stories", "example.org", ""),
        ("Latest news", "example.org", ""),
        ("RSS", "example.org", ""),
        ("", "example.org", ""),
        ("Hacker News", "ycombinator.com", "Hacker News"),
        ("Lab Notes", "physics-blog.example", "Lab Notes"),
        ("Morgen - Ausgabe", "zeitung.example", "Morgen - Ausgabe"),
        ("朝日新聞デジタル", "asahi.com", "朝日新聞デジタル"),
        ("World Politics Review", "worldpoliticsreview.com", "World Politics Review"),
    ],
)
def test_a_feed_s_title_gives_the_outlet_s_name(title, domain, name):
    assert outlet_name.of_feed(title, domain) == name


@given(st.text(max_size=60), st.sampled_from(["example.org", "nytimes.com", "bbc.co.uk"]))
def test_a_feed_s_name_is_part_of_its_title(title, domain):
    name = outlet_name.of_feed(title, domain)
    assert name in title
    assert outlet_name.of_feed(name, domain) in name
