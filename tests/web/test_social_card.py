"""The pictures that stand for pages where their addresses are shared."""

import io
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from coranto.site import build
from coranto.web import card_fonts, social_card

PAPER, INK, HEAT = (0xFB, 0xFA, 0xF7), (0x1B, 0x1A, 0x17), (0xB3, 0x36, 0x0B)


def opened(body):
    image = Image.open(io.BytesIO(body))
    image.load()
    assert (image.format, image.size) == ("PNG", social_card.SIZE)
    return image.convert("RGB")


def inked(image, box):
    """How many pixels of a part are darker than paper."""
    return sum(image.crop(box).convert("L").histogram()[:200])


@pytest.fixture
def story(newsroom):
    return next(story for story, _ in newsroom.store.hot_stories(newsroom.now().replace(year=2000), 1))


def test_a_story_names_its_poster_and_has_it(client, story):
    tree = html.fromstring(client.get(f"/s/{story.id}/", follow_redirects=True).text)
    said = tree.xpath("string(//meta[@property='og:image']/@content)")
    assert said == f"https://news.example/ai/s/{story.id}/poster.png"
    answer = client.get(f"/s/{story.id}/poster.png")
    assert answer.headers["content-type"] == "image/png"
    image = opened(answer.content)
    assert image.getpixel((40, 22)) == HEAT, "the rule"
    assert image.getpixel((700, 22)) == PAPER
    assert inked(image, (social_card.EDGE, 80, 760, 340)) > 2000, "a headline"
    assert inked(image, (0, 40, social_card.EDGE - 4, 420)) == 0, "nothing left of the edge"
    assert len(answer.content) < 40_000


def test_other_pages_have_the_sites(client):
    tree = html.fromstring(client.get("/t/ai/").text)
    assert tree.xpath("string(//meta[@property='og:image']/@content)") == "https://news.example/ai/poster.png"
    opened(client.get("/poster.png").content)


def test_what_has_no_page_has_no_poster(client, newsroom):
    hidden = next(ident for n in range(100) if (ident := f"{n:06x}") not in newsroom.store.published_story_ids())
    for ident in ("nothing", hidden):
        assert client.get(f"/s/{ident}/poster.png").status_code == 404


def test_a_static_site_has_them(fresh, tmp_path):
    build.build(fresh, tmp_path)
    for ident in fresh.store.published_story_ids():
        opened((tmp_path / "s" / ident / "poster.png").read_bytes())


def test_the_rule_is_as_long_as_told_and_ends_at_the_edge_at_the_threshold():
    image = opened(social_card.draw("/nowhere", "Site", "Title", "", social_card.EDGE))
    assert image.getpixel((social_card.EDGE - 1, 22)) == HEAT
    assert image.getpixel((social_card.EDGE, 22)) == PAPER
    assert opened(social_card.draw("/nowhere", "Site", "Title", "", 0)).getpixel((0, 22)) == PAPER
    assert opened(social_card.draw("/nowhere", "Site", "Title", "", 9999)).getpixel((799, 22)) == HEAT


def test_letters_that_the_font_has_not_are_no_boxes():
    plain = social_card.draw("/nowhere", "Site", "", "", 80)
    assert social_card.draw("/nowhere", "Site", "𒀀𒀁 𒀂", "𒀃", 80) == plain  # cuneiform
    assert social_card.draw("/nowhere", "Site", "Größe: „Ärzte“ – Žižek, Ørsted, Що?", "", 80) != plain


@pytest.mark.parametrize(
    ("package", "title", "right"),
    [
        ("fontpkg_noto_sans_arabic", "نواب من خمسة أحزاب يطالبون بوقف فوري لاستخدام AI في مراقبة الشوارع", True),
        ("fontpkg_frank_ruhl_libre", "חברי כנסת דורשים לעצור מיד את מודל AI לזיהוי פנים ברחובות", True),
        ("fontpkg_noto_sans_devanagari", "पाँच दलों के सांसदों ने पुलिस की कृत्रिम चेहरा पहचान AI निगरानी तुरंत रोकने की माँग की", False),
    ],
)  # fmt: skip
def test_scripts_that_join_or_run_from_the_right_have_their_words(package, title, right):
    pytest.importorskip(package)
    if not card_fonts._shapes():
        pytest.skip("this machine has no FriBiDi")
    image = opened(social_card.draw("/nowhere", "Site", title, title, 80))
    assert inked(image, (social_card.EDGE, 80, 760, 340)) > 2000
    ends = social_card.WIDE - 48
    edge = (ends - 12, 80, ends + 2, 340) if right else (social_card.EDGE - 2, 80, social_card.EDGE + 12, 340)
    assert inked(image, edge) > 50, "where lines begin"
    assert inked(image, (social_card.WIDE - 20, 30, social_card.WIDE, social_card.HIGH)) == 0
    assert inked(image, (0, 30, social_card.EDGE - 6, social_card.HIGH)) == 0


def test_signs_without_spaces_are_broken_anywhere_but_before_a_stop():
    pieces = social_card._PIECE.findall("议员呼吁，AI 技术「误」 and so on")
    assert pieces == ["议", "员", "呼", "吁，", "AI ", "技", "术", "「误」 ", "and ", "so ", "on"]


def test_a_font_of_the_newsrooms_own_is_taken(tmp_path):
    shutil.copy(card_fonts.ours(), tmp_path / "poster.ttf")
    assert (
        opened(social_card.draw(str(tmp_path), "Site", "A title", "", 80)).tobytes()
        != opened(social_card.draw("/nowhere", "Site", "A title", "", 80)).tobytes()
    )


def test_a_font_that_is_none_costs_nothing(tmp_path):
    (tmp_path / "poster.otf").write_text("no font")
    assert social_card.draw(str(tmp_path), "Site", "A title", "", 80) == social_card.draw(
        "/nowhere", "Site", "A title", "", 80
    )


@given(st.text(max_size=400), st.text(max_size=60), st.integers(-5, 10_000))
def test_any_words_make_a_poster_that_nothing_sticks_out_of(title, site, rule):
    image = opened(social_card.draw("/nowhere", site, title, site, rule))
    assert inked(image, (social_card.WIDE - 20, 30, social_card.WIDE, social_card.HIGH)) == 0
    assert inked(image, (0, social_card.HIGH - 8, social_card.WIDE, social_card.HIGH)) == 0


def test_a_headline_of_a_hundred_words_is_cut():
    image = opened(social_card.draw("/nowhere", "Site", "Extraordinarily " * 100, "below", 80))
    assert inked(image, (social_card.EDGE, 340, 760, 362)) == 0, "room between the headline and the last line"
