"""Read pending pages: fetch, extract, assemble, and hand the articles to the ingest.

An entry is taken with a lease before its page is read, and its article is saved in the transaction that ends the lease.
"""

import asyncio
import contextlib
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from datetime import datetime, timedelta

import structlog

from coranto import errors
from coranto.dedupe import address, canonical, near
from coranto.fetch import clip, image_size
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.article import FOUND_BY, Article, Page
from coranto.model.change import PendingEntry
from coranto.model.reason import Reason
from coranto.model.response import Failure
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.record import image_cache
from coranto.run import assemble, leases, look_again, sourcing
from coranto.run.ingest import Ingest
from coranto.run.look_again import Validators
from coranto.run.pace import Pace
from coranto.run.pages import PagePool
from coranto.source import outlet_name
from coranto.text import secret_address

log = structlog.get_logger("coranto")

_NO_ARTICLE = "neither its page nor a feed that speaks for its outlet says what it is"
_TAKEN = "its id belongs to another address"
AT_ONCE = 64  # pages fetched concurrently
PER_SOURCE = 8  # of them per source
LANE = 2  # pages of a source extracted at a time
WRITE = 0.25  # seconds of a write transaction, beyond which it ends after the article at hand
GAP = 0.02  # seconds between two of them, for others who wait to write
TRIES = (
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(hours=6),
)  # retries of a page before the article is made from the entry alone
LATE_TRIES = (
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
)  # later retries of such a page before it is given up

Read = tuple[PendingEntry, Page | Failure | None, Validators]


