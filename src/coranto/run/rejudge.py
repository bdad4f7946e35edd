"""Rejudge stored articles when the rules have changed: topics, quality, lead, heat, decision and record.

Stories are judged as a whole, some hundreds of articles per transaction, which also saves the progress. So a story
never mixes old and new rules, its decisions, records and lists always agree, and a run that is killed continues after
the last saved story. Only the files wait for the outbox, as after any other change. Imported records are never
rejudged, but count in their stories.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
import structlog

from coranto.decide import impact, line, override
from coranto.i18n.wording import say
from coranto.model.article import Article
from coranto.model.change import LeadAndHeat, Override
from coranto.model.decision import Decision
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.run import assemble, publish, sourcing
from coranto.score import quality
from coranto.story.citing import Names
from coranto.topic import taxonomy

log = structlog.get_logger("coranto")

BATCH = 500  # articles judged per transaction, plus the rest of their stories; other writers wait that long
_RULES, _TASK = (
    "rules",
    "rejudge",
)  # keys in the store: digest of the rules that judged all recent articles; the pending task


class Task(msgspec.Struct, frozen=True):
    """What to rejudge by the rules of a digest: articles since a time (None: all), after an arrival number."""

    digest: str
    since: datetime | None
    number: int = 0


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What rejudging changes for one article.

    ``change`` is publish, withdraw or lead (another article leads it now, published or not as before); ``reason`` and
    ``before`` are the sentences of the decisions, ``code`` is that of the reason; ``lead`` and ``lead_before`` are ids
    of articles.
    """

    change: str
    id: str
    path: str
    url: str
    title: str
    story: str
    lead: str
    lead_before: str
    quality: int
    quality_before: int
    heat: int
    heat_before: int | None
    reason: str
    code: str
    before: str | None


class Tally(msgspec.Struct):
    """Number of articles judged, of records that differ, and of changes by kind (see ``Change``)."""

    judged: int = 0
    publish: int = 0
    withdraw: int = 0
    lead: int = 0
    records: int = 0


class Rules(NamedTuple):
    """What an article is judged by."""

    settings: Settings
    taxonomy: taxonomy.Taxonomy
    signals: Mapping[str, quality.Signal]
    names: Names  # of the outlets that an article may cite


class _DryRun(Exception):
    """Roll back the changes of a batch."""


def follow_rules(newsroom: Newsroom, open_stories: Callable[[], Iterable[str]] = tuple) -> Tally | None:
    """Rejudge recent articles if the rules have changed, and finish a rejudge that was interrupted.

    Recent articles are those published or seen within the days of the front page or the window of stories, and those of
    every story that an article may still join. Return None if there was nothing to do.
    """
    store, digest = newsroom.store, newsroom.rules_digest()
    known, task = store.get_value(_RULES), _pending(newsroom)
    if known == digest.encode() and task is None:
        return None
    if newsroom.problems:
        log.warning(
            "nothing is judged again while topic files are left out; mend them first",
            files=sorted({problem.where for problem in newsroom.problems}),
        )
        return None
    if known is None and not store.articles_by_arrival(0, 1):
        store.put_value(_RULES, digest.encode())
        return None
    if known != digest.encode():
        task = _combine(task, Task(digest, _recent_since(newsroom)))
        _save(newsroom, task)
    assert task is not None
    line.today(store, newsroom.settings, newsroom.now())  # the owner may want more or fewer stories
    return _Run(newsroom, task, open_stories()).all()


def rejudge(
    newsroom: Newsroom,
    since: datetime | None = None,
    report: Callable[[Change], None] | None = None,
    *,
    dry: bool = False,
) -> Tally:
    """Rejudge all articles, or those published or seen since a time; continue an interrupted rejudge of the same kind.

    Parameters
    ----------
    newsroom : Newsroom
        No other run is at work in it, unless ``dry``.
    since : datetime, optional
        By default all articles that are in a story.
    report : callable, optional
        Called with each change.
    dry : bool
        Whether to roll everything back.

    """
    if dry:
        return _Run(newsroom, Task(newsroom.rules_digest(), since), (), report, dry=True).all()
    return _Run(newsroom, request(newsroom, since), (), report).all()


