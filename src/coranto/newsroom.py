"""The newsroom: everything the pipeline works with, opened in one place."""

import contextlib
import fcntl
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from coranto import errors, plugins
from coranto.config import (
    crawlers,
    extras,
    line_file,
    outlet_cards,
    ratings,
    rule_file,
    settings_file,
    topic_files,
    word_pairs,
)
from coranto.decide import line, rules_digest
from coranto.decide.taught import Taught
from coranto.model.also_told import WordPairs
from coranto.model.change import StoredRecord
from coranto.model.edit import By, Edit, Kind
from coranto.model.entry import Feed
from coranto.model.lease import QueueName
from coranto.model.outlet_card import OutletCard
from coranto.model.reason import Reason
from coranto.model.rule import Condition, Rule
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.parse import feed
from coranto.record import image_cache, markdown, seal
from coranto.score import quality
from coranto.source import opml
from coranto.store import open_store
from coranto.store.lease import LEASE
from coranto.store.protocol import Store
from coranto.topic.taxonomy import Taxonomy

HUBS = "hubs.txt"
_KEPT_CHANGE = "edit.kept.{}"  # by the number of an edit
ROLES = ("group", "publish")  # what one worker does for all
_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s#]*")
_HUB = "address of a hub; write one a line, like `https://hub.example/`"


@dataclass(kw_only=True)
class Newsroom:
    """What the pipeline works with. ``now`` is its only clock; ``problems`` are topic files left out.

    Fields change only through ``replace``, when an editor's changes are reloaded.
    """

    settings: Settings
    store: Store
    taxonomy: Taxonomy
    signals: Mapping[str, quality.Signal]
    kinds: Mapping[str, Callable[..., Feed]]  # source kind -> reader of its bytes
    outputs: Mapping[str, Callable[[StoredRecord, Path], bool]]
    records: Path
    image_cache: image_cache.ImageCache
    unwelcome: tuple[str, ...] = ()  # crawlers that robots.txt turns away
    hubs: tuple[str, ...] = ()  # addresses of WebSub hubs to notify
    key: bytes | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC).replace(microsecond=0)
    problems: tuple[errors.TopicError, ...] = ()
    own: dict[str, int] = field(default_factory=dict)  # topics' own thresholds, by name
    taught: Taught | None = None  # the table in force of what decisions taught
    word_pairs: WordPairs = field(default_factory=dict)  # of stories of different languages
    cards: Mapping[str, OutletCard] = field(default_factory=dict)  # what lists say of outlets, by domain
    generation: int = 0  # increases whenever fields are replaced
    worker: str = "run"  # in whose name this process takes leases
    lease: float = LEASE  # seconds
    at_work: dict[QueueName, Collection[str | int]] = field(default_factory=dict)  # what it has taken, by queue

    @property
    def contact(self) -> str:
        """The address that the user agent names: the owner's, else the site's."""
        return self.settings.fetch.contact or self.settings.site.url

    def replace(self, parts: Mapping[str, Any]) -> None:
        """Replace fields by name; results built from the old fields are recognized by their generation."""
        for name, value in parts.items():
            setattr(self, name, value)
        self.generation += 1

    def log_change(
        self, kind: Kind, name: str, before: Any, after: Any, by: By, kept: Mapping[str, Any] | None = None
    ) -> int:
        """Enter a change of people, access, webhooks, alerts or backups in the log of edits; return its number.

        Parameters
        ----------
        kind : str
            One of ``edit.ADMINISTRATION``.
        name : str
            What is changed, as the log shows it.
        before, after
            What it was and is; None where there is none. Never a secret: the log is exported.
        by : By
            Who changes it.
        kept : mapping, optional
            What the way back needs; not in the log, see ``kept_change``.

        """
        edit = Edit(kind=kind, before={name: before}, after={name: after}, at=self.now(), arrival=0,
                    who=by.who, why=by.why, undoes=by.undoes)  # fmt: skip
        with self.store.transaction(writes=True):
            number = self.store.add_edit(edit)
            if kept is not None:
                self.store.put_value(_KEPT_CHANGE.format(number), msgspec.json.encode(kept))
        return number

    def kept_change(self, number: int) -> dict[str, Any]:
        """Return what was kept for the way back of a change; empty where nothing was."""
        return msgspec.json.decode(self.store.get_value(_KEPT_CHANGE.format(number)) or b"{}", type=dict[str, Any])

    def delete_kept_changes(self, before: datetime, *, dry: bool = False) -> int:
        """Delete or count what is kept for the way back of changes before a time; return how many there were."""
        old = [one for one in self.store.get_edits() if one.administrative and one.at < before]
        return self.store.delete_values([_KEPT_CHANGE.format(one.number) for one in old], dry=dry)

    def rules_digest(self) -> str:
        """Return the digest of the rules in force: settings, topics, the topics of sources, signals."""
        names = list(self.signals)
        if self.taught is not None:
            self.taught.refresh()
            names.append(f"taught {self.taught.digest}")
        return rules_digest.digest(self.settings, self.taxonomy, self.store.source_topics(), names)