class Sources:
    """The newsroom's sources by id, and the domains of their outlets by label (``outlet_name.labels``)."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_id = {source.id: source for source in sources}
        self.known = outlet_name.labels(address.outlet(source.url) for source in self._by_id.values())

    def get(self, name: str) -> Source | None:
        """Return the source with an id; None if it is no longer listed."""
        return self._by_id.get(name)

    def all(self) -> Collection[Source]:
        """Return all of them."""
        return self._by_id.values()


async def read_pages(
    newsroom: Newsroom,
    client: Client,
    pool: PagePool,
    pace: Pace,
    sources: Sources,
    hand_over: Callable[[list[Read]], Awaitable[None]],
    done: Counter[str],
    more: asyncio.Event,
    patience: float | None = None,
) -> None:
    """Read pending pages while sources are still being polled, and hand over the results."""
    lanes = Lanes(pool)
    under_way: dict[asyncio.Task[Read], PendingEntry] = {}
    busy: dict[int, str] = {}  # all that were taken and not yet handed over: their sources
    newsroom.at_work["entry"] = busy
    per_source = PER_SOURCE if newsroom.settings.fetch.pages else AT_ONCE
    end = None if patience is None else time.monotonic() + patience
    try:
        while True:
            more.clear()
            if end is None or time.monotonic() < end:
                for waiting in _take(newsroom, pace, sources, per_source, busy):
                    under_way[asyncio.create_task(_read(newsroom, client, pool, lanes, waiting))] = waiting
            elif not under_way:
                done["left"] = len(newsroom.store.pending_entries(newsroom.now(), 1))
                return
            if not under_way:
                if done["all_polled"]:
                    return
                await more.wait()
                continue
            finished, _ = await asyncio.wait(under_way, timeout=1.0, return_when=asyncio.ALL_COMPLETED)
            results = [_result(task, under_way.pop(task)) for task in finished]
            await hand_over(results)
            for waiting, _, _ in results:
                del busy[waiting.number]
    finally:
        for task in under_way:  # a round that was stopped or broke leaves nothing behind
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        busy.clear()


class Lanes:
    """Who may use the extracting processes: a source whose pages are slow never takes all of them.

    A source has ``LANE`` pages extracted at a time; those that were slow have one together.
    """

    def __init__(self, pool: PagePool) -> None:
        self._pool = pool
        self._slow = asyncio.Semaphore(1)
        self._lanes: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(LANE))

    @contextlib.asynccontextmanager
    async def of(self, source: str) -> AsyncIterator[None]:
        """Wait for a place for a page of a source."""
        async with contextlib.AsyncExitStack() as places:
            await places.enter_async_context(self._lanes[source])
            if self._pool.is_slow(source):
                await places.enter_async_context(self._slow)
            yield


def _result(task: asyncio.Task[Read], waiting: PendingEntry) -> Read:
    """Return what a task found; an unexpected error is a failure of its page alone, and it is tried again."""
    why = task.exception()
    if why is None:
        return task.result()
    if not isinstance(why, Exception):
        raise why
    log.error(
        "page failed unexpectedly", url=secret_address.public_form(waiting.url), reason=f"{type(why).__name__}: {why}"
    )
    reason = Reason("fetch.not_read", {"said": f"{type(why).__name__}: {str(why)[:200]}"})
    return waiting, Failure(url=waiting.url, reason=reason), Validators()


async def ingest_all(
    newsroom: Newsroom, ingest: Ingest, sources: Sources, done: Counter[str], results: list[Read]
) -> None:
    """Ingest pages, oldest first, in transactions so short that others who write hardly notice.

    An entry that breaks a transaction is put off for a day before the error is raised: the next round starts without
    it.
    """
    left = deque(sorted(results, key=lambda one: (one[0].entry.published or one[0].seen, one[0].number)))
    while left:
        began = time.monotonic()
        waiting = left[0][0]
        try:
            with newsroom.store.transaction(writes=True):
                while left and time.monotonic() - began < WRITE:
                    waiting, page, validators = left.popleft()
                    if _mine(newsroom, waiting, done):
                        ingest_entry(newsroom, ingest, sources, waiting, page, validators, done)
        except (errors.StoreError, errors.PluginError):
            raise
        except Exception as why:  # whatever it is, it comes from this entry, which waits a day
            url = secret_address.public_form(waiting.url)
            log.error("entry not ingested", url=url, reason=f"{type(why).__name__}: {why}")  # noqa: TRY400 - it is raised below
            what = f"not ingested: {type(why).__name__}"
            with newsroom.store.transaction(writes=True):
                newsroom.store.drop_page(waiting.number)
                newsroom.store.postpone_entry(waiting.number, newsroom.now() + timedelta(days=1), what)
            raise
        await asyncio.sleep(GAP if left else 0)


def _take(
    newsroom: Newsroom, pace: Pace, sources: Sources, per_source: int, busy: dict[int, str]
) -> list[PendingEntry]:
    """Take the entries to read next, in order of arrival, but few per source: its host may be slow.

    Those of an outlet that had its articles of the hour are held back. ``busy`` is extended.
    """
    chosen: list[PendingEntry] = []
    while len(busy) < AT_ONCE:
        taken = leases.take_entries(newsroom, AT_ONCE - len(busy), per_source, busy)
        held = [one for one in taken if pace.full(address.outlet(one.url), sources.get(one.source))]
        for one in taken:
            if one not in held:
                busy[one.number] = one.source
                chosen.append(one)
        if not held:
            break
        with newsroom.store.transaction(writes=True):
            pace.hold([one for one in held if leases.end(newsroom, "entry", one.number, one.attempt)])
    return chosen


def _mine(newsroom: Newsroom, waiting: PendingEntry, done: Counter[str]) -> bool:
    """End the lease of an entry; what another worker read has none any more, and goes from its queue."""
    if not waiting.attempt:
        newsroom.store.drop_page(waiting.number)
        return True
    mine = leases.end(newsroom, "entry", waiting.number, waiting.attempt)
    if not mine:
        done["late"] += 1
        leases.note_late(secret_address.public_form(waiting.url))
    return mine


async def _read(newsroom: Newsroom, client: Client, pool: PagePool, lanes: Lanes, waiting: PendingEntry) -> Read:
    """Fetch and extract one page; None if the article must be made from the entry alone."""
    if not newsroom.settings.fetch.pages or "#" in waiting.url:  # a server never sees the fragment
        return waiting, None, Validators()
    response = await client.get(waiting.url, robots=True)
    if isinstance(response, Failure):
        return waiting, None if response.robots else response, Validators()
    try:
        async with lanes.of(waiting.source):
            page = await asyncio.wrap_future(
                pool.read(
                    response.body,
                    response.url,
                    content_type=response.content_type,
                    now=newsroom.now(),
                    robots=response.headers.get("x-robots-tag"),
                    mining=response.headers.get("tdm-reservation"),
                    source=waiting.source,
                )
            )
    except errors.NoArticle as why:
        log.info("no article on the page", url=secret_address.public_form(waiting.url), reason=str(why))
        return waiting, None, Validators()
    page = await clip.checked(await image_size.measured(page, client), client)
    await _cache_image(newsroom, client, pool, page)
    return waiting, page, Validators(response.etag, response.modified)


async def _cache_image(newsroom: Newsroom, client: Client, pool: PagePool, page: Page) -> None:
    """Save a copy of the page's leading picture in the image cache, if its outlet allows it."""
    if not (
        page.images and page.copied and newsroom.image_cache.wants(assemble.outlet(page.url, page, newsroom.settings))
    ):
        return
    url = page.images[0].url
    if newsroom.image_cache.has(url):
        return
    response = await client.get(url, robots=True, accept="image/*", first=image_cache.MOST + 1)
    if isinstance(response, Failure):
        reason = say(response.reason)
    else:
        reason = await asyncio.to_thread(newsroom.image_cache.keep, url, response.body, pool.copied)
    if reason:
        log.info("picture not copied", url=secret_address.public_form(url), reason=reason)


