"""Whatever an article is like, what is said of it adds up: quality, heat, and the sentence of the decision."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from coranto.decide import compose, decision, explain
from coranto.dedupe import address
from coranto.heat import rank
from coranto.i18n.wording import say
from coranto.model.article import Article, Picture, Provider
from coranto.model.change import Override
from coranto.model.settings import Judge, Outlet, Publish, Settings
from coranto.model.topic import Topic
from coranto.record import build, frontmatter
from coranto.run.assemble import judged
from coranto.topic.taxonomy import Taxonomy

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TAXONOMY = Taxonomy(
    [
        Topic(id="ai", name="AI", keywords=("ai", "model")),
        Topic(id="vision", name="Vision", parent="AI", keywords=("facial recognition", "cameras"), threshold=30),
    ]
)
words = st.lists(st.sampled_from(["AI", "model", "facial recognition", "cameras", "police", "—", "「見出し」", "x" * 40]), min_size=1, max_size=12)  # fmt: skip
points = st.integers(-200, 200)
rules = st.builds(
    Settings,
    judge=st.builds(Judge, topic=points, keyword=points, image=points, amp=points, video=points, title_length=st.integers(0, 200)),
    publish=st.builds(Publish, threshold=points, related=st.integers(0, 50)),
    outlets=st.dictionaries(st.sampled_from(["a.example", "b.example"]), st.builds(Outlet, weight=points), max_size=2),
)  # fmt: skip


@st.composite
def articles(draw):
    url = f"https://{draw(st.sampled_from('abc'))}.example/{draw(st.integers(0, 10**9))}"
    at = NOON + timedelta(hours=draw(st.integers(-200, 200)))
    return Article(
        id=address.article_id(url),
        url=url,
        original_url=url,
        web_url=url,
        title=" ".join(draw(words)),
        published=at,
        seen=at,
        provider=Provider(name="An Outlet", domain=address.outlet(url)),
        type=draw(st.sampled_from(["article", "video"])),
        images=draw(st.sampled_from([(), (Picture(url="https://a.example/p.jpg"),)])),
        amp_url=draw(st.sampled_from([None, url + "/amp"])),
    )


@given(articles(), rules, st.sampled_from([0, 100, -50]), st.sampled_from([(), ("Vision",), ("Elsewhere",)]))
def test_parts_of_quality_add_up_and_each_has_a_reason(draft, settings, boost, named):
    one = judged(draft, named, TAXONOMY, settings, boost=boost)
    assert one.quality == sum(part.points for part in one.parts) >= 0
    assert all(part.points and part.name and say(part.reason) for part in one.parts)
    assert judged(one, named, TAXONOMY, settings, boost=boost) == one, "judging again says the same"
    assert {part.name for part in one.parts} >= ({"boost"} if boost else set())


@given(st.lists(articles(), min_size=1, max_size=5, unique_by=lambda a: a.id), rules, st.integers(0, 99), st.data())
def test_heat_adds_up_and_the_sentence_says_what_was_decided(drafts, settings, readers, data):
    told = [judged(draft, (), TAXONOMY, settings) for draft in drafts]
    lead = max(told, key=lambda one: one.quality)
    one = data.draw(st.sampled_from(told))
    edited = data.draw(
        st.sampled_from([None, *(Override(article=one.id, published=word) for word in (None, False, True))])
    )
    others = decision.related(lead, told, settings)
    verdict = decision.decide(one, lead, others, readers, settings, own={"Vision": 30}, edited=edited)
    assert say(verdict.reason).startswith("Published: " if verdict.published else "Not published: ")
    if one is lead:
        assert (
            verdict.heat
            == sum(part.points for part in verdict.parts)
            == one.quality + rank.counted(others, settings) * settings.publish.related + readers
        )
        assert explain.heat_line(verdict.parts).endswith(f" = {verdict.heat}")
        assert str(verdict.heat) in say(verdict.reason)
    else:
        assert (verdict.heat, verdict.parts) == (rank.COLD, ())
        assert "leads this story" in say(verdict.reason)
    if edited is None or edited.published is None:
        bar, _ = rank.threshold(one, {"Vision": 30}, settings)
        assert verdict.published == (one is lead and verdict.heat >= bar)
    else:
        assert (verdict.published, verdict.rule) == (edited.published, "editor")


@given(st.lists(articles(), min_size=1, max_size=4, unique_by=lambda a: a.id), rules)
def test_the_record_of_any_article_keeps_its_bytes(drafts, settings):
    told = {draft.id: judged(draft, (), TAXONOMY, settings) for draft in drafts}
    one = next(iter(told.values()))
    verdict, others = compose.compose(one, None, (), told, settings)
    made = build.make(one, verdict, others + list(told.values())[1:], settings)
    text = frontmatter.emit(made)
    again = frontmatter.read(text, "record")
    assert frontmatter.emit(again) == text
    assert (again.quality, again.heat, again.published, again.title) == (
        made.quality,
        made.heat,
        made.published,
        made.title,
    )
    assert msgspec.json.decode(msgspec.json.encode(made), type=type(made)) == made
