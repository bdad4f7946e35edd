"""The newsstand: outlets and their articles as values, placed in time."""

import importlib.resources
import re
import unicodedata
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib.resources.abc import Traversable
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
import yaml

from coranto.errors import ConfigError

T = TypeVar("T")

_FOLDER = importlib.resources.files("coranto.demo")
_OFFSET = re.compile(r"([+-])(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\Z")
_NAMED = re.compile(r"\{([a-z0-9-]+)\}")
_SPELT = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_LOOSE = timedelta(hours=2)  # offsets at least this long are approximate


class Outlet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper, agency or blog. ``domain`` ends in ``.example``; ``path`` shapes its articles' addresses."""

    id: str
    name: str
    domain: str
    language: str
    kind: str  # agency, national, local, trade, blog, portal, spam
    motto: str
    colour: str
    authors: tuple[str, ...]
    section: str = "Technology"
    path: str = "{slug}"  # may hold {slug} and {number}
    feed: str = "rss"  # rss, atom, json
    folder: str = ""  # its folder in the demo's source list
    topics: tuple[str, ...] = ()  # topics of all its articles in the source list
    zone: str = "UTC"
    zone_names: bool = False  # feed dates end in EST instead of -0500
    pictures: bool = True
    amp: bool = False
    sitemap: bool = False
    delay: float = 0.0  # seconds before each response
    damaged: bool = False  # its feed is not well-formed
    credits: bool = False  # its reprints name the original outlet, and rel=canonical points there


class Copy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article as written in a story file.

    ``at`` counts from now (``-3d 4h``, ``-25m``, ``+10m``); a ``{name}`` in ``lede`` and ``body`` stands for one of the
    story's facts, ``{day}`` for the weekday of publication; ``reprints`` names the outlet whose latest
    article of the story is copied word for word.
    """

    outlet: str
    at: str
    title: str
    lede: str = ""
    body: str = ""
    author: str = ""
    picture: bool | None = None  # None: the outlet's default
    amp: bool | None = None
    gone: bool = False  # the feed still lists it, the page answers 404
    reprints: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A story of a story file: its name, facts that several articles may state, and the articles."""

    story: str
    articles: tuple[Copy, ...]
    facts: dict[str, str] = {}


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """An article as published. Paths begin with ``/``; empty if absent."""

    outlet: Outlet
    story: str
    title: str
    lede: str
    paragraphs: tuple[str, ...]
    author: str
    published: datetime
    slug: str
    path: str
    amp_path: str
    picture_path: str
    gone: bool
    original: "Piece | None"  # the article it copies


class Newsstand(msgspec.Struct, frozen=True, kw_only=True):
    """All outlets by id, and all pieces, oldest first, including future ones."""

    outlets: dict[str, Outlet]
    pieces: tuple[Piece, ...]

    def out(self, at: datetime, outlet: str) -> list[Piece]:
        """Return an outlet's pieces that are published at a time, newest first."""
        return [p for p in reversed(self.pieces) if p.outlet.id == outlet and p.published <= at]


def load(now: datetime) -> Newsstand:
    """Place every article of the press in time.

    Parameters
    ----------
    now : datetime
        Aware. The articles' offsets count from it; a few articles are up to half an hour later.

    Raises
    ------
    ConfigError
        A file of the press has an error; says which file, story and article, and what is wrong.

    """
    pieces: list[Piece] = []
    for where, events in _desks():
        for event in events:
            pieces.extend(_placed(event, now, f"{where}, {event.story}"))
    paths: dict[str, str] = {}
    for piece in pieces:
        if piece.path in paths:
            raise ConfigError(f"two articles have the address {piece.path}; change a title", piece.story)
        paths[piece.path] = piece.title
    return Newsstand(outlets=outlets(), pieces=tuple(sorted(pieces, key=lambda p: (p.published, p.path))))


