"""Rules as they are written: read, refused by line, and written back with comments kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import errors
from coranto.config import rule_file
from coranto.i18n import wording

FILE = """\
# what we do not print
mute: source:tabloid.example          # never again
favour -15: author:"Ada Lovelace"

hold: lottery -"state lottery"        # ask Marta
topic "Heat Pumps": title:wärmepumpe lang:de
favour: /\\bhive #\\d+/
"""


def test_rules_are_read_in_their_order():
    rules = rule_file.parse(FILE)
    assert [(rule.action, rule.points, rule.topic) for rule in rules] == [
        ("mute", 0, ""), ("favour", -15, ""), ("hold", 0, ""), ("topic", 0, "Heat Pumps"), ("favour", 10, "")
    ]  # fmt: skip
    assert rules[2].condition.unwanted == (("state", "lottery"),)
    assert rules[3].condition.titled == (("warmepumpe",),)
    assert rules[0].search == "source:tabloid.example"
    assert rules[4].condition.pattern == r"\bhive #\d+", "no comment"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("mute source:a", "is no rule"), ("mute:", "is no rule"), ("burn: a", "is no rule"), ("mute 5: a", "is no rule"),
        ("mute: -a", "what it is about"), ("mute: source:", "nothing behind"), ("mute: -source:a", "cannot be asked"),
        ("hold: lang:english", "no language"), ("hold: /(/", "no regular expression"), ("favour 0: a", "points"),
        ("favour x: a", "points"), ("favour 99999: a", "points"), ("topic: a", "which topic"), ("mute: " + "a " * 150, "letters at most"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_with_its_line(line, says):
    with pytest.raises(errors.ConfigError) as caught:
        rule_file.parse(f"# one\n{line}\n", "rules.txt")
    assert caught.value.where == "rules.txt:2"
    assert says in wording.error(caught.value)


def test_a_rule_comes_and_goes_and_comments_stay():
    rule = rule_file.read('mute: url:/horoscope/* "lucky day"')
    more = rule_file.with_rule(FILE, rule)
    assert more == FILE + 'mute: url:/horoscope/* "lucky day"\n'
    assert rule_file.without(more, [rule]) == FILE
    fewer = rule_file.without(FILE, rule_file.parse(FILE)[:1])
    assert fewer == FILE.replace("mute: source:tabloid.example          # never again\n", "")


@given(st.text(max_size=60), st.sampled_from(["mute", "hold", "favour 3", 'topic "T"', ""]))
def test_any_line_is_a_rule_that_is_written_as_it_was_read_or_refused(text, does):
    try:
        rules = rule_file.parse(f"{does}: {text}")
    except errors.ConfigError:
        return
    for rule in rules:
        assert rule_file.read(rule_file.written(rule)) == rule
