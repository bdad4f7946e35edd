"""Read pending pages: fetch, extract, assemble, and hand the articles to the ingest."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import structlog

from coranto import errors
from coranto.fetch import image_size
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.article import Page
from coranto.model.change import PendingEntry
from coranto.model.response import Failure
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.record import image_cache
from coranto.run import assemble
from coranto.run.ingest import Ingest
from coranto.run.pages import PagePool

log = structlog.get_logger("coranto")

AT_ONCE = 64  # pages fetched at a time
OF_A_SOURCE = 8  # of them
TRIES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))  # before a page that fails is given up


async def read_pages(
    newsroom: Newsroom,
    client: Client,
    pool: PagePool,
    ingest: Ingest,
    done: Counter[str],
    more: asyncio.Event,
    patience: float | None = None,
) -> None:
    """Read waiting pages while sources are still being looked at, and file what was read, oldest first."""
    sources = {source.id: source for source in newsroom.store.get_sources()}
    under_way: dict[asyncio.Task[tuple[PendingEntry, Page | Failure | None]], PendingEntry] = {}
    end = None if patience is None else time.monotonic() + patience
    while True:
        more.clear()
        if end is None or time.monotonic() < end:
            for waiting in _next(newsroom, list(under_way.values())):
                under_way[asyncio.create_task(_read(newsroom, client, pool, waiting))] = waiting
        elif not under_way:
            done["left"] = len(newsroom.store.pending_entries(newsroom.now(), 1))
            return
        if not under_way:
            if done["gathered"]:
                return
            await more.wait()
            continue
        finished, _ = await asyncio.wait(under_way, timeout=1.0, return_when=asyncio.ALL_COMPLETED)
        for task in finished:
            del under_way[task]
        results = [task.result() for task in finished]
        with newsroom.store.transaction(writes=True):
            for waiting, page in sorted(results, key=lambda r: (r[0].entry.published or r[0].seen, r[0].number)):
                _settle(newsroom, ingest, sources, waiting, page, done)


def _next(newsroom: Newsroom, under_way: Sequence[PendingEntry]) -> list[PendingEntry]:
    """Choose the entries to read next, in order of arrival, but few of a source: its host may be slow."""
    chosen: list[PendingEntry] = []
    taken = {waiting.number for waiting in under_way}
    of_source = Counter(waiting.source for waiting in under_way)
    room, limit = AT_ONCE - len(under_way), OF_A_SOURCE if newsroom.settings.fetch.pages else AT_ONCE
    while room > 0:
        full = [source for source, count in of_source.items() if count >= limit]
        offered = newsroom.store.pending_entries(newsroom.now(), AT_ONCE + len(taken), without=full)
        offered = [waiting for waiting in offered if waiting.number not in taken]
        if not offered:
            break
        for waiting in offered:
            if room > 0 and of_source[waiting.source] < limit:
                chosen.append(waiting)
                taken.add(waiting.number)
                of_source[waiting.source] += 1
                room -= 1
    return chosen


async def _read(
    newsroom: Newsroom, client: Client, pool: PagePool, waiting: PendingEntry
) -> tuple[PendingEntry, Page | Failure | None]:
    """Fetch and extract one page; None where the entry must speak for itself."""
    if not newsroom.settings.fetch.pages:
        return waiting, None
    answer = await client.get(waiting.url, robots=True)
    if isinstance(answer, Failure):
        return waiting, None if answer.robots else answer
    future = pool.read(
        answer.body,
        answer.url,
        content_type=answer.content_type,
        now=newsroom.now(),
        robots=answer.headers.get("x-robots-tag"),
        mining=answer.headers.get("tdm-reservation"),
    )
    try:
        page = await asyncio.wrap_future(future)
    except errors.NoArticle as why:
        log.info("no article on the page", url=waiting.url, reason=str(why))
        return waiting, None
    page = await image_size.measured(page, client)
    await _cache_image(newsroom, client, page)
    return waiting, page


async def _cache_image(newsroom: Newsroom, client: Client, page: Page) -> None:
    """Hang a copy of the page's leading picture in the gallery, where its outlet lets us keep one."""
    if not (page.images and page.copied and newsroom.image_cache.wants(assemble.outlet(page.url, page))):
        return
    url = page.images[0].url
    if newsroom.image_cache.has(url):
        return
    answer = await client.get(url, robots=True, accept="image/*", first=image_cache.MOST + 1)
    if isinstance(answer, Failure):
        reason = say(answer.reason)
    else:
        reason = await asyncio.to_thread(newsroom.image_cache.keep, url, answer.body)
    if reason:
        log.info("picture not copied", url=url, reason=reason)


def _settle(
    newsroom: Newsroom,
    ingest: Ingest,
    sources: dict[str, Source],
    waiting: PendingEntry,
    page: Page | Failure | None,
    done: Counter[str],
) -> None:
    """File the article, or put its entry off, or find that it is known."""
    now = newsroom.now()
    if isinstance(page, Failure):
        gone = page.gone or page.status in (404, 410)
        pause = None if gone or waiting.tries >= len(TRIES) else now + TRIES[waiting.tries]
        newsroom.store.postpone_entry(waiting.number, pause, say(page.reason))
        done["gone" if gone else "deferred"] += 1
        log.info("page failed", url=waiting.url, reason=say(page.reason))
        return
    source = sources.get(waiting.source)
    draft = assemble.article(waiting, page, source, newsroom.settings, now)
    if draft is None:
        newsroom.store.postpone_entry(waiting.number, None, "neither the feed nor the page has a title")
        return
    if known := newsroom.store.article_ids_by_url([draft.url]).get(draft.url):
        newsroom.store.resolve_entry(waiting.number, known)
        done["known"] += 1
        return
    draft = assemble.pictured(draft, newsroom.image_cache.has)
    named = source.topics if source else ()
    ready = assemble.judged(draft, named, newsroom.taxonomy, newsroom.settings, newsroom.signals)
    done["articles" if ingest.add(ready, waiting.number) else "reprints"] += 1
