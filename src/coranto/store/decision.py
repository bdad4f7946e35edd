"""Decisions: what becomes of each article, as it was decided last."""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.decision import Decision
from coranto.store import change_log, tables, values, version
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Decision)
_decision = tables.decision.c

_insert = insert(tables.decision).values({name: bindparam(name) for name in ("article", "digest", "data")})
_SAVE = _insert.on_conflict_do_update(
    index_elements=["article"], set_={"digest": _insert.excluded.digest, "data": _insert.excluded.data}
)
_BY_ARTICLE = select(_decision.article, _decision.digest, _decision.data).where(among(_decision.article, "ids"))


def save(db: Transaction, decisions: Mapping[str, Decision]) -> None:
    """Write those that differ from what is there; only what readers see of them counts as a change."""
    kept = {article: (digest, data) for article, digest, data in db.all(_BY_ARTICLE, ids=listed(decisions))}
    rows, changed = [], []
    for article, decision in decisions.items():
        data = values.pack(msgspec.structs.replace(decision, digest=""))
        old = kept.get(article)
        if old != (decision.digest, data):
            rows.append({"article": article, "digest": decision.digest, "data": data})
        if old is None or old[1] != data:
            changed.append(change_log.article(article))
    db.many(_SAVE, rows)
    if changed:
        version.changed(db)
        change_log.note(db, changed)


def by_article(db: Transaction, ids: Iterable[str]) -> dict[str, Decision]:
    """Return those there are."""
    return {
        article: msgspec.structs.replace(_decoder.decode(data), digest=digest)
        for article, digest, data in db.all(_BY_ARTICLE, ids=listed(ids))
    }
