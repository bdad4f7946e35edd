"""Turn a page into an article: one parse, one tree, every fact with its evidence."""

from datetime import datetime
from urllib.parse import urlsplit

from coranto.errors import NoArticle
from coranto.extract import (
    authors,
    dates,
    document,
    excerpt,
    jsonld,
    language,
    links,
    page_type,
    rights,
    text,
    title,
    words,
)
from coranto.extract import images as pictures
from coranto.extract.document import Document
from coranto.extract.fact import Fact
from coranto.model.article import Page
from coranto.model.sourcing import Citation


def read(
    html: bytes,
    url: str,
    *,
    content_type: str | None = None,
    now: datetime | None = None,
    excerpt_length: int = 200,
    robots: str | None = None,
    mining: str | None = None,
) -> Page:
    """Read the article of a page and its metadata.

    Parameters
    ----------
    html : bytes
        The page as fetched, in any encoding; at most 6,000,000 bytes.
    url : str
        The address it was fetched from.
    content_type : str, optional
        The header of the response; its ``charset`` is evidence of the encoding.
    now : datetime, optional
        Aware. Dates after it are dropped.
    excerpt_length : int
        Characters of the excerpt, at most.
    robots : str, optional
        The header ``X-Robots-Tag`` of the response.
    mining : str, optional
        The header ``tdm-reservation`` of the response: ``1`` reserves text and data mining.

    Raises
    ------
    NoArticle
        There is no article: the bytes are not a page, or it is an index, a login, a notice. The message says which.

    """
    page = document.parse(html, url, content_type)
    site = _site(page)
    names = [name for name in (site.value, *_publishers(page), *title.host_names(url)) if name]
    headline = title.find(page, names)
    published = dates.published(page, now)
    body = text.read(page)
    if trouble := page_type.trouble(page, headline.value, body.value, dated=published.value is not None):
        raise NoArticle(trouble, url)
    updated = dates.updated(page, published.value, now)
    writers = authors.find(page, names)
    allowed = rights.find(page, robots, mining)
    tongue = language.find(page, body.value)
    summary = excerpt.find(page, "" if allowed.reserved else body.value, headline.value, excerpt_length)
    if allowed.reserved:
        body = Fact(body.value, f"mining is reserved: {allowed.reserved}")
    images = pictures.find(page)
    outward = Fact[tuple[Citation, ...]](()) if allowed.reserved else links.find(page, body.value)
    if allowed.snippet is not None:
        because = ", ".join(filter(None, (summary.because, allowed.snippet_because)))
        summary = Fact(excerpt.limit(summary.value, allowed.snippet), because)
    if not allowed.pictures:
        images = Fact((), f"not shown: {allowed.pictures_because}")
    sort = page_type.find(page)
    paid = page_type.paywalled(page)
    address = _canonical(page)
    facts: dict[str, Fact[object]] = {
        "title": headline, "excerpt": summary, "text": body, "authors": writers, "published": published,
        "updated": updated, "language": tongue, "site": site, "type": sort, "images": images, "paywalled": paid,
        "canonical": address,
    }  # fmt: skip
    return Page(
        url=url,
        canonical=address.value,
        title=headline.value,
        excerpt=summary.value,
        text=body.value,
        authors=writers.value,
        published=published.value,
        updated=updated.value,
        language=tongue.value,
        site=site.value,
        publisher=_publisher_site(page),
        type=sort.value,
        images=images.value,
        amp=page.link("amphtml"),
        clip=_clip(page) if sort.value == "video" else None,
        credits=_credits(page),
        paywalled=paid.value,
        snippet=allowed.snippet,
        pictured=allowed.pictures,
        minable=not allowed.reserved,
        copied=allowed.copies,
        links=outward.value,
        provenance={name: fact.because for name, fact in facts.items() if fact.because} | {"encoding": page.encoding},
    )


def _canonical(page: Document) -> Fact[str | None]:
    """Return the address the page declares as canonical."""
    claims = [(page.link("canonical"), "link canonical"), (page.absolute(page.first("og:url")), "og:url")]
    named = [Fact[str | None](address, because) for address, because in claims if address]
    # The front page is not the address of an article: where another address is named, that one is used.
    return next((fact for fact in named if not _is_front(fact.value or "")), named[0] if named else Fact(None))


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.path.strip("/") and not parts.query


def _credits(page: Document) -> str | None:
    """Return the address of the original that a reprint names, as news search engines ask for."""
    return page.absolute(page.first("syndication-source", "original-source"))


def _clip(page: Document) -> str | None:
    """Return the address of the video that a page is about: its file, else its player."""
    found = [jsonld.text(page.article.get(key)) for key in ("contentUrl", "embedUrl")]
    for video in jsonld.many(page.article.get("video")):
        if isinstance(video, dict):
            found += [jsonld.text(video.get(key)) for key in ("contentUrl", "embedUrl")]
    found.append(page.first("og:video:secure_url", "og:video:url", "og:video", "twitter:player"))
    return next((url for one in found if one and (url := page.absolute(one))), None)


def _site(page: Document) -> Fact[str | None]:
    """Return the site's name."""
    if name := page.first("og:site_name"):
        return Fact(name, "og:site_name")
    if name := next(iter(_publishers(page)), None):
        return Fact(name, "json-ld publisher")
    if name := page.first("application-name", "apple-mobile-web-app-title", "dc.publisher"):
        return Fact(name, "meta application-name")
    return Fact(None)


def _publisher_site(page: Document) -> str | None:
    """Return the address of the publisher's own site, by the JSON-LD of the page."""
    for holder in (page.article, *page.nodes):
        publisher = holder.get("publisher")
        for one in publisher if isinstance(publisher, list) else [publisher]:
            url = jsonld.text(one.get("url")) if isinstance(one, dict) else None
            if isinstance(url, str) and url.startswith(("http://", "https://")):
                return url
    return None


def _publishers(page: Document) -> list[str]:
    """Return the names of the publisher, by the JSON-LD of the page."""
    found = []
    for holder in (page.article, *page.nodes):
        publisher = holder.get("publisher")
        for one in publisher if isinstance(publisher, list) else [publisher]:
            name = words.line(jsonld.text(one.get("name")) if isinstance(one, dict) else None)
            if name and name not in found:
                found.append(name)
    return found
