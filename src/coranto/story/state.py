"""A clusterer on disk: everything it knows, exactly, so that it goes on as if it had not stopped."""

from collections import deque
from typing import TYPE_CHECKING

import msgspec

from coranto import errors
from coranto.model.story import Tie
from coranto.story.pile import Pile
from coranto.story.shelf import Shelf

if TYPE_CHECKING:
    from coranto.story.cluster import Clusterer

_MARK = "coranto stories 1"


class _Shelf(msgspec.Struct, frozen=True, array_like=True):
    counts: dict[str, float]
    stories: float
    swept: int
    piles: list[Pile]


class _State(msgspec.Struct, frozen=True, array_like=True):
    mark: str
    arrivals: int
    opened: int
    dates: list[float]
    agenda: dict[int, list[tuple[str, int]]]
    shelves: dict[str, _Shelf]
    reasons: dict[str, tuple[float, tuple[tuple[str, float], ...]]]  # article to score and evidence


def write(clusterer: "Clusterer") -> bytes:
    """Write a clusterer down."""
    shelves = {
        language: _Shelf(shelf.frequencies.counts, shelf.frequencies.stories, shelf.swept, list(shelf.piles.values()))
        for language, shelf in clusterer.shelves.items()
    }
    reasons = {
        article: (score, tuple((tie.term, tie.weight) for tie in evidence))
        for article, (_, score, evidence) in clusterer.homes.items()
    }
    return msgspec.msgpack.encode(
        _State(
            _MARK,
            clusterer.arrivals,
            clusterer.opened,
            list(clusterer.dates),
            clusterer.agenda,
            shelves,
            reasons,
        )
    )


def read(clusterer: "Clusterer", data: bytes) -> None:
    """Fill a new clusterer with what ``write`` wrote.

    Raises
    ------
    StoreError
        The bytes are nothing that this version wrote.

    """
    try:
        state = msgspec.msgpack.decode(data, type=_State)
    except msgspec.DecodeError as why:
        raise errors.StoreError(_foreign(str(why))) from why
    if state.mark != _MARK:
        raise errors.StoreError(_foreign(f"it says {state.mark[:40]!r}, not {_MARK!r}"))
    clusterer.arrivals, clusterer.opened = state.arrivals, state.opened
    clusterer.dates = deque(state.dates, maxlen=clusterer.dates.maxlen)
    clusterer.agenda = state.agenda
    piles: dict[str, Pile] = {}
    for language, kept in state.shelves.items():
        shelf = clusterer.shelves[language] = Shelf(language)
        shelf.frequencies.counts, shelf.frequencies.stories = kept.counts, kept.stories
        shelf.swept = kept.swept
        for pile in kept.piles:
            shelf.restore(pile)
            piles.update(dict.fromkeys(pile.articles, pile))
    for article, (score, ties) in state.reasons.items():
        evidence = tuple(Tie(term=term, weight=weight) for term, weight in ties)
        clusterer.homes[article] = piles[article], score, evidence


def _foreign(why: str) -> str:
    return f"this is no state of a clusterer that can be read here ({why}); start without it, and group anew"
