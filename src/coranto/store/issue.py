"""The newsletter's issues, and the HTML of those that are settled."""

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.newsletter import StoredIssue
from coranto.store import change_log, issue_tables, values
from coranto.store.subscriber_tables import mail_delivery
from coranto.store.transaction import Transaction

_decoder = msgspec.json.Decoder(StoredIssue)
_issue, _html = issue_tables.issue.c, issue_tables.issue_html.c

_insert = insert(issue_tables.issue).values(
    {name: bindparam(name) for name in ("ident", "topic", "state", "until", "data")}
)
_SAVE = _insert.on_conflict_do_update(
    index_elements=["ident"], set_={name: _insert.excluded[name] for name in ("topic", "state", "until", "data")}
)
_insert_html = insert(issue_tables.issue_html).values({name: bindparam(name) for name in ("ident", "html")})
_SAVE_HTML = _insert_html.on_conflict_do_update(index_elements=["ident"], set_={"html": _insert_html.excluded.html})
_GET = select(_issue.data).where(_issue.ident == bindparam("ident"))
_HTML = select(_html.html).where(_html.ident == bindparam("ident"))
_newest = (_issue.until.desc(), _issue.ident.desc())
_ALL = select(_issue.data).order_by(*_newest)
_OF_LIST = _ALL.where(_issue.topic == bindparam("topic"))
_PUBLIC = (
    select(_issue.data)
    .where(_issue.state == "archived")
    .order_by(*_newest)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_DELETE = delete(issue_tables.issue).where(_issue.ident == bindparam("ident"))
_DELETE_DELIVERIES = delete(mail_delivery).where(mail_delivery.c.issue == bindparam("ident"))
_DELETE_HTML = delete(issue_tables.issue_html).where(_html.ident == bindparam("ident"))


def save(db: Transaction, issue: StoredIssue, html: str | None = None) -> None:
    """Add or replace an issue, and its HTML where it is given; log the issues as changed where readers see it."""
    ident = issue.issue.ident
    before = get(db, ident)
    db.run(
        _SAVE,
        ident=ident,
        topic=issue.topic,
        state=issue.state,
        until=values.stamp(issue.until),
        data=values.pack(issue),
    )
    if html is not None:
        db.run(_SAVE_HTML, ident=ident, html=html)
    _log(db, before, issue)


def get(db: Transaction, ident: str) -> StoredIssue | None:
    """Return an issue."""
    row = db.first(_GET, ident=ident)
    return _decoder.decode(row[0]) if row else None


def of_list(db: Transaction, topic: str | None = None) -> list[StoredIssue]:
    """Return issues, newest first."""
    rows = db.all(_ALL) if topic is None else db.all(_OF_LIST, topic=topic)
    return [_decoder.decode(data) for (data,) in rows]


def public(db: Transaction, offset: int = 0, limit: int = 25) -> list[StoredIssue]:
    """Return a page of the issues that readers see, newest first."""
    return [_decoder.decode(data) for (data,) in db.all(_PUBLIC, offset=offset, limit=limit)]


def html(db: Transaction, ident: str) -> str | None:
    """Return the HTML of a settled issue."""
    row = db.first(_HTML, ident=ident)
    return row[0] if row else None


def remove(db: Transaction, ident: str) -> bool:
    """Delete an issue and its HTML; False if it does not exist."""
    before = get(db, ident)
    db.run(_DELETE_DELIVERIES, ident=ident)
    db.run(_DELETE_HTML, ident=ident)
    db.run(_DELETE, ident=ident)
    _log(db, before)
    return before is not None


def _log(db: Transaction, *states: StoredIssue | None) -> None:
    if any(one is not None and one.public for one in states):
        change_log.bump(db)
        change_log.add(db, [change_log.ISSUES])
