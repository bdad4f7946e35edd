"""From a waiting entry and its page to a judged article: which of two witnesses to believe, fact by fact."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

import msgspec

from coranto.dedupe import address, canonical
from coranto.extract import excerpt
from coranto.language import stem
from coranto.model.article import Article, Page, Picture, Provider
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry, Origin
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.parse import markup
from coranto.record import sanitize
from coranto.score import quality
from coranto.topic import evidence
from coranto.topic.taxonomy import Taxonomy

_LABELS = 20  # categories of an article that are kept
EXCERPT = 300  # characters; what a feed's summary is cut to
_FEW = 12  # letters that a summary has beyond the title, for it to say something
_IN_FRAGMENT = "!$&'()*+,;=:@/?-._~%"  # what stays as it is
_CUT = ("…", "...", "[…]", "[...]")
_SKEW = timedelta(minutes=10)  # clocks differ; a date this far ahead is now


def article(
    waiting: PendingEntry,
    page: Page | None,
    source: Source | None,
    settings: Settings,
    now: datetime,
    refused: str = "",
    unread: str = "",
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
    refused : str
        Why the page's canonical address is not believed, where the caller knows; "" where it does not.
    unread : str
        Why the page could not be read, for the evidence.

    Returns
    -------
    Article or None
        None where there is no title in either.

    """
    entry = waiting.entry
    landed = address.canonical(page.url) if page else None
    if landed and (astray := canonical.leads_astray(landed, waiting.url)):
        page, landed, unread = None, None, f"not read: {astray}"
    landed = landed or waiting.url
    origin = _origin(waiting, page)
    told, title_from = _title(entry, page)
    told = _without_outlet(told, origin)
    title = sanitize.title(told)
    if not title:
        return None
    identity, refused = _identity(landed, page, refused)
    published, dated, date_from = _published(entry, page, waiting.seen, now)
    provenance = dict(page.provenance) if page else {}
    provenance |= {"title": title_from, "published": date_from}
    if refused:
        provenance["canonical"] = f"{provenance.get('canonical', 'canonical')}: not believed, {refused}"
    if unread:
        provenance["page"] = unread
    if landed != waiting.url:
        provenance["url"] = "where the entry's address led to"
    return Article(
        id=address.article_id(identity),
        url=identity,
        original_url=waiting.url,
        web_url=_reader_url(identity, waiting),
        title=title,
        excerpt=sanitize.line(_excerpt(entry, page, title, origin)),
        text=_text(entry, page),
        published=published,
        updated=entry.updated if entry.updated and entry.updated <= now else None,
        seen=waiting.seen,
        dated=dated,
        authors=tuple(sanitize.title(name, sanitize.NAME) for name in (page and page.authors) or entry.authors),
        language=(page.language if page else None) or entry.language,
        provider=_provider(identity, page, entry, source, settings, origin),
        type=page.type if page and page.type in ("article", "video") else "article",
        images=_pictures(entry, page),
        amp_url=address.canonical(page.amp) if page and page.amp else None,
        credits=_credits(landed, page),
        source=waiting.source,
        labels=tuple(filter(None, map(sanitize.line, entry.topics)))[:_LABELS],
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
    """Give the article its topics and its quality, as the profile has it."""
    if settings.profile == "subject":
        topics = evidence.match(
            taxonomy,
            settings.subject,
            stem.primary(draft.language or settings.site.language),
            draft.title,
            draft.excerpt,
            draft.text,
            draft.labels,
            named,
        )
    else:
        topics = taxonomy.match(draft.title, named)
    draft = msgspec.structs.replace(draft, topics=topics)
    points, parts = quality.judge(draft, settings, boost, signals)
    return msgspec.structs.replace(draft, quality=points, parts=parts)


def _title(entry: Entry, page: Page | None) -> tuple[str, str]:
    """Believe the feed: it has no site name at its end; but not where it was cut."""
    told = entry.title or ""
    if page and page.title and (not told or told.endswith(_CUT)):
        return page.title, page.provenance.get("title", "page")
    return told, "feed"


def _identity(url: str, page: Page | None, refused: str) -> tuple[str, str]:
    """Follow the page's canonical address where it may be this article's; and say why not, where it is not believed.

    Only within its own outlet: a foreign one would let a page pose as another's.
    """
    said = address.canonical(page.canonical) if page and page.canonical else None
    if said is None or said == url or address.outlet(said) != address.outlet(url):
        return url, ""
    refused = refused or canonical.doubt(said, url) or ""
    return (url if refused else said), refused


def _reader_url(identity: str, waiting: PendingEntry) -> str:
    """Return the address a reader is sent to: for an entry that shares its page with others, its own place on it."""
    own = waiting.entry.url or ""
    if identity == waiting.url and "#!" in identity and "#!" not in own:
        whole = address.canonical(own)
        fragment = own.partition("#")[2]
        return f"{whole}#{quote(fragment, safe=_IN_FRAGMENT)}" if whole and fragment else whole or identity
    return identity


def _origin(waiting: PendingEntry, page: Page | None) -> Origin | None:
    """Return the outlet that an aggregator's entry is from (RSS ``source``), where the entry is not at that outlet.

    An aggregator's own page is believed against it only where the title does not end in the outlet's name.
    """
    said = waiting.entry.source
    if said is None or not said.url or not (there := address.canonical(said.url)):
        return None
    landed = (page and address.canonical(page.url)) or waiting.url
    if address.outlet(there) == address.outlet(landed):
        return None
    own = (said.title or "").casefold()
    named = bool(own) and (waiting.entry.title or "").casefold().rstrip().endswith(own)
    return said if page is None or named else None


def _without_outlet(title: str, origin: Origin | None) -> str:
    """Cut " - Outlet" off an aggregator's title, and what a template leaves at its end."""
    if origin is not None and origin.title:
        name = re.escape(origin.title.strip())
        title = re.sub(rf"\s+[-–—|·:]\s+{name}\s*\Z", "", title, flags=re.IGNORECASE) or title
    return re.sub(r"\s+[|·•»–—-]+\s*\Z", "", title) or title


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
    day_only = "day only" in stamped and _within_a_day(page.published if page else None, entry.published)
    if "no zone" in stamped or day_only:
        offers[0], offers[1] = offers[1], offers[0]
    for date, witness in offers:
        if date is not None and date <= now + _SKEW:
            return min(date, now), True, witness
    return seen, False, "not dated: when it was first seen"


def _within_a_day(page: datetime | None, feed: datetime | None) -> bool:
    """Whether the feed's time is one of the page's day, in any zone."""
    return page is not None and feed is not None and timedelta(hours=-15) < feed - page < timedelta(hours=38)


def _excerpt(entry: Entry, page: Page | None, title: str, origin: Origin | None) -> str:
    """Believe the page, else the feed, and keep to the length that the page allows.

    A summary that says no more than the title and the outlet is none.
    """
    text = page.excerpt if page and page.excerpt else _summary(entry)
    said = _letters(text).replace(_letters(title), "", 1)
    names = [_letters(name) for name in (origin and origin.title, page and page.site) if name]
    for name in names:
        said = said.replace(name, "", 1)
    if _letters(title) in _letters(text) and len(said) < _FEW:
        return ""
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
    return excerpt.cut(text, EXCERPT)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def outlet(url: str, page: Page | None) -> str:
    """Name the outlet of an address: a machine's number is none, but whom its page says it prints for is one."""
    domain = address.outlet(url)
    if page and page.publisher and not any(map(str.isalpha, domain)):
        return address.outlet(page.publisher) or domain
    return domain


def _provider(
    identity: str,
    page: Page | None,
    entry: Entry,
    source: Source | None,
    settings: Settings,
    origin: Origin | None = None,
) -> Provider:
    if origin is not None and origin.url:
        domain = address.outlet(origin.url)
        known = settings.outlets.get(domain)
        said = (known.name if known else "") or origin.title or domain
        return Provider(name=sanitize.title(said, sanitize.NAME) or domain, domain=domain)
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
