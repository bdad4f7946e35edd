"""Write the site as static files: the same bytes that are served live, in a folder for any web server.

The folder may hold other files. The manifest, ``.coranto-site.db``, lists ours: nothing else is ever replaced or
removed. It also records what each page depends on, so that the next build renders only what has changed.
"""

import hashlib
import time
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from coranto import errors
from coranto.config import extras
from coranto.feeds import address
from coranto.i18n import language
from coranto.newsroom import Newsroom
from coranto.record import write
from coranto.site import render_units, site_map, workers
from coranto.site.folder import Folder
from coranto.site.manifest import Manifest
from coranto.site.render_units import Done, FragmentCache
from coranto.web import theme

_AT_ONCE = 100  # units that are rendered before their files are written
_NO_LIMIT = 1 << 62  # of the change log: a number beyond its end


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a build: files written, unchanged and removed, and the seconds it took.

    ``whole`` says whether every page was rendered, or only those that had changed.
    """

    written: int
    same: int
    removed: int
    seconds: float
    whole: bool


def build(newsroom: Newsroom, folder: Path, *, whole: bool = False) -> Report:
    """Write the site as files; after the first time, only what has changed since.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    folder : Path
        Created if missing. Its pages link to each other by relative paths: it can be served from any path of a host.
    whole : bool
        Whether to render every page, regardless of the last build. This is automatic for the first build in a folder,
        or when settings, topics, templates or the program have changed since the last build.

    Returns
    -------
    Report
        Files whose bytes are the same are not touched.

    Raises
    ------
    WriteError
        A file cannot be written; another build is running in the folder; or files that are not ours have the names of
        ours: they are not replaced, and all other files are written.

    """
    start, now = time.perf_counter(), newsroom.now()
    root = folder.resolve()
    known = Manifest(root)
    try:
        with newsroom.store.transaction():  # one consistent state for the whole site
            done, removed, whole = _build(newsroom, known, Folder(root), now, whole)
        files = known.count()
    finally:
        known.close()
    if done.in_the_way:
        names = ", ".join(done.in_the_way[:5])
        names += f" and {len(done.in_the_way) - 5} more" if len(done.in_the_way) > 5 else ""
        raise errors.WriteError(
            f"not ours, so left alone: {names}; move them away or choose another folder", str(folder)
        )
    return Report(
        written=done.written,
        same=files - done.written,
        removed=removed,
        seconds=round(time.perf_counter() - start, 2),
        whole=whole,
    )


def _build(newsroom: Newsroom, known: Manifest, folder: Folder, now: datetime, whole: bool) -> tuple[Done, int, bool]:
    """Render what is out of date and remove files that no longer belong to a unit."""
    before, made_by = known.facts(), _made_by(newsroom)
    if before.get("at_work"):  # the last build did not finish
        write.tidy(folder.root, below=True)
    with known.finishing():
        known.know({"at_work": "yes"})
    since = int(before.get("number", _NO_LIMIT))
    number, changed = newsroom.store.read_changes(since)
    whole = whole or before.get("made_by") != made_by or number < since or before["now"] > now.isoformat()
    units, dropped = _all(newsroom, known) if whole else _stale(newsroom, known, changed, now)
    if not whole and any(unit.startswith("picture/") for unit in dropped):  # not known to the store
        whole = True
        units, dropped = _all(newsroom, known)
    mine = known.all_files() if whole else known.files([*units, *dropped])
    articles = {name.partition(":")[2] for name in changed if name.startswith("article:")}
    fragments = FragmentCache(newsroom) if whole else FragmentCache(newsroom, known.parts, articles)
    done = _make(newsroom, folder, now, number, units, known, fragments)
    mine -= {name for one in done for made in one.made for name in made.files}
    moved = [f"redirect/{name}" for name in sorted(mine) if address.is_story(name)]
    done += _make(newsroom, folder, now, number, moved, known, fragments)
    mine -= {name for one in done for made in one.made for name in made.files}
    removed = sum(folder.remove(name, known.marks(name)) for name in sorted(mine))
    with known.finishing():
        for one in done:
            for made in one.made:
                known.made(made)
            for kind, parts in one.parts.items():
                known.keep(kind, parts, articles - parts.keys())
        for unit in dropped:
            known.drop(unit)
        for name in mine:
            known.forget(name)
        known.know({"number": str(number), "made_by": made_by, "now": now.isoformat(), "at_work": ""})
    return _sum(done), removed, whole


def _sum(done: list[Done]) -> Done:
    return Done([], sum(one.written for one in done), [name for one in done for name in one.in_the_way])


def _all(newsroom: Newsroom, known: Manifest) -> tuple[list[str], set[str]]:
    """Return every unit, and the units that do not exist any more."""
    units = [f"{kind.name}/{ident}" for kind in site_map.units().values() for ident in kind.idents(newsroom)]
    units += [f"redirect/{name}" for name in sorted(known.units("redirect"))]
    return units, known.all_units() - set(units)


def _stale(newsroom: Newsroom, known: Manifest, changed: Iterable[str], now: datetime) -> tuple[list[str], set[str]]:
    """Return the units to render (changed or new), and the units that do not exist any more."""
    stale, dropped = known.stale(changed, now), set()
    for unit in site_map.units().values():
        changes = unit.kind.changes
        if changes:
            stale |= {f"{unit.name}/{name.partition(':')[2]}" for name in changed if name.startswith(changes + ":")}
        elif unit.name != site_map.REDIRECT.name:
            there, were = set(unit.idents(newsroom)), known.units(unit.name)
            stale |= {f"{unit.name}/{ident}" for ident in there - were}
            dropped |= {f"{unit.name}/{ident}" for ident in were - there}
    return sorted(stale - dropped), dropped


def _make(
    newsroom: Newsroom,
    folder: Folder,
    now: datetime,
    number: int,
    units: list[str],
    known: Manifest,
    fragments: FragmentCache,
) -> list[Done]:
    """Render units in chunks; very many of them in several processes."""
    parted = {name for name, unit in site_map.units().items() if unit.kind.part}
    lists = [unit for unit in units if unit.partition("/")[0] in parted]  # they share their parts
    others = [unit for unit in units if unit.partition("/")[0] not in parted]
    chunks = [lists, *(others[start : start + _AT_ONCE] for start in range(0, len(others), _AT_ONCE))]
    if len(units) >= workers.WORTH and workers.size() > 1:
        try:
            return workers.make(newsroom, folder.root, now, (number, newsroom.store.read_version()), chunks, known)
        except workers.SnapshotChanged:
            pass
    done = []
    for chunk in chunks:
        done.append(render_units.make(newsroom, folder, now, chunk, known, fragments))
        fragments.new = {}
    return done


def _made_by(newsroom: Newsroom) -> str:
    """Return a digest of what pages depend on besides the store: program, settings, topics, theme, translations."""
    own = msgspec.json.encode(
        [
            newsroom.settings,
            tuple(newsroom.taxonomy),
            sorted(newsroom.own.items()),
            sorted(newsroom.cards.items()),
            extras.there("pictures"),
        ]
    )
    look = hashlib.sha256()
    folder = Path(newsroom.settings.folder)
    own_folders = (path for name in (theme.TEMPLATES, language.FOLDER) for path in sorted((folder / name).rglob("*")))
    for path in (folder / theme.CSS, *own_folders):
        if path.is_file():
            look.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return hashlib.sha256(_program() + own + look.digest()).hexdigest()


@cache
def _program() -> bytes:
    """Return a digest of the program: its source, templates and static files."""
    whole = hashlib.sha256()
    with resources.as_file(resources.files("coranto")) as folder:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.digest()
