"""When a page was published and last changed: where it states that, and which statement is trusted."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from coranto.extract import date_parser as stamps
from coranto.extract import jsonld, words
from coranto.extract.date_parser import ParsedDate
from coranto.extract.document import Document
from coranto.extract.fact import Fact
from coranto.text import date_text

_PUBLISHED = """
    article:published_time datepublished article:published article:published:time og:published_time
    og:article:published_time parsely-pub-date sailthru.date cxenseparse:recs:publishtime dc.date.issued dcterms.issued
    dc.date dcterms.created dcterms.date publish-date publish_date publication_date pubdate pub_date published_time
    published_at published citation_publication_date citation_date article.published published-date displaydate
    release_date date
"""
_UPDATED = """
    article:modified_time datemodified og:updated_time article:modified article:modified:time dcterms.modified
    dc.date.modified lastmod last-modified modified_time revision_date
"""
_MARKED = re.compile(
    r"date|publi|posted|time(?:stamp)?\b|byline|meta(?:[-_ ]|info|\b)|created|datum|fecha|fech|data\b", re.IGNORECASE
)
_UPDATE = re.compile(
    r"updat|modif|aktualis|geändert|änderung|mise? à jour|actualiz|aggiorn|zuletzt|comment|kommentar|related|sidebar",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))[/-]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST = 400  # elements that are examined
_SHORT = 100  # characters of a text that may be a line with a date


def published(document: Document, now: datetime | None = None) -> Fact[datetime | None]:
    """Find when the page was published; a date after ``now`` is dropped, and the evidence says so."""
    declared = _chosen(_declared(document), now)
    return declared if declared.value is not None else _seen(document, now, declared)


def updated(document: Document, published: datetime | None, now: datetime | None = None) -> Fact[datetime | None]:
    """Find when the page was last changed; None where that is not after its publication."""
    fact = _chosen(_changed(document), now)
    late = fact.value is not None and (published is None or fact.value > published)
    return fact if late else Fact(None)


def _seen(document: Document, now: datetime | None, declared: Fact[datetime | None]) -> Fact[datetime | None]:
    """Find the date that the page shows to readers; ``declared`` is the result if it shows no date."""
    shown = _chosen(_shown(document), now)
    return shown if shown.value is not None or not declared.because else declared


def _chosen(evidence: Iterator[tuple[ParsedDate, str]], now: datetime | None) -> Fact[datetime | None]:
    """Choose among dates in order of trust: the first, unless a later one has the time or the zone it lacks."""
    late = Fact[datetime | None](None)
    sound: list[tuple[ParsedDate, str]] = []
    for stamp, because in evidence:
        if now is None or stamp.moment <= now:
            sound.append((stamp, because))
        elif not late.because:
            late = Fact(None, f"{because}: dropped, {stamp.moment:%Y-%m-%dT%H:%M:%SZ} is in the future")
    if not sound:
        return late
    first, because = sound[0]
    for other, source in sound[1:]:
        apart = abs(other.moment - first.moment)
        finer = not first.time and apart < timedelta(hours=36)
        zoned = not first.zone and other.zone and apart < timedelta(hours=15)
        if other.time and (finer or zoned):
            first, because = other, source
    return Fact(first.moment, because + str(first))


def _declared(document: Document) -> Iterator[tuple[ParsedDate, str]]:
    """Yield the publication dates that are written for machines, the strongest evidence first."""
    yield from _jsonld(document, "datePublished")
    for element in document.tree.xpath("//*[@itemprop='datePublished'][@content or @datetime]")[:3]:
        if stamp := _machine(document, element.get("content") or element.get("datetime")):
            yield stamp, "itemprop datePublished"
    yield from _metas(document, _PUBLISHED)
    yield from _jsonld(document, "uploadDate", "dateCreated")
    for element in document.times[:50]:
        hint = f"{element.get('class')} {' '.join(element.keys())}".lower()
        marked = "publi" in hint or "pubdate" in hint or "entry-date" in hint
        if marked and (stamp := _machine(document, element.get("datetime"))):
            yield stamp, "time element"
    if document.times and (stamp := _machine(document, document.times[0].get("datetime"))):
        yield stamp, "time element"


def _changed(document: Document) -> Iterator[tuple[ParsedDate, str]]:
    """Yield modification dates, the strongest evidence first."""
    yield from _jsonld(document, "dateModified")
    yield from _metas(document, _UPDATED)


def _jsonld(document: Document, *keys: str) -> Iterator[tuple[ParsedDate, str]]:
    """Yield dates of the JSON-LD article."""
    for key in keys:
        if stamp := _machine(document, jsonld.text(document.article.get(key))):
            yield stamp, f"json-ld {key}"


def _machine(document: Document, text: object) -> ParsedDate | None:
    """Read a date written for machines: programs write the month first where the page's language allows it."""
    return stamps.read(text, month_first=date_text.month_first(document.tree.get("lang")))


def _metas(document: Document, names: str) -> Iterator[tuple[ParsedDate, str]]:
    """Yield the dates of ``meta`` elements, in the order of their names."""
    for name in names.split():
        if stamp := _machine(document, document.first(name)):
            yield stamp, f"meta {name}"


def _shown(document: Document) -> Iterator[tuple[ParsedDate, str]]:
    """Yield the dates found where pages show them: in marked elements, in the address, near the heading."""
    month_first = date_text.month_first(document.tree.get("lang"))
    found, change = _marked(document, month_first=month_first)
    if found:
        yield found, "visible date"
        return
    if match := _IN_ADDRESS.search(document.url):
        yield from ((stamp, "address") for stamp in stamps.within("-".join(match.groups())))
    if stamp := _near_heading(document, month_first=month_first):
        yield stamp, "visible date near the heading"
    for element in document.titles[:1]:
        yield from ((stamp, "title") for stamp in stamps.within((element.text or "")[:500], month_first=month_first))
    if change:
        yield change, "visible date of a change"


def _marked(document: Document, *, month_first: bool) -> tuple[ParsedDate | None, ParsedDate | None]:
    """Return the first date in an element named as a date, and the first in one named as a modification date."""
    change = None
    looked = 0
    for element in document.tree.iter("time", "span", "p", "div", "li", "em", "small", "dd", "td"):
        label = f"{element.get('class')} {element.get('id')} {element.get('itemprop')}"
        if element.tag != "time" and not _MARKED.search(label):
            continue
        looked += 1
        if looked > _MOST:
            break
        text = words.line(" ".join(element.itertext()), 600)
        if text and len(text) <= 200 and (stamp := next(stamps.within(text, month_first=month_first), None)):
            if not _UPDATE.search(label + text):
                return stamp, change
            change = change or stamp
    return None, change


def _near_heading(document: Document, *, month_first: bool) -> ParsedDate | None:
    """Return the first date in a short text after the heading, else before it."""
    body = document.tree.find("body")
    if body is None:
        return None
    heading = document.headings[0] if document.headings else None
    before: ParsedDate | None = None
    seen, looked = heading is None, 0
    for element in body.iter():
        seen = seen or element is heading
        for text in (element.text, element.tail):
            if (
                text
                and _YEAR.search(text)
                and not _UPDATE.search(text)
                and len(flat := " ".join(text.split())) <= _SHORT
            ):
                stamp = next(stamps.within(flat, month_first=month_first), None)
                if stamp and seen:
                    return stamp
                before = before or stamp
        looked += seen
        if looked > _MOST:
            break
    return before
