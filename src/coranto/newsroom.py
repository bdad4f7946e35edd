"""The desk: everything a newsroom works with, wired once."""

import contextlib
import fcntl
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coranto import errors, plugins
from coranto.config import crawlers, line_file, settings_file
from coranto.model.change import StoredRecord
from coranto.model.entry import Feed
from coranto.model.settings import Settings
from coranto.parse import feed
from coranto.record import image_cache, markdown, seal
from coranto.score import quality
from coranto.store import open_store
from coranto.store.protocol import Store
from coranto.topic import files
from coranto.topic.taxonomy import Taxonomy

HUBS = "hubs.txt"
_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s#]*")
_HUB = "address of a hub; write one a line, like `https://hub.example/`"


@dataclass(frozen=True, kw_only=True)
class Newsroom:
    """What the pipeline works with. ``now`` is the only clock it knows; ``problems`` are topic files left out."""

    settings: Settings
    store: Store
    taxonomy: Taxonomy
    signals: Mapping[str, quality.Signal]
    kinds: Mapping[str, Callable[..., Feed]]  # source kind -> reader of its bytes
    outputs: Mapping[str, Callable[[StoredRecord, Path], bool]]
    records: Path
    image_cache: image_cache.ImageCache
    unwelcome: tuple[str, ...] = ()  # crawlers
    hubs: tuple[str, ...] = ()  # addresses of those who are told what is new
    key: bytes | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC).replace(microsecond=0)
    problems: tuple[errors.TopicError, ...] = ()
    own: dict[str, int] = field(default_factory=dict)  # topics' own thresholds, by name


@contextlib.contextmanager
def open_newsroom(settings: Settings, **changes: Any) -> Iterator[Newsroom]:
    """Wire a newsroom and let go of it at the end.

    Parameters
    ----------
    settings : Settings
        Of ``coranto.toml``; relative paths start at its folder.
    changes
        Fields of the desk to set otherwise (a clock, for a test).

    Raises
    ------
    ConfigError, StoreError
        With what to do next.

    """
    folder = Path(settings.folder)
    topics, problems = files.load(folder / settings.paths.topics)
    given = outputs(settings)
    store = open_store(database(settings))
    try:
        parts: dict[str, Any] = {
            "settings": settings,
            "store": store,
            "taxonomy": Taxonomy(topics, settings.judge.match),
            "signals": plugins.table("coranto.signals", dict(quality.SIGNALS)),
            "kinds": plugins.table("coranto.sources", {"feed": feed.read, "sitemap": feed.read}),
            "outputs": given,
            "records": folder / settings.paths.records,
            "image_cache": image_cache.ImageCache(folder, store),
            "unwelcome": crawlers.unwelcome(folder),
            "hubs": hubs(folder),
            "key": key(settings),
            "problems": tuple(problems),
            "own": {topic.name: topic.threshold for topic in topics if topic.threshold is not None},
        }
        yield Newsroom(**parts | changes)
    finally:
        store.close()


def outputs(settings: Settings) -> Mapping[str, Callable[[StoredRecord, Path], bool]]:
    """Give every output there is.

    Raises
    ------
    ConfigError
        ``publish.outputs`` names another; with file and line.

    """
    known = plugins.table("coranto.outputs", {"markdown": markdown.deliver})
    for name in settings.publish.outputs:
        if name not in known:
            what = f"`publish.outputs` names `{name}`, which nothing installed adds; there are {', '.join(known)}"
            raise errors.ConfigError(what, settings_file.place(settings, "publish.outputs"))
    return known


def hubs(folder: Path) -> tuple[str, ...]:
    """Read who is told what is new; ``ConfigError`` names the line of ``hubs.txt`` that is no address."""
    return tuple(dict.fromkeys(line_file.read_lines(folder / HUBS, _ADDRESS, _HUB)))


def key(settings: Settings) -> bytes | None:
    """Read the site's key, where it has one; ``ConfigError`` says where a bad one stands, and not what it is."""
    try:
        return seal.key_from(settings.key) if settings.key else None
    except errors.ConfigError as why:
        raise errors.ConfigError(f"`key` {why.what}", settings_file.place(settings, "key")) from None


def database(settings: Settings) -> str:
    """Give the database's address; a relative SQLite file starts at the configuration's folder."""
    prefix = "sqlite:///"
    if settings.database.startswith(prefix) and not settings.database.startswith(prefix + "/"):
        return f"{prefix}{Path(settings.folder).resolve() / settings.database.removeprefix(prefix)}"
    return settings.database


@contextlib.contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the newsroom for one run: two would place the same articles twice.

    Raises
    ------
    AtWork
        Another run is at work in this folder.
    ConfigError
        The folder cannot be written to.

    """
    path = Path(settings.folder) / ".coranto.lock"
    try:
        handle = path.open("w")
    except OSError as why:
        raise errors.ConfigError(
            f"cannot be written: {why.strerror}; the newsroom's folder must be writable", str(path)
        ) from why
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise errors.AtWork("another run is at work here; stop it, or wait for it to end", str(path)) from None
        yield
