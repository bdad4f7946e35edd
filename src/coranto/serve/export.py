"""The documents as files: the same bytes that are served live, in a folder for any web server.

The folder may hold other things. A list of our files, ``coranto-site.json``, stands in it: only what is on it is ever
replaced or removed.
"""

import contextlib
import hashlib
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from coranto import errors
from coranto.desk import Desk
from coranto.publish import writer
from coranto.serve import address, catalogue, pages
from coranto.serve.document import Document

LIST = "coranto-site.json"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did, in files: written, the same as before, removed; and how long it took."""

    written: int
    same: int
    removed: int
    seconds: float


def build(desk: Desk, folder: Path) -> Report:
    """Write the whole site as files.

    Parameters
    ----------
    desk : Desk
        The newsroom.
    folder : Path
        Made where it is not there. Its pages link to each other by relative paths: it can stand anywhere on a host.

    Returns
    -------
    Report
        Files whose bytes are the same are not touched.

    Raises
    ------
    WriteError
        A file cannot be written; or files that are not ours stand where ours belong: they are left alone, and all
        others are written.

    """
    start, now = time.perf_counter(), desk.now()
    root = folder.resolve()
    ours = _ours(root)
    made: dict[str, str] = {}
    in_the_way: list[str] = []
    written = 0
    try:
        with desk.store.at_once():  # one state of the whole site
            for one in _all(desk, now, ours):
                name = address.file(one.path)
                path = root / name
                if name not in ours and path.exists() and path.read_bytes() != one.body:
                    in_the_way.append(name)
                    continue
                made[name] = _mark(one.body)
                written += writer.write_if_changed(path, one.body, root, durable=False)
    except BaseException:
        _remember(root, ours | made)
        raise
    gone = [name for name in ours if name not in made]
    removed = sum(_remove(root, name, ours[name]) for name in gone)
    _remember(root, made)
    if in_the_way:
        names = ", ".join(in_the_way[:5]) + (f" and {len(in_the_way) - 5} more" if len(in_the_way) > 5 else "")
        raise errors.WriteError(
            f"not ours, so left alone: {names}; move them away or choose another folder", str(folder)
        )
    return Report(
        written=written, same=len(made) - written, removed=removed, seconds=round(time.perf_counter() - start, 2)
    )


def _all(desk: Desk, now: datetime, ours: dict[str, str]) -> Iterator[Document]:
    """Give the site's documents, and a signpost at every address of a story that has moved on since the last build."""
    listed = set()
    for one in catalogue.documents(desk, now):
        listed.add(address.file(one.path))
        yield one
    left = {name: name.split("/")[1] for name in ours if name.startswith("s/") and name not in listed}
    now_at = desk.store.stories(set(left.values()))
    leads = desk.store.articles({story.lead for story in now_at.values()})
    for name, ident in left.items():
        story = now_at.get(ident)
        lead = leads.get(story.lead) if story else None
        if story and lead and address.file(there := address.story(story.id, lead.title)) in listed:
            yield pages.signpost(desk, "/" + name.removesuffix("index.html"), there)


def _ours(root: Path) -> dict[str, str]:
    """Read the list of our files, for each the mark of its bytes; without a list that can be read nothing is ours."""
    try:
        return msgspec.json.decode((root / LIST).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError):
        return {}


def _remember(root: Path, files: dict[str, str]) -> None:
    data = msgspec.json.format(msgspec.json.encode(dict(sorted(files.items()))), indent=0)
    writer.write_if_changed(root / LIST, data, root)


def _remove(root: Path, name: str, mark: str) -> bool:
    """Remove a file that we wrote and nobody changed, and the folders that it leaves empty."""
    path = root / name
    try:
        if not path.resolve().is_relative_to(root) or _mark(path.read_bytes()) != mark:
            return False
        path.unlink()
    except OSError:
        return False
    with contextlib.suppress(OSError):  # not empty
        for folder in path.parents:
            if folder == root:
                break
            folder.rmdir()
    return True


def _mark(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
