"""Stories as the desk's lists show them, read for all rows of a page at once."""

from collections.abc import Iterable, Sequence

import msgspec

from coranto.i18n.messages import _n
from coranto.model.article import Article
from coranto.newsroom import Newsroom
from coranto.web.desk import bands, says
from coranto.web.desk.bands import Waiting
from coranto.web.pages import components
from coranto.web.pages.components import Moment, Text


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A story of a list. ``version`` is the last edit about it, for its forms; ``rule`` is as long as its heat."""

    story: str
    lead: str
    title: Text
    out: str
    heat: int
    rule: int
    missing: str
    published: bool
    on_paper: bool
    pinned: bool
    gaining: bool
    held: bool
    about: str
    outlets: str
    newest: Moment
    version: int
    several: bool


def rows(newsroom: Newsroom, chosen: Sequence[Waiting]) -> list[Row]:
    """Return the rows of these stories, without those whose lead is gone."""
    stories = [one.story for one in chosen]
    articles = newsroom.store.get_articles({member.article for story in stories for member in story.members})
    versions = says.versions(newsroom, stories)
    overrides = newsroom.store.get_overrides([story.lead for story in stories])
    pinned = {name for name, override in overrides.items() if override.pinned}
    return [
        _row(newsroom, one, articles, versions[one.story.id], pinned=one.story.lead in pinned)
        for one in chosen
        if one.story.lead in articles
    ]


def row(newsroom: Newsroom, one: Waiting) -> Row:
    """Return the row of one story, whose lead is there."""
    (found,) = rows(newsroom, [one])
    return found


def about(newsroom: Newsroom, stories: Iterable[str]) -> list[Row]:
    """Return the rows of stories by id, as they are now."""
    found = newsroom.store.get_stories(stories)
    return rows(newsroom, [bands.one(newsroom, story) for story in found.values() if story.members])


def _row(newsroom: Newsroom, one: Waiting, articles: dict[str, Article], version: int, *, pinned: bool) -> Row:
    lead = articles[one.story.lead]
    members = [articles[member.article] for member in one.story.members if member.article in articles]
    subject = components.subject(newsroom, lead)
    return Row(
        story=one.story.id,
        lead=lead.id,
        title=components.title(lead),
        out=components.out(lead),
        heat=one.heat,
        rule=min(240, round(70 * one.heat / one.line)) if one.line else min(240, one.heat),
        missing=bands.missing(one, newsroom.settings.publish),
        published=one.published,
        on_paper=one.on_paper,
        pinned=pinned,
        gaining="gaining" in one.bands,
        held="held" in one.bands,
        about=subject.name if subject else "",
        outlets=_n("{n} outlet", "{n} outlets", len({member.provider.domain for member in members})),
        newest=components.ago(max(member.published for member in members), newsroom.now()),
        version=version,
        several=len(one.story.members) > 1,
    )
