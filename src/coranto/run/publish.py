"""Publish: make the records that are in the outbox, and hand those that changed to every output."""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import msgspec
import structlog

from coranto.decide import decisions, line
from coranto.model.article import Article
from coranto.model.change import Override, StoredRecord
from coranto.model.decision import Decision
from coranto.model.record import Record
from coranto.newsroom import Newsroom
from coranto.record import build, frontmatter, markdown, seal, slug, write
from coranto.run import record_file

log = structlog.get_logger("coranto")

BATCH = 250  # records made in one transaction: other writers wait some tenths of a second
WRITERS = 16  # files written to disk at a time


class Made(msgspec.Struct, frozen=True):
    """A record that was made.

    ``old`` is the record before it; ``decision`` is None for an imported one, which is never decided about; ``data``
    are the bytes of its file, None for one that was taken down; ``changed`` says whether it differs from ``old``.
    """

    stored: StoredRecord
    old: StoredRecord | None
    decision: Decision | None
    data: bytes | None
    changed: bool


def publish(newsroom: Newsroom, done: Counter[str]) -> None:
    """Make the records that are to be made anew, and hand those that changed to every output.

    A file is brought to the disk before it takes its place; many hands do that, because a disk can do many at once. The
    hash of a file is in the store before the file is: what has another hash was edited by hand, and is kept aside.
    """
    digest = newsroom.rules_digest()
    line.today(newsroom.store, newsroom.settings, newsroom.now())
    outputs = [newsroom.outputs[output] for output in newsroom.settings.publish.outputs]

    with ThreadPoolExecutor(WRITERS) as writers:
        while names := newsroom.store.outbox_ids(BATCH):
            with newsroom.store.transaction(writes=True):
                noted = newsroom.store.get_written(names)
                made = make_records(newsroom, names, digest)
                # Records written by a version that noted no hashes.
                newsroom.store.add_written(
                    (one.old.article, record_file.digest(frontmatter.emit(one.old.record).encode()))
                    for one in made
                    if one.old and one.old.article not in noted
                )
                known = record_file.expect(newsroom, [(one.stored.article, one.data) for one in made])

            def hand_out(one: Made, known: dict[str, set[str]] = known) -> tuple[int, str]:
                count, kept = 0, ""
                for output in outputs:
                    if output is markdown.deliver:
                        written, kept = record_file.bring(newsroom, one.stored, one.data, known)
                        count += written
                    else:
                        count += bool(output(one.stored, newsroom.records))
                return count, kept

            done["records"] += sum(one.changed for one in made)
            for count, kept in writers.map(hand_out, made):
                done["files"] += count
                if kept:
                    done["kept aside"] += 1
                    log.warning("record edited by hand, kept aside", kept=kept)
            write.settle(newsroom.records / "_news")
            with newsroom.store.transaction(writes=True):
                record_file.settle(newsroom, [(one.stored.article, one.data) for one in made])
                newsroom.store.clear_outbox(names)


def make_records(
    newsroom: Newsroom, names: Sequence[str], digest: str, known: Mapping[str, Article] | None = None
) -> list[Made]:
    """Decide about articles, and save their decisions and records together.

    Parameters
    ----------
    newsroom : Newsroom
        A transaction of its store that writes is open.
    names : sequence of str
        Ids of articles.
    digest : str
        Of the rules in force.
    known : mapping, optional
        Articles by id that need not be read from the store.

    Returns
    -------
    list of Made
        In the order of the names.

    """
    store, now = newsroom.store, newsroom.now()
    homes, overrides, kept = store.story_ids_of(names), store.get_overrides(names), store.get_records(names)
    imported = [name for name in names if name not in homes and name in kept]
    judged = [name for name in names if name not in imported]
    published = {name for name, old in kept.items() if old.record.published}
    settings = line.known(store, newsroom.settings)
    outcomes = decisions.decide_articles(store, judged, settings, newsroom.own, now, digest, known, published)
    made = {
        one.article.id: _make_record(newsroom, one, kept.get(one.article.id), overrides.get(one.article.id), now)
        for one in outcomes
    }
    store.save_decisions({one.article.id: one.decision for one in outcomes})
    articles = store.get_articles(imported)
    for name in imported:
        override = overrides.get(name)
        record = _imported(kept[name].record, articles[name], override)
        made[name] = _saved(newsroom, name, kept[name].path, record, kept[name], None, override, now)
    return [made[name] for name in names]


def _make_record(
    newsroom: Newsroom, outcome: decisions.Outcome, old: StoredRecord | None, override: Override | None, now: datetime
) -> Made:
    store, article = newsroom.store, outcome.article
    path = old.path if old else slug.path(article, lambda path: path in store.article_ids_by_path([path]))
    sealed = old.record.secured if old else None
    if newsroom.key:
        sealed = seal.reseal(sealed, build.private(article), newsroom.key, path)
    extra = old.record.extra if old else {}
    record = build.make(article, outcome.decision, outcome.related, newsroom.settings, secured=sealed, extra=extra)
    return _saved(newsroom, article.id, path, record, old, outcome.decision, override, now)


def _saved(
    newsroom: Newsroom,
    name: str,
    path: str,
    record: Record,
    old: StoredRecord | None,
    decision: Decision | None,
    override: Override | None,
    now: datetime,
) -> Made:
    """Save a record, where it differs from the one before."""
    data = None if override and override.hidden else frontmatter.emit(record).encode()
    if old and old.record == record:
        return Made(old, old, decision, data, changed=False)
    changed = newsroom.store.save_record(name, path, record, now)
    return Made(StoredRecord(article=name, path=path, record=record, changed=now), old, decision, data, changed)


def _imported(old: Record, article: Article, override: Override | None) -> Record:
    """Keep an imported record as it is, but for what an editor decided about it."""
    was = override.original if override else None
    if override is None or was is None:
        return old
    said = override.decides
    changes: dict[str, object] = {"published": was.published if said is None else said}
    if (old.title or "") != article.title:
        changes["title"] = article.title
    if (old.excerpt or "") != article.excerpt:
        changes["excerpt"] = article.excerpt or None
    return msgspec.structs.replace(old, **changes)
