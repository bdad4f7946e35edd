"""Reload files that an editor changed while the newsroom runs: settings, topics, hubs, crawlers."""

from pathlib import Path

import msgspec
import structlog

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.config import crawlers, outlet_cards, ratings, rule_file, settings_file
from coranto.model.settings import Settings
from coranto.newsroom import Newsroom

log = structlog.get_logger("coranto")

FIXED = ("database", "serve", "fetch", "paths", "key", "site.url")
"""Settings that are read only when the program starts."""

_Stamp = tuple[tuple[str, int, int], ...]


class Reload:
    """Checks the files between rounds, and reloads them if they changed.

    An unusable file is logged once, and the old values stay in force. A change applies completely or not at all:
    responses built while parts were being replaced are built again (``Newsroom.generation``).

    Parameters
    ----------
    newsroom : Newsroom
        Its fields are replaced on a change.

    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._seen = _stamp(newsroom)

    def look(self) -> bool:
        """Reload changed files; return whether anything changed."""
        stamp = _stamp(self._newsroom)
        if stamp == self._seen:
            return False
        self._seen = stamp
        return now(self._newsroom)


def now(newsroom: Newsroom) -> bool:
    """Reload all files but the source list; return whether they are in force. What is unusable is logged."""
    try:
        return _take_up(newsroom)
    except errors.CorantoError as why:
        log.error("the change is not taken up; what was in force stays", reason=str(why))  # noqa: TRY400 - the message says it all
        return False


def _take_up(newsroom: Newsroom) -> bool:
    file = Path(newsroom.settings.folder) / Path(newsroom.settings.file).name
    loaded = settings_file.load(file) if file.exists() else newsroom.settings
    settings = _as_started(newsroom.settings, msgspec.structs.replace(loaded, file=newsroom.settings.file))
    settings = msgspec.structs.replace(settings, rules=newsroom.settings.rules)  # trials stay while the list is broken
    parts = newsrooms.rules(settings, newsroom.taught)
    known = {str(problem) for problem in newsroom.problems}
    if new := [problem for problem in parts["problems"] if str(problem) not in known]:
        for problem in new:
            log.error("the change is not taken up; what was in force stays", reason=str(problem))
        return False
    newsrooms.outputs(settings)
    newsroom.replace(parts)
    log.info("changes taken up", settings=str(file))
    return True


def _as_started(old: Settings, new: Settings) -> Settings:
    """Return the new settings with the old values of the fixed ones; log each difference."""
    for key in FIXED:
        section, _, name = key.rpartition(".")
        before, after = (getattr(one, section) if section else one for one in (old, new))
        if getattr(before, name) == getattr(after, name):
            continue
        log.warning("takes effect when the newsroom is started again", setting=key, file=new.file)
        changed = msgspec.structs.replace(after, **{name: getattr(before, name)})
        new = msgspec.structs.replace(new, **{section: changed}) if section else changed
    return new


def _stamp(newsroom: Newsroom) -> _Stamp:
    """Return name, time and size of every file that an editor writes; of the source list who is tried."""
    folder = Path(newsroom.settings.folder)
    topics = folder / newsroom.settings.paths.topics
    names = [
        Path(newsroom.settings.file).name,
        newsrooms.HUBS,
        crawlers.FILE,
        ratings.FILE,
        rule_file.FILE,
        outlet_cards.FILE,
    ]
    found = []
    try:
        files = sorted(topics.iterdir())
    except OSError:
        files = []
    for file in (*(folder / name for name in names), *files):
        try:
            state = file.stat()
        except OSError:
            continue
        found.append((str(file), state.st_mtime_ns, state.st_size))
    tried = newsrooms.unseen(newsroom.settings)
    if tried is None:
        return (*found, ("unreadable", 0, 0))
    return (*found, *((f"unseen {source} {rule.search}", 0, 0) for rule in tried for source in rule.condition.outlets))
