"""The JSON pages of the contract, and an article's explanation: the same bytes live and as files."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from coranto.decide import explain
from coranto.decide.explain import Explanation
from coranto.feeds import address
from coranto.feeds import static_api as pages
from coranto.model.change import StoredRecord
from coranto.newsroom import Newsroom
from coranto.web.document import JSON, Document


def news(newsroom: Newsroom, ident: str = "", page: str = "") -> Document | None:
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
    topic = newsroom.taxonomy.by_id.get(ident)
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 0 if page else 1
    if number < 1 or (ident and (topic is None or not address.plain(ident))):
        return None
    size = newsroom.settings.site.page_size
    found = newsroom.store.published_records((number - 1) * size, size + 1, topic.name if topic else None)
    if not found and number > 1:
        return None
    folder = f"/api/news/{ident}/" if ident else "/api/news/"
    body = pages.page(found[:size], number, more=len(found) > size, site=newsroom.settings.site)
    return Document(f"{folder}page/{number}/index.json" if page else f"{folder}index.json", body, JSON)


def part(newsroom: Newsroom, filed: StoredRecord) -> bytes:
    """Give a record as it stands on a page of records."""
    return pages.part(filed, newsroom.settings.site)


def composed(newsroom: Newsroom, ident: str, parts: Sequence[bytes]) -> Iterator[Document]:
    """Give the index and every page of the published records, of all or of one topic's id, out of their parts."""
    size, folder = newsroom.settings.site.page_size, f"/api/news/{ident}/" if ident else "/api/news/"
    for number in range(1, max(1, -(-len(parts) // size)) + 1):
        told = parts[(number - 1) * size : number * size]
        body = pages.compose(told, number, more=number * size < len(parts))
        if number == 1:
            yield Document(f"{folder}index.json", body, JSON)
        yield Document(f"{folder}page/{number}/index.json", body, JSON)


def topics(newsroom: Newsroom) -> Document:
    """Give the site's topics."""
    return Document("/api/topics/index.json", pages.topics(newsroom.taxonomy, newsroom.settings.site), JSON)


def newsletters(newsroom: Newsroom) -> Document:
    """Give the list of newsletters that were sent."""
    body = pages.newsletters((), 1, more=False, site=newsroom.settings.site)
    return Document("/api/newsletters/index.json", body, JSON)


def article(newsroom: Newsroom, name: str, now: datetime) -> Document | None:
    """Give everything known of an article, as ``coranto explain --json`` says it, by its id and ``.json``."""
    ident, _, kind = name.partition(".")
    if kind != "json" or not address.plain(ident):
        return None
    told = explain.explain(newsroom.store, newsroom.settings, ident, now, newsroom.own)
    return account(told) if told else None


def account(told: Explanation) -> Document:
    """Give an explanation."""
    return Document(f"/api/articles/{told.article.id}.json", msgspec.json.encode(told) + b"\n", JSON)
