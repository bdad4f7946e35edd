"""What became of a source that is tried unseen: what it brought, and what of it would have been published."""

from datetime import UTC, datetime, time

import msgspec

from coranto.model.article import Article
from coranto.model.search import SearchFilter
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.run.source_change import TRIAL

_MOST = 1_000  # articles that are looked at, the newest


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What a source brought since its trial began.

    ``articles`` is their number, ``fitting`` those on a topic, ``joined`` those in a story that others lead.
    ``withheld`` are those that would have been published, the newest first.
    """

    articles: int
    fitting: int
    joined: int
    withheld: tuple[Article, ...]


def of(newsroom: Newsroom, source: Source) -> Trial | None:
    """Return what a source brought since its trial began; None if it is in none."""
    if source.unseen is None:
        return None
    store = newsroom.store
    until = min(source.unseen, (newsroom.now() + TRIAL).date())
    after = datetime.combine(until, time(), UTC) - TRIAL
    found = store.search("", SearchFilter(outlets=(source.id,), after=after, published=None), _MOST, newest=True)
    articles = [one for one in found.articles if one.source == source.id]
    decisions = store.get_decisions([one.id for one in articles])
    rules = {one.id: decisions[one.id].rule for one in articles if one.id in decisions}
    return Trial(
        articles=len(articles),
        fitting=sum(bool(one.topics) for one in articles),
        joined=sum(rules.get(one.id) == "led" for one in articles),
        withheld=tuple(one for one in articles if rules.get(one.id) == "unseen"),
    )
