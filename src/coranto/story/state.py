"""The clusterer's state on disk: complete and exact, so that it continues as if it had not stopped."""

from array import array
from collections.abc import Iterable
from sys import intern
from typing import TYPE_CHECKING

import msgspec

from coranto import errors
from coranto.model.story import EvidenceTerm
from coranto.story.boilerplate import Boilerplate
from coranto.story.centre import Centre
from coranto.story.open_story import OpenStory
from coranto.story.profile import Profile
from coranto.story.series import Series
from coranto.story.story_index import StoryIndex

if TYPE_CHECKING:
    from coranto.story.cluster import Clusterer

MARK = "coranto stories 4"


class _OpenStory(msgspec.Struct, frozen=True, array_like=True):
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
    looked: int
    part_of: int
    next_part: int


class _Index(msgspec.Struct, frozen=True, array_like=True):
    counts: dict[str, float]
    stories: float
    having: dict[str, float]
    articles: float
    boilerplate: Boilerplate
    series: Series
    open_stories: list[_OpenStory]
    postings: dict[str, bytes]
    swept: int
    density: float
    counted: float


class _State(msgspec.Struct, frozen=True, array_like=True):
    mark: str
    opened: int
    dates: list[float]
    agenda: list[tuple[float, int, int, str]]
    growth: list[tuple[float, int, int, str]]
    arrivals: int
    indexes: dict[str, _Index]
    reasons: dict[str, tuple[float, tuple[tuple[str, float], ...]]]  # article to score and evidence


class _Marked(msgspec.Struct, frozen=True, array_like=True):
    mark: str


def write(clusterer: "Clusterer") -> bytes:
    """Serialize a clusterer."""
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
            clusterer.growth,
            clusterer.arrivals,
            {language: _index(index) for language, index in clusterer.indexes.items()},
            reasons,
        )
    )


def read(clusterer: "Clusterer", data: bytes) -> None:
    """Restore the state that ``write`` serialized into a new clusterer.

    Raises
    ------
    StoreError
        The bytes were not written by this version.

    """
    try:
        mark = msgspec.msgpack.decode(data, type=_Marked).mark
        if mark != MARK:
            raise errors.StoreError(_foreign(f"it says {mark[:40]!r}, not {MARK!r}"))
        state = msgspec.msgpack.decode(data, type=_State)
    except msgspec.DecodeError as why:
        raise errors.StoreError(_foreign(str(why))) from why
    clusterer.opened, clusterer.agenda = state.opened, state.agenda
    clusterer.growth, clusterer.arrivals = state.growth, state.arrivals
    clusterer.see(state.dates)
    for language, kept in state.indexes.items():
        index = clusterer.index(language)
        _fill(index, kept)
        for one in kept.open_stories:
            clusterer.number_of.update(dict.fromkeys(one.articles, one.number))
    for article, (score, ties) in state.reasons.items():
        clusterer.reasons[article] = score, tuple(EvidenceTerm(term=term, weight=weight) for term, weight in ties)


def _index(index: StoryIndex) -> _Index:
    known = index.frequencies
    return _Index(
        known.counts,
        known.stories,
        known.having,
        known.articles,
        index.boilerplate,
        index.series,
        [_open_story(open_story) for open_story in index.all()],
        {term: numbers.tobytes() for term, numbers in index.postings.items()},
        index.swept,
        index.density,
        index.counted,
    )


def _fill(index: StoryIndex, kept: _Index) -> None:
    known = index.frequencies
    known.counts, known.stories = kept.counts, kept.stories
    known.having, known.articles = kept.having, kept.articles
    index.boilerplate, index.series = kept.boilerplate, kept.series
    index.swept, index.density, index.counted = kept.swept, kept.density, kept.counted
    index.fill(map(_restored, kept.open_stories))
    index.postings = {term: array("I", numbers) for term, numbers in kept.postings.items()}


def _open_story(open_story: OpenStory) -> _OpenStory:
    profiles = [(profile.terms, profile.weights.tobytes()) for profile in open_story.profiles]
    return _OpenStory(
        open_story.number,
        open_story.name,
        open_story.first,
        open_story.last,
        open_story.touched,
        open_story.articles,
        profiles,
        None if open_story.centre is None else open_story.centre.sums(),
        None if open_story.centre is None else open_story.centre.counts(),
        open_story.square,
        open_story.apart,
        open_story.looked,
        open_story.part_of,
        open_story.next_part,
    )


def _restored(kept: _OpenStory) -> OpenStory:
    open_story = OpenStory(kept.number, kept.first, kept.last, kept.touched, kept.name)
    open_story.articles, open_story.apart, open_story.square = kept.articles, kept.apart, kept.square
    if kept.sums is not None:
        open_story.centre = Centre({intern(term): weight for term, weight in kept.sums.items()}, kept.counts)
    open_story.looked, open_story.part_of, open_story.next_part = kept.looked, kept.part_of, kept.next_part
    open_story.profiles = tuple(_profiles(kept.profiles))
    return open_story


def _profiles(kept: Iterable[tuple[tuple[str, ...], bytes]]) -> Iterable[Profile]:
    return (Profile(tuple(map(intern, terms)), array("f", weights)) for terms, weights in kept)


def _foreign(why: str) -> str:
    return f"this is no state of a clusterer that can be read here ({why}); start without it, and group anew"
