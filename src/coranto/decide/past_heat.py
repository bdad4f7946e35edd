"""How hot stories were on past days by some numbers, from stored facts: nothing is read or judged again. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import msgspec

from coranto.decide import line
from coranto.heat.subject import outlet_points
from coranto.model.change import Override
from coranto.model.score_facts import ScoredArticle, ScoreFacts
from coranto.model.settings import Settings
from coranto.score import facts as scoring

DAY = 86_400_000_000  # microseconds
_RANK = {"own": 0, "cites": 1, "copies": 2}
_HEAT = attrgetter(
    "stories.related_days", "publish.outlet", "publish.outlets", "publish.citing", "publish.related",
    "publish.per_outlet", "publish.off_topic",
)  # fmt: skip


class Numbers(msgspec.Struct, frozen=True):
    """The numbers that decide: the settings, topics' own thresholds by name, and the roles of topics by name."""

    settings: Settings
    own: Mapping[str, int] = {}
    roles: Mapping[str, str] = {}


class Past(NamedTuple):
    """What stood in the newsroom: articles in stories, the leads of stories, and what editors decided."""

    articles: Sequence[ScoredArticle]
    leads: Mapping[str, str]
    overrides: Mapping[str, Override]


class State(NamedTuple):
    """A story at the end of a day on which an article of it arrived. ``heat`` is without freshness and readers."""

    lead: ScoredArticle
    facts: ScoreFacts
    heat: int
    newest: int
    fits: bool


Stories = Mapping[str, list[ScoredArticle]]
Timelines = dict[int, list[tuple[str, State]]]  # by day since 1970


def timelines(past: Past, now: Numbers, then: Numbers) -> tuple[Timelines, Timelines]:
    """Return the states to which stories came on each day, by the numbers of now and by others.

    Stories that neither the rules nor an editor could ever publish are left out.
    """
    facts = {text: msgspec.json.decode(text, type=ScoreFacts) for text in {one.facts for one in past.articles}}
    stories = _stories(past)
    quality = {one.article: max(0, one.total) for one in past.articles}
    other = _qualities(past, facts, now, then)
    # Without a line that follows from all of them, stories that stay below every threshold do not count.
    least = min(_least(now), _least(then))
    heats = _Heats(past, facts, quality, now, least)
    others = _Heats(past, facts, other or quality, then, least)
    alike = not other and _same_heat(now, then)
    wanted = {
        story: members
        for story, members in stories.items()
        if heats.counts(members) or (not alike and others.counts(members))
    }
    here = heats.timelines(wanted)
    if not _same_heat(now, then):
        return here, others.timelines(wanted)
    changed: Stories = {}
    if other:
        changed = {
            story: members
            for story, members in wanted.items()
            if any(quality[one.article] != other[one.article] for one in members)
        }
    there = others.timelines(changed)
    for day, states in here.items():
        there.setdefault(day, []).extend(pair for pair in states if pair[0] not in changed)
    return here, there


def _stories(past: Past) -> dict[str, list[ScoredArticle]]:
    """Return the articles of each story in order of arrival, without those that an editor took down."""
    stories: dict[str, list[ScoredArticle]] = {}
    hidden = {name for name, edited in past.overrides.items() if edited.hidden}
    for one in past.articles:
        if one.article not in hidden:
            stories.setdefault(one.story, []).append(one)
    for members in stories.values():
        if len(members) > 1:
            members.sort(key=lambda one: (one.seen, one.published, one.article))
    return stories


def _qualities(past: Past, facts: Mapping[str, ScoreFacts], now: Numbers, then: Numbers) -> dict[str, int]:
    """Return the quality of each article by other numbers: what is stored, and what they change; {} if nothing."""
    old, new = now.settings, then.settings
    change = {
        text: scoring.points(one, new, then.roles) - scoring.points(one, old, now.roles) for text, one in facts.items()
    }
    weights: dict[tuple[str, str], int] = {}
    if old.outlets != new.outlets:
        for one in past.articles:
            if (key := (one.host, one.outlet)) not in weights:
                weights[key] = scoring.weight(*key, new.outlets) - scoring.weight(*key, old.outlets)
    longer = old.judge.title_length != new.judge.title_length
    found: dict[str, int] = {}
    if not (longer or any(weights.values()) or any(change.values())):
        return found
    for one in past.articles:
        points = one.total + change[one.facts]
        if weights:
            points += weights[one.host, one.outlet]
        if longer:
            points += scoring.length(one.letters, new) - scoring.length(one.letters, old)
        found[one.article] = max(0, points)
    return found


