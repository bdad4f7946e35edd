"""From a waiting entry and its page to a judged article: which of two witnesses to believe, fact by fact."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec

from coranto.dedupe import address
from coranto.extract import excerpt
from coranto.model.article import Article, Page, Picture, Provider
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.parse import markup
from coranto.record import sanitize
from coranto.score import quality
from coranto.topic.taxonomy import Taxonomy

EXCERPT = 300  # characters; what a feed's summary is cut to
_CUT = ("…", "...", "[…]", "[...]")
_SKEW = timedelta(minutes=10)  # clocks differ; a date this far ahead is now


def article(
    waiting: PendingEntry, page: Page | None, source: Source | None, settings: Settings, now: datetime
) -> Article | None:
    """Make the article that an entry and its page tell of, not yet judged.

    Parameters
    ----------
    waiting : Waiting
        The entry.
    page : Page or None
        What its page says; None where the page may not or need not be read.
    source : Source or None
        Where the entry was found.
    settings : Settings
        For what is known of outlets.
    now : datetime
        No article is published later than this.

    Returns
    -------
    Article or None
        None where there is no title in either.

    """
    entry = waiting.entry
    told, title_from = _title(entry, page)
    title = sanitize.title(told)
    if not title:
        return None
    identity = _identity(waiting.url, page)
    published, dated, date_from = _published(entry, page, waiting.seen, now)
    provenance = dict(page.provenance) if page else {}
    provenance |= {"title": title_from, "published": date_from}
    return Article(
        id=address.article_id(identity),
        url=identity,
        original_url=waiting.url,
        web_url=identity,
        title=title,
        excerpt=sanitize.line(_excerpt(entry, page)),
        text=_text(entry, page),
        published=published,
        updated=entry.updated if entry.updated and entry.updated <= now else None,
        seen=waiting.seen,
        dated=dated,
        authors=tuple(sanitize.title(name, sanitize.NAME) for name in (page and page.authors) or entry.authors),
        language=(page.language if page else None) or entry.language,
        provider=_provider(identity, page, entry, source, settings),
        type=page.type if page and page.type in ("article", "video") else "article",
        images=_pictures(entry, page),
        amp_url=address.canonical(page.amp) if page and page.amp else None,
        credits=_credits(waiting.url, page),
        source=waiting.source,
        provenance=provenance,
    )


def pictured(draft: Article, has: Callable[[str], bool]) -> Article:
    """Note of which pictures there is a copy of our own."""
    images = tuple(msgspec.structs.replace(one, is_cached=has(one.url)) for one in draft.images)
    return msgspec.structs.replace(draft, images=images)


def judged(
    draft: Article,
    named: tuple[str, ...],
    taxonomy: Taxonomy,
    settings: Settings,
    signals: Mapping[str, quality.Signal] = quality.SIGNALS,
    boost: int = 0,
) -> Article:
    """Give the article its topics and its quality."""
    draft = msgspec.structs.replace(draft, topics=taxonomy.match(draft.title, named))
    points, parts = quality.judge(draft, settings, boost, signals)
    return msgspec.structs.replace(draft, quality=points, parts=parts)


def _title(entry: Entry, page: Page | None) -> tuple[str, str]:
    """Believe the feed: it has no site name at its end; but not where it was cut."""
    told = entry.title or ""
    if page and page.title and (not told or told.endswith(_CUT)):
        return page.title, page.provenance.get("title", "page")
    return told, "feed"


def _identity(url: str, page: Page | None) -> str:
    """Follow the page's canonical address within its own outlet; a foreign one would let a page pose as another's."""
    if page and page.canonical:
        said = address.canonical(page.canonical)
        if said and address.outlet(said) == address.outlet(url):
            return said
    return url


def _credits(url: str, page: Page | None) -> str | None:
    """Give the address of the original, where the page says that it is a copy: by name, or as its canonical address."""
    for said in (page.credits, page.canonical) if page else ():
        there = address.canonical(said) if said else None
        if there and address.outlet(there) != address.outlet(url):
            return there
    return None


def _published(entry: Entry, page: Page | None, seen: datetime, now: datetime) -> tuple[datetime, bool, str]:
    """Believe the page where it names a zone, then the feed; never the future."""
    stamped = page.provenance.get("published", "") if page else ""
    offers = [
        (page.published if page else None, stamped or "page"),
        (entry.published, "feed"),
        (entry.updated, "feed, updated"),
    ]
    if "no zone" in stamped:
        offers[0], offers[1] = offers[1], offers[0]
    for date, witness in offers:
        if date is not None and date <= now + _SKEW:
            return min(date, now), True, witness
    return seen, False, "not dated: when it was first seen"


def _excerpt(entry: Entry, page: Page | None) -> str:
    """Believe the page, else the feed, and keep to the length that the page allows."""
    text = page.excerpt if page and page.excerpt else _summary(entry)
    return text if page is None or page.snippet is None else excerpt.limit(text, page.snippet) or ""


def _text(entry: Entry, page: Page | None) -> str:
    """Give the text to judge and search by: the page's, else the feed's, and none where mining is reserved."""
    if page and not page.minable:
        return ""
    return page.text if page and page.text else markup.plain(entry.content or entry.summary or "")


def _summary(entry: Entry) -> str:
    text = markup.plain(entry.summary or entry.content or "")
    if len(text) <= EXCERPT:
        return text
    head = text[:EXCERPT]
    end = max(head.rfind(mark) for mark in (". ", "! ", "? ", "。"))
    return head[: end + 1] if end > EXCERPT // 2 else head.rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def outlet(url: str, page: Page | None) -> str:
    """Name the outlet of an address: a machine's number is none, but whom its page says it prints for is one."""
    domain = address.outlet(url)
    if page and page.publisher and not any(map(str.isalpha, domain)):
        return address.outlet(page.publisher) or domain
    return domain


def _provider(identity: str, page: Page | None, entry: Entry, source: Source | None, settings: Settings) -> Provider:
    domain = outlet(identity, page)
    known = settings.outlets.get(domain)
    name = (known.name if known else "") or (page.site if page else None)
    if not name and entry.source and entry.source.title:
        name = entry.source.title
    if not name and source and source.title and (not source.site or address.outlet(source.site) == domain):
        name = source.title
    return Provider(name=sanitize.title(name or "", sanitize.NAME) or domain, domain=domain)


def _pictures(entry: Entry, page: Page | None) -> tuple[Picture, ...]:
    """Take one picture: the page's, else the feed's; none where the page does not want its pictures shown."""
    if page and not page.pictured:
        return ()
    offers = (page.images if page else ()) or entry.images
    for offer in offers[:1]:
        if url := address.canonical(offer.url):
            return (
                Picture(
                    url=offer.url if offer.url.startswith("http") else url,
                    width=offer.width,
                    height=offer.height,
                    is_cached=False,
                ),
            )
    return ()