@contextlib.contextmanager
def open_newsroom(settings: Settings, /, **changes: Any) -> Iterator[Newsroom]:
    """Open a newsroom and close it at the end.

    Parameters
    ----------
    settings : Settings
        The settings of ``coranto.toml``; relative paths start at its folder.
    changes
        Fields of the newsroom to override (a clock, for a test).

    Raises
    ------
    ConfigError, StoreError
        The settings or the database cannot be used; the message says what to do.

    """
    folder = Path(settings.folder)
    given = outputs(settings)
    mail_library(settings)
    try:
        store = open_store(database(settings))
    except errors.ConfigError as why:
        raise type(why)(why.what, settings_file.place(settings, "database")) from None
    try:
        table = Taught(store)
        if unseen(settings) is None:  # its sources stay as they are known, and nothing that is tried is published
            settings = msgspec.structs.replace(settings, rules=trials(store.get_sources()))
        parts: dict[str, Any] = {
            **rules(settings, table),
            "taught": table,
            "store": store,
            "kinds": plugins.table("coranto.sources", {"feed": feed.read, "sitemap": feed.read}),
            "outputs": given,
            "records": folder / settings.paths.records,
            "image_cache": image_cache.ImageCache(folder, store),
            "key": key(settings),
        }
        yield Newsroom(**parts | changes)
    finally:
        store.close()


def rules(settings: Settings, table: Taught | None = None) -> dict[str, Any]:
    """Read the fields of a newsroom that follow from an editor's files; ``table`` is what decisions taught.

    Raises
    ------
    ConfigError
        A list of hubs, crawlers, ratings, outlets or word pairs has a bad line.

    """
    folder = Path(settings.folder)
    outlets = ratings.merge(ratings.read(folder), settings.outlets)
    settings = msgspec.structs.replace(settings, outlets=outlets)
    topics, problems = topic_files.load(folder / settings.paths.topics)
    taxonomy = Taxonomy(topics, settings.judge.match)
    if (tried := unseen(settings)) is None:
        tried = tuple(rule for rule in settings.rules if rule.action == "unseen")
    resolved_rules = resolved(rule_file.load(folder), taxonomy)
    settings = msgspec.structs.replace(settings, rules=(*resolved_rules, *tried))
    signals = dict(quality.PROFILES[settings.profile])
    if settings.profile == "subject" and table is not None:
        signals["taught"] = table.signal
    return {
        "settings": line.of_topics(settings, topics) if topics else line.open_to_all(settings),
        "taxonomy": taxonomy,
        "signals": plugins.table("coranto.signals", signals),
        "unwelcome": crawlers.unwelcome(folder),
        "hubs": hubs(folder),
        "problems": tuple(problems),
        "word_pairs": word_pairs.load(folder / named) if (named := settings.paths.word_pairs) else {},
        "cards": outlet_cards.read(folder),
        "own": {topic.name: topic.threshold for topic in topics if topic.threshold is not None},
    }


def unseen(settings: Settings) -> tuple[Rule, ...] | None:
    """Return a rule for each source that the list says is tried unseen; None where no list can be read whole."""
    file = Path(settings.folder) / settings.paths.sources
    try:
        state = file.stat()
        return _unseen(file, state.st_mtime_ns, state.st_size)
    except (OSError, errors.NotAFeed):  # the source list is reported where it is used
        return None


@lru_cache(8)  # the watcher of the files asks every few seconds, and a list may have a hundred thousand sources
def _unseen(file: Path, _changed: int, _size: int) -> tuple[Rule, ...]:
    data = file.read_bytes()
    if broken := opml.broken(data):
        raise errors.NotAFeed(broken)
    return trials(opml.read(data)[0] if b"unseen" in data else ())


