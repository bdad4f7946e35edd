"""A rating list that the owner chose: a CSV, each line with its reason."""

import pytest

from coranto import newsroom as newsrooms
from coranto.config import ratings, settings_file
from coranto.errors import ConfigError
from coranto.i18n.wording import say
from coranto.model.settings import Outlet
from coranto.score import quality

LIST = (
    '\ufeffdomain,points,why\n# by hand\nwww.Good.example,12,"two corrections,\u00a0both marked"\n\nbad.example,-20\n'
)


def test_a_list_is_read_by_outlet(tmp_path):
    (tmp_path / ratings.FILE).write_text(LIST)
    assert ratings.read(tmp_path) == {
        "good.example": Outlet(weight=12, why="two corrections, both marked"),
        "bad.example": Outlet(weight=-20),
    }


def test_there_need_be_none(tmp_path):
    assert ratings.read(tmp_path) == {}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("good.example", "columns"),
        ("a.example,1,b,c", "columns"),
        ("good,1,x", "`good` is no domain"),
        ("a.example,1.5,x", "no whole number"),
        ("a.example,5000,x", "no whole number"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, what):
    (tmp_path / ratings.FILE).write_text(f"b.example,1,fine\n{line}\n")
    with pytest.raises(ConfigError, match=what) as raised:
        ratings.read(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path / ratings.FILE}:2")


def test_bytes_that_are_no_text_are_named(tmp_path):
    (tmp_path / ratings.FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        ratings.read(tmp_path)


def test_a_weight_in_the_settings_comes_first_and_a_name_stays():
    rated = {"a.example": Outlet(weight=5, why="r"), "b.example": Outlet(weight=7, why="r")}
    merged = ratings.merge(rated, {"a.example": Outlet(weight=1, name="A"), "b.example": Outlet(name="B", owner="O")})
    assert merged == {
        "a.example": Outlet(weight=1, name="A"),
        "b.example": Outlet(weight=7, why="r", name="B", owner="O"),
    }


def test_explanations_show_the_reason(tmp_path, make):
    (tmp_path / "coranto.toml").write_text('profile = "subject"\n')
    (tmp_path / ratings.FILE).write_text("good.example,12,names its sources\n")
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as newsroom:
        total, parts = quality.judge(make("Tea", "good.example"), newsroom.settings, 0, newsroom.signals)
    assert (total, [say(part.reason) for part in parts]) == (12, ["good.example: names its sources"])
