"""Articles to stories: what joins, what is near, what is remembered, and what bad input does."""

import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto import errors
from coranto.model.settings import Stories
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

START = datetime(2026, 3, 2, 8, tzinfo=UTC)

FERRY = [
    "Ferry runs aground off Skagen, 212 passengers taken to safety",
    "212 passengers evacuated after ferry runs aground near Skagen",
    "Skagen ferry aground: all passengers safe, captain questioned",
]
BUDGET = [
    "Parliament in Lisbon rejects budget, minister Carvalho resigns",
    "Finance minister Carvalho resigns as Lisbon parliament rejects budget",
]


def item(ident, title, hours=0.0, **fields):
    return Item(id=ident, title=title, published=START + timedelta(hours=hours), **fields)


@pytest.fixture
def clusterer():
    return Clusterer(Stories())


def place(clusterer, titles, prefix, hours=0.0, **fields):
    return [clusterer.place(item(f"{prefix}{n}", title, hours + n / 10, **fields)) for n, title in enumerate(titles)]


def calls(work):
    """Count the calls that work makes: what it costs, whatever else the machine does."""
    made = 0

    def count(_frame, event, _argument):
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


def test_an_event_is_one_story_and_two_events_are_two(clusterer):
    ferry, budget = place(clusterer, FERRY, "f"), place(clusterer, BUDGET, "b")
    assert {placement.story for placement in ferry} == {"sf0"}
    assert {placement.story for placement in budget} == {"sb0"}


def test_the_one_that_opens_a_story_needs_no_evidence(clusterer):
    first = clusterer.place(item("a", FERRY[0]))
    assert (first.story, first.score, first.evidence, first.near) == ("sa", 1.0, (), ())


def test_the_weights_of_the_evidence_add_up_to_the_score_and_the_strongest_comes_first(clusterer):
    _, second, third = place(clusterer, FERRY, "f")
    for placement in (second, third):
        assert sum(tie.weight for tie in placement.evidence) == pytest.approx(placement.score, abs=1e-9)
        assert placement.score >= Stories().join
        weights = [tie.weight for tie in placement.evidence if tie.term != "other words"]
        assert weights == sorted(weights, reverse=True)
        assert len(placement.evidence) <= 12
        assert {"skagen", "ferry"} <= {tie.term for tie in placement.evidence[:4]}


def test_the_seeds_four_are_one_story_and_the_subjects_fifth_is_near(clusterer):
    """The contract's example, its titles and excerpts in our own words."""
    titles = [
        ("Should police and companies stop facial recognition surveillance?", "Politicians and campaigners think so."),
        ("MPs call for stop to police use of facial recognition", "MPs and campaigners want surveillance ended."),
        ("MPs and peers call for stop to live facial recognition", "Police surveillance opposed from all sides."),
    ]
    told = [clusterer.place(item(f"m{n}", t, n, excerpt=e)) for n, (t, e) in enumerate(titles)]
    assert {placement.story for placement in told} == {"sm0"}
    maker = item(
        "k",
        "Maker unveils facial recognition for tills, kiosks and video surveillance in shops",
        79,
        excerpt="Banks and wallets get quicker enrolment and age checks at the terminal.",
    )
    later = clusterer.place(maker)
    assert later.story == "sk"
    assert [story for story, _, _ in later.near] == ["sm0"]
    assert Stories().near <= later.near[0][1]


def test_the_seed_itself(shared, clusterer):
    import json

    rows = [json.loads(line) for line in (shared / "seed/articles.jsonl").read_text("utf-8").splitlines()]
    told = [
        clusterer.place(
            Item(
                id=row["provider"]["name"],
                title=row["title"],
                excerpt=row["excerpt"],
                published=datetime.fromisoformat(row["published"]),
            )
        )
        for row in sorted(rows, key=lambda row: row["published"])
    ]
    assert [placement.story for placement in told] == ["sTechRound"] * 4 + ["sBiometric Companies"]
    (near,) = told[-1].near
    assert near[0] == "sTechRound"
    assert Stories().near <= near[1]


