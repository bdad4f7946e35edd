"""All topics: as a tree in the order of their names, each with its published stories of thirty days."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from coranto.i18n import formats
from coranto.i18n.messages import _
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.web.page_kind import PageKind
from coranto.web.pages import components, layout
from coranto.web.pages.components import Link
from coranto.web.pages.layout import Layout

_DAYS = timedelta(days=30)


class Named(msgspec.Struct, frozen=True):
    """A topic of the list: how deep it stands in the tree, and how many stories it has."""

    link: Link
    about: str
    deep: int
    stories: str


class Topics(msgspec.Struct, frozen=True, kw_only=True):
    """The values of the page."""

    layout: Layout
    topics: list[Named]


def view(newsroom: Newsroom, now: datetime, density: str = "standard") -> Topics:
    """Build the values of the page of all topics."""
    counts = newsroom.store.topic_story_counts([topic.id for topic in newsroom.taxonomy], now - _DAYS)
    return Topics(
        layout=layout.build(
            newsroom,
            "/t/",
            _("Topics"),
            about=_("All topics, with their published stories of the last 30 days."),
            density=density,
        ),
        topics=[
            Named(
                Link(topic.name, components.topic_path(newsroom, topic.id)),
                topic.description or "",
                min(deep, 3),
                formats.grouped(counts.get(topic.id, 0)),
            )
            for topic, deep in _tree(newsroom)
        ],
    )


def _tree(newsroom: Newsroom) -> Iterator[tuple[Topic, int]]:
    """Yield each topic once, below the topic that it is inside of."""
    seen: set[str] = set()

    def below(topics: list[Topic], deep: int) -> Iterator[tuple[Topic, int]]:
        for topic in sorted(topics, key=lambda one: one.name.casefold()):
            if topic.name not in seen:
                seen.add(topic.name)
                yield topic, deep
                yield from below(newsroom.taxonomy.children(topic.name), deep + 1)

    known = newsroom.taxonomy.by_name
    yield from below([topic for topic in newsroom.taxonomy if not topic.parent or topic.parent not in known], 0)
    yield from below(list(newsroom.taxonomy), 0)  # those that are inside each other


KIND = PageKind(
    name="all_topics",
    paths=("/t/",),
    view=lambda newsroom, request: view(newsroom, request.now, request.density),
    template="topics.html",
    aging=True,
    cached=True,
    sitemap=True,
)
