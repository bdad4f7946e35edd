"""Making units of the site: pages out of the store and into the folder, each with what it was made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import msgspec

from coranto.feeds import address
from coranto.newsroom import Newsroom
from coranto.site import manifest, site_map
from coranto.site.dependencies import ALWAYS, Dependencies
from coranto.site.folder import Folder
from coranto.site.manifest import Made
from coranto.site.site_map import PageKind
from coranto.web.document import Document

_RECORDS = 500  # that are read at once
KINDS = {kind.name: kind for kind in (*site_map.KINDS, site_map.SIGNPOST)}


class Larder:
    """The parts of pages that are long lists, rendered once a record and kept from one build to the next.

    Parameters
    ----------
    desk : Desk
        The newsroom.
    kept : callable, optional
        Give the parts of a kind that are kept; none where every part is rendered anew.
    stale : set of str
        Articles whose parts are not what is kept any more.

    """

    def __init__(
        self, newsroom: Newsroom, kept: Callable[[str], dict[str, bytes]] | None = None, stale: Iterable[str] = ()
    ) -> None:
        self._newsroom, self._kept, self._stale = newsroom, kept, frozenset(stale)
        self._parts: dict[str, dict[str, bytes]] = {}
        self.new: dict[str, dict[str, bytes]] = {}

    def parts(self, kind: PageKind, articles: Sequence[str]) -> list[bytes]:
        """Give the parts of these articles, all of them listed."""
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
    """Units that were made, how many of their files were written, and at which names foreign files stand."""

    made: list[Made]
    written: int
    in_the_way: list[str]
    parts: dict[str, dict[str, bytes]] = {}


class Ledger(Protocol):
    """Where names are noted before their files are written: see ``Manifest.intend``."""

    def intend(self, coming: Mapping[str, tuple[str, bytes]], standing: Iterable[str]) -> set[str]:
        """Note them; give those that are not ours."""


def make(
    newsroom: Newsroom, folder: Folder, now: datetime, units: Sequence[str], ledger: Ledger, larder: Larder
) -> Done:
    """Make units, each named by its kind and its ident: ``story/000001``; write those of their files that changed."""
    made: list[Made] = []
    changed: dict[str, tuple[str, bytes]] = {}
    bodies: dict[str, bytes] = {}
    standing: list[str] = []
    for unit in units:
        documents, witness = _unit(newsroom, unit, now, larder)
        names = []
        for one in documents:
            name = address.file(one.path)
            names.append(name)
            before = folder.read(name)
            changed[name] = unit, manifest.mark(one.body)
            if before != one.body:
                bodies[name] = one.body
                if before is not None:
                    standing.append(name)
        made.append(Made(unit, frozenset(witness.keys), witness.until, tuple(names)))
    foreign = ledger.intend(changed, standing)
    for name, body in bodies.items():
        if name not in foreign:
            folder.write(name, body)
    if foreign:
        made = [
            replaced(one, foreign.intersection(one.files)) if foreign.intersection(one.files) else one for one in made
        ]
    return Done(made, len(bodies) - len(foreign), sorted(foreign), larder.new)


def replaced(one: Made, foreign: set[str]) -> Made:
    """Leave out files that are not ours; the unit is made again in the next build, when they may be gone."""
    kept = tuple(name for name in one.files if name not in foreign)
    return Made(one.unit, one.inputs, ALWAYS, kept)


def _unit(newsroom: Newsroom, unit: str, now: datetime, larder: Larder) -> tuple[list[Document], Dependencies]:
    name, _, ident = unit.partition("/")
    kind, witness = KINDS[name], Dependencies(newsroom.store)
    watched = replace(newsroom, store=witness.store)
    if kind.part:
        articles = watched.store.published_ids(newsroom.taxonomy.by_id[ident].name if ident else None)
        documents = list(kind.make(watched, ident, larder.parts(kind, articles)))
    else:
        documents = list(kind.make(watched, ident, now))
    for one in documents:
        witness.hold(one.until)
    if kind.aging:
        witness.hold(ALWAYS)
    return documents, witness
