"""Count decisions into the taught table: what editors did, what they left as it was, and what readers opened.

Editors' deeds are counted in the next round, and subtracted when they are undone. A day is counted once it is over:
where an editor was at work, what was left published was kept and what was left unpublished was passed over. Stories
are counted by their leads, and only those that the rules may publish.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import msgspec

from coranto.decide import decision, override, taught
from coranto.decide.taught import InForce, State
from coranto.heat import in_lists
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.edit import Edit
from coranto.model.lesson import BY_HAND, KINDS, Kind, Lesson
from coranto.model.settings import Teach
from coranto.newsroom import Newsroom
from coranto.teach.features import Features
from coranto.teach.table import Table

_DAYS = 3  # days that are still counted after a pause; readers and leads of older ones have changed
_PAGE = 1_000
_AT_ONCE = 100  # edits that are read at once


def follow_decisions(newsroom: Newsroom) -> None:
    """Count new decisions, open or close the gate, and replace the table in force where that is due."""
    if newsroom.settings.profile != "subject":
        return
    with newsroom.store.transaction(writes=True):
        _Count(newsroom).all()


class _Count:
    """One count; a write transaction is open."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom, self._store, self._settings = newsroom, newsroom.store, newsroom.settings
        self._state = taught.get_state(self._store)
        self._table = Table.load(self._state.table) if self._state.table else Table()
        self._added = self._removed = 0

    def all(self) -> None:
        """Count everything that is new."""
        today = self._newsroom.now().date()
        off = _off(self._settings.teach)
        self._remove(self._store.lessons_of_kinds(set(off) - set(self._state.off)))
        last = self._count_edits(0 if set(self._state.off) - set(off) else self._state.edit)
        for day in _finished(self._state.day, today):
            self._count_day(day, off)
        state = State(
            table=self._table.dump() if self._added or self._removed else self._state.table,
            is_open=self._state.is_open,
            edit=last,
            day=(today - timedelta(days=1)).isoformat(),
            off=off,
        )
        if self._added or self._removed:
            gate = taught.get_gate(self._store, is_open=state.is_open)
            gate.learn(())
            state = msgspec.structs.replace(state, is_open=gate.is_open)
        if state != self._state:
            taught.put_state(self._store, state)
        self._replace(state, today)

    def _replace(self, state: State, today: date) -> None:
        """Replace the table in force: on a new day, and at once where it must not wait."""
        fixed, before = taught.get_fixed(self._store), taught.get_in_force(self._store)
        at_once = self._removed or state.is_open != self._state.is_open or _fixed(before) != fixed
        if not at_once and (not state.is_open or before.day == today.isoformat()):
            return
        table = taught.with_fixed(state if state.is_open else State(), fixed)
        data = table.dump() if state.is_open or fixed else b""
        if data != before.table or before.day != today.isoformat():
            taught.put_in_force(self._store, InForce(table=data, day=today.isoformat()))

    def _count_edits(self, after: int) -> int:
        """Count what editors did by hand since an edit; return the number of the last one."""
        edits = self._store.get_edits(after)
        names = list(dict.fromkeys(name for edit in edits if edit.kind in BY_HAND for name in edit.articles))
        overrides, known = self._store.get_overrides(names), self._store.get_lessons(names)
        chosen: dict[str, tuple[Kind, bool]] = {}
        for name in names:
            made = _by_hand(overrides.get(name), self._settings.teach)
            old = known.get(name)
            if made == ((old.kind, old.picked) if old else None) or (made is None and old and old.kind not in BY_HAND):
                continue
            if old:
                self._remove([old])
            if made:
                chosen[name] = made
        self._add(self._store.get_articles(chosen), overrides, chosen)
        return edits[-1].number if edits else self._state.edit

    def _edits_of(self, day: date) -> Iterator[Edit]:
        """Yield the edits of a day, the newest first; older ones are not read."""
        before = 0
        while edits := self._store.page_of_edits(_AT_ONCE, before):
            for edit in edits:
                if edit.at.date() < day:
                    return
                if edit.at.date() == day:
                    yield edit
            before = edits[-1].number

    def _count_day(self, day: date, off: tuple[str, ...]) -> None:
        """Count what was left as it was, and what readers opened, among the stories of a finished day."""
        at_work = any(edit.kind != "row" and not edit.administrative for edit in self._edits_of(day))
        if not at_work and "opened" in off:
            return
        leads = self._leads(day)
        overrides, known = self._store.get_overrides(leads), self._store.get_lessons(leads)
        records = self._store.get_records(leads)
        published = {name for name in leads if name in records and records[name].record.published}
        days = [day.isoformat(), (day + timedelta(days=1)).isoformat()]
        counts = self._store.reader_counts(published, days, in_lists.cookieless(self._settings))
        opened = {name for name, count in counts.items() if count >= self._settings.teach.readers}
        chosen: dict[str, tuple[Kind, bool]] = {}
        for name in leads.keys() - known.keys():
            kind: Kind
            if name not in published:
                kind, counted = "passed", at_work
            elif name in opened and "opened" not in off:
                kind, counted = "opened", True
            elif at_work and "kept" not in off:
                kind, counted = "kept", True
            else:
                kind, counted = "opened", bool(opened)
            if counted and kind not in off:
                chosen[name] = kind, kind == "kept" or name in opened
        self._add({name: leads[name] for name in sorted(chosen)}, overrides, chosen)

    def _leads(self, day: date) -> dict[str, Article]:
        """Return the articles of a day that lead a story and may be published by the rules."""
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        articles = {one.id: one for one in _published(self._newsroom, start, start + timedelta(days=1))}
        stories = self._store.get_stories(set(self._store.story_ids_of(articles).values()))
        leads = {story.lead for story in stories.values()}
        return {name: one for name, one in articles.items() if name in leads and decision.eligible(one, self._settings)}

    def _add(
        self,
        articles: Mapping[str, Article],
        overrides: Mapping[str, Override],
        chosen: Mapping[str, tuple[Kind, bool]],
    ) -> None:
        """Count decisions: all are predicted before the first of them is known."""
        lessons = []
        for name, article in articles.items():
            found = override.as_found(article, overrides.get(name))
            read = taught.features_of(found, self._settings)
            kind, picked = chosen[name]
            lessons.append(
                Lesson(
                    article=name,
                    day=found.published.date().isoformat(),
                    kind=kind,
                    picked=picked,
                    features=(read.outlet, read.word, read.pair, read.form),
                    formula=taught.formula(article),
                    table=self._table.score(read),
                )
            )
        for lesson in lessons:
            self._table.add(Features(*lesson.features), lesson.picked)
        self._store.add_lessons(lessons)
        self._added += len(lessons)

    def _remove(self, lessons: Iterable[Lesson]) -> None:
        """Subtract decisions that were undone or switched off."""
        listed = list(lessons)
        for lesson in listed:
            self._table.take_back(Features(*lesson.features), lesson.picked)
        self._store.remove_lessons([lesson.article for lesson in listed])
        self._removed += len(listed)