def ingest_entry(
    newsroom: Newsroom,
    ingest: Ingest,
    sources: Sources,
    waiting: PendingEntry,
    page: Page | Failure | None,
    validators: Validators,
    done: Counter[str],
) -> None:
    """Ingest the article, or postpone its entry, or resolve it to a known article."""
    now = newsroom.now()
    unread = ""
    if isinstance(page, Failure):
        if _postpone(newsroom, waiting, page, done):
            return
        unread = f"not read: {say(page.reason)}"
        page = None
    source = sources.get(waiting.source)
    draft = assemble.article(waiting, page, source, newsroom.settings, now, unread=unread, known=sources.known)
    if draft is None:
        newsroom.store.postpone_entry(waiting.number, None, _NO_ARTICLE)
        return
    old = _known(newsroom, draft)
    if old and _only_claimed(newsroom, old, draft):
        ingest.reset_canonical(old)
        refused = "the page of another article names it, too"
        draft = (
            assemble.article(waiting, page, source, newsroom.settings, now, refused=refused, known=sources.known)
            or draft
        )
        old = _known(newsroom, draft)
    own = bool(old and FOUND_BY in old.provenance and FOUND_BY not in draft.provenance)
    if old and not own and (unread or not old.provenance.get("page") or page is None):
        _finish(newsroom, waiting, old.id, unread, now)
        done["known"] += 1
        return
    if old is None and _kept_out(newsroom, ingest, draft, waiting, source, done):
        return
    draft = sourcing.sourced(draft, ingest.names, page)
    draft = assemble.pictured(draft, newsroom.image_cache.has)
    named = source.topics if source else ()
    ready = assemble.judged(draft, named, newsroom.taxonomy, newsroom.settings, newsroom.signals)
    if old:
        ingest.update(old, ready, waiting.number, own=own)
        look_again.begin(newsroom, old.id, waiting, page, validators)
        done["renewed"] += 1
        return
    story = ingest.add(ready, waiting.number, keep=bool(unread))
    ingest.pace.count(ready.provider.domain, source)
    done["articles" if story else "reprints"] += 1
    if story:
        look_again.begin(newsroom, ready.id, waiting, page, validators)
    if unread and story:
        _finish(newsroom, waiting, ready.id, unread, now)


def _kept_out(
    newsroom: Newsroom, ingest: Ingest, draft: Article, waiting: PendingEntry, source: Source | None, done: Counter[str]
) -> bool:
    """Whether a new article does not come in: its id is another's, or its outlet had its articles of the hour."""
    if newsroom.store.get_articles([draft.id]):
        newsroom.store.postpone_entry(waiting.number, None, _TAKEN)
        return True
    if ingest.pace.full(draft.provider.domain, source):
        ingest.pace.hold([waiting])
        done["deferred"] += 1
        return True
    return False


def _postpone(newsroom: Newsroom, waiting: PendingEntry, failure: Failure, done: Counter[str]) -> bool:
    """Postpone an entry whose page failed; False if the article is to be made from the entry alone."""
    log.info("page failed", url=secret_address.public_form(waiting.url), reason=say(failure.reason))
    gone = failure.gone or failure.status in (404, 410)
    if not gone and waiting.tries >= len(TRIES) and waiting.entry.title:
        return False
    article = newsroom.store.article_ids_by_url([waiting.url]).get(waiting.url) if waiting.tries > len(TRIES) else None
    if article:  # an article was made from the entry earlier: it stays
        newsroom.store.resolve_entry(waiting.number, article)
        return True
    pause = None if gone or waiting.tries >= len(TRIES) else newsroom.now() + TRIES[waiting.tries]
    newsroom.store.postpone_entry(waiting.number, pause, say(failure.reason))
    done["gone" if gone else "deferred"] += 1
    return True


def _known(newsroom: Newsroom, draft: Article) -> Article | None:
    """Return the article that already has the draft's address."""
    name = newsroom.store.article_ids_by_url([draft.url]).get(draft.url)
    return newsroom.store.get_articles([name]).get(name) if name else None


def _only_claimed(newsroom: Newsroom, old: Article, draft: Article) -> bool:
    """Whether a page only claims an article's address and is in fact a different article.

    Two that share neither title nor text are different articles, whatever their pages say.
    """
    if "canonical" not in draft.provenance or draft.original_url in (draft.url, old.original_url):
        return False
    return not canonical.alike(old.title, draft.title) and not near.same(newsroom.store.get_text(old.id), draft.text)


def _finish(newsroom: Newsroom, waiting: PendingEntry, article: str, unread: str, now: datetime) -> None:
    """Resolve an entry; if its page could not be read, postpone it to retry later."""
    again = waiting.tries - len(TRIES)
    if unread and 0 <= again < len(LATE_TRIES):
        newsroom.store.postpone_entry(waiting.number, now + LATE_TRIES[again], unread)
    else:
        newsroom.store.resolve_entry(waiting.number, article)
