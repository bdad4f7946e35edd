"""The JSON pages of the contract, and an article's explanation: the same bytes live and as files."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from coranto.desk import Desk
from coranto.i18n.current import localized
from coranto.model.filing import Filed
from coranto.publish import explain, public
from coranto.publish.explain import Explanation
from coranto.publish.outputs import api as pages
from coranto.serve import address
from coranto.serve.document import JSON, Document


def news(desk: Desk, ident: str = "", page: str = "") -> Document | None:
    """Give a page of the published records, of one topic's where its id is named.

    Parameters
    ----------
    desk : Desk
        The newsroom.
    ident : str
        A topic's id, or "" for all.
    page : str
        Its number as the address has it, from 1; "" for the index, which has the bytes of page 1.

    Returns
    -------
    Document or None
        None for a topic or a page that does not exist; page 1 always does.

    """
    topic = desk.taxonomy.by_id.get(ident)
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 0 if page else 1
    if number < 1 or (ident and (topic is None or not address.plain(ident))):
        return None
    size = desk.settings.site.page_size
    found = desk.store.published((number - 1) * size, size + 1, topic.name if topic else None)
    if not found and number > 1:
        return None
    folder = f"/api/news/{ident}/" if ident else "/api/news/"
    body = pages.page(found[:size], number, more=len(found) > size, site=desk.settings.site)
    return Document(f"{folder}page/{number}/index.json" if page else f"{folder}index.json", body, JSON)


def part(desk: Desk, filed: Filed) -> bytes:
    """Give a record as it stands on a page of records."""
    return pages.part(filed, desk.settings.site)


def composed(desk: Desk, ident: str, parts: Sequence[bytes]) -> Iterator[Document]:
    """Give the index and every page of the published records, of all or of one topic's id, out of their parts."""
    size, folder = desk.settings.site.page_size, f"/api/news/{ident}/" if ident else "/api/news/"
    for number in range(1, max(1, -(-len(parts) // size)) + 1):
        told = parts[(number - 1) * size : number * size]
        body = pages.compose(told, number, more=number * size < len(parts))
        if number == 1:
            yield Document(f"{folder}index.json", body, JSON)
        yield Document(f"{folder}page/{number}/index.json", body, JSON)


def topics(desk: Desk) -> Document:
    """Give the site's topics."""
    return Document("/api/topics/index.json", pages.topics(desk.taxonomy, desk.settings.site), JSON)


def newsletters(desk: Desk) -> Document:
    """Give the list of newsletters that were sent."""
    body = pages.newsletters((), 1, more=False, site=desk.settings.site)
    return Document("/api/newsletters/index.json", body, JSON)


def article(desk: Desk, name: str, now: datetime) -> Document | None:
    """Give everything known of an article, as ``coranto explain --json`` says it, by its id and ``.json``."""
    ident, _, kind = name.partition(".")
    if kind != "json" or not address.plain(ident):
        return None
    told = explain.explain(desk.store, desk.settings, ident, now, desk.own)
    return account(desk, told) if told else None


@localized
def account(desk: Desk, told: Explanation) -> Document:  # noqa: ARG001 - whose language it is
    """Return an explanation: its reasons as codes with parameters, and as sentences in the site's language."""
    body = msgspec.json.encode(public.explanation(told)) + b"\n"
    return Document(f"/api/articles/{told.article.id}.json", body, JSON)
