"""An article's arrival, or a ruling on it: everything it changes, the same if it is said twice."""

from coranto.model.filing import Filing
from coranto.store import article as articles
from coranto.store import change, outbox, placing, reprint, ruling, search, subject, version
from coranto.store import entry as entries
from coranto.store.transaction import Transaction


def file(db: Transaction, filing: Filing) -> None:
    """Save the article, where it was found, its place among the stories, and whose records change by it."""
    article = filing.article
    number, before = articles.save(db, article)
    changed = {change.article(article.id), change.ARRIVALS}
    if filing.entry is None:
        entries.sight(db, article.original_url, article.source, article.id, article.seen)
    else:
        entries.settled(db, filing.entry, article.id)
    if filing.sketch is not None:
        reprint.keep(db, number, filing.sketch)
    stories, placed = placing.place(db, filing, number)
    others = stories | subject.led(db, article.id)
    subject.refresh(db, others)
    changed |= {*map(change.story, others), *map(change.article, placed)}
    if article.source:
        changed.add(change.of_source(article.source))
    if filing.ruling is not None:
        ruling.rule(db, filing.ruling)
    outbox.put(db, filing.dirty)
    version.changed(db)
    change.note(db, changed)
    search.note(db, number, article, before)
