"""An article's arrival, or an edit of it, with everything that changes with it; saving it twice is harmless."""

from coranto.model.change import ArticleChange
from coranto.store import article as articles
from coranto.store import change_log, imported, outbox, reprint, search_index, story_topic, story_write
from coranto.store import entry as entries
from coranto.store.transaction import Transaction


def save(db: Transaction, change: ArticleChange) -> None:
    """Save the article, its appearance, its place among the stories, and queue the records that change with it.

    Imported records change by edits of their own only, so the article's neighbours among them are not queued.
    """
    article = change.article
    number, before = articles.save(db, article)
    changed = {change_log.article(article.id), change_log.ARRIVALS}
    if change.entry is None:
        entries.add_appearance(db, article.original_url, article.source, article.id, article.seen)
    else:
        entries.resolve(db, change.entry, article.id)
    if change.sketch is not None:
        reprint.save_sketch(db, number, change.sketch)
    stories, placed = story_write.place(db, change, number)
    affected = stories | story_topic.led(db, article.id)
    story_topic.refresh(db, affected)
    changed |= {*map(change_log.story, affected), *map(change_log.article, placed)}
    if article.source:
        changed.add(change_log.of_source(article.source))
    unchanged = imported.imported_ids(db, change.dirty) - {article.id}
    outbox.put(db, [name for name in change.dirty if name not in unchanged])
    change_log.bump(db)
    change_log.add(db, changed)
    search_index.note(db, number, article, before)
