"""The latest decision about each article."""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from coranto.model.decision import Decision
from coranto.store import change_log, tables, values
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Decision)
_decision = tables.decision.c

_insert = insert(tables.decision).values({name: bindparam(name) for name in ("article", "digest", "data")})
_SAVE = _insert.on_conflict_do_update(
    index_elements=["article"], set_={"digest": _insert.excluded.digest, "data": _insert.excluded.data}
)
_BY_ARTICLE = select(_decision.article, _decision.digest, _decision.data).where(among(_decision.article, "ids"))


def save(db: Transaction, decisions: Mapping[str, Decision]) -> None:
    """Save the decisions that differ from the stored ones; only what readers see counts as a change."""
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
        change_log.bump(db)
        change_log.add(db, changed)


def by_article(db: Transaction, ids: Iterable[str]) -> dict[str, Decision]:
    """Return decisions by article id; articles without a decision are left out."""
    return {
        article: msgspec.structs.replace(_decoder.decode(data), digest=digest)
        for article, digest, data in db.all(_BY_ARTICLE, ids=listed(ids))
    }
