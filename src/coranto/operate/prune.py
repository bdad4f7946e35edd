"""Retention: what an owner lets go by age. Articles, stories, records, edits and their log stay for ever."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from coranto.errors import PruneError
from coranto.newsroom import Newsroom
from coranto.operate import clock, round_log

_AGE = re.compile(r"(\d{1,5})d")
_LEAST = {"texts": 30, "entries": 7, "readers": 2, "logs": 7}  # days: what is younger is still worked with
_QUIET = timedelta(days=3)  # without a round, after which the clock is not believed


class Pruned(msgspec.Struct, frozen=True):
    """What goes of one kind: how many, all that is older than a time, and the characters where they count."""

    kind: str
    count: int
    before: datetime
    characters: int = 0


def age(kind: str, text: str) -> timedelta:
    """Read an age like ``90d``; ``PruneError`` if it is not valid, or too young for this kind."""
    found = _AGE.fullmatch(text)
    if found is None or int(found[1]) < _LEAST[kind]:
        what = f"write an age in days, like 90d; of {kind} what is younger than {_LEAST[kind]}d is still worked with"
        raise PruneError(what, f"--{kind} {text}")
    return timedelta(days=int(found[1]))


def prune(newsroom: Newsroom, ages: dict[str, timedelta], *, dry: bool) -> Iterator[Pruned]:
    """Take away what is older, a kind at a time, or only count it.

    Of a text its beginning stays, by which its article is judged again (``subject.opening``).

    Raises
    ------
    PruneError
        The clock may be wrong: no round has ended for days, or the last one did in the future. Nothing has gone.

    """
    now = newsroom.now()
    if not dry:
        _believe_clock(newsroom, now)
    for kind, old in ages.items():
        before = now - old
        if kind == "texts":
            yield _texts(newsroom, before, dry=dry)
        elif kind == "entries":
            yield Pruned(kind, newsroom.store.delete_given_up(before, dry=dry), before)
        elif kind == "readers":
            day = f"{before:%Y-%m-%d}"
            count = newsroom.store.count_readers_before(day) if dry else newsroom.store.delete_readers(day)
            yield Pruned(kind, count, before)
        else:
            count = newsroom.store.delete_old_logs(before, dry=dry) + newsroom.delete_kept_changes(before, dry=dry)
            yield Pruned(kind, count, before)


def _texts(newsroom: Newsroom, before: datetime, *, dry: bool) -> Pruned:
    keep = newsroom.settings.subject.opening
    count, characters = newsroom.store.count_old_texts(before, keep)
    after, some = 0, 1
    while some and not dry:
        after, some = newsroom.store.shorten_texts(before, keep, after)
    return Pruned("texts", count, before, characters)


def _believe_clock(newsroom: Newsroom, now: datetime) -> None:
    rounds = round_log.read(newsroom.store)
    if rounds and not now - _QUIET <= rounds[-1].ended <= now + clock.TOLERANCE:
        raise PruneError(
            f"the last round ended on {rounds[-1].ended:%Y-%m-%d} by the clock of then, and it is {now:%Y-%m-%d} now: "
            "run one first, so that no wrong clock says what is old"
        )
