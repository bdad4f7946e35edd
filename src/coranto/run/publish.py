"""Publish: make the records that are in the outbox, and hand those that changed to every output."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from coranto.decide import compose, explain
from coranto.model.change import StoredRecord
from coranto.newsroom import Newsroom
from coranto.record import build, seal, slug, write

BATCH = 250  # records made in one transaction: other writers wait some tenths of a second
WRITERS = 16  # files written to disk at a time


def publish(newsroom: Newsroom, done: Counter[str]) -> None:
    """Make the records that are to be made anew, and hand those that changed to every output.

    A file is brought to the disk before it takes its place; many hands do that, because a disk can do many at once.
    """
    outputs = [newsroom.outputs[output] for output in newsroom.settings.publish.outputs]

    def hand_out(filed: StoredRecord) -> int:
        return sum(bool(output(filed, newsroom.records)) for output in outputs)

    with ThreadPoolExecutor(WRITERS) as writers:
        while names := newsroom.store.outbox_ids(BATCH):
            with newsroom.store.transaction(writes=True):
                made = [_record(newsroom, name) for name in names]
            done["records"] += sum(changed for _, changed in made)
            done["files"] += sum(writers.map(hand_out, [filed for filed, _ in made]))
            write.settle(newsroom.records / "_news")
            newsroom.store.clear_outbox(names)


def _record(newsroom: Newsroom, name: str) -> tuple[StoredRecord, bool]:
    """Make one record of what the store knows; whether it differs from what was published."""
    store, now = newsroom.store, newsroom.now()
    article = store.get_articles([name])[name]
    home = store.story_ids_of([name]).get(name)
    story = store.get_stories([home]).get(home) if home else None
    beyond = store.get_stories(store.near_story_ids(name)).values()
    ids = {m.article for m in story.members} if story else set()
    others = store.get_articles(ids | compose.neighbours(name, story, beyond) | {name})
    verdict, related = compose.compose(
        article,
        story,
        beyond,
        others,
        newsroom.settings,
        readers=store.reader_counts([name], explain.days(now)).get(name, 0),
        own=newsroom.own,
        ruling=store.get_overrides([name]).get(name),
    )
    old = store.get_records([name]).get(name)
    path = old.path if old else slug.path(article, lambda path: path in store.article_ids_by_path([path]))
    sealed = old.record.secured if old else None
    if newsroom.key:
        sealed = seal.reseal(sealed, build.private(article), newsroom.key, path)
    extra = old.record.extra if old else {}
    made = build.make(article, verdict, related, newsroom.settings, secured=sealed, extra=extra)
    changed = store.save_record(name, path, made, now)
    return StoredRecord(article=name, path=path, record=made, changed=now), changed
