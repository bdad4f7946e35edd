"""How a story unfolded: its articles, and those near it, by day."""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from coranto.i18n.messages import _
from coranto.model.article import Article
from coranto.text import sentence
from coranto.web import words
from coranto.web.pages import components
from coranto.web.pages.components import Moment, Text


class Event(msgspec.Struct, frozen=True):
    """An article on the timeline; ``quiet`` for a near article outside of the story."""

    key: str
    when: Moment
    outlet: str
    to: str
    later: str
    text: Text
    quiet: bool


def events(
    grown: Sequence[tuple[Article, int]], near: Sequence[Article], keys: dict[str, str]
) -> list[tuple[str, Event]]:
    """Build the timeline: each article with its day, including the near ones."""
    ordered = sorted([*(one for one, _ in grown), *near], key=lambda one: (one.published, one.id))
    told: list[tuple[str, Event]] = []
    before = None
    for one in ordered:
        inside = one.id in keys
        gap = ""
        if inside and before and one.published > before:
            gap = _("{time} later", time=words.later(one.published - before))
        text = sentence.first(one.excerpt) if inside and one.excerpt else one.title
        told.append(
            (
                words.day(one.published),
                Event(
                    keys.get(one.id, ""),
                    components.at(one.published),
                    one.provider.name,
                    components.out(one),
                    gap if inside else _("near, not in this story"),
                    components.text(text, one.language),
                    not inside,
                ),
            )
        )
        before = one.published if inside else before
    return told


def by_day(listed: Sequence[tuple[str, Event]]) -> list[tuple[str, list[Event]]]:
    """Group the events by day."""
    return [(day, [event for _day, event in group]) for day, group in groupby(listed, key=lambda pair: pair[0])]
