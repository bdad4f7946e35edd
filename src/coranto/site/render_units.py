"""Render units of the site: documents from the store into the folder, each unit with its dependencies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import msgspec

from coranto.feeds import address
from coranto.model.settings import Mail, Settings
from coranto.newsroom import Newsroom
from coranto.site import manifest, site_map
from coranto.site.dependencies import ALWAYS, Dependencies
from coranto.site.folder import Folder
from coranto.site.manifest import Made
from coranto.site.site_map import Unit
from coranto.web.document import Document
from coranto.web.page_kind import Kind

_RECORDS = 500  # records read at once


class FragmentCache:
    """Rendered parts of long lists, one per record, kept from one build to the next.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    kept : callable, optional
        Returns the stored parts of a kind; without it every part is rendered.
    stale : set of str
        Articles whose stored parts are out of date.
    """

    def __init__(
        self, newsroom: Newsroom, kept: Callable[[str], dict[str, bytes]] | None = None, stale: Iterable[str] = ()
    ) -> None:
        self._newsroom, self._kept, self._stale = newsroom, kept, frozenset(stale)
        self._parts: dict[str, dict[str, bytes]] = {}
        self.new: dict[str, dict[str, bytes]] = {}

    def parts(self, kind: Kind, articles: Sequence[str]) -> list[bytes]:
        """Return the parts of these articles, in their order."""
        assert kind.part is not None
        if kind.name not in self._parts:
            kept = self._kept(kind.name) if self._kept else {}
            for one in self._stale:
                kept.pop(one, None)
            self._parts[kind.name] = kept
        there, new = self._parts[kind.name], self.new.setdefault(kind.name, {})
        missing = [one for one in articles if one not in there]
        for start in range(0, len(missing), _RECORDS):
            for one, filed in self._newsroom.store.get_records(missing[start : start + _RECORDS]).items():
                there[one] = new[one] = kind.part(self._newsroom, filed)
        return [there[one] for one in articles]


class Done(msgspec.Struct, frozen=True):
    """Rendered units, the number of files written, and the names where files that are not ours exist."""

    made: list[Made]
    written: int
    in_the_way: list[str]
    parts: dict[str, dict[str, bytes]] = {}


class Ledger(Protocol):
    """A record of names before their files are written: see ``Manifest.intend``."""

    def intend(self, coming: Mapping[str, tuple[str, bytes]], standing: Iterable[str]) -> set[str]:
        """Record files; return the names where a file that is not ours exists."""


class Rendered(msgspec.Struct, frozen=True):
    """Rendered units, before any of their files is written.

    ``coming`` has the unit and the mark of every file, ``bodies`` the bytes of the files that differ from the folder;
    the names ``standing`` already have a different file.
    """

    made: list[Made]
    coming: dict[str, tuple[str, bytes]]
    bodies: dict[str, bytes]
    standing: list[str]
    parts: dict[str, dict[str, bytes]]


def make(
    newsroom: Newsroom, folder: Folder, now: datetime, units: Sequence[str], ledger: Ledger, fragments: FragmentCache
) -> Done:
    """Render units, each named by its kind and its ident (``story/000001``), and write the files that changed."""
    return put(render(newsroom, folder, now, units, fragments), folder, ledger)


def render(
    newsroom: Newsroom, folder: Folder, now: datetime, units: Sequence[str], fragments: FragmentCache
) -> Rendered:
    """Render units and compare them with the folder; nothing is written."""
    made: list[Made] = []
    coming: dict[str, tuple[str, bytes]] = {}
    bodies: dict[str, bytes] = {}
    standing: list[str] = []
    kinds = site_map.units()
    for unit in units:
        name, _, ident = unit.partition("/")
        documents, dependencies = _unit(newsroom, kinds[name], ident, now, fragments)
        names = []
        for one in documents:
            name = address.file(one.path)
            names.append(name)
            before = folder.read(name)
            coming[name] = unit, manifest.mark(one.body)
            if before != one.body:
                bodies[name] = one.body
                if before is not None:
                    standing.append(name)
        made.append(Made(unit, frozenset(dependencies.keys), dependencies.until, tuple(names)))
    return Rendered(made, coming, bodies, standing, fragments.new)


def put(rendered: Rendered, folder: Folder, ledger: Ledger) -> Done:
    """Record the files of rendered units, then write those that changed and are ours."""
    made, bodies = rendered.made, rendered.bodies
    foreign = ledger.intend(rendered.coming, rendered.standing)
    for name, body in bodies.items():
        if name not in foreign:
            folder.write(name, body)
    if foreign:
        made = [
            replaced(one, foreign.intersection(one.files)) if foreign.intersection(one.files) else one for one in made
        ]
    return Done(made, len(bodies) - len(foreign), sorted(foreign), rendered.parts)


def replaced(one: Made, foreign: set[str]) -> Made:
    """Return a unit without files that are not ours; the next build renders it again, when they may be gone."""
    kept = tuple(name for name in one.files if name not in foreign)
    return Made(one.unit, one.inputs, ALWAYS, kept)


def _settings(settings: Settings) -> Settings:
    """Return settings for files: a form of the newsletter only where they say which server takes it."""
    return settings if settings.letter.url else msgspec.structs.replace(settings, mail=Mail())


def _unit(
    newsroom: Newsroom, unit: Unit, ident: str, now: datetime, fragments: FragmentCache
) -> tuple[list[Document], Dependencies]:
    kind, dependencies = unit.kind, Dependencies(newsroom.store)
    watched = replace(newsroom, store=dependencies.store, settings=_settings(newsroom.settings))
    if kind.part:
        articles = watched.store.published_ids(newsroom.taxonomy.by_id[ident].name if ident else None)
        documents = unit.compose(watched, ident, fragments.parts(kind, articles))
    else:
        documents = unit.make(watched, ident, now)
    for one in documents:
        dependencies.hold(one.until)
    if kind.aging:
        dependencies.hold(ALWAYS)
    return documents, dependencies