def test_after_the_window_the_same_words_are_near_and_after_five_days_nothing(clusterer):
    place(clusterer, FERRY, "f")
    late = clusterer.place(item("late", FERRY[0], 24 * 4))
    assert late.story == "slate"
    assert late.near[0][0] == "sf0"
    assert late.near[0][1] >= Stories().join
    assert clusterer.place(item("later", FERRY[1], 24 * 14)).near == ()


def test_the_window_is_a_setting():
    wide = Clusterer(Stories(window_days=30))
    place(wide, FERRY, "f")
    assert wide.place(item("late", FERRY[0], 24 * 10)).story == "sf0"


def test_two_stories_that_turn_out_to_be_one_keep_the_older(clusterer):
    clusterer.place(item("a", "Quake shakes Valparaiso harbour", excerpt="Cranes toppled at the port."))
    clusterer.place(item("b", "Chilean navy sends divers", excerpt="Ships sank in the bay after tremors at dawn."))
    joined = clusterer.place(
        item(
            "c", "Quake shakes Valparaiso harbour: Chilean navy sends divers", 1, excerpt="Cranes toppled, ships sank."
        )
    )
    again = clusterer.place(
        item(
            "d", "Chilean navy sends divers after quake shakes Valparaiso harbour", 1, excerpt="Ships sank in the bay."
        )
    )
    merged = joined.merged + again.merged
    assert merged == (("sb", "sa"),)
    assert again.story == "sa"
    assert clusterer.place(item("b", "")).story == "sa"
    assert clusterer.stories() == {"sa"}


def test_the_same_article_again_changes_nothing(clusterer):
    first = place(clusterer, FERRY, "f")
    before = clusterer.dump()
    again = clusterer.place(item("f2", "something else", 50))
    assert (again.story, again.score, again.evidence) == (first[2].story, first[2].score, first[2].evidence)
    assert clusterer.dump() == before


def test_a_story_stays_in_its_language(clusterer):
    title = "Ursula von der Leyen in Kyjiw: EU-Gipfel NATO Zelenskyj"
    assert clusterer.place(item("de", title, language="de-DE")).story == "sde"
    assert clusterer.place(item("en", title, language="en")).story == "sen"
    assert clusterer.place(item("at", title, language="de")).story == "sde"


def test_an_article_of_unknown_language_goes_where_its_words_are_known(clusterer):
    clusterer.place(item("de", "Fähre läuft vor Skagen auf Grund, alle Passagiere gerettet", language="de"))
    told = clusterer.place(item("x", "Fähre vor Skagen auf Grund gelaufen: Passagiere gerettet"))
    assert told.story == "sde"


def test_chinese_and_japanese_are_grouped_without_spaces(clusterer):
    clusterer.place(item("zh1", "欧盟通过人脸识别禁令", language="zh"))
    assert clusterer.place(item("zh2", "人脸识别禁令获欧盟通过", language="zh")).story == "szh1"
    assert clusterer.place(item("zh3", "上海地铁新线路明年开通", language="zh")).story == "szh3"


def test_a_language_without_a_list_works(clusterer):
    clusterer.place(item("a", "Ferja strandaði við Skagen, farþegar bjargað", language="fo"))
    assert clusterer.place(item("b", "Farþegar bjargað: ferja strandaði við Skagen", language="fo")).story == "sa"


def test_without_words_or_date_an_article_stands_alone(clusterer):
    assert clusterer.place(Item(id="a")).story == "sa"
    assert clusterer.place(Item(id="b", title="…!")).story == "sb"
    assert clusterer.place(Item(id="c", title="…!")).near == ()


def test_an_article_without_a_date_joins_what_is_told_now(clusterer):
    place(clusterer, FERRY, "f")
    assert clusterer.place(Item(id="x", title=FERRY[0])).story == "sf0"


def test_a_wrong_date_costs_only_its_own_article(clusterer):
    place(clusterer, FERRY[:1], "f")
    assert clusterer.place(item("future", FERRY[1], 24 * 400)).story == "sfuture"
    assert clusterer.place(item("past", FERRY[1], -24 * 400)).story == "spast"
    assert clusterer.place(item("now", FERRY[1], 1)).story == "sf0"
    assert clusterer.place(Item(id="undated", title=FERRY[2])).story == "sf0"


