"""What came in last, for a page on which nothing, or little, has been published: a first paper is never empty."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from coranto.decide import history, impact
from coranto.feeds import address
from coranto.i18n.messages import _
from coranto.model.article import Article
from coranto.model.search import SearchFilter
from coranto.model.story import Member, Story
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.pages import components, river, rows
from coranto.web.pages.components import Piece
from coranto.web.pages.rows import Row

FEW = 5  # stories of a front page that has something to add to them
STORIES = 12
LINES = 15
_SEEN = 60  # of the latest articles, from which stories are made


def published(newsroom: Newsroom, now: datetime, most: int = STORIES) -> list[Row]:
    """Return the stories that were published last, however long ago; adopted records are among them."""
    newest = newsroom.store.page_of_records(SearchFilter(), limit=_SEEN)
    articles = newsroom.store.get_articles([one.article for one in newest])
    return _rows(newsroom, [articles[one.article] for one in newest if one.article in articles], now, most)


def arrived(newsroom: Newsroom, now: datetime, most: int = STORIES) -> tuple[list[Row], bool]:
    """Return the stories that came in last and are not published, and whether they are all off the subject.

    Nothing where readers see only what is published. A newsroom that publishes nothing off its topics shows those of
    its topics, if there are any. A headline leads to its outlet: such a story has no page of its own on a site of plain
    files.
    """
    if not newsroom.settings.site.show_unpublished:
        return [], False
    ours = [one for topic in newsroom.taxonomy for one in _unpublished(newsroom, topic.id)] if strict(newsroom) else []
    newest = sorted({one.id: one for one in ours}.values(), key=lambda one: (one.published, one.id), reverse=True)
    listed = _rows(newsroom, newest or _unpublished(newsroom, None), now, most)
    return [msgspec.structs.replace(row, path="") for row in listed], strict(newsroom) and not newest


def strict(newsroom: Newsroom) -> bool:
    """Whether the newsroom publishes nothing off its topics."""
    settings = newsroom.settings
    return settings.profile == "subject" and not settings.publish.off_topic and bool(list(newsroom.taxonomy))


def below(newsroom: Newsroom, topic: str, now: datetime, most: int = LINES) -> list[Piece]:
    """Return the latest articles of a topic that are not published, as lines."""
    if not newsroom.settings.site.show_unpublished:
        return []
    explained = set(river.latest(newsroom))  # a site of plain files has pages of these
    return [
        components.piece(one, components.hour(one.published, now), own=one.id in explained)
        for one in _unpublished(newsroom, topic)[:most]
    ]


def word(newsroom: Newsroom, line: int, *, old: bool, off: bool = False) -> str:
    """Return the word over what fills a page: what was published longer ago, is off the subject, or below the line."""
    if old:
        days = words.count(newsroom.settings.site.front_days, "day")
        return _("Nothing new in {days}. What was published last:", days=days)
    if off:
        return _("About something else, what came in last:")
    if line <= 0:  # none has been drawn yet
        return _("What came in last:")
    return _("Below the line of {line}, what came in last:", line=line)


def _unpublished(newsroom: Newsroom, topic: str | None) -> list[Article]:
    """Return the latest articles outside of published stories."""
    recent = newsroom.store.recent_articles(_SEEN, topic=topic, published=False)
    named = newsroom.store.story_ids_of([one.id for one in recent])
    stories = newsroom.store.get_stories(set(named.values()))
    leads = newsroom.store.get_records([one.lead for one in stories.values()])
    shown = {one.id for one in stories.values() if (kept := leads.get(one.lead)) and kept.record.published}
    return [one for one in recent if named.get(one.id) not in shown]


def _rows(newsroom: Newsroom, articles: Iterable[Article], now: datetime, most: int) -> list[Row]:
    """Return the stories of these articles as rows, in their order; an article without a story stands for itself."""
    ordered = list(articles)
    named = newsroom.store.story_ids_of([one.id for one in ordered])
    kept = newsroom.store.get_stories(set(named.values()))
    alone = {one.id: Story(id="", lead=one.id, members=(Member(article=one.id, score=1.0),)) for one in ordered}
    stories: dict[str, Story] = {}
    for one in ordered:
        story = kept.get(named.get(one.id, ""))
        stories.setdefault(story.id if story else one.id, story or alone[one.id])
    few = list(stories.values())[:most]
    members = newsroom.store.get_articles({member.article for story in few for member in story.members})
    wanted = [story for story in few if story.lead in members]
    chosen = impact.chosen_leads(newsroom.store, members)
    hot = [
        (story, history.heat([members[one.article] for one in story.members if one.article in members],
                             newsroom.settings, chosen))
        for story in wanted
    ]  # fmt: skip
    return [
        msgspec.structs.replace(row, path=row.path if story.id else address.article(story.lead), size="")
        for row, story in zip(rows.rows(newsroom, hot, now, lead=False), wanted, strict=True)
    ]