def slug(title: str) -> str:
    """Return a title as part of an address: a-z, 0-9 and hyphens, at most 80 characters, whole words."""
    plain = unicodedata.normalize("NFKD", title.translate(_SPELT)).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    text = ""
    for word in words:
        if len(text) + len(word) > 80:
            break
        text += f"-{word}" if text else word
    return text


@cache
def outlets() -> dict[str, Outlet]:
    """Return all outlets by id, in the order of ``outlets.yaml``."""
    return {outlet.id: outlet for outlet in _read(_FOLDER / "outlets.yaml", list[Outlet])}


@cache
def _desks() -> list[tuple[str, list[Event]]]:
    files = sorted((_FOLDER / "stories").iterdir(), key=lambda file: file.name)
    return [(file.name, _read(file, list[Event])) for file in files if file.name.endswith(".yaml")]


def _read(file: Traversable, kind: type[T]) -> T:
    try:
        return msgspec.convert(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader), kind)
    except (yaml.YAMLError, msgspec.ValidationError) as reason:
        raise ConfigError(f"not as the press is filed: {reason}", file.name) from None


def _placed(event: Event, now: datetime, where: str) -> Iterator[Piece]:
    printed: dict[str, Piece] = {}
    for copy in event.articles:
        here = f"{where}, “{copy.title}”"
        if copy.outlet not in outlets():
            raise ConfigError(f"no outlet is called {copy.outlet}", here)
        if copy.reprints and copy.reprints not in printed:
            raise ConfigError(f"{copy.reprints} has nothing to reprint before it", here)
        piece = _piece(event, copy, now, printed.get(copy.reprints), here)
        printed[copy.outlet] = piece
        yield piece


def _piece(event: Event, copy: Copy, now: datetime, original: Piece | None, where: str) -> Piece:
    outlet, name = outlets()[copy.outlet], slug(copy.title)
    number = zlib.crc32(f"{outlet.id} {name}".encode())
    published = _when(copy.at, now, number, where)
    day = _DAYS[outlet.language][published.astimezone(ZoneInfo(outlet.zone)).weekday()]
    known = {"day": day, **event.facts}
    root = f"/o/{outlet.id}/"
    path = root + outlet.path.format(slug=name, number=100_000 + number % 900_000)
    amp = outlet.amp if copy.amp is None else copy.amp
    picture = outlet.pictures if copy.picture is None else copy.picture
    blocks = (_filled(block, known, where) for block in re.split(r"\n\s*\n", copy.body) if block.strip())
    return Piece(
        outlet=outlet,
        story=event.story,
        title=copy.title,
        lede=original.lede if original and not copy.lede else _filled(copy.lede, known, where),
        paragraphs=original.paragraphs if original else tuple(blocks),
        author=copy.author or outlet.authors[number % len(outlet.authors)],
        published=published,
        slug=name,
        path=path,
        amp_path=f"{root}amp/{name}" if amp else "",
        picture_path=f"{root}pictures/{name}.png" if picture else "",
        gone=copy.gone,
        original=original,
    )


def _filled(text: str, known: dict[str, str], where: str) -> str:
    """Replace the names of facts by the facts, on one line."""

    def fact(match: re.Match[str]) -> str:
        if match[1] not in known:
            raise ConfigError(f"the story has no fact called {match[1]}", where)
        return known[match[1]]

    return " ".join(_NAMED.sub(fact, text).split())


def _when(at: str, now: datetime, number: int, where: str) -> datetime:
    """Return a time by its offset from now; offsets of hours and days get varied minutes, so that times differ."""
    match = _OFFSET.match(at.strip())
    if match is None or not any(match.groups()[1:]):
        raise ConfigError(f"“{at}” is no offset such as -3d 4h, -25m or +10m", where)
    days, hours, minutes = (int(part or 0) for part in match.groups()[1:])
    offset = timedelta(days=days, hours=hours, minutes=minutes)
    if offset >= _LOOSE:
        offset += timedelta(minutes=number // 7 % 30)
    placed = now + offset if match[1] == "+" else now - offset
    return placed.replace(microsecond=0)
