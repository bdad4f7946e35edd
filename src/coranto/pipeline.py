"""The newsroom on one page: gather, understand, file, publish, tell.

An article's way: its source is looked at (``gather``), its page is read and judged (``understand``), it finds its story
and is saved with all that changes (``filing``), and what is to be published of it leaves through the outbox
(``publish``); programs that asked for it are told (``dispatch``). Each step saves its result before the next one
begins, so a run that is killed goes on where it stopped.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import structlog

from coranto import errors
from coranto.decide import compose, explain
from coranto.dedupe import canonical, near
from coranto.extract.pool import Pool
from coranto.fetch import image_size
from coranto.fetch.client import Client
from coranto.model.article import Article, Page
from coranto.model.change import PendingEntry, StoredRecord
from coranto.model.response import Failure
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.notify import webhooks
from coranto.record import build, image_cache, seal, slug, write
from coranto.run import assemble
from coranto.run.ingest import Ingest
from coranto.run.poll import Poller

log = structlog.get_logger("coranto")

AT_ONCE = 64  # pages on their way at a time
OF_A_SOURCE = 8  # of them
BATCH = 250  # records made in one transaction: others who write wait for some tenths of a second
HANDS = 16  # files on their way to the disk at a time
TRIES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))  # before the entry of a page speaks for itself
SELDOM = (timedelta(days=1), timedelta(days=7), timedelta(days=30))  # before such a page is given up


async def run_once(
    newsroom: Newsroom,
    client: Client,
    pool: Pool,
    done: Counter[str],
    poller: Poller | None = None,
    patience: float | None = None,
) -> None:
    """Look at every source that is due, read what is new, publish; ``done`` counts along.

    With ``patience`` a round goes on to publish after as many seconds, and what is not read by then is ``left``.
    """
    write.tidy(newsroom.records / "_news")  # what a killed run may have begun to write
    more = asyncio.Event()
    ingest = Ingest(newsroom)
    for verdict in ingest.obey():
        log.info("verdict", number=verdict.number, kind=verdict.kind, made=verdict.made, trouble=verdict.trouble)
    looks = poller or Poller(newsroom, client)

    async def gather() -> None:
        try:
            await looks.round(done, more)
        finally:
            done["gathered"] = 1
            more.set()

    await asyncio.gather(gather(), reading(newsroom, client, pool, ingest, done, more, patience))
    del done["gathered"]
    ingest.snapshot()
    publish(newsroom, done)
    await webhooks.notify(newsroom, client, patience)


async def reading(
    newsroom: Newsroom,
    client: Client,
    pool: Pool,
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
    newsroom: Newsroom, client: Client, pool: Pool, waiting: PendingEntry
) -> tuple[PendingEntry, Page | Failure | None]:
    """Fetch and extract one page; None where the entry must speak for itself."""
    if not newsroom.settings.fetch.pages or "#" in waiting.url:  # a server never sees what stands behind the mark
        return waiting, None
    answer = await client.get(waiting.url, robots=True)
    if isinstance(answer, Failure):
        return waiting, None if answer.robots else answer
    future = pool.submit(
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
    await _hang(newsroom, client, page)
    return waiting, page


async def _hang(newsroom: Newsroom, client: Client, page: Page) -> None:
    """Hang a copy of the page's leading picture in the gallery, where its outlet lets us keep one."""
    if not (page.images and page.copied and newsroom.image_cache.wants(assemble.outlet(page.url, page))):
        return
    url = page.images[0].url
    if newsroom.image_cache.has(url):
        return
    answer = await client.get(url, robots=True, accept="image/*", first=image_cache.MOST + 1)
    if isinstance(answer, Failure):
        reason = answer.reason
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
        unread = f"not read: {page.reason}"
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
    story = ingest.file(ready, waiting.number, keep=bool(unread))
    done["articles" if story else "reprints"] += 1
    if unread and story:
        _seldom(newsroom, waiting, ready.id, unread, now)


def _put_off(newsroom: Newsroom, waiting: PendingEntry, failure: Failure, done: Counter[str]) -> bool:
    """Put an entry off whose page failed; False where the tries are used up and the entry speaks for itself."""
    log.info("page failed", url=waiting.url, reason=failure.reason)
    gone = failure.gone or failure.status in (404, 410)
    if not gone and waiting.tries >= len(TRIES) and waiting.entry.title:
        return False
    spoken = newsroom.store.article_ids_by_url([waiting.url]).get(waiting.url) if waiting.tries > len(TRIES) else None
    if spoken:  # it has spoken before: its article stays
        newsroom.store.resolve_entry(waiting.number, spoken)
        return True
    pause = None if gone or waiting.tries >= len(TRIES) else newsroom.now() + TRIES[waiting.tries]
    newsroom.store.postpone_entry(waiting.number, pause, failure.reason)
    done["dead" if gone else "put off"] += 1
    return True


def _known(newsroom: Newsroom, draft: Article) -> Article | None:
    """Give the article that is known under a draft's address."""
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


def publish(newsroom: Newsroom, done: Counter[str]) -> None:
    """Make the records that are to be made anew, and hand those that changed to every output.

    A file is brought to the disk before it takes its place; many hands do that, because a disk can do many at once.
    """
    outputs = [newsroom.outputs[output] for output in newsroom.settings.publish.outputs]

    def hand_out(filed: StoredRecord) -> int:
        return sum(bool(output(filed, newsroom.records)) for output in outputs)

    with ThreadPoolExecutor(HANDS) as hands:
        while names := newsroom.store.outbox_ids(BATCH):
            with newsroom.store.transaction(writes=True):
                made = [_record(newsroom, name) for name in names]
            done["records"] += sum(changed for _, changed in made)
            done["files"] += sum(hands.map(hand_out, [filed for filed, _ in made]))
            write.settle(newsroom.records / "_news")
            newsroom.store.clear_outbox(names)


def _record(newsroom: Newsroom, name: str) -> tuple[StoredRecord, bool]:
    """Make one record of what the store knows; whether it differs from what was published."""
    store, now = newsroom.store, newsroom.now()
    article = store.get_articles([name])[name]
    home = store.story_ids_of([name]).get(name)
    story = store.get_stories([home]).get(home) if home else None
    beyond = store.get_stories(store.near_story_ids(name)).values()
    ids = {m.article for m in story.members} if story else set()
    others = store.get_articles(ids | compose.neighbours(name, story, beyond) | {name})
    verdict, related = compose.compose(
        article,
        story,
        beyond,
        others,
        newsroom.settings,
        readers=store.reader_counts([name], explain.days(now)).get(name, 0),
        own=newsroom.own,
        ruling=store.get_overrides([name]).get(name),
    )
    old = store.get_records([name]).get(name)
    path = old.path if old else slug.path(article, lambda path: path in store.article_ids_by_path([path]))
    sealed = old.record.secured if old else None
    if newsroom.key:
        sealed = seal.reseal(sealed, build.private(article), newsroom.key, path)
    extra = old.record.extra if old else {}
    made = build.make(article, verdict, related, newsroom.settings, secured=sealed, extra=extra)
    changed = store.save_record(name, path, made, now)
    return StoredRecord(article=name, path=path, record=made, changed=now), changed