def request(newsroom: Newsroom, since: datetime | None = None) -> Task:
    """Save that everything since then is to be rejudged; a running newsroom does so in its next round."""
    store, digest = newsroom.store, newsroom.rules_digest()
    with store.transaction(writes=True):
        task = Task(digest, since)
        if store.get_value(_RULES) != digest.encode():  # recent articles are to be rejudged in any case
            task = _combine(task, Task(digest, _recent_since(newsroom)))
        task = _combine(_pending(newsroom), task)
        _save(newsroom, task)
    return task


def _recent_since(newsroom: Newsroom) -> datetime:
    settings = newsroom.settings
    return newsroom.now() - timedelta(days=max(settings.site.front_days, settings.stories.window_days))


def _combine(old: Task | None, new: Task) -> Task:
    """Return a task that covers both; an old one that already does continues where it is."""
    if old is None:
        return new
    since = None if old.since is None or new.since is None else min(old.since, new.since)
    return old if (old.digest, old.since) == (new.digest, since) else Task(new.digest, since)


def _pending(newsroom: Newsroom) -> Task | None:
    kept = newsroom.store.get_value(_TASK)
    return msgspec.msgpack.decode(kept, type=Task) if kept else None


def _save(newsroom: Newsroom, task: Task | None) -> None:
    newsroom.store.put_value(_TASK, msgspec.msgpack.encode(task) if task else b"")


class _Run:
    """One pass over everything to be rejudged."""

    def __init__(
        self,
        newsroom: Newsroom,
        task: Task,
        open_stories: Iterable[str],
        report: Callable[[Change], None] | None = None,
        *,
        dry: bool = False,
    ) -> None:
        self._newsroom, self._task, self._report, self._dry = newsroom, task, report, dry
        self._sources = {source.id: source for source in newsroom.store.get_sources()}
        names = sourcing.known(self._sources.values(), newsroom.settings)
        self._rules = Rules(newsroom.settings, newsroom.taxonomy, newsroom.signals, names)
        self._scope = newsroom.store.articles_to_judge(task.since, list(open_stories), task.number)
        self._left = {name for _, name in self._scope}
        self._tally = Tally()

    def all(self) -> Tally:
        """Judge batch after batch; each is saved together with the progress."""
        for start in range(0, len(self._scope), BATCH):
            batch = self._scope[start : start + BATCH]
            try:
                with self._newsroom.store.transaction(writes=True):
                    changes = self._judge([name for _, name in batch if name in self._left])
                    if self._dry:
                        raise _DryRun  # noqa: TRY301 - the transaction must see it
                    _save(self._newsroom, msgspec.structs.replace(self._task, number=batch[-1][0]))
            except _DryRun:
                pass
            for change in changes:
                setattr(self._tally, change.change, getattr(self._tally, change.change) + 1)
                if self._report:
                    self._report(change)
        if not self._dry:
            with self._newsroom.store.transaction(writes=True):
                self._newsroom.store.put_value(_RULES, self._task.digest.encode())
                _save(self._newsroom, None)
        return self._tally

    def _judge(self, names: list[str]) -> list[Change]:
        """Judge the stories of these articles, and save all changes."""
        store, settings = self._newsroom.store, self._newsroom.settings
        stories = store.get_stories(set(store.story_ids_of(names).values()))
        everyone = store.get_articles(member.article for story in stories.values() for member in story.members)
        imported = store.imported_ids(everyone)
        before = {name: article for name, article in everyone.items() if name not in imported}
        members = list(before)
        texts, overrides = store.get_texts(members), store.get_overrides(members)
        after: dict[str, Article] = {}
        for name, article in before.items():
            source = self._sources.get(article.source or "")
            after[name], changed_override = judge_again(
                article, texts.get(name, ""), overrides.get(name), source, self._rules
            )
            if changed_override != overrides.get(name) and changed_override is not None:
                store.save_override(changed_override)
        judged = [(old, after[name]) for name, old in before.items() if after[name] != old]
        chosen, whole = impact.chosen_leads(store, everyone), everyone | after
        standings = {story.id: impact.lead_and_heat(story, whole, settings, chosen) for story in stories.values()}
        decided = store.get_decisions(members) if self._report else {}
        store.save_judged(judged, standings)
        made = publish.make_records(self._newsroom, members, self._task.digest, whole, remember=True)
        self._left -= set(members)
        changed = {one.stored.article for one in made if one.changed}
        neighbours = self._neighbours(judged, stories)
        store.remember_records(neighbours)
        store.add_to_outbox(sorted(changed | neighbours))
        self._tally.judged += len(members)
        self._tally.records += len(changed)
        home = {member.article: story for story in stories.values() for member in story.members}
        changes = (_change(one, before, after, home[one.stored.article], standings, decided) for one in made)
        return [change for change in changes if change]

    def _neighbours(self, judged: Iterable[tuple[Article, Article]], stories: Mapping[str, Story]) -> set[str]:
        """Return articles of other stories whose related lists show an article with a changed quality.

        Articles still to be judged are left out: their records are built when they are judged.
        """
        moved = {new.id for old, new in judged if old.quality != new.quality}
        if not moved:
            return set()
        store = self._newsroom.store
        near = {
            neighbour.article
            for story in stories.values()
            if any(member.article in moved for member in story.members)
            for neighbour in story.near
        }
        near_to = {story for ids in store.near_story_ids_of(moved).values() for story in ids}
        others = store.get_stories(near_to - stories.keys())
        near |= {member.article for story in others.values() for member in story.members}
        return near - self._left - {member.article for story in stories.values() for member in story.members}


