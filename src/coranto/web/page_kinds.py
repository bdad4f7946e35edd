"""Every kind of page and file of the site. A kind that is not in ``ALL`` has no route and no static file."""

import re
from collections.abc import Iterable

from coranto.newsroom import Newsroom
from coranto.web import (
    alert_feed,
    feeds,
    follow_feed,
    newsletter_feeds,
    pwa,
    robots,
    search_days,
    sitemaps,
    social_card_documents,
)
from coranto.web.api import classic
from coranto.web.api import kinds as api
from coranto.web.document import Document
from coranto.web.page_kind import Kind, PageKind, PageRequest
from coranto.web.pages import (
    about,
    article,
    changes,
    days,
    front,
    lists,
    newsletter,
    river,
    search,
    source,
    story,
    topic,
    topics,
)

PAGES: tuple[PageKind, ...] = (
    front.KIND,
    river.KIND,
    days.ARCHIVE,
    newsletter.NEWSLETTER,
    changes.KIND,
    lists.SOURCES,
    about.KIND,
    story.KIND,
    topic.KIND,
    topics.KIND,
    article.KIND,
    days.DAY,
    newsletter.ISSUE,
    source.KIND,
    search.KIND,
    lists.STATUS,
    lists.DENSITY,
    lists.KEYS,
    lists.OFFLINE,
    lists.YOURS,
)
ALL: tuple[Kind, ...] = (
    *PAGES,
    article.LOOSE,
    lists.NOT_FOUND,
    *feeds.KINDS,
    follow_feed.KIND,
    alert_feed.KIND,
    changes.FEED,
    *newsletter_feeds.KINDS,
    *sitemaps.kinds(PAGES),
    *social_card_documents.KINDS,
    *search_days.KINDS,
    *robots.KINDS,
    *pwa.KINDS,
    *classic.KINDS,
    *api.KINDS,
)


def make(name: str, newsroom: Newsroom, request: PageRequest) -> Document | None:
    """Return a document of a kind by its name; None where it does not exist."""
    return next(kind for kind in ALL if kind.name == name).make(newsroom, request)


def cached_paths(kinds: Iterable[Kind]) -> re.Pattern[str]:
    """Return a pattern of the paths whose live responses are cached, with or without a slash at the end."""
    return _paths(kind for kind in kinds if kind.cached)


def brief_paths(kinds: Iterable[Kind]) -> re.Pattern[str]:
    """Return a pattern of the paths whose live responses are kept for a moment."""
    return _paths(kind for kind in kinds if kind.briefly)


def _paths(kinds: Iterable[Kind]) -> re.Pattern[str]:
    paths = {path.rstrip("/") for kind in kinds for path in kind.paths}
    return re.compile("|".join(f"{re.sub(_NAME, '[^/]+', re.escape(path))}/?" for path in sorted(paths)))


_NAME = r"\\\{\w+\\\}"  # `{ident}`, escaped
