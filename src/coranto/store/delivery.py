"""The ledger of the newsletter's mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.delivery import Delivery, DeliveryState
from coranto.store import subscriber_tables as tables
from coranto.store import values
from coranto.store.transaction import Transaction, among, listed

_row = tables.mail_delivery.c
_COLUMNS = (_row.number, _row.issue, _row.subscriber, _row.state, _row.at, _row.due, _row.tries, _row.status)

_ADD = (
    insert(tables.mail_delivery)
    .values(
        issue=bindparam("issue"), subscriber=bindparam("subscriber"), state="waiting", at=bindparam("now"),
        due=bindparam("now"), tries=0, status="",
    )
    .on_conflict_do_nothing()
)  # fmt: skip
_due = select(_row.number).where(
    _row.state == "waiting", among(_row.issue, "issues"), _row.due <= bindparam("now")
)  # fmt: skip
_TAKE = (
    update(tables.mail_delivery)
    .where(_row.number == _due.order_by(_row.due, _row.number).limit(1).scalar_subquery())
    .values(state="sending", at=bindparam("now"))
    .returning(*_COLUMNS)
)
_SAVE = (
    update(tables.mail_delivery)
    .where(_row.number == bindparam("its_number"))
    .values({name: bindparam(name) for name in ("state", "at", "due", "tries", "status")})
)
_COUNT = select(_row.state, func.count()).where(_row.issue == bindparam("issue")).group_by(_row.state)
_TOTAL = select(func.count()).select_from(tables.mail_delivery).where(_row.issue == bindparam("issue"))
_NEXT = select(func.min(_row.due)).where(_row.state == "waiting", among(_row.issue, "issues"))
_SINCE = (
    select(func.count()).select_from(tables.mail_delivery).where(_row.state == "sent", _row.at >= bindparam("since"))
)
_WAITING = select(_row.issue).where(_row.state == "waiting").distinct().order_by(_row.issue)
_OF_ISSUE = (
    select(*_COLUMNS)
    .where(_row.issue == bindparam("issue"), or_(bindparam("state") == "", _row.state == bindparam("state")))
    .order_by(_row.number)
    .limit(bindparam("limit"))
)
_OF_SUBSCRIBER = select(*_COLUMNS).where(_row.subscriber == bindparam("subscriber")).order_by(_row.number)
_CHANGE = (
    update(tables.mail_delivery)
    .where(_row.state == bindparam("before"), or_(bindparam("issue") == "", _row.issue == bindparam("issue")))
    .values(state=bindparam("after"), at=bindparam("now"), due=bindparam("now"))
)
_DROP_WAITING = delete(tables.mail_delivery).where(_row.issue == bindparam("issue"), _row.state == "waiting")


def add(db: Transaction, issue: str, subscribers: Iterable[int], now: datetime) -> int:
    """Enter subscribers who are to get an issue; return how many are new."""
    before = int(db.one(_TOTAL, issue=issue))
    at = values.stamp(now)
    db.many(_ADD, [{"issue": issue, "subscriber": number, "now": at} for number in subscribers])
    return int(db.one(_TOTAL, issue=issue)) - before


def take(db: Transaction, issues: Iterable[str], now: datetime) -> Delivery | None:
    """Return the longest waiting row that is due, after making it ``sending``."""
    row = db.first(_TAKE, issues=listed(issues), now=values.stamp(now))
    return _read(row) if row else None


def save(db: Transaction, one: Delivery) -> None:
    """Save what became of a row."""
    at, due = values.stamp(one.at), values.stamp(one.due)
    db.run(_SAVE, its_number=one.number, state=one.state, at=at, due=due, tries=one.tries, status=one.status)


def counts(db: Transaction, issue: str) -> dict[str, int]:
    """Count the rows of an issue by state."""
    return {state: int(count) for state, count in db.all(_COUNT, issue=issue)}


def count_since(db: Transaction, since: datetime) -> int:
    """Count the mails that were sent since then."""
    return int(db.one(_SINCE, since=values.stamp(since)))


def issues_waiting(db: Transaction) -> list[str]:
    """Return the names of the issues of which rows wait."""
    return [issue for (issue,) in db.all(_WAITING)]


def next_due(db: Transaction, issues: Iterable[str]) -> datetime | None:
    """Return when the next waiting row is due."""
    due = db.one(_NEXT, issues=listed(issues))
    return None if due is None else values.moment(due)


def of_issue(db: Transaction, issue: str, state: DeliveryState | None = None, limit: int = 1000) -> list[Delivery]:
    """Return rows of an issue, in the order in which they were entered."""
    return [_read(row) for row in db.all(_OF_ISSUE, issue=issue, state=state or "", limit=limit)]


def of_subscriber(db: Transaction, subscriber: int) -> list[Delivery]:
    """Return the rows of a subscriber, in order."""
    return [_read(row) for row in db.all(_OF_SUBSCRIBER, subscriber=subscriber)]


def change(
    db: Transaction, before: DeliveryState, after: DeliveryState, now: datetime, issue: str | None = None
) -> int:
    """Change the state of all rows in a state; return how many they are."""
    return db.run(_CHANGE, before=before, after=after, now=values.stamp(now), issue=issue or "")


def delete_waiting(db: Transaction, issue: str) -> int:
    """Delete the rows of an issue that wait; return how many they were."""
    return db.run(_DROP_WAITING, issue=issue)


def _read(row: tuple[Any, ...]) -> Delivery:
    number, issue, subscriber, state, at, due, tries, status = row
    return Delivery(
        number=number,
        issue=issue,
        subscriber=subscriber,
        state=state,
        at=values.moment(at),
        due=values.moment(due),
        tries=tries,
        status=status,
    )
