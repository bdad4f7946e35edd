"""Publish: build the records of the outbox, and deliver the changed ones to every output."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import msgspec
import structlog

from coranto.decide import busiest, decisions, front, line
from coranto.heat.line import STEP
from coranto.model.article import Article
from coranto.model.change import Override, StoredRecord
from coranto.model.decision import Decision
from coranto.model.record import Record
from coranto.newsroom import Newsroom
from coranto.record import build, frontmatter, markdown, seal, slug, write
from coranto.run import record_file

log = structlog.get_logger("coranto")

BATCH = 250  # records built per transaction, at most
LEAST = 10  # the same where each takes long: a story may have a thousand articles
WRITE = 0.3  # seconds of such a transaction, about: other writers wait that long
WRITERS = 16  # files written concurrently


class Made(msgspec.Struct, frozen=True):
    """A record that was built.

    ``old`` is the previous record; ``decision`` is None for an imported record, which is never decided; ``data`` is the
    content of its file, None for a hidden article; ``changed`` says whether the record differs from ``old``.
    """

    stored: StoredRecord
    old: StoredRecord | None
    decision: Decision | None
    data: bytes | None
    changed: bool


def publish(newsroom: Newsroom, done: Counter[str], stop: Callable[[], bool] = lambda: False) -> None:
    """Build the records of the outbox, and deliver the changed ones to every output.

    Each file is flushed to disk before it replaces the old one; several threads do that, because disks handle many
    requests at once. The hash of a file is stored before the file is written: a file with a different hash was edited
    by hand and is kept aside. After a batch ``stop`` may end it; the rest stays in the outbox.
    """
    size = LEAST  # it grows as fast as the records allow
    digest = newsroom.rules_digest()
    _draw_line(newsroom)
    outputs = [newsroom.outputs[output] for output in newsroom.settings.publish.outputs]

    with ThreadPoolExecutor(WRITERS) as writers:
        while not stop() and (names := newsroom.store.outbox_ids(size)):
            began = time.monotonic()
            with newsroom.store.transaction(writes=True):
                noted = newsroom.store.get_written(names)
                made = make_records(newsroom, names, digest)
                # Records written by a version that stored no hashes.
                newsroom.store.add_written(
                    (one.old.article, record_file.digest(frontmatter.emit(one.old.record).encode()))
                    for one in made
                    if one.old and one.old.article not in noted
                )
                known = record_file.note_pending(newsroom, [(one.stored.article, one.data) for one in made])
            size = _next_size(size, time.monotonic() - began)

            def deliver(one: Made, known: dict[str, set[str]] = known) -> tuple[int, str]:
                count, kept = 0, ""
                for output in outputs:
                    if output is markdown.deliver:
                        written, kept = record_file.update_file(newsroom, one.stored, one.data, known)
                        count += written
                    else:
                        count += bool(output(one.stored, newsroom.records))
                return count, kept

            done["records"] += sum(one.changed for one in made)
            for count, kept in writers.map(deliver, made):
                done["files"] += count
                if kept:
                    done["kept aside"] += 1
                    log.warning("record edited by hand, kept aside", kept=kept)
            write.settle(newsroom.records / "_news")
            with newsroom.store.transaction(writes=True):
                record_file.confirm_written(newsroom, [(one.stored.article, one.data) for one in made])
                newsroom.store.clear_outbox(names)
    busiest.choose(newsroom.store, newsroom.taxonomy, newsroom.now())
    front.note(newsroom.store, newsroom.settings, newsroom.now())


def _next_size(size: int, seconds: float) -> int:
    """Return the size of the next batch, so that its transaction takes about ``WRITE`` seconds."""
    return max(LEAST, min(BATCH, size * 2, round(size * WRITE / max(seconds, 0.001))))


def _draw_line(newsroom: Newsroom) -> None:
    """Draw the line of the day; if it was drawn anew, decide again about the stories of the front page's days."""
    store, now = newsroom.store, newsroom.now()
    before = line.known(store, newsroom.settings).publish
    after = line.today(store, newsroom.settings, now).publish
    moves = [after.threshold - before.threshold]
    moves += [heat - before.lines.get(name, 0) for name, heat in after.lines.items()]
    if any(abs(move) > STEP for move in moves):
        since = now - timedelta(days=newsroom.settings.site.front_days)
        store.add_to_outbox(name for _, name in store.articles_to_judge(since))


