"""An article's arrival, or a ruling on it: everything it changes, the same if it is said twice."""

from coranto.model.change import ArticleChange
from coranto.store import article as articles
from coranto.store import change_log, outbox, override, reprint, search_index, story_topic, story_write, version
from coranto.store import entry as entries
from coranto.store.transaction import Transaction


def file(db: Transaction, filing: ArticleChange) -> None:
    """Save the article, where it was found, its place among the stories, and whose records change by it."""
    article = filing.article
    number, before = articles.save(db, article)
    changed = {change_log.article(article.id), change_log.ARRIVALS}
    if filing.entry is None:
        entries.sight(db, article.original_url, article.source, article.id, article.seen)
    else:
        entries.settled(db, filing.entry, article.id)
    if filing.sketch is not None:
        reprint.keep(db, number, filing.sketch)
    stories, placed = story_write.place(db, filing, number)
    others = stories | story_topic.led(db, article.id)
    story_topic.refresh(db, others)
    changed |= {*map(change_log.story, others), *map(change_log.article, placed)}
    if article.source:
        changed.add(change_log.of_source(article.source))
    if filing.ruling is not None:
        override.rule(db, filing.ruling)
    outbox.put(db, filing.dirty)
    version.changed(db)
    change_log.note(db, changed)
    search_index.note(db, number, article, before)
