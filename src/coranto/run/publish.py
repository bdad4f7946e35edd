"""Publish: make the records that are in the outbox, and hand those that changed to every output."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import msgspec
import structlog

from coranto.decide import compose, explain, line
from coranto.model.article import Article
from coranto.model.change import Override, StoredRecord
from coranto.model.record import Record
from coranto.model.settings import Settings
from coranto.newsroom import Newsroom
from coranto.record import build, frontmatter, markdown, seal, slug, write
from coranto.run import record_file

log = structlog.get_logger("coranto")

BATCH = 250  # records made in one transaction: other writers wait some tenths of a second
WRITERS = 16  # files written to disk at a time


class Made(msgspec.Struct, frozen=True):
    """A record that was made: its file's bytes (None for one that was taken down), and whether it changed."""

    stored: StoredRecord
    data: bytes | None
    changed: bool


def publish(newsroom: Newsroom, done: Counter[str]) -> None:
    """Make the records that are to be made anew, and hand those that changed to every output.

    A file is brought to the disk before it takes its place; many hands do that, because a disk can do many at once. The
    hash of a file is in the store before the file is: what has another hash was edited by hand, and is kept aside.
    """
    outputs = [newsroom.outputs[output] for output in newsroom.settings.publish.outputs]
    settings = line.today(newsroom.store, newsroom.settings, newsroom.now())

    with ThreadPoolExecutor(WRITERS) as writers:
        while names := newsroom.store.outbox_ids(BATCH):
            with newsroom.store.transaction(writes=True):
                noted = newsroom.store.get_written(names)
                made = [_record(newsroom, name, settings, noted) for name in names]
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


def _record(newsroom: Newsroom, name: str, settings: Settings, noted: Mapping[str, set[str]]) -> Made:
    """Make one record of what the store knows.

    ``settings`` have the line of the day; ``noted`` are the hashes of files as they were written.
    """
    store, now = newsroom.store, newsroom.now()
    article = store.get_articles([name])[name]
    home = store.story_ids_of([name]).get(name)
    old = store.get_records([name]).get(name)
    override = store.get_overrides([name]).get(name)
    if home is None and old is not None:
        path, made = old.path, _imported(old.record, article, override)
    else:
        path, made = _made(newsroom, settings, article, home, old, override)
    if old and name not in noted:  # written by a version that noted no hashes
        store.add_written([(name, record_file.digest(frontmatter.emit(old.record).encode()))])
    changed = store.save_record(name, path, made, now)
    data = None if override and override.hidden else frontmatter.emit(made).encode()
    return Made(StoredRecord(article=name, path=path, record=made, changed=now), data, changed)


def _made(
    newsroom: Newsroom,
    settings: Settings,
    article: Article,
    home: str | None,
    old: StoredRecord | None,
    override: Override | None,
) -> tuple[str, Record]:
    """Decide about an article of a story; its path and its record."""
    store, name = newsroom.store, article.id
    story = store.get_stories([home]).get(home) if home else None
    beyond = store.get_stories(store.near_story_ids(name)).values()
    ids = {m.article for m in story.members} if story else set()
    others = store.get_articles(ids | compose.neighbours(name, story, beyond) | {name})
    verdict, related = compose.compose(
        article,
        story,
        beyond,
        others,
        settings,
        readers=store.reader_counts([name], explain.days(newsroom.now())).get(name, 0),
        own=newsroom.own,
        ruling=override,
        was=bool(old and old.record.published),
    )
    path = old.path if old else slug.path(article, lambda path: path in store.article_ids_by_path([path]))
    sealed = old.record.secured if old else None
    if newsroom.key:
        sealed = seal.reseal(sealed, build.private(article), newsroom.key, path)
    extra = old.record.extra if old else {}
    return path, build.make(article, verdict, related, settings, secured=sealed, extra=extra)


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
