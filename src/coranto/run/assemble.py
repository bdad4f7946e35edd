"""Merge a feed entry and its page into one judged article; per field, decide which of the two is trusted.

A feed speaks only for its own outlet, or as an aggregator that the owner vouches for (``source.trust``): of any other
entry only the address is believed, and the page speaks.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import quote

import msgspec

from coranto.dedupe import address, canonical
from coranto.extract import excerpt
from coranto.language import stem
from coranto.model.article import FOUND_BY, Article, Page, Picture, Provider
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry, Origin
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.parse import markup
from coranto.record import sanitize
from coranto.score import quality, rules
from coranto.source import outlet_name, trust
from coranto.source.trust import Trust
from coranto.topic import evidence
from coranto.topic.taxonomy import Taxonomy

_LABELS = 20  # categories kept of an article
EXCERPT = 300  # characters; what a feed's summary is cut to
_FEW = 12  # letters a summary needs beyond the title to be worth showing
_IN_FRAGMENT = "!$&'()*+,;=:@/?-._~%"  # characters that are not quoted
_CUT = ("…", "...", "[…]", "[...]")
_FOUND_BY = {
    Trust.FOREIGN: "another outlet's feed, of which only the address is believed",
    Trust.VOUCHED: "an aggregator's feed",
}
_SKEW = timedelta(minutes=10)  # clocks differ; a date up to this far ahead counts as now


def article(
    waiting: PendingEntry,
    page: Page | None,
    source: Source | None,
    settings: Settings,
    now: datetime,
    refused: str = "",
    unread: str = "",
    known: Mapping[str, str] = MappingProxyType({}),
) -> Article | None:
    """Build the article of an entry and its page, not yet judged.

    Parameters
    ----------
    waiting : PendingEntry
        The entry.
    page : Page or None
        The extracted page; None if the page may not or need not be read.
    source : Source or None
        The source that listed the entry.
    settings : Settings
        Names of outlets come from it.
    now : datetime
        The current time; no article is published later.
    refused : str
        Why the page's canonical address is not trusted, if the caller knows.
    unread : str
        Why the page could not be read, for the provenance.
    known : mapping
        The domains of the newsroom's sources by their labels (``outlet_name.labels``).

    Returns
    -------
    Article or None
        None if neither has a title, if the feed does not speak for the outlet and its page was not read, or if the
        address is a bare IP address that no setting names.

    """
    landed = address.canonical(page.url) if page else None
    if landed and (astray := canonical.leads_astray(landed, waiting.url)):
        page, landed, unread = None, None, f"not read: {astray}"
    landed = landed or waiting.url
    standing = trust.of(source.url if source else None, landed, settings)
    entry = _spoken(waiting.entry, standing)
    if page is None and standing is Trust.FOREIGN:
        return None
    origin = _origin(entry, landed, page, settings)
    title, title_from = _title(entry, page)
    title = _without_outlet(title, origin)
    title = sanitize.title(title)
    if not title:
        return None
    identity, refused = _identity(landed, page, refused)
    provider = _provider(identity, page, entry, source, settings, origin, known)
    if not trust.is_outlet(provider.domain, settings):
        return None
    published, dated, date_from = _published(entry, page, waiting.seen, now)
    provenance = dict(page.provenance) if page else {}
    provenance |= {"title": title_from, "published": date_from}
    if refused:
        provenance["canonical"] = f"{provenance.get('canonical', 'canonical')}: not believed, {refused}"
    if unread:
        provenance["page"] = unread
    if landed != waiting.url:
        provenance["url"] = "where the entry's address led to"
    if waiting.held:
        provenance["arrival"] = waiting.held
    if standing in _FOUND_BY:
        provenance[FOUND_BY] = _FOUND_BY[standing]
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
        provider=provider,
        type=_type(identity, page),
        images=_pictures(entry, page),
        amp_url=_amp(identity, page),
        credits=_credits(landed, page),
        source=waiting.source,
        labels=tuple(filter(None, map(sanitize.line, entry.topics)))[:_LABELS],
        provenance=provenance,
    )


def pictured(draft: Article, has: Callable[[str], bool]) -> Article:
    """Return the article with each picture marked as cached or not."""
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
    """Return the article with topics and quality as the profile defines them."""
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
    draft = rules.applied(msgspec.structs.replace(draft, topics=topics), settings)
    points, parts = quality.judge(draft, settings, boost, signals)
    return msgspec.structs.replace(draft, quality=points, parts=parts)


def _spoken(entry: Entry, standing: Trust) -> Entry:
    """Return the part of an entry that is believed: of another outlet's article only where it is."""
    return Entry(url=entry.url, id=entry.id) if standing is Trust.FOREIGN else entry