class _Heats:
    """How hot stories were on the days on which articles of them arrived, by some numbers."""

    def __init__(
        self, past: Past, facts: Mapping[str, ScoreFacts], quality: Mapping[str, int], numbers: Numbers, least: int
    ) -> None:
        self._past, self._facts, self._quality = past, facts, quality
        self._settings = settings = numbers.settings
        self._subject = settings.profile == "subject"
        self._reach = settings.stories.related_days * DAY
        self._owners = {domain: outlet.owner for domain, outlet in settings.outlets.items() if outlet.owner}
        self._fits = {text: _fits(one, settings, numbers.roles) for text, one in facts.items()}
        self._kinds = {text: (bool(one.topics), _RANK[one.told]) for text, one in facts.items()}
        self._decided = {name for name, edited in past.overrides.items() if edited.decides}
        given = settings.publish
        self._each = given.outlet if self._subject else given.related
        self._least = least
        self._chosen = {name for name, edited in past.overrides.items() if edited.lead}

    def timelines(self, stories: Stories) -> Timelines:
        """Return for each day the states that stories came to."""
        found: Timelines = {}
        for story, members in stories.items():
            days = [one.seen // DAY for one in members]
            for at, day in enumerate(days, 1):
                if at == len(days) or days[at] != day:
                    found.setdefault(day, []).append((story, self._state(members[:at])))
        return found

    def counts(self, members: list[ScoredArticle]) -> bool:
        """Whether a story could ever be published."""
        best, quality, fits, decided = -1, self._quality, self._fits, self._decided
        for one in members:
            if one.article in decided:
                return True
            if fits[one.facts]:
                best = max(best, quality[one.article])
        return best >= 0 and best + self._each * (len(members) - 1) >= self._least

    def _state(self, members: list[ScoredArticle]) -> State:
        facts, quality = self._facts, self._quality
        if len(members) == 1:
            (only,) = members
            return State(only, facts[only.facts], quality[only.article], only.published, self._fits[only.facts])
        heard = [one for one in members if not facts[one.facts].muted] or members
        lead = self._past.leads.get(members[0].story, "")
        first: ScoredArticle | None = None
        if self._subject or lead in self._chosen:
            for one in members:
                if one.article == lead:
                    first = one
        if first is None:
            first = min(heard, key=self._order)
        reach, at, newest = self._reach, first.published, first.published
        related = []
        for one in heard:
            if one is not first and -reach <= one.published - at <= reach:
                related.append(one)
            newest = max(newest, one.published)
        heat = quality[first.article]
        if related:
            heat += self._told(first, related) if self._subject else self._counted(related)
        return State(first, facts[first.facts], heat, newest, self._fits[first.facts])

    def _order(self, one: ScoredArticle) -> tuple[bool, int, int, int, str]:
        off = self._subject and not self._facts[one.facts].topics
        return off, -self._quality[one.article], one.published, one.seen, one.article

    def _told(self, first: ScoredArticle, related: Sequence[ScoredArticle]) -> int:
        """Return the points of further outlets, each by the best that it did (subject profile)."""
        owners, kinds, best = self._owners, self._kinds, dict[str, int]()
        on = kinds[first.facts][0]
        for one in related:
            topical, rank = kinds[one.facts]
            if topical or not on:
                owner = owners.get(one.outlet, one.outlet)
                best[owner] = min(best.get(owner, 2), rank)
        best.pop(owners.get(first.outlet, first.outlet), None)
        ranks = list(best.values())
        return sum(outlet_points(ranks.count(0), ranks.count(1), self._settings.publish))

    def _counted(self, related: Sequence[ScoredArticle]) -> int:
        """Return the points of further articles, of one outlet only the first few (classic profile)."""
        most, number = self._settings.publish.per_outlet, len(related)
        if most and number > most:
            number = sum(min(count, most) for count in Counter([one.outlet for one in related]).values())
        return self._settings.publish.related * number


def _fits(facts: ScoreFacts, settings: Settings, roles: Mapping[str, str]) -> bool:
    """Whether the rules may publish such an article."""
    if settings.profile != "subject":
        return True
    if any(roles.get(topic.name, topic.role) == "never" for topic in facts.topics):
        return False
    return bool(facts.topics) or settings.publish.off_topic


def _least(numbers: Numbers) -> int:
    """Return the heat below which no story is published; -1 where the line of the day decides."""
    settings = numbers.settings
    return -1 if line.lined(settings) else min([settings.publish.threshold, *numbers.own.values()])


def _same_heat(one: Numbers, other: Numbers) -> bool:
    """Whether articles of the same quality make stories of the same heat by both numbers."""
    return one.roles == other.roles and all(
        getter(one.settings) == getter(other.settings)
        for getter in (
            _HEAT,
            lambda given: {name: outlet.owner for name, outlet in given.outlets.items() if outlet.owner},
        )
    )