def judge_again(
    article: Article, text: str, edited: Override | None, source: Source | None, rules: Rules
) -> tuple[Article, Override | None]:
    """Judge one stored article.

    Parameters
    ----------
    article : Article
        As stored.
    text : str
        Its text.
    edited : Override or None
        What editors decided about it.
    source : Source or None
        Its source, if it is still read.
    rules : Rules
        The rules in force, or those to try.

    Returns
    -------
    (Article, Override or None)
        The article without text, its override applied again; and the override.

    """
    found = override.as_found(article, edited)
    named = named_topics(found, source)
    whole = msgspec.structs.replace(found, text=text)
    if whole.citations is None:  # stored by a version that did not look for them
        whole = sourcing.sourced(whole, rules.names)
    again = assemble.judged(whole, named, rules.taxonomy, rules.settings, rules.signals)
    after = msgspec.structs.replace(again, text="")
    return override.apply(after, edited, rules.settings, rules.signals) if edited else (after, None)


def named_topics(article: Article, source: Source | None) -> tuple[str, ...]:
    """Return the topics that the source assigns; for a dropped source, those that it assigned then."""
    return source.topics if source else taxonomy.named(article.topics)


def _change(
    made: publish.Made,
    before: Mapping[str, Article],
    after: Mapping[str, Article],
    story: Story,
    standings: Mapping[str, LeadAndHeat],
    decided: Mapping[str, Decision],
) -> Change | None:
    """Return what changes for an article; None if readers would notice nothing."""
    assert made.decision is not None, "an imported record is never judged again"
    name, old = made.stored.article, made.old.record if made.old else None
    was, now = bool(old and old.published), bool(made.stored.record.published)
    if was != now:
        change = "publish" if now else "withdraw"
    elif story.lead != standings[story.id].lead:
        change = "lead"
    else:
        return None
    article = after[name]
    return Change(
        change=change,
        id=name,
        path=made.stored.path,
        url=article.web_url,
        title=article.title,
        story=story.id,
        lead=standings[story.id].lead,
        lead_before=story.lead,
        quality=article.quality,
        quality_before=before[name].quality,
        heat=made.decision.heat,
        heat_before=old.heat if old else None,
        reason=say(made.decision.reason),
        code=made.decision.reason.code,
        before=say(decided[name].reason) if name in decided else None,
    )


def count(tally: Tally, done: Counter[str]) -> None:
    """Add the number of rejudged articles to the counts of a round."""
    done["rejudged"] += tally.judged
    done["records"] += tally.records
