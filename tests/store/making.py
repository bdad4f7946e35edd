"""Values to file, short to write."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from alembic import command
from sqlalchemy import MetaData, create_engine, text

from coranto.model.article import Article, Provider, TopicMatch
from coranto.model.change import ArticleChange, LeadAndHeat, PendingEntry
from coranto.model.entry import Entry
from coranto.model.record import Record
from coranto.model.score import ScorePart
from coranto.model.source import Source
from coranto.model.story import EvidenceTerm, Member, Neighbour
from coranto.store import migrate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def url(name: str) -> str:
    return f"https://{name}.example/news"


def ident(name: str) -> str:
    return sha256(url(name).encode()).hexdigest()[:12]


def article(name: str, hours: float = 0, **fields) -> Article:
    return Article(
        **{
            "id": ident(name),
            "url": url(name),
            "original_url": url(name),
            "web_url": url(name),
            "title": f"Title of {name}",
            "excerpt": f"Excerpt of {name}",
            "text": f"The whole text of {name}.",
            "published": at(hours),
            "seen": at(hours + 1),
            "provider": Provider(name=name.title(), domain=f"{name}.example"),
            "source": "wire",
            "topics": (TopicMatch(id="ai", name="AI", because="named by the source"),),
            "quality": 17,
            "parts": (ScorePart(name="topics", points=17, because="AI"),),
        }
        | fields
    )


def member(name: str, score: float = 1.0) -> Member:
    return Member(article=ident(name), score=score, evidence=(EvidenceTerm(term="camera", weight=score),))


def neighbour(name: str, score: float = 0.15) -> Neighbour:
    return Neighbour(article=ident(name), score=score, evidence=(EvidenceTerm(term="police", weight=score),))


def filing(
    name: str, story: str | None = None, hours: float = 0, heat: int = 50, lead: str | None = None, **fields
) -> ArticleChange:
    """Give an arrival that joins (or opens) a story and is to be written; ``lead`` is a name."""
    changes = {}
    if story is not None:
        changes["members"] = ((story, member(name)),)
        changes["standings"] = (LeadAndHeat(story=story, lead=ident(lead or name), heat=heat),)
    own = {key: fields.pop(key) for key in list(fields) if key in ArticleChange.__struct_fields__}
    made = {"article": article(name, hours, **fields), "dirty": (ident(name),)}
    return ArticleChange(**made | changes | own)


def record(name: str, hours: float = 0, *, published: bool = True, **fields) -> Record:
    return Record(
        **{
            "category": "news",
            "title": f"Title of {name}",
            "published_date_time": at(hours),
            "web_url": url(name),
            "quality": 17,
            "heat": 77,
            "published": published,
            "topics": ("AI",),
        }
        | fields
    )


def path(name: str) -> str:
    return f"_news/2026-03-01-{name}.md"


def source(name: str = "wire", **fields) -> Source:
    return Source(**{"id": name, "url": f"https://{name}.example/feed", "title": name.title()} | fields)


def waiting(name: str, by: str = "wire", hours: float = 0) -> PendingEntry:
    return PendingEntry(
        source=by, url=url(name), entry=Entry(url=url(name), title=f"Title of {name}", published=at(0)), seen=at(hours)
    )


def as_of(address: str, revision: str) -> None:
    """Take a database back to an older schema, with the rows and columns that this one had; its search index is due."""
    engine = create_engine(address)
    with engine.connect() as db:
        rows = _rows(db)
        for name in ("search", *rows, "alembic_version"):
            cascade = "" if db.dialect.name == "sqlite" else " CASCADE"
            db.execute(text(f"DROP TABLE IF EXISTS {name}{cascade}"))
        db.commit()
        command.upgrade(migrate.config(db), revision)
        db.commit()
        old = MetaData()
        old.reflect(db)
        for table in old.sorted_tables:
            known = [
                {name: row[name] for name in row.keys() & table.columns.keys()} for row in rows.get(table.name, ())
            ]
            if known:
                db.execute(table.insert(), known)
        numbers = [{"number": row["number"]} for row in rows["article"]]
        if numbers and "unindexed" in old.tables:
            db.execute(old.tables["unindexed"].insert(), numbers)
        db.commit()
    engine.dispose()


def _rows(db) -> dict[str, list[dict]]:
    now = MetaData()
    now.reflect(db)
    tables = [table for table in reversed(now.sorted_tables) if not table.name.startswith(("search", "alembic"))]
    rows = {table.name: [dict(row._mapping) for row in db.execute(table.select())] for table in tables}
    rows["unindexed"] = []
    return rows
