"""Read pending pages: fetch, extract, assemble, and hand the articles to the ingest."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from coranto import errors
from coranto.dedupe import canonical, near
from coranto.fetch import image_size
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.article import Article, Page
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
TRIES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))  # before the entry of a page speaks for itself
SELDOM = (timedelta(days=1), timedelta(days=7), timedelta(days=30))  # before such a page is given up


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
    if not newsroom.settings.fetch.pages or "#" in waiting.url:  # a server never sees what stands behind the mark
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
    unread = ""
    if isinstance(page, Failure):
        if _put_off(newsroom, waiting, page, done):
            return
        unread = f"not read: {say(page.reason)}"
        page = None
    source = sources.get(waiting.source)
    draft = assemble.article(waiting, page, source, newsroom.settings, now, unread=unread)
    if draft is None:
        newsroom.store.postpone_entry(waiting.number, None, "neither the feed nor the page has a title")
        return
    old = _known(newsroom, draft)
    if old and _claimed(newsroom, old, draft):
        ingest.disown(old)
        refused = "the page of another article names it, too"
        draft = assemble.article(waiting, page, source, newsroom.settings, now, refused=refused) or draft
        old = _known(newsroom, draft)
    if old and (unread or not old.provenance.get("page") or page is None):
        _seldom(newsroom, waiting, old.id, unread, now)
        done["known"] += 1
        return
    draft = assemble.pictured(draft, newsroom.image_cache.has)
    named = source.topics if source else ()
    ready = assemble.judged(draft, named, newsroom.taxonomy, newsroom.settings, newsroom.signals)
    if old:
        ingest.renew(old, ready, waiting.number)
        done["renewed"] += 1
        return
    story = ingest.add(ready, waiting.number, keep=bool(unread))
    done["articles" if story else "reprints"] += 1
    if unread and story:
        _seldom(newsroom, waiting, ready.id, unread, now)


def _put_off(newsroom: Newsroom, waiting: PendingEntry, failure: Failure, done: Counter[str]) -> bool:
    """Put an entry off whose page failed; False where the tries are used up and the entry speaks for itself."""
    log.info("page failed", url=waiting.url, reason=say(failure.reason))
    gone = failure.gone or failure.status in (404, 410)
    if not gone and waiting.tries >= len(TRIES) and waiting.entry.title:
        return False
    spoken = newsroom.store.article_ids_by_url([waiting.url]).get(waiting.url) if waiting.tries > len(TRIES) else None
    if spoken:  # it has spoken before: its article stays
        newsroom.store.resolve_entry(waiting.number, spoken)
        return True
    pause = None if gone or waiting.tries >= len(TRIES) else newsroom.now() + TRIES[waiting.tries]
    newsroom.store.postpone_entry(waiting.number, pause, say(failure.reason))
    done["gone" if gone else "deferred"] += 1
    return True


def _known(newsroom: Newsroom, draft: Article) -> Article | None:
    """Return the article that is known under a draft's address."""
    name = newsroom.store.article_ids_by_url([draft.url]).get(draft.url)
    return newsroom.store.get_articles([name]).get(name) if name else None


def _claimed(newsroom: Newsroom, old: Article, draft: Article) -> bool:
    """Whether an article's address is only what a page claims, and the article there is another one.

    Two that have neither title nor text in common are no one article, whatever their pages say.
    """
    if "canonical" not in draft.provenance or draft.original_url in (draft.url, old.original_url):
        return False
    return not canonical.alike(old.title, draft.title) and not near.same(newsroom.store.get_text(old.id), draft.text)


def _seldom(newsroom: Newsroom, waiting: PendingEntry, article: str, unread: str, now: datetime) -> None:
    """Be done with an entry; where its page could not be read, ask for it again some day."""
    again = waiting.tries - len(TRIES)
    if unread and 0 <= again < len(SELDOM):
        newsroom.store.postpone_entry(waiting.number, now + SELDOM[again], unread)
    else:
        newsroom.store.resolve_entry(waiting.number, article)
