"""The source list: ``sources.opml`` belongs to the editor; the store has the polling state of each source."""

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from coranto import errors
from coranto.dedupe import address
from coranto.i18n import wording
from coranto.model.entry import Entry
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.record import write
from coranto.source import ids, opml, opml_text

_LISTED_FIELDS = ("title", "site", "kind")  # fields that the list sets; the rest is polling state


def sync(newsroom: Newsroom) -> list[str]:
    """Synchronize the store's sources with the list; return the problems of the list as sentences.

    New sources are added, those no longer on the list are deleted (their articles stay), and title, folder and topics
    are updated. A missing or unreadable list changes nothing.
    """
    file = path(newsroom)
    if not file.exists():
        return []
    try:
        listed, problems = _read_list(file)
    except errors.ConfigError as why:
        return [f"{wording.error(why)}; the sources known so far stay"]
    known = {source.id: source for source in newsroom.store.get_sources()}
    for source in listed:
        old = known.get(source.id)
        new = (
            source
            if old is None
            else msgspec.structs.replace(
                old,
                **{name: getattr(source, name) for name in _LISTED_FIELDS if getattr(source, name)},
                topics=source.topics,
                folder=source.folder,
                unseen=source.unseen,
            )
        )
        if new != old:
            newsroom.store.save_source(new)
    for gone in known.keys() - {source.id for source in listed}:
        newsroom.store.delete_source(gone)
    return [f"{file}: {problem}" for problem in problems]


def on_list(newsroom: Newsroom) -> list[Source]:
    """Return the sources on the list.

    Raises
    ------
    ConfigError
        The list cannot be read.

    """
    file = path(newsroom)
    return _read_list(file)[0] if file.exists() else []


def alike(newsroom: Newsroom, source: Source, entries: Iterable[Entry]) -> str | None:
    """Return why a new source repeats a known one (same address or same entries); None if it does not."""
    others = {other.id: other for other in newsroom.store.get_sources() if other.id != source.id}
    key = ids.twin_key(source.url)
    for other in others.values():
        if key in (ids.twin_key(other.url), ids.twin_key(other.moved_to or "")):
            return f"it is read already, as {_named(other)}"
    urls = {url for entry in entries if (url := address.canonical(entry.url or "", source.site))}
    shared: Counter[str] = Counter()
    for article in set(newsroom.store.article_ids_by_url(urls).values()):
        shared.update({by for _, by, _ in newsroom.store.get_appearances(article) if by in others})
    if shared and (most := shared.most_common(1)[0])[1] > len(urls) / 2:
        return f"{most[1]} of its {len(urls)} entries come from {_named(others[most[0]])} already"
    return None


def _named(source: Source) -> str:
    return f"{source.title} <{source.url}>" if source.title else f"<{source.url}>"


def stamp(newsroom: Newsroom) -> tuple[int, int] | None:
    """Return a value that changes with the list; None if the list does not exist."""
    try:
        status = path(newsroom).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def add(newsroom: Newsroom, sources: list[Source]) -> list[Source]:
    """Add sources to the list, each once; return the new ones."""
    file, listed = path(newsroom), on_list(newsroom)
    have = {source.id for source in listed}
    new = []
    for source in sources:
        if source.id not in have:
            have.add(source.id)
            new.append(source)
    if new:
        write.write_if_changed(file, changed(newsroom, new))
        sync(newsroom)
    return new


def amend(newsroom: Newsroom, name: str, topics: Iterable[str], folder: str) -> Source | None:
    """Add topics to a listed source, by id, and set its folder; return it, or None if it is not listed."""
    listed = on_list(newsroom)
    old = next((source for source in listed if source.id == name), None)
    if old is None:
        return None
    further = tuple(dict.fromkeys((*old.topics, *topics)))
    new = msgspec.structs.replace(old, topics=further, folder=folder or old.folder)
    if new != old:
        write.write_if_changed(path(newsroom), changed(newsroom, [new]))
        sync(newsroom)
    return new


def changed(newsroom: Newsroom, put: Iterable[Source] = (), remove: Collection[str] = ()) -> bytes:
    """Return the text of the list with rows added, changed or removed; all else in it stays."""
    file = path(newsroom)
    data = file.read_bytes() if file.exists() else b""
    return opml_text.change(data or opml.write([], newsroom.settings.site.title), put, remove)


def path(newsroom: Newsroom) -> Path:
    """Return the path of the list."""
    return Path(newsroom.settings.folder) / newsroom.settings.paths.sources


def _read_list(file: Path) -> tuple[list[Source], list[str]]:
    try:
        data = file.read_bytes()
        found = opml.read(data)
    except OSError as why:
        raise errors.ConfigError(f"cannot be read: {why.strerror}", str(file)) from why
    except errors.NotAFeed as why:
        raise errors.ConfigError(why.reason, str(file)) from why
    if broken := opml.broken(data):  # sources after the broken place are missing, but were not removed
        raise errors.ConfigError(f"{broken}; mend it there, or put back a copy", str(file))
    return found