def _title(entry: Entry, page: Page | None) -> tuple[str, str]:
    """Return the feed's title, which has no site name at its end; the page's if the feed's is missing or cut."""
    title = entry.title or ""
    if page and page.title and (not title or title.endswith(_CUT)):
        return page.title, page.provenance.get("title", "page")
    return title, "feed"


def _identity(url: str, page: Page | None, refused: str) -> tuple[str, str]:
    """Return the page's canonical address if it is trusted, else the address itself and why.

    Trusted only within the same outlet: otherwise a page could pose as another outlet's.
    """
    named = address.canonical(page.canonical) if page and page.canonical else None
    if named is None or named == url or address.outlet(named) != address.outlet(url):
        return url, ""
    refused = refused or canonical.doubt(named, url) or ""
    return (url if refused else named), refused


def _reader_url(identity: str, waiting: PendingEntry) -> str:
    """Return the address to link readers to; for an entry that shares its page, the one with its own fragment."""
    own = waiting.entry.url or ""
    if identity == waiting.url and "#!" in identity and "#!" not in own:
        whole = address.canonical(own)
        fragment = own.partition("#")[2]
        return f"{whole}#{quote(fragment, safe=_IN_FRAGMENT)}" if whole and fragment else whole or identity
    return identity


def _origin(entry: Entry, landed: str, page: Page | None, settings: Settings) -> Origin | None:
    """Return the outlet that an aggregator's entry comes from (RSS ``source``), if it is on the aggregator's site.

    Believed only of an aggregator that the owner vouches for. Its own page overrides it only if the title does not end
    in the outlet's name.
    """
    source = entry.source
    if source is None or not source.url or not (there := address.canonical(source.url)):
        return None
    if address.outlet(there) == address.outlet(landed) or not trust.names_others(landed, settings):
        return None
    own = (source.title or "").casefold()
    named = bool(own) and (entry.title or "").casefold().rstrip().endswith(own)
    return source if page is None or named else None


def _without_outlet(title: str, origin: Origin | None) -> str:
    """Cut " - Outlet" off an aggregator's title, and separators that a template leaves at its end."""
    if origin is not None and origin.title:
        name = re.escape(origin.title.strip())
        title = re.sub(rf"\s+[-–—|·:]\s+{name}\s*\Z", "", title, flags=re.IGNORECASE) or title
    return re.sub(r"\s+[|·•»–—-]+\s*\Z", "", title) or title


def _credits(url: str, page: Page | None) -> str | None:
    """Return the address of the original if the page credits another outlet, by name or as its canonical address."""
    for named in (page.credits, page.canonical) if page else ():
        there = address.canonical(named) if named else None
        if there and address.outlet(there) != address.outlet(url):
            return there
    return None


