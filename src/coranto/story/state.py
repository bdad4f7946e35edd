"""A clusterer on disk: everything it knows, exactly, so that it goes on as if it had not stopped."""

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from coranto import errors
from coranto.model.story import Tie
from coranto.story.boilerplate import Boilerplate
from coranto.story.pile import Pile
from coranto.story.profile import Profile
from coranto.story.shelf import Shelf

if TYPE_CHECKING:
    from coranto.story.cluster import Clusterer

MARK = "coranto stories 2"


class _Pile(msgspec.Struct, frozen=True, array_like=True):
    number: int
    name: str | None
    first: float
    last: float
    touched: float
    articles: list[str]
    profiles: list[tuple[tuple[str, ...], bytes]]
    sums: dict[str, float] | None
    counts: dict[str, int] | None
    square: float
    apart: tuple[int, ...]


class _Shelf(msgspec.Struct, frozen=True, array_like=True):
    counts: dict[str, float]
    stories: float
    having: dict[str, float]
    articles: float
    boilerplate: Boilerplate
    piles: list[_Pile]
    postings: dict[str, bytes]
    swept: int
    density: float
    counted: float


class _State(msgspec.Struct, frozen=True, array_like=True):
    mark: str
    opened: int
    dates: list[float]
    agenda: list[tuple[float, int, int, str]]
    shelves: dict[str, _Shelf]
    reasons: dict[str, tuple[float, tuple[tuple[str, float], ...]]]  # article to score and evidence


class _Marked(msgspec.Struct, frozen=True, array_like=True):
    mark: str


def write(clusterer: "Clusterer") -> bytes:
    """Write a clusterer down."""
    reasons = {
        article: (score, tuple((tie.term, tie.weight) for tie in evidence))
        for article, (score, evidence) in clusterer.reasons.items()
    }
    return msgspec.msgpack.encode(
        _State(
            MARK,
            clusterer.opened,
            list(clusterer.dates),
            clusterer.agenda,
            {language: _shelf(shelf) for language, shelf in clusterer.shelves.items()},
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
        mark = msgspec.msgpack.decode(data, type=_Marked).mark
        if mark != MARK:
            raise errors.StoreError(_foreign(f"it says {mark[:40]!r}, not {MARK!r}"))
        state = msgspec.msgpack.decode(data, type=_State)
    except msgspec.DecodeError as why:
        raise errors.StoreError(_foreign(str(why))) from why
    clusterer.opened, clusterer.agenda = state.opened, state.agenda
    clusterer.see(state.dates)
    for language, kept in state.shelves.items():
        shelf = clusterer.shelf(language)
        _fill(shelf, kept)
        for pile in shelf.piles.values():
            clusterer.homes.update(dict.fromkeys(pile.articles, pile))
    for article, (score, ties) in state.reasons.items():
        clusterer.reasons[article] = score, tuple(Tie(term=term, weight=weight) for term, weight in ties)


def _shelf(shelf: Shelf) -> _Shelf:
    known = shelf.frequencies
    return _Shelf(
        known.counts,
        known.stories,
        known.having,
        known.articles,
        shelf.boilerplate,
        [_pile(pile) for pile in shelf.piles.values()],
        {term: numbers.tobytes() for term, numbers in shelf.postings.items()},
        shelf.swept,
        shelf.density,
        shelf.counted,
    )


def _fill(shelf: Shelf, kept: _Shelf) -> None:
    known = shelf.frequencies
    known.counts, known.stories = kept.counts, kept.stories
    known.having, known.articles = kept.having, kept.articles
    shelf.boilerplate = kept.boilerplate
    shelf.swept, shelf.density, shelf.counted = kept.swept, kept.density, kept.counted
    shelf.piles = {one.number: _restored(one) for one in kept.piles}
    shelf.postings = {term: array("I", numbers) for term, numbers in kept.postings.items()}


def _pile(pile: Pile) -> _Pile:
    profiles = [(profile.terms, profile.weights.tobytes()) for profile in pile.profiles]
    return _Pile(
        pile.number,
        pile.name,
        pile.first,
        pile.last,
        pile.touched,
        pile.articles,
        profiles,
        pile.sums,
        pile.counts,
        pile.square,
        pile.apart,
    )


def _restored(kept: _Pile) -> Pile:
    pile = Pile(kept.number, kept.first, kept.last, kept.touched, kept.name)
    pile.articles, pile.apart, pile.square = kept.articles, kept.apart, kept.square
    pile.sums, pile.counts = kept.sums, kept.counts
    pile.profiles = tuple(_profiles(kept.profiles))
    return pile


def _profiles(kept: Iterable[tuple[tuple[str, ...], bytes]]) -> Iterable[Profile]:
    return (Profile(terms, array("f", weights)) for terms, weights in kept)


def _foreign(why: str) -> str:
    return f"this is no state of a clusterer that can be read here ({why}); start without it, and group anew"
