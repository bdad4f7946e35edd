"""The queue's stories: how far each is from the line, and which bands it belongs to. Reads the stored decisions."""

from datetime import datetime, timedelta

import msgspec

from coranto.heat import subject
from coranto.i18n import wording
from coranto.i18n.messages import N_, _, _n
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.decision import Decision
from coranto.model.story import Story
from coranto.newsroom import Newsroom

NEAR = 15  # points of heat on either side of the line
BANDS = {
    "near": N_("Near the line"),
    "gaining": N_("Gaining"),
    "held": N_("Held"),
    "overruled": N_("Overruled"),
    "everything": N_("Everything"),
}
_DAYS, _MOST = timedelta(days=7), 500
_BY_LINE = ("threshold", "line", "kept")
_FRESH, _LATELY = timedelta(hours=3), timedelta(hours=6)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A story of the queue.

    ``short`` is how many points are missing to the line, negative above it; None for a story that no number of points
    publishes (off the subject, not judged yet). ``missing`` says so in words.
    """

    story: Story
    lead: Article
    heat: int
    line: int | None
    short: int | None
    missing: str
    published: bool
    outlets: int
    newest: datetime
    bands: frozenset[str]


def waiting(newsroom: Newsroom) -> list[Waiting]:
    """Return the stories of the last week, newest first, from one consistent state."""
    store, now = newsroom.store, newsroom.now()
    with store.transaction():
        stories = store.recent_stories(now - _DAYS, _MOST)
        articles = store.get_articles({member.article for story in stories for member in story.members})
        leads = [story.lead for story in stories]
        decisions, overrides = store.get_decisions(leads), store.get_overrides(leads)
    return [
        _waiting(story, articles, decisions.get(story.lead), overrides.get(story.lead), now)
        for story in stories
        if story.lead in articles and story.members
    ]


def one(newsroom: Newsroom, story: Story) -> Waiting:
    """Return one story as the queue has it."""
    store = newsroom.store
    articles = store.get_articles({member.article for member in story.members})
    decision, override = store.get_decisions([story.lead]), store.get_overrides([story.lead])
    return _waiting(story, articles, decision.get(story.lead), override.get(story.lead), newsroom.now())


def order(band: str, stories: list[Waiting]) -> list[Waiting]:
    """Return the stories of a band: those near the line by how near, the others as they are."""
    chosen = [one for one in stories if band in one.bands]
    return sorted(chosen, key=lambda one: (one.published, abs(one.short or 0))) if band == "near" else chosen


def _waiting(
    story: Story, articles: dict[str, Article], decision: Decision | None, override: Override | None, now: datetime
) -> Waiting:
    members = [articles[member.article] for member in story.members if member.article in articles]
    stands = _stands(decision)
    line = decision.threshold if decision and decision.rule in _BY_LINE else None
    short = line - stands if line is not None else None
    overruled = override is not None and (override.decides is not None or bool(override.pinned))
    bands = {"everything"}
    if (decision is not None and decision.rule == "held") or (override is not None and override.held):
        bands.add("held")
    elif overruled:
        bands.add("overruled")
    elif short is not None and abs(short) <= NEAR:
        bands.add("near")
    times = [member.published for member in members]
    if len(times) > 1 and max(times) > now - _FRESH and sum(time > now - _LATELY for time in times) > 1:
        bands.add("gaining")
    return Waiting(
        story=story,
        lead=articles[story.lead],
        heat=max(decision.heat, 0) if decision else 0,
        line=line,
        short=short,
        missing=_missing(decision, short, stands),
        published=bool(decision and decision.published),
        outlets=len({member.provider.domain for member in members}),
        newest=max(times),
        bands=frozenset(bands),
    )


def _stands(decision: Decision | None) -> int:
    if decision is None:
        return 0
    return subject.standing(decision.parts) if decision.profile == "subject" else decision.heat


def _missing(decision: Decision | None, short: int | None, stands: int) -> str:
    if decision is None:
        return _("It is judged in the next round.")
    if short is None:
        return wording.say(decision.reason)
    if short > 0:
        far = _n("{n} point short of the line.", "{n} points short of the line.", short)
    else:
        far = _n("{n} point above the line.", "{n} points above the line.", -short)
    if decision.heat == stands:
        return far
    return _("It stands at {stands} without freshness and readers: {far}", stands=stands, far=far)
