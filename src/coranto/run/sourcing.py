"""Sourcing of an article: whom its text and links name as their source, and whose text it has."""

from collections.abc import Iterable, Mapping

import msgspec

from coranto.dedupe import address, near
from coranto.model.article import Article, Page
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.model.sourcing import Citation
from coranto.story import citing
from coranto.story.citing import Names

COPIED = 0.4  # share of the shorter text's runs of words that is also in the other: a copy, whatever the headlines
LONG = 600  # characters of a text from which it counts as a report


def known(sources: Iterable[Source], settings: Settings) -> Names:
    """Return the names of the outlets that a newsroom reads or has settings of."""
    listed = [(source.title, address.outlet(source.site or source.url)) for source in sources]
    listed += [(outlet.name, domain) for domain, outlet in settings.outlets.items()]
    return Names((name, domain) for name, domain in listed if name and domain)


def sourced(article: Article, names: Names, page: Page | None = None) -> Article:
    """Return an article with the citations in its text and among its page's links."""
    own = (article.provider.name, article.provider.domain)
    text = f"{article.title}\n{article.text or article.excerpt}"
    found = list(citing.read(text, article.language, names, own))
    have = {one.domain for one in found} | {article.provider.domain}
    for link in _links(article, page):
        if link.domain not in have and len(found) < citing.MOST and names.domain(link.domain) is not None:
            have.add(link.domain)
            found.append(link)
    if page and page.snippet is not None:
        most = max(0, page.snippet)
        found = [msgspec.structs.replace(one, sentence=one.sentence[:most]) for one in found]
    return msgspec.structs.replace(article, citations=tuple(found), own_report=_own(article, found))


def compared(
    article: Article, sketch: bytes | None, members: Iterable[Article], sketches: Mapping[str, bytes]
) -> Article:
    """Return an article with the ids of other outlets' articles of its story whose text is mostly the same.

    Parameters
    ----------
    article : Article
        The article.
    sketch : bytes or None
        The sketch of its text.
    members : iterable of Article
        The articles of its story.
    sketches : mapping
        Their sketches by id, where they have one.

    """
    if sketch is None:
        return article
    same = tuple(
        other.id
        for other in members
        if other.provider.domain != article.provider.domain
        and other.id in sketches
        and near.contained(sketch, sketches[other.id]) >= COPIED
    )
    if not same:
        return article
    return msgspec.structs.replace(article, same_text=same, own_report=False)


def _links(article: Article, page: Page | None) -> tuple[Citation, ...]:
    """Return the links of a page by the domains of their outlets; without the page those that were kept."""
    if page is None:
        return tuple(one for one in article.citations or () if one.way == "link")
    return tuple(msgspec.structs.replace(one, domain=address.outlet(one.url)) for one in page.links)


def _own(article: Article, citations: list[Citation]) -> bool:
    return len(article.text) >= LONG and not (article.credits or article.same_text or citations)
