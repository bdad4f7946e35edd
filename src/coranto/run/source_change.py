"""Change the sources of a newsroom through the log: add, rename, weigh, remove; each with its undo."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from coranto import errors
from coranto.dedupe import address
from coranto.edit import verbs
from coranto.model.edit import Edit
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.run import reload, source_list

MUTED = -1_000  # points: whatever it writes is kept, never leads and is never published by itself
TRIAL = timedelta(days=7)
WEIGHTS = {"mute": MUTED, "less": -20, "like": 0, "more": 20, "lot": 40}


def put(newsroom: Newsroom, sources: Sequence[Source], who: str, why: str = "") -> Edit | None:
    """Add sources to the list, or change those that are on it; None if it is so already."""
    return _write(newsroom, source_list.changed(newsroom, sources), who, why)


def remove(newsroom: Newsroom, name: str, who: str) -> Edit | None:
    """Take a source off the list, by id; its articles stay."""
    return _write(newsroom, source_list.changed(newsroom, remove=[name]), who, "")


def weigh(newsroom: Newsroom, source: Source, points: int, who: str) -> Edit | None:
    """Say how much the outlet of a source counts, in points of quality; None if it is so already."""
    key = f"outlets.{outlet(source)}.weight"
    if points == weight(newsroom, source):
        return None
    edit = verbs.say(newsroom, "setting", {"values": {key: points or None}}, who=who, why=source.title or source.url)
    reload.now(newsroom)
    return edit


def weight(newsroom: Newsroom, source: Source) -> int:
    """Return how many points the outlet of a source counts."""
    found = newsroom.settings.outlets.get(outlet(source))
    return found.weight if found else 0


def try_unseen(newsroom: Newsroom, source: Source, who: str) -> Edit | None:
    """Try a source for a week: what it writes is judged, and nothing of it is published until an editor keeps it."""
    until = (newsroom.now() + TRIAL).date()
    return _with_rules(newsroom, put(newsroom, [msgspec.structs.replace(source, unseen=until)], who))


def keep(newsroom: Newsroom, source: Source, who: str) -> Edit | None:
    """End the trial of a source: from now on it is published like any other; None if it was in none."""
    return _with_rules(newsroom, put(newsroom, [msgspec.structs.replace(source, unseen=None)], who))


def outlet(source: Source) -> str:
    """Return the domain of a source's outlet."""
    return address.outlet(source.site or source.url)


def look_again(newsroom: Newsroom, name: str) -> None:
    """Make a source due now, also one that has failed or is retired; one whose host asked to wait stays alone."""
    for source in newsroom.store.get_sources([name]):
        if not (source.held and source.held > newsroom.now()):
            newsroom.store.save_source(msgspec.structs.replace(source, next_look=None, retired=None))


def _with_rules(newsroom: Newsroom, edit: Edit | None) -> Edit | None:
    """Take up what the source list says of trials; what is stored is judged again in the next round."""
    if edit is not None:
        reload.now(newsroom)
    return edit


def _write(newsroom: Newsroom, data: bytes, who: str, why: str) -> Edit | None:
    file = source_list.path(newsroom)
    if file.exists() and file.read_bytes() == data:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise errors.EditError("the source list is not UTF-8; save it as UTF-8, and do this again", file.name) from None
    name = newsroom.settings.paths.sources
    edit = verbs.say(newsroom, "file", {"name": name, "text": text}, who=who, why=why)
    source_list.sync(newsroom)
    return edit
