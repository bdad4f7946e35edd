"""When a page was published and last changed, with the zone it says."""

import email.utils
import re
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import htmldate
from dateutil import parser as dateutil_parser
from dateutil import tz

from coranto.extract.document import Document
from coranto.extract.fact import Fact

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ,]{1,2}(\d\d?):?(\d\d)(?::?(\d\d))?(?:[.,]\d{1,9})?\s?"
    r"(Z|GMT|UTC|[+-]\d\d(?::?\d\d)?(?::?00)?)?(?:\[[\w/+-]+\])?)?\Z",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HOURS = {"GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BST": 1}
_HOURS |= {"CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "AEST": 10}
_PUBLISHED = """
    article:published_time datepublished article:published og:published_time og:article:published_time parsely-pub-date
    sailthru.date cxenseparse:recs:publishtime dc.date.issued dcterms.issued dc.date dcterms.created dcterms.date
    publish-date publish_date publication_date pubdate pub_date published_time citation_publication_date citation_date
    article.published published-date displaydate release_date date last-modified
"""
_UPDATED = """
    article:modified_time datemodified og:updated_time article:modified dcterms.modified dc.date.modified lastmod
    last-modified modified_time revision_date
"""


class Stamp(NamedTuple):
    """A date in UTC; ``zone`` is False where the page named none, ``time`` False where it gave only the day."""

    moment: datetime
    zone: bool
    time: bool

    def __str__(self) -> str:
        """Say what is uncertain about it, to be put behind the evidence."""
        return ("" if self.zone else ", no zone: taken as UTC") if self.time else ", day only"


def read(text: object) -> Stamp | None:
    """Read a date as machines write it: ISO 8601 in its many spellings, RFC 2822, seconds or milliseconds since 1970.

    Whole seconds, in UTC; None for what is no date between 1990 and 2100.
    """
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or not 8 <= len(text) <= 80:
        return None
    text = " ".join(text.split())
    try:
        stamp = _epoch(text) or _iso(text) or _mail(text) or _words(text)
    except (ValueError, OverflowError):
        return None
    return stamp if stamp and _EARLIEST <= stamp.moment < datetime(2100, 1, 1, tzinfo=UTC) else None


def published(document: Document, now: datetime | None = None) -> Fact[datetime | None]:
    """Find when the page was published; a date after ``now`` is dropped, and the evidence says so."""
    return _chosen(_published(document), now) or _by_day(document, now)


def updated(document: Document, published: datetime | None, now: datetime | None = None) -> Fact[datetime | None]:
    """Find when the page was last changed; None where that is not after its publication."""
    fact = _chosen(_updated(document), now)
    if fact is None or fact.value is None or (published is not None and fact.value <= published):
        return Fact(None)
    return fact


def _chosen(evidence: Iterator[tuple[Stamp, str]], now: datetime | None) -> Fact[datetime | None] | None:
    """Choose among dates in order of trust: the first, unless another one knows the time or zone it lacks."""
    late: Fact[datetime | None] | None = None
    stamps: list[tuple[Stamp, str]] = []
    for stamp, because in evidence:
        if now is not None and stamp.moment > now:
            late = late or Fact(None, f"{because}: dropped, {stamp.moment:%Y-%m-%dT%H:%M:%SZ} is in the future")
        else:
            stamps.append((stamp, because))
    if not stamps:
        return late
    first, because = stamps[0]
    for other, source in stamps[1:]:
        apart = abs(other.moment - first.moment)
        finer = not first.time and apart < timedelta(hours=36)
        zoned = not first.zone and other.zone and apart < timedelta(hours=15)
        if other.time and (finer or zoned):
            first, because = other, source
    return Fact(first.moment, because + str(first))


def _published(document: Document) -> Iterator[tuple[Stamp, str]]:
    """Give publication dates, the most telling evidence first."""
    for key in ("datePublished", "uploadDate", "dateCreated"):
        if stamp := read(document.article.get(key)):
            yield stamp, f"json-ld {key}"
    yield from _metas(document, _PUBLISHED)
    for element in document.times[:50]:
        hint = f"{element.get('itemprop')} {element.get('class')} {' '.join(element.keys())}".lower()
        marked = "publi" in hint or "pubdate" in hint or "entry-date" in hint
        if marked and (stamp := read(element.get("datetime"))):
            yield stamp, "time element"
    if (element := next(iter(document.times), None)) is not None and (stamp := read(element.get("datetime"))):
        yield stamp, "time element"


def _updated(document: Document) -> Iterator[tuple[Stamp, str]]:
    """Give dates of change, the most telling evidence first."""
    if stamp := read(document.article.get("dateModified")):
        yield stamp, "json-ld dateModified"
    yield from _metas(document, _UPDATED)


def _metas(document: Document, names: str) -> Iterator[tuple[Stamp, str]]:
    """Give the dates of ``meta`` elements, in the order of their names."""
    for name in names.split():
        if stamp := read(document.first(name)):
            yield stamp, f"meta {name}"


def _by_day(document: Document, now: datetime | None) -> Fact[datetime | None]:
    """Ask htmldate, which reads addresses and visible text, for the day."""
    latest = f"{now:%Y-%m-%d}" if now else None
    try:
        day = htmldate.find_date(
            document.tree, url=document.url, original_date=True, min_date="1995-01-01", max_date=latest
        )
    except (ValueError, TypeError, OverflowError, AttributeError, RecursionError):
        return Fact(None)
    stamp = read(day)
    return Fact(stamp.moment, "visible date (htmldate), day only") if stamp else Fact(None)


def _epoch(text: str) -> Stamp | None:
    """Read seconds or milliseconds since 1970."""
    if not _EPOCH.match(text):
        return None
    return Stamp(datetime.fromtimestamp(int(text[:10]), UTC), zone=True, time=True)


def _iso(text: str) -> Stamp | None:
    """Read ISO 8601, loosely."""
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if hour == 24:
        hour = 0
    zone = match[7]
    offset = timedelta()
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4] or 0)) * (-1 if zone[0] == "-" else 1)
    moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone(offset))
    return Stamp(moment.astimezone(UTC), zone=bool(zone), time=match[4] is not None)


def _mail(text: str) -> Stamp | None:
    """Read RFC 2822, as in HTTP and RSS."""
    parts = email.utils.parsedate_tz(text) if _YEAR.search(text) and ":" in text and text[:3].isalpha() else None
    if parts is None or parts[9] is None:
        return None
    moment = datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=parts[9])))
    return Stamp(moment.astimezone(UTC), zone=True, time=True)


def _words(text: str) -> Stamp | None:
    """Read an English date in words or figures, as long as it has a year."""
    if not _YEAR.search(text) or not any(char.isdigit() for char in text):
        return None
    blank = datetime(2000, 1, 1)  # noqa: DTZ001 - the zone is what is to be found out
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            moment = dateutil_parser.parse(text, default=blank, tzinfos=_zone)
        except (dateutil_parser.ParserError, Warning, TypeError, AttributeError, RecursionError):
            return None
    zone = moment.tzinfo is not None
    moment = moment if zone else moment.replace(tzinfo=UTC)
    return Stamp(moment.astimezone(UTC).replace(microsecond=0), zone=zone, time=":" in text)


def _zone(name: str | None, offset: int | None) -> tz.tzoffset | None:
    """Give the zone of a name or of an offset in seconds."""
    if offset is not None:
        return tz.tzoffset(name, offset)
    hours = _HOURS.get((name or "").upper())
    return None if hours is None else tz.tzoffset(name, hours * 3600)
