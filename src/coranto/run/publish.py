"""Publish: make the records that are in the outbox, and hand those that changed to every output."""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

from coranto.decide import decisions
from coranto.model.article import Article
from coranto.model.change import StoredRecord
from coranto.model.decision import Decision
from coranto.newsroom import Newsroom
from coranto.record import build, seal, slug, write

BATCH = 250  # records made in one transaction: other writers wait some tenths of a second
WRITERS = 16  # files written to disk at a time


class Made(NamedTuple):
    """A record that was made: as it is, as it was, the decision it follows, whether it differs from what it was."""

    filed: StoredRecord
    old: StoredRecord | None
    decision: Decision
    changed: bool


def publish(newsroom: Newsroom, done: Counter[str]) -> None:
    """Make the records that are to be made anew, and hand those that changed to every output.

    A file is brought to the disk before it takes its place; many hands do that, because a disk can do many at once.
    """
    digest = newsroom.rules_digest()
    outputs = [newsroom.outputs[output] for output in newsroom.settings.publish.outputs]

    def hand_out(filed: StoredRecord) -> int:
        return sum(bool(output(filed, newsroom.records)) for output in outputs)

    with ThreadPoolExecutor(WRITERS) as writers:
        while names := newsroom.store.outbox_ids(BATCH):
            with newsroom.store.transaction(writes=True):
                made = make_records(newsroom, names, digest)
            done["records"] += sum(one.changed for one in made)
            done["files"] += sum(writers.map(hand_out, [one.filed for one in made]))
            write.settle(newsroom.records / "_news")
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
    outcomes = decisions.decide_articles(store, names, newsroom.settings, newsroom.own, now, digest, known)
    kept = store.get_records(names)
    made = [_make_record(newsroom, outcome, kept.get(outcome.article.id), now) for outcome in outcomes]
    store.save_decisions({outcome.article.id: outcome.decision for outcome in outcomes})
    return made


def _make_record(newsroom: Newsroom, outcome: decisions.Outcome, old: StoredRecord | None, now: datetime) -> Made:
    store, article = newsroom.store, outcome.article
    path = old.path if old else slug.path(article, lambda path: path in store.article_ids_by_path([path]))
    sealed = old.record.secured if old else None
    if newsroom.key:
        sealed = seal.reseal(sealed, build.private(article), newsroom.key, path)
    extra = old.record.extra if old else {}
    record = build.make(article, outcome.decision, outcome.related, newsroom.settings, secured=sealed, extra=extra)
    if old and old.record == record:
        return Made(old, old, outcome.decision, changed=False)
    changed = store.save_record(article.id, path, record, now)
    filed = StoredRecord(article=article.id, path=path, record=record, changed=now)
    return Made(filed, old, outcome.decision, changed)
