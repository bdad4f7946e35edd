"""An edition: the stories led by the published articles of some days, the hottest first, and what else they brought."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from coranto.desk import Desk
from coranto.model.filing import Filed
from coranto.model.finding import Within
from coranto.serve.views import growth, pieces, rows
from coranto.serve.views.pieces import Piece
from coranto.serve.views.rows import Row

STORIES = 40  # as rows; those after them are lines
_MOST = 400  # published articles of a day that are listed
_ONE = timedelta(days=1)


class Edition(msgspec.Struct, frozen=True):
    """Stories as rows, and as lines the articles that are in none of them."""

    rows: list[Row]
    rest: list[Piece]


def of(desk: Desk, days: Sequence[date], most: int = STORIES) -> Edition:
    """Set the edition of these days, earliest first: nothing in it says what time changes."""
    if not days:
        return Edition([], [])
    filed = [one for day in days for one in _shown(desk, day)]
    told = sorted(filed, key=lambda one: -(one.record.heat or 0))
    named = desk.store.story_of([one.article for one in told])
    hottest = list(dict.fromkeys(named[one.article] for one in told if one.article in named))[:most]
    found = desk.store.stories(hottest)
    shown = {member.article for story in found.values() for member in story.members}
    people = desk.store.articles(shown)
    hot = [
        (story, growth.heat([people[one.article] for one in story.members if one.article in people], desk.settings))
        for story in found.values()
    ]
    hot.sort(key=lambda pair: (-pair[1], pair[0].id))
    listed = rows.rows(desk, hot, _start(days[-1]) + _ONE, edition=True)
    rest = desk.store.articles(one.article for one in filed if one.article not in shown)
    return Edition(listed, [pieces.piece(one, pieces.at(one.published), own=one.id in named) for one in rest.values()])


def _shown(desk: Desk, day: date) -> list[Filed]:
    start = _start(day)
    return desk.store.shown(Within(after=start, before=start + _ONE), limit=_MOST)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
