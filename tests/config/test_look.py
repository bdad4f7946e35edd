"""The look that the desk writes into theme.css: readable colours, and nothing of the owner's lost."""

import itertools
import re
from importlib import resources

import pytest

from coranto.config import look
from coranto.config.look import Look

PAPER = {"light": ("#fbfaf7", "#f3f0e8"), "dark": ("#14151a", "#1d1f26")}  # paper and wash of style.css
LOOKS = [Look(*pair) for pair in itertools.product(look.LINKS, look.FACES)]
OWN = "/* mine */\r\n:root { --paper: #fff }\n.name { color: red }"


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", look.LINKS)
def test_links_stand_out_on_light_and_dark_paper(name):
    for colour, grounds in zip(look.LINKS[name], PAPER.values(), strict=True):
        for ground in grounds:
            assert contrast(colour, ground) >= 4.5


def test_the_sheets_have_the_same_colours():
    static = resources.files("coranto.web") / "static"
    for sheet in ("style.css", "desk.css"):
        css = (static / sheet).read_text()
        for light, dark in zip(*PAPER.values(), strict=True):
            assert f"light-dark({light}, {dark})" in css
        assert f"--link: light-dark({', '.join(look.LINKS[Look().link])})" in css
    shown = re.findall(r"--shown: light-dark\((\S+), (\S+)\)", (static / "start.css").read_text())
    assert shown == list(look.LINKS.values())


@pytest.mark.parametrize("css", ["", OWN, f'\ufeff@charset "utf-8";\n/* a * b */ @import "x.css";\n{OWN}'])
def test_whatever_is_chosen_the_rest_of_the_file_stays(css):
    now = css
    for chosen in [*LOOKS, *reversed(LOOKS)]:
        now = look.write(now, chosen)
        assert look.read(now) == chosen
        assert look.write(now, chosen) == now
        assert look.write(now, Look()) == css
        if css and chosen != Look():
            assert now.find("@import") < now.find(":root {\n") < now.find("--paper")


def test_a_property_that_the_owner_sets_is_named():
    assert look.overruled(look.write("/* --link: none */", LOOKS[-1])) == []
    assert look.overruled(look.write(":root { --link : #000; }", LOOKS[-1])) == ["--link"]
