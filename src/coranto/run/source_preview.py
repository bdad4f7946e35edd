"""What would become of the headlines of a source that is not read yet, by the rules and beside the stories of now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from coranto.decide import decision, leading, line
from coranto.dedupe import address
from coranto.heat import subject
from coranto.model.article import Article
from coranto.model.change import PendingEntry
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.run import assemble, batch
from coranto.run.look import Looked
from coranto.source import outlet_name

_STORIES = 400  # stories of now that an article may join, by their leads
_DAYS = 3


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of an entry.

    ``topics`` are names, ``fits`` whether it could be published at all; ``heat`` is what it stands at, alone or with
    the story that it joins, whose headline is ``joins``; ``line`` what a story must reach.
    """

    title: str
    published: datetime | None
    topics: tuple[str, ...]
    fits: bool
    heat: int = 0
    line: int = 0
    joins: str = ""


def outcomes(newsroom: Newsroom, looked: Looked, topics: Sequence[str] = ()) -> list[Outcome]:
    """Return what would become of the entries of a source, newest first; its page is not read.

    Parameters
    ----------
    newsroom : Newsroom
        Its store is only read.
    looked : Looked
        What was found.
    topics : sequence of str
        Names of topics that all its articles would get.

    """
    if looked.source is None:
        return []
    settings = line.known(newsroom.store, newsroom.settings)
    drafts = _drafts(newsroom, looked, looked.source, tuple(topics))
    leads = _leads(newsroom)
    articles = dict(sorted((leads | drafts).items(), key=lambda pair: (pair[1].published, pair[0])))
    home = {
        member.article: [articles[one.article] for one in story.members]
        for story in batch.group(articles, settings).values()
        for member in story.members
    }
    found = [_outcome(one, home[one.id], leads, settings) for one in drafts.values()]
    return sorted(found, key=lambda one: one.published or newsroom.now(), reverse=True)


def _outcome(article: Article, members: list[Article], leads: dict[str, Article], settings: Settings) -> Outcome:
    names = tuple(topic.name for topic in article.topics)
    if not decision.eligible(article, settings):
        return Outcome(title=article.title, published=article.published, topics=names, fits=False)
    known = [one for one in members if one.id in leads]
    lead = next(one for one in members if one.id == leading.choose(members, settings))
    summands = decision.summands(lead, decision.related(lead, members, settings), 0, settings)
    heat = subject.standing(summands) if settings.profile == "subject" else sum(one.points for one in summands)
    return Outcome(
        title=article.title,
        published=article.published,
        topics=names,
        fits=True,
        heat=heat,
        line=settings.publish.threshold,
        joins=known[0].title if known else "",
    )


def _drafts(newsroom: Newsroom, looked: Looked, source: Source, topics: tuple[str, ...]) -> dict[str, Article]:
    now, settings = newsroom.now(), newsroom.settings
    known = outlet_name.labels(address.outlet(one.url) for one in [*newsroom.store.get_sources(), source])
    found: dict[str, Article] = {}
    for entry in looked.entries:
        waiting = PendingEntry(source=source.id, url=entry.url or "", entry=entry, seen=now)
        made = assemble.article(waiting, None, source, settings, now, known=known)
        if made is not None:
            judged = assemble.judged(made, topics, newsroom.taxonomy, settings, newsroom.signals)
            found.setdefault(judged.id, judged)
    return found


def _leads(newsroom: Newsroom) -> dict[str, Article]:
    stories = newsroom.store.recent_stories(newsroom.now() - timedelta(days=_DAYS), _STORIES)
    return newsroom.store.get_articles({story.lead for story in stories})
