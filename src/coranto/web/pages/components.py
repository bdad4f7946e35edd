"""The small values that several pages share."""

import unicodedata
from datetime import datetime

import msgspec

from coranto.feeds import address
from coranto.i18n import current, formats
from coranto.model.article import Article, TopicMatch
from coranto.newsroom import Newsroom
from coranto.web import words

# Right-to-left letters and direction marks: text with them is isolated from its surroundings.
_TURNING = {"R", "AL", "RLO", "RLE", "RLI", "LRO", "LRE", "LRI", "FSI"}


class Text(msgspec.Struct, frozen=True):
    """A publisher's text: ``lang`` where its language is not ours, ``auto`` where its direction may differ."""

    text: str
    lang: str = ""
    auto: bool = False


class Link(msgspec.Struct, frozen=True):
    """A name with the address it leads to, within the site or out of it; no address, no link."""

    name: str
    to: str = ""


class Moment(msgspec.Struct, frozen=True):
    """A time, for machines and in words."""

    iso: str
    says: str


class Picture(msgspec.Struct, frozen=True):
    """Our own copy of a picture: its path, the outlet it is from, and its sides in pixels where they are known."""

    to: str
    outlet: str
    sides: tuple[int, int] | None


class Piece(msgspec.Struct, frozen=True):
    """An article as a line: time, headline, link, outlet, our page about it, and its story's page where it has one."""

    when: Moment
    title: Text
    to: str
    outlet: str
    page: str
    story: str = ""


class Tally(msgspec.Struct, frozen=True):
    """A count: the length of its rule is its share of the largest, 0 to 60."""

    name: str
    to: str
    says: str
    wide: int


def text(words_: str, language: str | None) -> Text:
    """Mark a publisher's text with its language."""
    primary = (language or "").replace("_", "-").split("-")[0].lower()
    foreign = (
        bool(primary) and primary.isascii() and primary.isalpha() and primary != current.current().tag.partition("-")[0]
    )
    return Text(words_, (language or "").replace("_", "-") if foreign else "", foreign or _turns(words_))


def title(article: Article) -> Text:
    """Return an article's headline, marked with its language."""
    return text(article.title, article.language)


def out(article: Article) -> str:
    """Return the address that a reader is sent to."""
    return address.outbound(article.web_url) or address.outbound(article.url)


def picture(newsroom: Newsroom, article: Article) -> Picture | None:
    """Return our own copy of an article's leading picture; our pages never load pictures from outlets."""
    first = article.images[0] if article.images else None
    if first is None or not (first.is_cached and newsroom.image_cache.has(first.url)):
        return None
    sides = (first.width, first.height) if first.width and first.height else None
    return Picture(address.picture(newsroom.image_cache.name(first.url)), article.provider.name, sides)


def piece(article: Article, when: Moment, *, own: bool = True, story: str = "") -> Piece:
    """Build the line of an article; ``own`` is False where our page of it may not exist.

    ``story`` is the path of its story's page: then the headline leads there, and the outlet's name to the outlet.
    """
    page = address.article(article.id) if own else ""
    return Piece(when, title(article), out(article), article.provider.name, page, story)


def outlet(article: Article) -> str:
    """Return what identifies an outlet: its domain, and its name where several share an IP address."""
    domain = article.provider.domain
    return domain if any(map(str.isalpha, domain)) else article.provider.name


def at(time: datetime) -> Moment:
    """Return a time of day."""
    return Moment(words.iso(time), words.clock(time))


def hour(time: datetime, now: datetime) -> Moment:
    """Return a time of day, with its day where it is not today's."""
    return Moment(words.iso(time), words.hour(time, now))


def since(time: datetime, now: datetime) -> Moment:
    """Return the age of a time as a part of a sentence."""
    return Moment(words.iso(time), words.since(time, now))


def ago(time: datetime, now: datetime) -> Moment:
    """Return the age of a time."""
    return Moment(words.iso(time), words.age(time, now))


def stamp(time: datetime) -> Moment:
    """Return day and time."""
    return Moment(words.iso(time), words.stamp(time))


def brief(time: datetime) -> Moment:
    """Return day and time, without the year."""
    return Moment(words.iso(time), words.brief(time))


def dated(time: datetime) -> Moment:
    """Return the date."""
    return Moment(words.iso(time), words.date(time))


def tallies(counted: list[tuple[str, str, int]]) -> list[Tally]:
    """Turn counts (name, address, number) into a list with rules."""
    most = max((number for _, _, number in counted), default=0) or 1
    return [Tally(name, to, formats.grouped(number), round(60 * number / most)) for name, to, number in counted]


def subject(newsroom: Newsroom, article: Article) -> TopicMatch | None:
    """Return the most specific topic of an article: with a keyword in its title, and the deepest of those."""
    if not article.topics:
        return None
    return max(article.topics, key=lambda match: (bool(match.keywords), len(newsroom.taxonomy.parents(match.name))))


def topic_path(newsroom: Newsroom, ident: str) -> str:
    """Return the path of a topic's page, "" for a topic without a page."""
    return address.topic(ident) if ident in newsroom.taxonomy.by_id and address.plain(ident) else ""


def _turns(words_: str) -> bool:
    return not words_.isascii() and any(unicodedata.bidirectional(letter) in _TURNING for letter in words_)
