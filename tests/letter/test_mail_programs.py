"""What mail programs do with the mail: nothing that carries it is unsupported, and it is legible darkened by force."""

import colorsys
import json
import re
from itertools import chain
from pathlib import Path

import msgspec
import pytest
from lxml import html as parser
from test_mail import MANY, letter

from coranto.letter import mail

DATA = json.loads((Path(__file__).parent / "caniemail.json").read_text())
# Unsupported somewhere, and the mail is whole without it: the sheet of the head (dark colours, narrow screens), a
# request not to darken, and what every HTML document has; programs take the body's content into a page of their own.
MAY_BE_IGNORED = {
    "css-at-media", "css-at-media-prefers-color-scheme", "html-meta-color-scheme", "html-doctype", "html-body",
}  # fmt: skip
# Not in the data: everywhere since HTML 3.2, or without effect on what is seen.
OF_OLD = {
    "html-html", "html-head", "html-meta", "html-title", "html-tr", "html-td", "html-tbody", "html-a", "html-br",
    "html-class", "html-style-attribute", "html-border", "html-bgcolor", "html-colspan", "html-href", "html-charset",
    "html-name", "html-content", "html-aria-roledescription", "css-color",
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    update = msgspec.structs.replace(MANY[30], update=True)
    few = letter(*MANY[:9], update, intro="Good morning", postal="Vienna", leave="https://b.example/l/", change="https://b.example/c/")  # fmt: skip
    return [mail.html(few), mail.html(letter(*MANY[:20], postal="Vienna"))]


def features(html):
    """Return the names, as the data has them, of everything that a mail uses."""
    tree, (sheet,) = parser.document_fromstring(html), re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    elements = {str(one.tag) for one in tree.iter()}
    yield from {"html-h1-h6" if re.fullmatch("h[1-6]", name) else f"html-{name}" for name in elements}
    attributes = {str(name) for one in tree.iter() for name in one.keys()}  # noqa: SIM118 - an element is no mapping
    yield from (f"html-{'style-attribute' if name == 'style' else name}" for name in attributes)
    yield "html-doctype"
    if tree.xpath("//meta[contains(@name, 'color-scheme')]"):
        yield "html-meta-color-scheme"
    styles = [*tree.xpath("//@style"), *re.findall(r"\{([^{}]*)\}", sheet)]
    declarations = [one.split(":", 1) for one in ";".join(styles).split(";") if one.strip()]
    yield from (f"css-{name.strip()}" for name, _ in declarations)
    yield from ("css-display-none" for name, value in declarations if (name, value) == ("display", "none"))
    yield from ["css-at-media", "css-at-media-prefers-color-scheme"]
    yield from (f"css-selector-{kind}" for kind in ("class", "descendant", "grouping", "type"))
    if "!important" in sheet:
        yield "css-important"


def test_no_feature_that_carries_the_mail_is_unsupported_in_gmail_outlook_or_apple_mail(found):
    used = set(chain.from_iterable(map(features, found)))
    unknown = used - set(DATA["features"]) - OF_OLD
    assert unknown == set(), "look them up, and write them into caniemail.json"
    unsupported = {one for one in used & set(DATA["features"]) if "n" in "".join(DATA["features"][one].values())}
    assert unsupported == MAY_BE_IGNORED
    assert {"html-bdi", "css-display-none"} & used == set(), "which Gmail and Outlook leave out"


def test_partly_supported_features_are_used_as_they_are_supported(found):
    for html in found:
        sheet = html.partition("<style>")[2].partition("</style>")[0]
        assert sheet.count("!important") == sheet.count(" !important"), "Outlook needs the blank"
        tree = parser.document_fromstring(html)
        assert {one.tag for one in tree.xpath("//*[contains(@style, 'padding')]")} <= {"td", "body"}, "of cells alone"
        assert not re.search(r"margin:[^;\"]*(-\d|auto)", html)
        assert set(re.findall(r"text-align:(\w+)", html)) <= {"left", "right"}
        assert set(re.findall(r"font:(\d+) ", html)) <= {"400", "700"}
        assert "rem" not in "".join(re.findall(r"font-size:(\S+?);", html))


def luminance(colour):
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(text):
    return tuple(int(text[n : n + 2], 16) / 255 for n in (1, 3, 5))


def as_it_is(colour):
    return colour


def inverted(colour):
    return tuple(1 - part for part in colour)


def lightness_inverted(colour):
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb(hue, 1 - lightness, saturation)


def onto_grey(colour):
    """Invert the lightness onto a dark grey instead of black, as programs do that keep white text from glaring."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb(hue, 0.12 + 0.88 * (1 - lightness), saturation)


@pytest.mark.parametrize("darkened", [as_it_is, inverted, lightness_inverted, onto_grey])
def test_words_have_enough_contrast_as_they_are_in_dark_and_darkened_by_force(found, darkened):
    paper, dark_paper = "#fbfaf7", "#14151a"
    for html in found:
        head, _, body = html.partition("</style>")
        assert f'bgcolor="{paper}"' in body, "the paper's colour is not the body's alone, which programs leave out"
        for colour in set(re.findall(r"[^-]color:(#\w{6})", body)):
            assert contrast(darkened(rgb(colour)), darkened(rgb(paper))) >= 4.5, colour
        for colour in set(re.findall(r"[{;]color:(#\w{6})", head)):
            assert contrast(rgb(colour), rgb(dark_paper)) >= 4.5, colour
