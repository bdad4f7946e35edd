"""The documents as files: the same bytes that are served live, in a folder for any web server.

The folder may hold other things. A list of our files, ``.coranto-site.db``, stands in it: only what is on it is ever
replaced or removed. It also says what each page was made of, so that the next build makes only what has changed since.
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
from coranto.feeds import address
from coranto.i18n import language
from coranto.newsroom import Newsroom
from coranto.record import write
from coranto.site import render_units, workers
from coranto.site.folder import Folder
from coranto.site.manifest import FILE, Manifest
from coranto.site.render_units import Done, Larder
from coranto.web import theme

LIST = FILE
_AT_ONCE = 100  # units that are made before their files are written
_NO_LIMIT = 1 << 62  # of the log of changes: after it there is nothing


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did, in files: written, the same as before, removed; and how long it took.

    ``whole`` says whether every page was made, or only those for which something had changed.
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
    desk : Desk
        The newsroom.
    folder : Path
        Made where it is not there. Its pages link to each other by relative paths: it can stand anywhere on a host.
    whole : bool
        Whether to make every page, whatever is known of the last build. A build does so by itself when it is the first
        in the folder, or when settings, topics, templates or the program are not those of the last one.

    Returns
    -------
    Report
        Files whose bytes are the same are not touched.

    Raises
    ------
    WriteError
        A file cannot be written; another build is at work there; or files that are not ours stand where ours belong:
        they are left alone, and all others are written.

    """
    start, now = time.perf_counter(), newsroom.now()
    root = folder.resolve()
    known = Manifest(root)
    try:
        with newsroom.store.transaction():  # one state of the whole site
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
    """Make what is to be made, and take down what the folder holds then."""
    before, made_by = known.facts(), _made_by(newsroom)
    if before.get("at_work"):  # the last build did not come to its end
        write.tidy(folder.root, below=True)
    with known.finishing():
        known.know({"at_work": "yes"})
    since = int(before.get("number", _NO_LIMIT))
    number, changed = newsroom.store.read_changes(since)
    whole = whole or before.get("made_by") != made_by or number < since or before["now"] > now.isoformat()
    units, dropped = _all(newsroom, known) if whole else _stale(newsroom, known, changed, now)
    if not whole and any(unit.startswith("picture/") for unit in dropped):  # the store does not know who showed it
        whole = True
        units, dropped = _all(newsroom, known)
    mine = known.all_files() if whole else known.files([*units, *dropped])
    articles = {name.partition(":")[2] for name in changed if name.startswith("article:")}
    larder = Larder(newsroom) if whole else Larder(newsroom, known.parts, articles)
    done = _make(newsroom, folder, now, number, units, known, larder)
    mine -= {name for one in done for made in one.made for name in made.files}
    moved = [f"signpost/{name}" for name in sorted(mine) if address.is_story(name)]
    done += _make(newsroom, folder, now, number, moved, known, larder)
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
    """Give every unit there is, and those that are no more."""
    units = [f"{kind.name}/{ident}" for kind in render_units.KINDS.values() for ident in kind.idents(newsroom)]
    units += [f"signpost/{name}" for name in sorted(known.units("signpost"))]
    return units, known.all_units() - set(units)


def _stale(newsroom: Newsroom, known: Manifest, changed: Iterable[str], now: datetime) -> tuple[list[str], set[str]]:
    """Give the units for which something has changed, those that are new, and those that are no more."""
    stale, dropped = known.stale(changed, now), set()
    for kind in render_units.KINDS.values():
        if kind.of:
            stale |= {f"{kind.name}/{name.partition(':')[2]}" for name in changed if name.startswith(kind.of + ":")}
        elif kind.name != "signpost":
            there, were = set(kind.idents(newsroom)), known.units(kind.name)
            stale |= {f"{kind.name}/{ident}" for ident in there - were}
            dropped |= {f"{kind.name}/{ident}" for ident in were - there}
    return sorted(stale - dropped), dropped


def _make(
    newsroom: Newsroom, folder: Folder, now: datetime, number: int, units: list[str], known: Manifest, larder: Larder
) -> list[Done]:
    """Make units, some at a time; very many by several processes."""
    lists = [unit for unit in units if render_units.KINDS[unit.partition("/")[0]].part]  # they share their parts
    others = [unit for unit in units if not render_units.KINDS[unit.partition("/")[0]].part]
    chunks = [lists, *(others[start : start + _AT_ONCE] for start in range(0, len(others), _AT_ONCE))]
    if len(units) >= workers.WORTH and workers.size() > 1:
        try:
            return workers.make(newsroom, folder.root, now, (number, newsroom.store.read_version()), chunks, known)
        except workers.SnapshotChanged:
            pass
    done = []
    for chunk in chunks:
        done.append(render_units.make(newsroom, folder, now, chunk, known, larder))
        larder.new = {}
    return done


def _made_by(newsroom: Newsroom) -> str:
    """Give the mark of what pages are made with beside the store: program, settings, topics, look, words."""
    own = msgspec.json.encode([newsroom.settings, tuple(newsroom.taxonomy), sorted(newsroom.own.items())])
    look = hashlib.sha256()
    folder = Path(newsroom.settings.folder)
    own_folders = (path for name in (theme.TEMPLATES, language.FOLDER) for path in sorted((folder / name).rglob("*")))
    for path in (folder / theme.CSS, *own_folders):
        if path.is_file():
            look.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return hashlib.sha256(_program() + own + look.digest()).hexdigest()


@cache
def _program() -> bytes:
    """Give the mark of the program: its source, its templates, its static files."""
    whole = hashlib.sha256()
    with resources.as_file(resources.files("coranto")) as folder:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.digest()
