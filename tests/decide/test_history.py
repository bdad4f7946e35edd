"""How a story's heat came about: the rules of today after each article, and not a second set of rules."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from coranto.decide import decision, history, impact
from coranto.heat import rank
from coranto.model.article import Article, Provider
from coranto.model.settings import Settings
from coranto.model.story import Member, Story

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def one(n, ago, quality):
    at = NOW - timedelta(hours=ago)
    return Article(
        id=f"a{n}",
        url=f"https://{n}.example/",
        original_url=f"https://{n}.example/",
        web_url=f"https://{n}.example/",
        title=f"Title {n}",
        published=at,
        seen=at,
        provider=Provider(name=f"Outlet {n}", domain=f"{n}.example"),
        quality=quality,
    )


def told(*hours, quality=40):
    return [one(n, ago, quality - n) for n, ago in enumerate(hours)]


stories = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 5)), min_size=1, max_size=12).map(
    lambda rows: [one(n, ago, quality) for n, (ago, quality) in enumerate(rows)]
)


@given(stories)
def test_heat_after_each_article_is_what_the_decision_would_have_been_then(articles):
    settings = Settings()
    grown = history.history(articles, settings)
    assert [article for article, _ in grown] == sorted(articles, key=lambda a: (a.published, a.id))
    for n in range(len(grown)):
        so_far = [article for article, _ in grown[: n + 1]]
        story = Story(id="s", lead="", members=tuple(Member(article=article.id) for article in so_far))
        decided = impact.lead_and_heat(story, {article.id: article for article in so_far}, settings)
        assert grown[n][1] == decided.heat


def test_history_ends_at_the_heat_of_the_story():
    grown = history.history(told(9, 5, 1), Settings())
    assert [heat for _, heat in grown] == [40, 50, 60]


def test_a_better_article_takes_the_lead_and_lifts_the_heat():
    first, second = told(9, 5)
    better = msgspec.structs.replace(second, quality=90)
    assert [heat for _, heat in history.history([first, better], Settings())] == [40, 100]


def test_gained_is_what_the_last_three_hours_brought():
    assert history.gained(told(9, 5, 1), Settings(), NOW) == 10
    assert history.gained(told(9, 5), Settings(), NOW) == 0
    assert history.gained(told(1), Settings(), NOW) == 40


def test_no_articles_have_no_heat():
    assert history.heat([], Settings()) == 0


def test_the_last_heat_is_that_of_the_lead_that_an_editor_chose():
    articles = told(9, 5, 1)
    weakest = min(articles, key=lambda one: one.quality)
    ranked = history.history(articles, Settings(), {weakest.id: 1})
    others = decision.related(weakest, articles, Settings())
    assert ranked[-1][1] == rank.total(decision.summands(weakest, others, 0, Settings()))
