"""The tables. Values are stored whole as JSON in ``data``; other columns exist because a query uses them.

Times are whole microseconds since 1970 in UTC: the same number, order and arithmetic in every database. What the
migrations build and what is defined here are compared by a test. Each database has its own search index, built in the
migrations (see ``coranto.store.search_index``). In SQLite a table without rowid is its own index: one tree to write to
instead of two.

Rows of a queue have a lease (see ``coranto.store.lease``): until when, by whom, and how often the row was taken.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts only plain INTEGER keys up; PostgreSQL's INTEGER would be full after two thousand million.
Number = BigInteger().with_variant(Integer, "sqlite")

# The condition of partial indexes, as the queries say it, or SQLite does not see that it may use the index.
_PUBLISHED: dict[str, Any] = {"sqlite_where": text("published = 1"), "postgresql_where": text("published")}


def lease_columns() -> tuple[Column[Any], ...]:
    """Return the columns of a lease."""
    return (
        Column("leased_until", BigInteger),
        Column("leased_by", Text),
        Column("attempt", Integer, nullable=False, server_default=text("0")),
    )


source = Table(
    "source",
    metadata,
    Column("id", Text, primary_key=True),
    Column("looked", Boolean, nullable=False),
    Column("due", BigInteger),  # null: retired
    Column("data", Text, nullable=False),
    *lease_columns(),
    Column("health", Text),  # null: well; "retired", or the code of the trouble of one that fails
    Column("topics", Text),  # null: it assigns none
)
Index(
    "ix_source_health",
    source.c.health,
    sqlite_where=source.c.health.is_not(None),
    postgresql_where=source.c.health.is_not(None),
)
Index(
    "ix_source_topics",
    source.c.id,
    sqlite_where=source.c.topics.is_not(None),
    postgresql_where=source.c.topics.is_not(None),
)
Index("ix_source_due", source.c.looked, source.c.due, source.c.id)

# Entries whose page is still to be read, or could not be read (ready is null); resolved ones are deleted.
entry = Table(
    "entry",
    metadata,
    Column("number", Number, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("ready", BigInteger),
    Column("tries", Integer, nullable=False),
    Column("trouble", Text),
    Column("data", Text, nullable=False),
    *lease_columns(),
    sqlite_autoincrement=True,  # numbers are never reused: a late change must not hit a newer entry
)
Index(
    "ix_entry_waiting",
    entry.c.number,
    sqlite_where=entry.c.ready.is_not(None),
    postgresql_where=entry.c.ready.is_not(None),
)

# Which source listed which address when; article is null while the entry is pending. No source: empty string.
sighting = Table(
    "sighting",
    metadata,
    Column("url", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("article", Text),
    Column("seen", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index(
    "ix_sighting_article",
    sighting.c.article,
    sighting.c.seen,
    sqlite_where=sighting.c.article.is_not(None),
    postgresql_where=sighting.c.article.is_not(None),
)

article = Table(
    "article",
    metadata,
    Column("number", Number, primary_key=True),  # by arrival
    Column("id", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False, unique=True),
    Column("published", BigInteger, nullable=False),
    Column("source", Text),
    Column("outlet", Text, nullable=False),
    Column("data", Text, nullable=False),
)
Index("ix_article_published", article.c.published, article.c.id, article.c.outlet, article.c.source)
Index("ix_article_source", article.c.source)

# Separate from the article, so that lists of articles do not read their texts.
article_text = Table(
    "article_text",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

# Sketches by which the texts of articles are compared, to recognize reprints.
sketch = Table(
    "sketch",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
    Column("marks", LargeBinary, nullable=False),
)

# Reprints of an article, by their canonical address.
reprint = Table(
    "reprint",
    metadata,
    Column("url", Text, primary_key=True),
    Column("article", Text, ForeignKey("article.id"), nullable=False, index=True),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Articles that are not yet in the search index.
unindexed = Table(
    "unindexed",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
)

article_topic = Table(
    "article_topic",
    metadata,
    Column("topic", Text, primary_key=True),  # the topic's id
    Column("published", BigInteger, primary_key=True),  # the article's, so that the river of a topic is in order
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    sqlite_with_rowid=False,
)

story = Table(
    "story",
    metadata,
    Column("id", Text, primary_key=True),
    Column("lead", Text, nullable=False, index=True),
    Column("heat", Integer, nullable=False),  # without readers
    Column("newest", BigInteger, nullable=False),  # when its newest member was published
    Column("shown", Boolean, nullable=False),  # the lead's record is published
    Column("heir", Text),  # the story that this one was merged into; never itself a merged story
    sqlite_with_rowid=False,
)
Index(
    "ix_story_shown",
    story.c.newest,
    story.c.heat,
    story.c.id,
    story.c.lead,
    sqlite_where=text("shown = 1"),  # as the queries say it, or SQLite does not see that it may use the index
    postgresql_where=text("shown"),
)
Index("ix_story_heir", story.c.heir, sqlite_where=story.c.heir.is_not(None), postgresql_where=story.c.heir.is_not(None))

# The shown stories by the topics of their members.
story_topic = Table(
    "story_topic",
    metadata,
    Column("topic", Text, primary_key=True),  # the topic's id
    Column("newest", BigInteger, primary_key=True),
    Column("story", Text, ForeignKey("story.id"), primary_key=True, index=True),
    Column("heat", Integer, nullable=False),
    Column("lead", Text, nullable=False),
    sqlite_with_rowid=False,
)

member = Table(
    "member",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),  # an article is in one story
    Column("story", Text, ForeignKey("story.id"), nullable=False),
    Column("published", BigInteger, nullable=False),  # the article's
    Column("joined", BigInteger, nullable=False),  # order within the story
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_member_story", member.c.story, member.c.published)

near = Table(
    "near",
    metadata,
    Column("story", Text, ForeignKey("story.id"), primary_key=True),
    Column("article", Text, ForeignKey("article.id"), primary_key=True, index=True),
    Column("joined", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

reading = Table(
    "reading",
    metadata,
    Column("day", Text, primary_key=True),
    Column("article", Text, primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("known", Boolean, nullable=False, server_default=true()),  # its browser keeps cookies
    sqlite_with_rowid=False,
)

# Edits, in order.
verdict = Table(
    "verdict",
    metadata,
    Column("number", Number, primary_key=True),
    Column("story", Text, nullable=False, index=True),
    Column("other", Text, nullable=False, index=True),
    Column("made", Text, nullable=False, index=True),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Which edits are about which articles.
edit_article = Table(
    "edit_article",
    metadata,
    Column("article", Text, primary_key=True),
    Column("number", Number, primary_key=True),
    sqlite_with_rowid=False,
)

# The log of edits: rows are added and never changed (see ``coranto.model.edit.LogEntry``).
edit_log = Table(
    "edit_log",
    metadata,
    Column("number", Number, primary_key=True),
    Column("edit", Number, nullable=False),
    Column("hash", Text, nullable=False),
    Column("data", Text, nullable=False),
)

# Editors' overrides; data is null in old rows, which have only a boost and a publication.
ruling = Table(
    "ruling",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("boost", Integer, nullable=False),
    Column("published", Boolean),
    Column("data", Text),
)

# Hidden articles: a short list, which lists of articles and stories leave out.
hidden = Table(
    "hidden",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    sqlite_with_rowid=False,
)

# The articles whose story is pinned, each by the edit of this number.
pinned = Table(
    "pinned",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("edit", Number, nullable=False),
    sqlite_with_rowid=False,
)

record = Table(
    "record",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("file", Text, nullable=False, index=True),  # the last part of the path
    Column("published", Boolean, nullable=False),
    Column("moment", BigInteger, nullable=False),  # publishedDateTime
    Column("changed", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
)
Index("ix_record_published", record.c.moment.desc(), record.c.path, record.c.article, **_PUBLISHED)

# Hashes of record files that were written or are about to be; a file with a different hash was edited by hand.
written = Table(
    "written",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("digest", Text, primary_key=True),
    sqlite_with_rowid=False,
)

# Records as they were before an edit, by hash, so that an undo restores the time of change too.
record_version = Table(
    "record_version",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("changed", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Records with the columns that searches filter by; narrow, so that thousands are scanned quickly.
record_facts = Table(
    "record_facts",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
    Column("article", Text, nullable=False),
    Column("moment", BigInteger, nullable=False),  # publishedDateTime
    Column("quality", Integer, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("source", Text),
    Column("published", Boolean, nullable=False),
)
Index("ix_record_facts_moment", record_facts.c.moment, record_facts.c.article)
Index("ix_record_facts_published", record_facts.c.moment, record_facts.c.article, **_PUBLISHED)

# The latest decision about each article; the digest is of the rules that made it.
decision = Table(
    "decision",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("digest", Text, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The topics of records, by name.
record_topic = Table(
    "record_topic",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("moment", BigInteger, primary_key=True),
    Column("article", Text, ForeignKey("record.article"), primary_key=True, index=True),
    Column("published", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_record_topic_moment", record_topic.c.moment, record_topic.c.topic, **_PUBLISHED)
Index("ix_record_topic_published", *(record_topic.c[name] for name in ("topic", "moment", "article")), **_PUBLISHED)

# Articles whose record must be rebuilt; mark counts how often one was queued again.
outbox = Table(
    "outbox",
    metadata,
    Column("number", Number, primary_key=True),
    Column("article", Text, ForeignKey("article.id"), nullable=False),
    Column("mark", Integer, nullable=False),
    UniqueConstraint("article"),
)

# The change log: for each key (see ``coranto.store.change_log``) the number of its last change.
change = Table(
    "change",
    metadata,
    Column("key", Text, primary_key=True),
    Column("number", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

shelf = Table(
    "shelf",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