def _published(entry: Entry, page: Page | None, seen: datetime, now: datetime) -> tuple[datetime, bool, str]:
    """Return the date, whether it is known, and its origin: the page if it has a time zone, else the feed."""
    stamped = page.provenance.get("published", "") if page else ""
    offers = [
        (page.published if page else None, stamped or "page"),
        (entry.published, "feed"),
        (entry.updated, "feed, updated"),
    ]
    day_only = "day only" in stamped and _within_a_day(page.published if page else None, entry.published)
    if "no zone" in stamped or day_only:
        offers[0], offers[1] = offers[1], offers[0]
    for date, origin in offers:
        if date is not None and date <= now + _SKEW:
            return min(date, now), True, origin
    return seen, False, "not dated: when it was first seen"


def _within_a_day(page: datetime | None, feed: datetime | None) -> bool:
    """Whether the feed's time falls on the page's day in any time zone."""
    return page is not None and feed is not None and timedelta(hours=-15) < feed - page < timedelta(hours=38)


def _excerpt(entry: Entry, page: Page | None, title: str, origin: Origin | None) -> str:
    """Return the page's excerpt, else the feed's, no longer than the page allows.

    A summary that only repeats the title and the outlet counts as empty.
    """
    text = page.excerpt if page and page.excerpt else _summary(entry)
    rest = _letters(text).replace(_letters(title), "", 1)
    names = [_letters(name) for name in (origin and origin.title, page and page.site) if name]
    for name in names:
        rest = rest.replace(name, "", 1)
    if _letters(title) in _letters(text) and len(rest) < _FEW:
        return ""
    return text if page is None or page.snippet is None else excerpt.limit(text, page.snippet) or ""


def _text(entry: Entry, page: Page | None) -> str:
    """Return the text to judge and search: the page's, else the feed's; empty if text mining is reserved."""
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


def outlet(url: str, page: Page | None, settings: Settings) -> str:
    """Return the outlet of an address; on a host that serves several outlets, the publisher that the page names."""
    domain = address.outlet(url)
    if page and page.publisher and trust.vouched(url, settings):
        return address.outlet(page.publisher) or domain
    return domain


def _provider(
    identity: str,
    page: Page | None,
    entry: Entry,
    source: Source | None,
    settings: Settings,
    origin: Origin | None,
    known: Mapping[str, str],
) -> Provider:
    """Return the outlet, by the settings' name for it, else by the first name that is believed, else by its domain."""
    if origin is not None and origin.url:
        domain, names = address.outlet(origin.url), [origin.title]
        vouched = True
    else:
        domain, vouched = outlet(identity, page, settings), trust.vouched(identity, settings)
        fed = outlet_name.of_feed(entry.source.title or "", domain) if entry.source else None
        names = [page.site if page else None, fed]
    configured = settings.outlets.get(domain)
    if configured and configured.name:
        return Provider(name=sanitize.title(configured.name, sanitize.NAME) or domain, domain=domain)
    for name in names:
        clean = sanitize.title(name or "", sanitize.NAME)
        if clean and (vouched or outlet_name.believed(clean, domain, settings.outlets, known)):
            return Provider(name=clean, domain=domain)
    title = sanitize.title(outlet_name.of_feed(source.title or "", domain), sanitize.NAME) if source else ""
    listed = bool(source and title) and address.outlet(source.url if source else "") == domain
    if listed and outlet_name.believed(title, domain, settings.outlets, known, listed=True):
        return Provider(name=title, domain=domain)
    return Provider(name=domain, domain=domain)


def _type(identity: str, page: Page | None) -> str:
    """Return the type; a page is a video only with a clip of its own outlet, which was found there."""
    if page and page.type == "video" and page.clip:
        clip = address.canonical(page.clip)
        if clip and address.outlet(clip) == address.outlet(identity):
            return "video"
    return "article"


def _amp(identity: str, page: Page | None) -> str | None:
    """Return the AMP version's address, if it is of the same outlet."""
    amp = address.canonical(page.amp) if page and page.amp else None
    return amp if amp and address.outlet(amp) == address.outlet(identity) else None


def _pictures(entry: Entry, page: Page | None) -> tuple[Picture, ...]:
    """Return at most one picture: the page's, else the feed's; none if the page forbids showing its pictures."""
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
