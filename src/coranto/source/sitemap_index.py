"""The sitemaps of an index: each poll reads the new and changed ones, and those that are likely to have changed."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from coranto import errors
from coranto.fetch.client import Client
from coranto.model.entry import Entry, Feed
from coranto.model.reason import Reason, text
from coranto.model.response import Failure
from coranto.model.source import SitemapPart, Source
from coranto.parse import feed, tree

LOOK = 5  # sitemaps requested in one poll
NESTED = 15  # the same where the index contains indexes
KEPT = 200  # kept of an index: half from its start, half from its end, the newest first where it has dates
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def read(client: Client, source: Source, index: Feed | None, most: int = tree.MOST) -> Feed | Failure:
    """Poll sitemaps of an index and return the entries of those that have changed, as one feed.

    Parameters
    ----------
    client : Client
        Sends the requests; sitemaps read before are requested conditionally.
    source : Source
        With its ``parts``, as the last poll left them.
    index : Feed or None
        What the index lists; None where it is unchanged.
    most : int
        Bytes to which a packed sitemap may unpack.

    Returns
    -------
    Feed or Failure
        The feed has the ``parts`` to be kept; a failure where no sitemap could be read.

    """
    parts = source.parts if index is None else listed(source.parts, index.entries)
    ranked = sorted(parts, key=lambda part: part.changed or _EPOCH, reverse=True)
    ranked.sort(key=lambda part: not part.due)
    first, rest = ranked[:LOOK], ranked[LOOK:]
    new: list[SitemapPart] = []
    same: list[SitemapPart] = []
    failures: list[Failure] = []
    entries: list[Entry] = []
    looks = 0
    while first:
        part, looks = first.pop(0), looks + 1
        now, found = await _look(client, part, most)
        if isinstance(found, Feed):  # an index within the index
            inner, rest = _unfolded(part, found, [*first, *rest, *new, *same], rest)
            room = max(0, min(LOOK, NESTED - looks - len(first)))
            first, rest = [*first, *inner[:room]], [*rest, *inner[room:]]
            found = ()
        if isinstance(found, Failure):
            failures.append(found)
        elif found:
            entries += found
        (new if not isinstance(found, Failure) and found else same).append(now)
    if failures and len(failures) == looks:
        why = failures[0]
        within = (why.reason if isinstance(why.reason, Reason) else text(why.reason),)
        what = Reason("fetch.sitemaps", {"url": why.url}, within)
        return Failure(url=source.url, reason=what, status=why.status, retry_after=why.retry_after, held=why.held)
    # What has changed is likely to change again; what has not yields its slot to other sitemaps without dates.
    return Feed(kind="sitemap", entries=tuple(entries), parts=(*new, *rest, *same))


def listed(parts: Sequence[SitemapPart], entries: Iterable[Entry]) -> Sequence[SitemapPart]:
    """Reconcile what is kept with what an index lists now.

    At the first poll nothing is due: the newest sitemaps are read, older ones are left to the archives.
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
    inner = [part for part in parts if part.within]  # these are listed by the index they were found in
    listed_in = set(found) | {part.url for part in inner}
    if len(kept) > KEPT:
        kept = kept[: KEPT // 2] + kept[-KEPT // 2 :]
    kept += [before[part.url] for part in inner if part.within in listed_in and part.url not in found]
    return [part for _, part in sorted(kept, key=lambda one: one[0])]


def _unfolded(
    part: SitemapPart, index: Feed, known: Sequence[SitemapPart], rest: list[SitemapPart]
) -> tuple[list[SitemapPart], list[SitemapPart]]:
    """Return the sitemaps that a nested index lists, and the rest without those that it no longer lists."""
    names = {one.url for one in known} | {part.url}
    before = [one for one in rest if one.within == part.url]
    inner = [msgspec.structs.replace(one, within=part.url) for one in listed(before, index.entries)]
    left = [one for one in rest if one.within != part.url]
    fresh = [one for one in inner if one.url not in names or one.url in {old.url for old in before}]
    return sorted(fresh, key=lambda one: one.changed or _EPOCH, reverse=True), left


async def _look(client: Client, part: SitemapPart, most: int) -> tuple[SitemapPart, tuple[Entry, ...] | Feed | Failure]:
    """Fetch one sitemap; no entries where it is unchanged, the whole feed where it is itself an index."""
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
        found = await asyncio.to_thread(
            feed.read, answer.body, url=answer.url, content_type=answer.content_type, most=most
        )
    except errors.NotAFeed as why:
        return msgspec.structs.replace(part, due=False), Failure(url=part.url, reason=why.reason)
    return now, found if found.kind == "sitemapindex" else found.entries  # a feed is as good as a sitemap
