"""The list of sources: ``sources.opml`` is the editor's word, the store remembers how each has been doing."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from coranto import errors
from coranto.dedupe import address
from coranto.model.entry import Entry
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.record import write
from coranto.source import ids, opml

_SAID = ("title", "site", "kind")  # what the list says; the rest is experience


def sync(newsroom: Newsroom) -> list[str]:
    """Bring the store's sources in line with the list; problems of the list in words.

    New ones are added, those that left the list are dropped (their articles stay), and what the list says of a source
    (title, folder, topics) replaces what was said before. A missing list, or one that cannot be read, changes nothing.
    """
    file = path(newsroom)
    if not file.exists():
        return []
    try:
        listed, problems = _listed(file)
    except errors.ConfigError as why:
        return [f"{why}; the sources known so far stay"]
    known = {source.id: source for source in newsroom.store.get_sources()}
    for source in listed:
        old = known.get(source.id)
        new = (
            source
            if old is None
            else msgspec.structs.replace(
                old,
                **{name: getattr(source, name) for name in _SAID if getattr(source, name)},
                topics=source.topics,
                folder=source.folder,
            )
        )
        if new != old:
            newsroom.store.save_source(new)
    for gone in known.keys() - {source.id for source in listed}:
        newsroom.store.delete_source(gone)
    return [f"{file}: {problem}" for problem in problems]


def on_list(newsroom: Newsroom) -> list[Source]:
    """Give what the list says.

    Raises
    ------
    ConfigError
        It cannot be read.

    """
    file = path(newsroom)
    return _listed(file)[0] if file.exists() else []


def alike(newsroom: Newsroom, source: Source, entries: Iterable[Entry]) -> str | None:
    """Say which source a new one would repeat: one at the same address written otherwise, or one with its entries."""
    others = {other.id: other for other in newsroom.store.get_sources() if other.id != source.id}
    key = ids.twin_key(source.url)
    for other in others.values():
        if key in (ids.twin_key(other.url), ids.twin_key(other.moved_to or "")):
            return f"it is read already, as {_named(other)}"
    urls = {url for entry in entries if (url := address.canonical(entry.url or "", source.site))}
    told: Counter[str] = Counter()
    for article in set(newsroom.store.article_ids_by_url(urls).values()):
        told.update({by for _, by, _ in newsroom.store.get_appearances(article) if by in others})
    if told and (most := told.most_common(1)[0])[1] > len(urls) / 2:
        return f"{most[1]} of its {len(urls)} entries come from {_named(others[most[0]])} already"
    return None


def _named(source: Source) -> str:
    return f"{source.title} <{source.url}>" if source.title else f"<{source.url}>"


def stamp(newsroom: Newsroom) -> tuple[int, int] | None:
    """Give what tells whether the list has changed; None where there is none."""
    try:
        told = path(newsroom).stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size


def add(newsroom: Newsroom, sources: list[Source]) -> list[Source]:
    """Put sources on the list, each once; those that were new."""
    file, listed = path(newsroom), on_list(newsroom)
    have = {source.id for source in listed}
    new = []
    for source in sources:
        if source.id not in have:
            have.add(source.id)
            new.append(source)
    if new:
        write.write_if_changed(file, opml.write([*listed, *new], newsroom.settings.site.title))
        sync(newsroom)
    return new


def amend(newsroom: Newsroom, name: str, topics: Iterable[str], folder: str) -> Source | None:
    """Give a source of the list, by its id, further topics, and another place; as it is then, None where it is not."""
    listed = on_list(newsroom)
    old = next((source for source in listed if source.id == name), None)
    if old is None:
        return None
    further = tuple(dict.fromkeys((*old.topics, *topics)))
    new = msgspec.structs.replace(old, topics=further, folder=folder or old.folder)
    if new != old:
        whole = [new if source is old else source for source in listed]
        write.write_if_changed(path(newsroom), opml.write(whole, newsroom.settings.site.title))
        sync(newsroom)
    return new


def path(newsroom: Newsroom) -> Path:
    """Where the list is."""
    return Path(newsroom.settings.folder) / newsroom.settings.paths.sources


def _listed(file: Path) -> tuple[list[Source], list[str]]:
    try:
        data = file.read_bytes()
        found = opml.read(data)
    except OSError as why:
        raise errors.ConfigError(f"cannot be read: {why.strerror}", str(file)) from why
    except errors.NotAFeed as why:
        raise errors.ConfigError(str(why), str(file)) from why
    if broken := opml.broken(data):  # what follows there is no longer on the list, but nobody has taken it off
        raise errors.ConfigError(f"{broken}; mend it there, or put back a copy", str(file))
    return found
