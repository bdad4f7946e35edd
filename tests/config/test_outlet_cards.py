"""Outlet cards: lists as they come, whose word each is, and what is refused by line."""

import pytest

from coranto import errors
from coranto.config import outlet_cards
from coranto.model.outlet_card import OutletCard

LIST = "Outlet,Score,Notes,Country\n# a remark\nwww.Wire.example,A-,fine,AT\n\nmorning.example,,,\n"


def test_a_list_is_taken_as_it_is_and_says_whose_word_it_is():
    cards = outlet_cards.parse(LIST, by="Press Council")
    assert cards == {
        "wire.example": OutletCard(by="Press Council", rating="A-", country="AT"),
        "morning.example": OutletCard(by="Press Council"),
    }
    assert outlet_cards.parse(outlet_cards.written(cards)) == cards
    assert outlet_cards.parse("domain,by,rating\na.example,Me,1\n", by="You")["a.example"].by == "Me"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("outlet name,rating\n", "list.csv:1: the first line names the columns"),
        ("domain,rating\na.example,1\n", "list.csv:1: nobody says who rates"),
        ("domain,by\na.example,\n", "list.csv:2: nobody says who rates this one"),
        ("domain,by\nnowhere,Me\n", "list.csv:2: `nowhere` is no domain"),
        (f"domain,by,owner\na.example,Me,{'x' * 81}\n", "list.csv:2: `owner` has 80 letters at most"),
        ('domain,by\n"a\0.example",Me\n', "list.csv:2"),
    ],
)
def test_a_list_that_says_nothing_is_refused_with_its_line(text, says):
    with pytest.raises(errors.ConfigError) as raised:
        outlet_cards.parse(text, "list.csv")
    assert str(raised.value).startswith(says)


def test_without_a_file_there_are_none(tmp_path):
    assert outlet_cards.read(tmp_path) == {}
    (tmp_path / outlet_cards.FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(errors.ConfigError, match="UTF-8"):
        outlet_cards.read(tmp_path)
