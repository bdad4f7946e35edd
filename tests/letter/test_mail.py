"""The mail of an issue: every story in HTML and text, no foreign markup, light, in any language."""

import re
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser
from telling import issue, story

from coranto.i18n import current, language
from coranto.letter import check, mail


def letter(*stories, **fields):
    intro = fields.pop("intro", "")
    found = issue(*stories, intro=intro, day=fields.pop("day", date(2026, 3, 9)))
    return mail.Letter(issue=found, site="Bees Every Day", url="https://bees.example", **fields)


def speaking(tag, make):
    token = current._now.set(language.of("/nowhere", tag) if tag != "ar" else language.Language("ar", "rtl"))
    try:
        return make()
    finally:
        current._now.reset(token)


MANY = [
    story(
        f"Ministers end the emergency permits for seed coating number {n}, and growers ask what else they may sow",
        name=f"{n:06x}",
        line="From spring no beet may be sown in it; the county lends poles, asks for photographs and counts the nests.",
        topic="Disease and enemies",
        outlets=tuple(
            (f"The Outlet of Town {m}", f"https://outlet-{m}.example/2026/03/09/story-{n}") for m in range(4)
        ),
        heat=300 - n,
    )
    for n in range(40)
]


def test_forty_stories_weigh_less_than_sixty_kilobytes_and_stand_in_both_parts():
    found = letter(*MANY, postal="Lindengasse 4, Vienna", leave="https://bees.example/letter/leave")
    html, text = mail.html(found), mail.text(found)
    assert len(html.encode()) <= 60_000
    tree = parser.fromstring(html)
    shown = [" ".join(one.text_content().split()) for one in tree.xpath("//h3/a")]
    assert shown == [one.title for one in MANY]
    assert tree.xpath("//h3/a/@href") == [f"https://bees.example{one.path}" for one in MANY]
    for one in MANY:
        assert one.title in text
        assert f"https://bees.example{one.path}" in text
    for part in (html, text):
        assert "Lindengasse 4, Vienna" in part
        assert "https://bees.example/letter/leave" in part


def test_there_is_nothing_to_load_and_nothing_that_runs():
    tree = parser.fromstring(mail.html(letter(*MANY[:3])))
    assert not tree.xpath("//script | //img | //link | //iframe | //object | //form | //@onclick | //svg")
    assert "url(" not in mail.html(letter(*MANY[:3]))
    assert all(one.startswith("https://") for one in tree.xpath("//@href"))


def test_every_element_that_shows_words_has_its_style_and_dark_colours():
    found = mail.html(letter(*MANY[:8], intro="Hello"))
    tree = parser.fromstring(found)
    for one in tree.xpath("//h1 | //h2 | //h3 | //p | //a"):
        assert one.get("style"), one.tag
    for name in tree.xpath("//@class"):
        assert f".{name}" in found.partition("</style>")[0]
    assert "prefers-color-scheme:dark" in found


@pytest.mark.parametrize(
    ("tag", "direction", "says"), [("de", "ltr", "Diese Ausgabe im Netz lesen"), ("ar", "rtl", "")]
)
def test_language_and_direction(tag, direction, says):
    tree = parser.fromstring(speaking(tag, lambda: mail.html(letter(*MANY[:2]))))
    assert (tree.get("lang"), tree.get("dir")) == (tag, direction)
    begin = "right" if direction == "rtl" else "left"
    assert set(tree.xpath("//table[@width='600']/@style")) == {f"text-align:{begin}"}
    if says:
        assert says in tree.text_content()
        assert says in speaking(tag, lambda: mail.text(letter(*MANY[:2])))


def test_updates_stand_in_a_section_of_their_own():
    again = msgspec.structs.replace(MANY[0], update=True)
    found = letter(again, *MANY[1:3])
    assert [(one.name, len(one.stories)) for one in mail.divided(found)] == [("", 2), ("Updated since", 1)]
    assert "== Updated since ==" in mail.text(found)


def test_a_wrong_issue_is_named_with_what_to_do():
    bad = story("Two", name="two", url="javascript:alert(1)")
    told = issue(story("One"), day=date(2026, 3, 6))
    found = letter(story("One"), bad)
    said = list(check.findings(found, mail.html(found) + "x" * check.CLIP, mail.text(found), [told]))
    assert [one.partition(":")[0] for one in said] == [
        said[0].partition(":")[0],
        "story 1 was told in bees-every-day-2026-03-06",
        "story 2 leads to no web address",
        "the mail has no postal address, which the law asks for in many countries",
    ]
    assert "cuts it at 102,000" in said[0]
    fine = letter(story("One"), postal="Vienna")
    assert list(check.findings(fine, mail.html(fine), mail.text(fine), [])) == []


words = st.text(max_size=60) | st.sampled_from(
    ["<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "%(name)s", "{0}", "${x}", "a\r\nBcc: x@y.example", '"><img src=x onerror=y>', "&lt;b&gt;", "</title><p>"]
)  # fmt: skip


@given(title=words, line=words, outlet=words, intro=words, postal=words, to=words, topic=words)
def test_whatever_a_headline_says_it_is_words_and_no_markup(title, line, outlet, intro, postal, to, topic):
    one = story("x", name="x")
    strange = msgspec.structs.replace(
        one,
        title=title or "x",
        line=line,
        outlet=outlet,
        topic=topic,
        url=to,
        outlets=((outlet, to), ("B", "javascript:x")),
    )
    found = mail.html(letter(strange, intro=intro, postal=postal))
    plain = mail.html(letter(story("x", name="x")))
    tree = parser.fromstring(found)
    assert set(re.findall(r"<([a-z]\w*)", found)) <= {*re.findall(r"<([a-z]\w*)", plain), "br"}
    assert not tree.xpath("//script | //img | //*[starts-with(local-name(@*), 'on')]")
    assert "javascript:" not in "".join(tree.xpath("//@href"))
    assert "49" not in found.replace(plain, "") or "49" in f"{title}{line}{outlet}{intro}{postal}{topic}{to}{plain}"
