"""An edition: the stories led by the published articles of some days, hottest first, and their other articles.

The edition of a day has what stood on its front page besides.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from coranto.decide import front, history, impact
from coranto.feeds import address
from coranto.model.change import StoredRecord
from coranto.model.search import SearchFilter
from coranto.newsroom import Newsroom
from coranto.web.pages import components, rows
from coranto.web.pages.components import Piece
from coranto.web.pages.rows import Row

STORIES = 40  # as rows; those after them are lines
_MOST = 400  # published articles of a day that are listed
_ONE = timedelta(days=1)


class Edition(msgspec.Struct, frozen=True):
    """Stories as rows, the articles outside of these stories as lines, and the ids of the stories of both."""

    rows: list[Row]
    rest: list[Piece]
    stories: set[str]


def of(newsroom: Newsroom, days: Sequence[date], most: int = STORIES) -> Edition:
    """Build the edition of these days, earliest first; it contains nothing that changes with time."""
    if not days:
        return Edition([], [], set())
    filed = [one for day in days for one in _shown(newsroom, day)]
    hottest_first = sorted(filed, key=lambda one: -(one.record.heat or 0))
    named = newsroom.store.story_ids_of([one.article for one in hottest_first])
    hottest = list(dict.fromkeys(named[one.article] for one in hottest_first if one.article in named))[:most]
    found = newsroom.store.get_stories(hottest)
    shown = {member.article for story in found.values() for member in story.members}
    articles = newsroom.store.get_articles(shown)
    chosen = impact.chosen_leads(newsroom.store, articles)
    hot = [
        (
            story,
            history.heat(
                [articles[one.article] for one in story.members if one.article in articles], newsroom.settings, chosen
            ),
        )
        for story in found.values()
    ]
    hot.sort(key=lambda pair: (-pair[1], pair[0].id))
    listed = rows.rows(newsroom, hot, _start(days[-1]) + _ONE, edition=True)
    rest = newsroom.store.get_articles(one.article for one in filed if one.article not in shown)
    return Edition(
        listed,
        [components.piece(one, components.at(one.published), own=one.id in named) for one in rest.values()],
        {*named.values(), *found},
    )


def stood(newsroom: Newsroom, day: date, besides: Edition) -> list[Piece]:
    """Return the stories that stood on the front page on a day and are not in its edition, as they came up."""
    store = newsroom.store
    leads = front.leads_of_day(store, day)
    named = store.story_ids_of(leads)
    wanted = dict.fromkeys(named[lead] for lead in leads if lead in named and named[lead] not in besides.stories)
    found = {story.id: story for story in store.get_stories(wanted).values()}
    published = store.get_records({member.article for story in found.values() for member in story.members})
    articles = store.get_articles([story.lead for story in found.values()])
    return [
        components.piece(lead, components.brief(lead.published), story=address.story(story.id, lead.title))
        for story in found.values()
        if (lead := articles.get(story.lead))
        and any(published[one.article].record.published for one in story.members if one.article in published)
    ]


def _shown(newsroom: Newsroom, day: date) -> list[StoredRecord]:
    start = _start(day)
    return newsroom.store.page_of_records(SearchFilter(after=start, before=start + _ONE), limit=_MOST)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
