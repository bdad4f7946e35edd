"""The sitemaps of an index: at every look the ones that are new or changed, and those that are likely to be."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from coranto import errors
from coranto.fetch.client import Client
from coranto.model.entry import Entry, Feed
from coranto.model.response import Failure, Response
from coranto.model.source import SitemapPart, Source
from coranto.parse import feed

LOOK = 5  # sitemaps asked for at one look
KEPT = 200  # remembered of an index: half from its beginning, half from its end, the newest first where it dates them
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def read(client: Client, source: Source, index: Feed | None) -> Feed | Failure:
    """Look at sitemaps of an index and give the entries of those that have changed, as one.

    Parameters
    ----------
    client : Client
        Asks for those that are known only whether they have changed.
    source : Source
        With its ``parts``, as the last look left them.
    index : Feed or None
        What the index lists; None where it is unchanged.

    Returns
    -------
    Feed or Failure
        The feed has the ``parts`` as they are to be remembered; a failure where none of them could be read.

    """
    parts = source.parts if index is None else listed(source.parts, index.entries)
    ranked = sorted(parts, key=lambda part: part.changed or _EPOCH, reverse=True)
    ranked.sort(key=lambda part: not part.due)
    first, rest = ranked[:LOOK], ranked[LOOK:]
    new: list[SitemapPart] = []
    same: list[SitemapPart] = []
    failures: list[Failure] = []
    entries: list[Entry] = []
    for part in first:
        now, found = await _look(client, part)
        if isinstance(found, Failure):
            failures.append(found)
        elif found:
            entries += found
        (new if not isinstance(found, Failure) and found else same).append(now)
    if failures and len(failures) == len(first):
        why = failures[0]
        what = f"none of the sitemaps that it lists could be read; {why.url}: {why.reason}"
        return Failure(url=source.url, reason=what, status=why.status, retry_after=why.retry_after, held=why.held)
    # What has changed is likely to change again; what has not gives its turn to others that say nothing of themselves.
    return Feed(kind="sitemap", entries=tuple(entries), parts=(*new, *rest, *same))


def listed(parts: Sequence[SitemapPart], entries: Iterable[Entry]) -> Sequence[SitemapPart]:
    """Bring what is remembered in line with what an index lists now.

    At the first look nothing is due: the newest are read, and what is older is left to the archives.
    """
    before = {part.url: (place, part) for place, part in enumerate(parts)}
    found: dict[str, tuple[int, SitemapPart]] = {}
    for entry in sorted(entries, key=lambda e: e.updated or e.published or _EPOCH, reverse=True):
        if entry.url and entry.url not in found:
            changed = entry.updated or entry.published
            place, part = before.get(entry.url, (len(found), SitemapPart(url=entry.url, due=bool(parts))))
            if part.changed != changed:
                part = msgspec.structs.replace(part, changed=changed, due=bool(parts))
            found[entry.url] = (place, part)
    kept = list(found.values())
    if len(kept) > KEPT:
        kept = kept[: KEPT // 2] + kept[-KEPT // 2 :]
    return [part for _, part in sorted(kept, key=lambda one: one[0])]


async def _look(client: Client, part: SitemapPart) -> tuple[SitemapPart, tuple[Entry, ...] | Failure]:
    """Ask for one sitemap; without entries where it is as it was."""
    answer = await client.get(part.url, etag=part.etag, modified=part.modified)
    if isinstance(answer, Failure):
        lost = answer.gone or answer.status in (404, 410)
        return (msgspec.structs.replace(part, due=False) if lost else part), answer
    if answer.status == 304:
        return msgspec.structs.replace(part, due=False), ()
    digest = hashlib.sha256(answer.body).hexdigest()[:16]
    now = msgspec.structs.replace(part, due=False, etag=answer.etag, modified=answer.modified, digest=digest)
    if digest == part.digest:
        return now, ()
    try:
        return now, (await _read(answer)).entries
    except errors.NotAFeed as why:
        return msgspec.structs.replace(part, due=False), Failure(url=part.url, reason=str(why))


async def _read(answer: Response) -> Feed:
    found = await asyncio.to_thread(feed.read, answer.body, url=answer.url, content_type=answer.content_type)
    if found.kind != "sitemap":
        raise errors.NotAFeed(f"an index lists sitemaps, and this is none ({found.kind})")
    return found