def _off(teach: Teach) -> tuple[str, ...]:
    return tuple(kind for kind in KINDS if not getattr(teach, kind))


def _by_hand(edited: Override | None, teach: Teach) -> tuple[Kind, bool] | None:
    """Return what editors decided about an article, as far as it is counted."""
    if edited is None:
        return None
    deeds: tuple[tuple[bool, Kind, bool], ...] = (
        (edited.hidden and teach.hide, "hide", False),
        (bool(edited.published) and not edited.hidden and teach.publish, "publish", True),
        (bool(edited.pinned) and not edited.hidden and teach.pin, "pin", True),
    )
    return next(((kind, picked) for done, kind, picked in deeds if done), None)


def _finished(last: str, today: date) -> Iterator[date]:
    """Yield the days that are over and not yet counted; a newsroom that begins counts from today on."""
    if not last:
        return
    day = max(date.fromisoformat(last) + timedelta(days=1), today - timedelta(days=_DAYS))
    while day < today:
        yield day
        day += timedelta(days=1)


def _fixed(before: InForce) -> dict[tuple[str, str], float]:
    return Table.load(before.table).fixed() if before.table else {}


def _published(newsroom: Newsroom, start: datetime, end: datetime) -> Iterator[Article]:
    """Yield the articles published in a time."""
    before = None
    while page := newsroom.store.recent_articles(_PAGE, before):
        yield from (one for one in page if start <= one.published < end)
        if page[-1].published < start:
            return
        before = page[-1].id