def make_records(
    newsroom: Newsroom,
    names: Sequence[str],
    digest: str,
    known: Mapping[str, Article] | None = None,
    *,
    remember: bool = False,
) -> list[Made]:
    """Decide articles, and save their decisions and records together.

    Parameters
    ----------
    newsroom : Newsroom
        A write transaction of its store is open.
    names : sequence of str
        Ids of articles.
    digest : str
        Digest of the rules in force.
    known : mapping, optional
        Articles by id that are already loaded.
    remember : bool
        Whether a record that returns to its present state gets its present time of change: after a change of the
        rules, which can be taken back.

    Returns
    -------
    list of Made
        In the order of ``names``.

    """
    store, now = newsroom.store, newsroom.now()
    overrides, kept, imported = store.get_overrides(names), store.get_records(names), store.imported_ids(names)
    judged = [name for name in names if name not in imported]
    save = partial(_saved, newsroom, now, remember)
    settings = line.known(store, newsroom.settings)
    outcomes = decisions.decide_articles(store, judged, settings, newsroom.own, now, digest, known)
    numbers: dict[str, int] = {}
    made = {
        one.article.id: _make_record(
            newsroom, one, kept.get(one.article.id), overrides.get(one.article.id), save, numbers
        )
        for one in outcomes
    }
    store.save_decisions({one.article.id: one.decision for one in outcomes})
    articles = store.get_articles(imported)
    for name in imported:
        override = overrides.get(name)
        record = _imported(kept[name].record, articles[name], override)
        made[name] = save(name, kept[name].path, record, kept[name], None, override)
    return [made[name] for name in names]


def _make_record(
    newsroom: Newsroom,
    outcome: decisions.Outcome,
    old: StoredRecord | None,
    override: Override | None,
    save: Callable[..., Made],
    numbers: dict[str, int],
) -> Made:
    article = outcome.article
    path = old.path if old else slug.path(article, newsroom.store.article_ids_by_path, numbers)
    sealed = old.record.secured if old else None
    if newsroom.key:
        sealed = seal.reseal(sealed, build.private(article), newsroom.key, path)
    extra = old.record.extra if old else {}
    record = build.make(article, outcome.decision, outcome.related, newsroom.settings, secured=sealed, extra=extra)
    return save(article.id, path, record, old, outcome.decision, override)


def _saved(
    newsroom: Newsroom,
    now: datetime,
    remember: bool,
    name: str,
    path: str,
    record: Record,
    old: StoredRecord | None,
    decision: Decision | None,
    override: Override | None,
) -> Made:
    """Save a record if it differs from the previous one."""
    data = None if override and override.hidden else frontmatter.emit(record).encode()
    if old and old.record == record:
        return Made(old, old, decision, data, changed=False)
    if remember:
        newsroom.store.remember_records([name])
    changed = newsroom.store.save_record(name, path, record, now)
    return Made(StoredRecord(article=name, path=path, record=record, changed=now), old, decision, data, changed)


def _imported(old: Record, article: Article, override: Override | None) -> Record:
    """Return an imported record with an editor's override applied, otherwise unchanged."""
    was = override.original if override else None
    if override is None or was is None:
        return old
    decided = override.decides
    changes: dict[str, object] = {"published": was.published if decided is None else decided}
    if (old.title or "") != article.title:
        changes["title"] = article.title
    if (old.excerpt or "") != article.excerpt:
        changes["excerpt"] = article.excerpt or None
    return msgspec.structs.replace(old, **changes)
