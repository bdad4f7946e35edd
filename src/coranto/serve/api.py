"""The JSON pages of the contract, and an article's explanation: the same bytes live and as files."""

from datetime import datetime

import msgspec

from coranto.desk import Desk
from coranto.publish import explain
from coranto.serve import address
from coranto.serve.document import JSON, Document


def article(desk: Desk, ident: str, now: datetime) -> Document | None:
    """Give everything known of an article, as ``coranto explain --json`` says it; never its text."""
    told = explain.explain(desk.store, desk.settings, ident, now, desk.own) if address.plain(ident) else None
    return Document(f"/api/articles/{ident}.json", msgspec.json.encode(told) + b"\n", JSON) if told else None
def news(*a): return None
topics=newsletters=news
