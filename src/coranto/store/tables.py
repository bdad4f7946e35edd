"""The tables. A value is kept whole as JSON in ``data``; a column beside it is there because something asks by it.

Times are whole microseconds since 1970 in UTC: the same number, order and arithmetic in every database. What the
migrations build and what stands here are held together by a test. The search index is each database's own and is
built in the migrations (see ``coranto.store.search_index``). In SQLite a table without rowid is its key: one tree to write
to instead of two.
"""

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

source = Table(
    "source",
    metadata,
    Column("id", Text, primary_key=True),
    Column("looked", Boolean, nullable=False),
    Column("due", BigInteger),  # null: retired
    Column("data", Text, nullable=False),
)
Index("ix_source_due", source.c.looked, source.c.due, source.c.id)

# Entries whose page is still to be read, or could not be read (ready is null); those that are done with are deleted.
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
    sqlite_autoincrement=True,  # a number is never given twice: a filing that is late must not hit a newcomer
)
Index(
    "ix_entry_waiting",
    entry.c.number,
    sqlite_where=entry.c.ready.is_not(None),
    postgresql_where=entry.c.ready.is_not(None),
)

# Who listed which address when; article is null while the address is waiting. No source is the empty string.
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

# Apart from the article, so that lists of articles do not drag their texts along.
article_text = Table(
    "article_text",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

# What articles' texts are compared by, to know a reprint.
sketch = Table(
    "sketch",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
    Column("marks", LargeBinary, nullable=False),
)

# Copies that were folded into an article, by their canonical address.
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
    Column("published", BigInteger, primary_key=True),  # the article's: the river of a topic comes out in order
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
    Column("heir", Text),  # where an ended story's members went; never itself an ended story
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

# The shown stories again, by the topics of their leads.
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
    sqlite_with_rowid=False,
)

# What people said of stories, in their order.
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

ruling = Table(
    "ruling",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("boost", Integer, nullable=False),
    Column("published", Boolean),
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
Index(
    "ix_record_published",
    record.c.moment.desc(),
    record.c.path,
    record.c.article,
    sqlite_where=text("published = 1"),  # as the queries say it, or SQLite does not see that it may use the index
    postgresql_where=text("published"),
)

# What a search asks of the articles whose record is published; narrow, so that thousands are looked through at once.
shown = Table(
    "shown",
    metadata,
    Column("number", Number, ForeignKey("article.number"), primary_key=True, autoincrement=False),
    Column("article", Text, nullable=False),
    Column("moment", BigInteger, nullable=False),  # publishedDateTime
    Column("quality", Integer, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("source", Text),
)
Index("ix_shown_moment", shown.c.moment, shown.c.article)

# The topics of published records, by name.
record_topic = Table(
    "record_topic",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("moment", BigInteger, primary_key=True),
    Column("article", Text, ForeignKey("record.article"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
Index("ix_record_topic_moment", record_topic.c.moment, record_topic.c.topic)

# Articles whose record must be made anew; mark counts how often that was said since.
outbox = Table(
    "outbox",
    metadata,
    Column("number", Number, primary_key=True),
    Column("article", Text, ForeignKey("article.id"), nullable=False),
    Column("mark", Integer, nullable=False),
    UniqueConstraint("article"),
)

# What has become another one when: by the name of a thing (see ``coranto.store.change_log``) the number of its last change.
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

# Addresses of other people's programs. The secret stands apart from what is shown of a hook.
hook = Table(
    "hook",
    metadata,
    Column("number", Number, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice: `hook remove` must not hit a newcomer
)

# The stories as hooks were last told of them. A title is its lead's; places is the sum of its members' order of
# joining, another one whenever somebody joins or leaves.
heard = Table(
    "heard",
    metadata,
    Column("story", Text, ForeignKey("story.id"), primary_key=True),
    Column("lead", Text, nullable=False),
    Column("places", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# The ledger of what hooks are told: due is null once a message has ended, ended while it has not.
message = Table(
    "message",
    metadata,
    Column("number", Number, primary_key=True),
    Column("hook", Number, ForeignKey("hook.number"), nullable=False),
    Column("due", BigInteger),
    Column("ended", BigInteger, index=True),
    Column("data", Text, nullable=False),
    Column("body", Text, nullable=False),  # emptied when it has ended
    sqlite_autoincrement=True,
)
Index("ix_message_due", message.c.hook, message.c.due, message.c.number)
