"""The queue's stories: how far each is from the line, and which bands it belongs to. Reads the stored decisions."""

from datetime import datetime, timedelta

import msgspec

from coranto.heat import subject
from coranto.i18n.messages import N_, _, _n
from coranto.model.change import Override
from coranto.model.decision import Decision
from coranto.model.settings import Publish
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.web import zone

NEAR = 15  # points of heat on either side of the line
BANDS = {
    "near": N_("Near the line"),
    "gaining": N_("Gaining"),
    "held": N_("Held"),
    "overruled": N_("Overruled"),
    "everything": N_("Everything"),
}
DAYS, _MOST = timedelta(days=7), 20_000
_BY_LINE = ("threshold", "line", "kept")
_FRESH, _LATELY = timedelta(hours=3), timedelta(hours=6)
_FURTHER = 3  # the most further outlets that are said to be missing


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A story of the queue.

    ``stands`` is the heat that decides, ``short`` how many points are missing to the line, negative above it; None for
    a story that no number of points publishes (off the subject, not judged yet). ``decided`` is whether an editor
    publishes it, whatever the rules say; None leaves it to them.
    """

    story: Story
    decision: Decision | None
    stands: int
    line: int | None
    short: int | None
    bands: frozenset[str]
    decided: bool | None = None

    @property
    def heat(self) -> int:
        """The heat that lists show, without the points of the moment."""
        return max(self.decision.heat, 0) if self.decision else 0

    @property
    def published(self) -> bool:
        """Whether it is on the paper, or will be in the next round."""
        return self.on_paper if self.decided is None else self.decided

    @property
    def on_paper(self) -> bool:
        """Whether it is on the paper by now."""
        return bool(self.decision and self.decision.published)


def waiting(newsroom: Newsroom) -> list[Waiting]:
    """Return the stories of the last week, newest first, from one consistent state; their articles are not read."""
    store, now = newsroom.store, newsroom.now()
    with store.transaction():
        stories = [story for story in store.recent_stories(now - DAYS, _MOST) if story.members]
        leads = [story.lead for story in stories]
        decisions, overrides = store.get_decisions(leads), store.get_overrides(leads)
        gaining = _gaining(newsroom, store.recent_stories(now - _FRESH, _MOST), now)
    return [
        _waiting(story, decisions.get(story.lead), overrides.get(story.lead), gaining=story.id in gaining)
        for story in stories
    ]


def one(newsroom: Newsroom, story: Story) -> Waiting:
    """Return one story as the queue has it."""
    store = newsroom.store
    decision, override = store.get_decisions([story.lead]), store.get_overrides([story.lead])
    gaining = story.id in _gaining(newsroom, [story], newsroom.now())
    return _waiting(story, decision.get(story.lead), override.get(story.lead), gaining=gaining)


def order(band: str, stories: list[Waiting]) -> list[Waiting]:
    """Return the stories of a band: those near the line by how near, the others as they are."""
    chosen = [one for one in stories if band in one.bands]
    return sorted(chosen, key=lambda one: (one.published, abs(one.short or 0))) if band == "near" else chosen


def missing(one: Waiting, given: Publish) -> str:
    """Return in words what a story lacks to be published, or how far it is above the line."""
    decision, short = one.decision, one.short
    if one.decided and not one.on_paper:
        return _("You or another editor published it: it is on the paper with the next round.")
    if decision is None:
        return _("It is judged in the next round.")
    if short is None:
        return zone.say(decision.reason)
    if one.line == 0 and short <= 0:
        return _("No line today: everything that fits is published.")
    if short > 0:
        far = _n("{n} point short of the line.", "{n} points short of the line.", short)
        if needed := _outlets_needed(decision, short, given):
            far += " " + _n("Another outlet would publish it.", "{n} more outlets would publish it.", needed)
    else:
        far = _n("{n} point above the line.", "{n} points above the line.", -short)
    if decision.heat == one.stands:
        return far
    return _("It stands at {stands} without freshness and readers: {far}", stands=one.stands, far=far)


def _gaining(newsroom: Newsroom, stories: list[Story], now: datetime) -> set[str]:
    """Return the ids of stories with two articles of the last hours, one of them quite new."""
    several = [story for story in stories if len(story.members) > 1]
    articles = newsroom.store.get_articles({member.article for story in several for member in story.members})
    found = set()
    for story in several:
        times = [articles[member.article].published for member in story.members if member.article in articles]
        if times and max(times) > now - _FRESH and sum(time > now - _LATELY for time in times) > 1:
            found.add(story.id)
    return found


def _waiting(story: Story, decision: Decision | None, override: Override | None, *, gaining: bool) -> Waiting:
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
    if gaining:
        bands.add("gaining")
    return Waiting(story=story, decision=decision, stands=stands, line=line, short=short, bands=frozenset(bands),
                   decided=override.decides if override is not None else None)  # fmt: skip


def _stands(decision: Decision | None) -> int:
    if decision is None:
        return 0
    return subject.standing(decision.parts) if decision.profile == "subject" else decision.heat


def _outlets_needed(decision: Decision, short: int, given: Publish) -> int:
    """Return how many further outlets would bring a story to the line; 0 where that is too many."""
    each = given.outlet if decision.profile == "subject" else given.related
    if each <= 0:
        return 0
    told = [part.reason.params.get("number") for part in decision.parts if part.name in ("outlets", "citing")]
    counted = sum(number for number in told if isinstance(number, int))
    room = given.outlets - counted if decision.profile == "subject" else _FURTHER
    needed = -(-short // each)
    return needed if needed <= min(room, _FURTHER) else 0
