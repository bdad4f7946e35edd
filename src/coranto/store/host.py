"""Whose turn it is at a host: one worker at a time asks it, and knows when it was asked last."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.lease import HostTurn
from coranto.store import lease, worker_tables
from coranto.store.transaction import Transaction

_host = worker_tables.host.c
_SOON = 0.5  # seconds after which a host that another worker has is worth another look

_ADD = (
    insert(worker_tables.host)
    .values(name=bindparam("name"), next=bindparam("clock"), held=bindparam("clock"), attempt=0)
    .on_conflict_do_nothing()
)
_TAKE = (
    update(worker_tables.host)
    .where(_host.name == bindparam("key"), lease.free(worker_tables.host))
    .values(lease.leased(worker_tables.host))
    .returning(_host.next, _host.held)
)
_UNTIL = select(_host.leased_until).where(_host.name == bindparam("name"))
_RELEASE = (
    update(worker_tables.host)
    .where(_host.name == bindparam("key"), _host.leased_by == bindparam("holder"))
    .values(leased_until=None, leased_by=None, next=bindparam("following"), held=bindparam("left_alone"))
)


def take(db: Transaction, name: str, holder: str, seconds: float) -> HostTurn:
    """Take a host, unless another worker has it."""
    given = lease.terms(db, holder, seconds)
    now = given["clock"]
    row = db.first(_TAKE, key=name, **given)
    if row is None:
        db.run(_ADD, name=name, clock=now)
        row = db.first(_TAKE, key=name, **given)
    if row is not None:
        return HostTurn(True, max(0.0, (row[0] - now) / 1e6), max(0.0, (row[1] - now) / 1e6))
    until = db.one(_UNTIL, name=name)
    return HostTurn(False, min(_SOON, max(0.0, ((until or 0) - now) / 1e6)))


def release(db: Transaction, name: str, holder: str, wait: float, held: float) -> None:
    """Release a host: it may be asked again after ``wait`` seconds, and wants to be left alone for ``held``."""
    now = lease.clock(db)
    after, until = now + int(wait * 1e6), now + int(held * 1e6)
    db.run(_RELEASE, key=name, holder=holder, following=after, left_alone=until)