def test_an_earlier_article_that_arrives_later_joins_too(clusterer):
    clusterer.place(item("late", FERRY[0], 20))
    assert clusterer.place(item("early", FERRY[1], 0)).story == "slate"


@pytest.mark.slow
def test_a_hundred_thousand_copies_are_one_story_and_the_last_costs_no_more_than_the_first(clusterer):
    for n in range(500):
        clusterer.place(item(str(n), f"{FERRY[0]} {n % 7}", n / 100_000))
    early = calls(lambda: clusterer.place(item("early", FERRY[0], 0.5)))
    for n in range(500, 100_000):
        placement = clusterer.place(item(str(n), f"{FERRY[0]} {n % 7}", n / 100_000))
    assert placement.story == "s0"
    assert calls(lambda: clusterer.place(item("late", FERRY[0], 1))) < early * 1.2


@pytest.mark.slow
def test_the_cost_of_an_article_and_the_memory_stay_flat():
    clusterer = Clusterer(Stories())

    def feed(first, count):
        for n in range(first, first + count):
            w = (n * 7919) % 100_003
            title = f"word{w % 997} name{w % 4001} place{n // 3 % 20_011} thing{n // 3 % 5_003} event{n // 3}"
            clusterer.place(item(str(n), title, n / 100))

    feed(0, 8_000)
    early = calls(lambda: feed(8_000, 1_000))
    feed(9_000, 24_000)
    assert calls(lambda: feed(33_000, 1_000)) < early * 1.2
    assert len(clusterer.number_of) < 25_000


TITLES = st.lists(
    st.sampled_from([*FERRY, *BUDGET, "Ferry captain Skagen budget", "", "Минск переговоры"]), max_size=40
)


@settings(max_examples=30, deadline=None)
@given(TITLES, st.integers(0, 40), st.lists(st.integers(-100, 500), min_size=40, max_size=40))
def test_stopping_and_going_on_changes_nothing(titles, stop, hours):
    items = [item(str(n), title, hours[n]) for n, title in enumerate(titles)]
    whole, part = Clusterer(Stories()), Clusterer(Stories())
    expected = [whole.place(each) for each in items]
    answers = [part.place(each) for each in items[:stop]]
    part = Clusterer.load(Stories(), part.dump())
    answers += [part.place(each) for each in items[stop:]]
    assert answers == expected
    assert part.dump() == whole.dump()


@settings(max_examples=30, deadline=None)
@given(TITLES)
def test_every_article_is_in_one_story_that_exists(titles):
    clusterer, story_of = Clusterer(Stories()), {}
    for n, title in enumerate(titles):
        placement = clusterer.place(item(str(n), title, n))
        story_of[str(n)] = placement.story
        for old, into in placement.merged:
            story_of = {article: into if story == old else story for article, story in story_of.items()}
        assert placement.story not in {story for story, _, _ in placement.near}
    assert set(story_of.values()) <= clusterer.stories()


def test_bytes_from_elsewhere_are_refused():
    with pytest.raises(errors.StoreError, match="start without it"):
        Clusterer.load(Stories(), b"something else")
    with pytest.raises(errors.StoreError, match="start without it"):
        Clusterer.load(Stories(), Clusterer(Stories()).dump().replace(b"stories 4", b"stories 1"))


def test_small_stories_that_a_later_article_brings_together_become_one_when_they_look_again(clusterer):
    for name, title in (
        ("a", "questioned rescue aground night"),
        ("b", "coastguard skagen harbour captain"),
        ("c", "storm captain safety questioned harbour"),
    ):
        clusterer.place(item(name, title))
    assert {"sa", "sb"} <= clusterer.stories()
    later = [clusterer.place(item(f"x{n}", f"alpha{n} beta{n} gamma{n}", 1 + 2 * n)) for n in range(40)]
    assert [pair for placement in later for pair in placement.merged] == [("sb", "sa")]
    assert clusterer.place(item("b", "")).story == "sa"