def trials(sources: Iterable[Source]) -> tuple[Rule, ...]:
    """Return a rule for each of the sources that is tried unseen."""
    return tuple(
        Rule(action="unseen", search=source.unseen.isoformat(), condition=Condition(outlets=(source.id,)))
        for source in sources
        if source.unseen
    )


def resolved(rules: Sequence[Rule], taxonomy: Taxonomy) -> tuple[Rule, ...]:
    """Return rules with the topics that they give, by name or id; ``ConfigError`` names a topic that does not exist."""
    found = []
    for rule in rules:
        if rule.action == "topic":
            folded = rule.topic.casefold()
            named = (one for one in taxonomy if folded in (one.name.casefold(), one.id.casefold()))
            topic = next(named, None)
            if topic is None:
                raise errors.ConfigError(Reason("rule.unknown_topic", {"topic": rule.topic}), rule_file.FILE)
            above = [taxonomy.by_name[name] for name in taxonomy.parents(topic.name) if name in taxonomy.by_name]
            family = tuple((one.id, one.name, one.role) for one in (topic, *above))
            rule = msgspec.structs.replace(rule, topic=topic.name, family=family)
        found.append(rule)
    return tuple(found)


def outputs(settings: Settings) -> Mapping[str, Callable[[StoredRecord, Path], bool]]:
    """Return all outputs by name.

    Raises
    ------
    ConfigError
        ``publish.outputs`` names an unknown output; the message has file and line.

    """
    known = plugins.table("coranto.outputs", {"markdown": markdown.deliver})
    for name in settings.publish.outputs:
        if name not in known:
            what = f"`publish.outputs` names `{name}`, which nothing installed adds; there are {', '.join(known)}"
            raise errors.ConfigError(what, settings_file.place(settings, "publish.outputs"))
    return known


def mail_library(settings: Settings) -> None:
    """Raise ``MissingExtra`` where servers of mail are named and the library that speaks to them is not installed."""
    if settings.mail.servers:
        extras.need("mail", settings_file.place(settings, "mail.servers"))


def hubs(folder: Path) -> tuple[str, ...]:
    """Read the WebSub hubs to notify; ``ConfigError`` names the line of ``hubs.txt`` that is not an address."""
    return tuple(dict.fromkeys(line_file.read_lines(folder / HUBS, _ADDRESS, _HUB)))


def key(settings: Settings) -> bytes | None:
    """Read the site's key, if it has one; ``ConfigError`` says where a bad key is, but never shows it.

    ``MissingExtra`` if the extra that uses it is not installed.
    """
    if not settings.key:
        return None
    extras.need("sealed", settings_file.place(settings, "key"))
    try:
        return seal.key_from(settings.key)
    except errors.ConfigError as why:
        raise errors.ConfigError(f"`key` {why.what}", settings_file.place(settings, "key")) from None


def database(settings: Settings) -> str:
    """Return the database's address; a relative SQLite file starts at the configuration's folder."""
    return in_folder(settings, settings.database)


def in_folder(settings: Settings, address: str) -> str:
    """Return a database's address; a relative SQLite file starts at the configuration's folder."""
    prefix = "sqlite:///"
    if address.startswith(prefix) and not address.startswith(prefix + "/"):
        return f"{prefix}{Path(settings.folder).resolve() / address.removeprefix(prefix)}"
    return address


@contextlib.contextmanager
def alone(settings: Settings, store: Store | None = None) -> Iterator[None]:
    """Lock the newsroom for one run: two would place the same articles twice.

    With its ``store``, workers on other machines are kept out too, and what this process writes in the block is refused
    if one of them takes over nevertheless.

    Raises
    ------
    AtWork
        Another run is at work in this folder, or a worker on this database.
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
        if store is None or not store.is_shared():
            yield
            return
        with locked(store), store.fenced(*map(store.begin_term, ROLES)):
            yield


@contextlib.contextmanager
def locked(store: Store) -> Iterator[None]:
    """Have the locks of all ``ROLES``; ``AtWork`` if a worker has one of them."""
    with contextlib.ExitStack() as locks:
        for role in ROLES:
            if locks.enter_context(store.lock(role)) is None:
                raise errors.AtWork("a worker is at work on this newsroom's database; stop it, or leave it to that")
        yield
