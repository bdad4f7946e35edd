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

from coranto import dispatch, errors, understand
from coranto.dedupe import canonical, near
from coranto.desk import Desk
from coranto.extract.pool import Pool
from coranto.fetch import sizes
from coranto.fetch.client import Client
from coranto.filing import Cabinet
from coranto.gather import Gathering
from coranto.model.answer import Failure
from coranto.model.article import Article, Page
from coranto.model.filing import Filed, Waiting
from coranto.model.source import Source
from coranto.publish import compose, explain, gallery, record, secured, slug, writer

log = structlog.get_logger("coranto")

AT_ONCE = 64  # pages on their way at a time
OF_A_SOURCE = 8  # of them
BATCH = 250  # records made in one transaction: others who write wait for some tenths of a second
HANDS = 16  # files on their way to the disk at a time
TRIES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))  # before the entry of a page speaks for itself
SELDOM = (timedelta(days=1), timedelta(days=7), timedelta(days=30))  # before such a page is given up


async def run_once(
    desk: Desk,
    client: Client,
    pool: Pool,
    done: Counter[str],
    gathering: Gathering | None = None,
    patience: float | None = None,
) -> None:
    """Look at every source that is due, read what is new, publish; ``done`` counts along.

    With ``patience`` a round goes on to publish after as many seconds, and what is not read by then is ``left``.
    """
    writer.tidy(desk.records / "_news")  # what a killed run may have begun to write
    more = asyncio.Event()
    cabinet = Cabinet(desk)
    for verdict in cabinet.obey():
        log.info("verdict", number=verdict.number, kind=verdict.kind, made=verdict.made, trouble=verdict.trouble)
    looks = gathering or Gathering(desk, client)

    async def gather() -> None:
        try:
            await looks.round(done, more)
        finally:
            done["gathered"] = 1
            more.set()

    await asyncio.gather(gather(), reading(desk, client, pool, cabinet, done, more, patience))
    del done["gathered"]
    cabinet.snapshot()
    publish(desk, done)
    await dispatch.tell(desk, client, patience)


async def reading(
    desk: Desk,
    client: Client,
    pool: Pool,
    cabinet: Cabinet,
    done: Counter[str],
    more: asyncio.Event,
    patience: float | None = None,
) -> None:
    """Read waiting pages while sources are still being looked at, and file what was read, oldest first."""
    sources = {source.id: source for source in desk.store.sources()}
    under_way: dict[asyncio.Task[tuple[Waiting, Page | Failure | None]], Waiting] = {}
    end = None if patience is None else time.monotonic() + patience
    while True:
        more.clear()
        if end is None or time.monotonic() < end:
            for waiting in _next(desk, list(under_way.values())):
                under_way[asyncio.create_task(_read(desk, client, pool, waiting))] = waiting
        elif not under_way:
            done["left"] = len(desk.store.waiting(desk.now(), 1))
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
        with desk.store.at_once(writes=True):
            for waiting, page in sorted(results, key=lambda r: (r[0].entry.published or r[0].seen, r[0].number)):
                _settle(desk, cabinet, sources, waiting, page, done)


def _next(desk: Desk, under_way: Sequence[Waiting]) -> list[Waiting]:
    """Choose the entries to read next, in order of arrival, but few of a source: its host may be slow."""
    chosen: list[Waiting] = []
    taken = {waiting.number for waiting in under_way}
    of_source = Counter(waiting.source for waiting in under_way)
    room, limit = AT_ONCE - len(under_way), OF_A_SOURCE if desk.settings.fetch.pages else AT_ONCE
    while room > 0:
        full = [source for source, count in of_source.items() if count >= limit]
        offered = desk.store.waiting(desk.now(), AT_ONCE + len(taken), without=full)
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


async def _read(desk: Desk, client: Client, pool: Pool, waiting: Waiting) -> tuple[Waiting, Page | Failure | None]:
    """Fetch and extract one page; None where the entry must speak for itself."""
    if not desk.settings.fetch.pages or "#" in waiting.url:  # a server never sees what stands behind the mark
        return waiting, None
    answer = await client.get(waiting.url, robots=True)
    if isinstance(answer, Failure):
        return waiting, None if answer.robots else answer
    future = pool.submit(
        answer.body,
        answer.url,
        content_type=answer.content_type,
        now=desk.now(),
        robots=answer.headers.get("x-robots-tag"),
        mining=answer.headers.get("tdm-reservation"),
    )
    try:
        page = await asyncio.wrap_future(future)
    except errors.NoArticle as why:
        log.info("no article on the page", url=waiting.url, reason=str(why))
        return waiting, None
    page = await sizes.measured(page, client)
    await _hang(desk, client, page)
    return waiting, page


async def _hang(desk: Desk, client: Client, page: Page) -> None:
    """Hang a copy of the page's leading picture in the gallery, where its outlet lets us keep one."""
    if not (page.images and page.copied and desk.gallery.wants(understand.outlet(page.url, page))):
        return
    url = page.images[0].url
    if desk.gallery.has(url):
        return
    answer = await client.get(url, robots=True, accept="image/*", first=gallery.MOST + 1)
    if isinstance(answer, Failure):
        reason = answer.reason
    else:
        reason = await asyncio.to_thread(desk.gallery.keep, url, answer.body)
    if reason:
        log.info("picture not copied", url=url, reason=reason)


def _settle(
    desk: Desk,
    cabinet: Cabinet,
    sources: dict[str, Source],
    waiting: Waiting,
    page: Page | Failure | None,
    done: Counter[str],
) -> None:
    """File the article, or put its entry off, or find that it is known."""
    now = desk.now()
    unread = ""
    if isinstance(page, Failure):
        if _put_off(desk, waiting, page, done):
            return
        unread = f"not read: {page.reason}"
        page = None
    source = sources.get(waiting.source)
    draft = understand.article(waiting, page, source, desk.settings, now, unread=unread)
    if draft is None:
        desk.store.put_off(waiting.number, None, "neither the feed nor the page has a title")
        return
    old = _known(desk, draft)
    if old and _claimed(desk, old, draft):
        cabinet.disown(old)
        refused = "the page of another article names it, too"
        draft = understand.article(waiting, page, source, desk.settings, now, refused=refused) or draft
        old = _known(desk, draft)
    if old and (unread or not old.provenance.get("page") or page is None):
        _seldom(desk, waiting, old.id, unread, now)
        done["known"] += 1
        return
    draft = understand.pictured(draft, desk.gallery.has)
    named = source.topics if source else ()
    ready = understand.judged(draft, named, desk.taxonomy, desk.settings, desk.signals)
    if old:
        cabinet.renew(old, ready, waiting.number)
        done["renewed"] += 1
        return
    story = cabinet.file(ready, waiting.number, keep=bool(unread))
    done["articles" if story else "reprints"] += 1
    if unread and story:
        _seldom(desk, waiting, ready.id, unread, now)


def _put_off(desk: Desk, waiting: Waiting, failure: Failure, done: Counter[str]) -> bool:
    """Put an entry off whose page failed; False where the tries are used up and the entry speaks for itself."""
    log.info("page failed", url=waiting.url, reason=failure.reason)
    gone = failure.gone or failure.status in (404, 410)
    if not gone and waiting.tries >= len(TRIES) and waiting.entry.title:
        return False
    spoken = desk.store.known([waiting.url]).get(waiting.url) if waiting.tries > len(TRIES) else None
    if spoken:  # it has spoken before: its article stays
        desk.store.settled(waiting.number, spoken)
        return True
    pause = None if gone or waiting.tries >= len(TRIES) else desk.now() + TRIES[waiting.tries]
    desk.store.put_off(waiting.number, pause, failure.reason)
    done["dead" if gone else "put off"] += 1
    return True


def _known(desk: Desk, draft: Article) -> Article | None:
    """Give the article that is known under a draft's address."""
    name = desk.store.known([draft.url]).get(draft.url)
    return desk.store.articles([name]).get(name) if name else None


def _claimed(desk: Desk, old: Article, draft: Article) -> bool:
    """Whether an article's address is only what a page claims, and the article there is another one.

    Two that have neither title nor text in common are no one article, whatever their pages say.
    """
    if "canonical" not in draft.provenance or draft.original_url in (draft.url, old.original_url):
        return False
    return not canonical.alike(old.title, draft.title) and not near.same(desk.store.text(old.id), draft.text)


def _seldom(desk: Desk, waiting: Waiting, article: str, unread: str, now: datetime) -> None:
    """Be done with an entry; where its page could not be read, ask for it again some day."""
    again = waiting.tries - len(TRIES)
    if unread and 0 <= again < len(SELDOM):
        desk.store.put_off(waiting.number, now + SELDOM[again], unread)
    else:
        desk.store.settled(waiting.number, article)


def publish(desk: Desk, done: Counter[str]) -> None:
    """Make the records that are to be made anew, and hand those that changed to every output.

    A file is brought to the disk before it takes its place; many hands do that, because a disk can do many at once.
    """
    outputs = [desk.outputs[output] for output in desk.settings.publish.outputs]

    def hand_out(filed: Filed) -> int:
        return sum(bool(output(filed, desk.records)) for output in outputs)

    with ThreadPoolExecutor(HANDS) as hands:
        while names := desk.store.dirty(BATCH):
            with desk.store.at_once(writes=True):
                made = [_record(desk, name) for name in names]
            done["records"] += sum(changed for _, changed in made)
            done["files"] += sum(hands.map(hand_out, [filed for filed, _ in made]))
            writer.settle(desk.records / "_news")
            desk.store.delivered(names)


def _record(desk: Desk, name: str) -> tuple[Filed, bool]:
    """Make one record of what the store knows; whether it differs from what was published."""
    store, now = desk.store, desk.now()
    article = store.articles([name])[name]
    home = store.story_of([name]).get(name)
    story = store.stories([home]).get(home) if home else None
    beyond = store.stories(store.near_of(name)).values()
    ids = {m.article for m in story.members} if story else set()
    others = store.articles(ids | compose.neighbours(name, story, beyond) | {name})
    verdict, related = compose.compose(
        article,
        story,
        beyond,
        others,
        desk.settings,
        readers=store.readers([name], explain.days(now)).get(name, 0),
        own=desk.own,
        ruling=store.rulings([name]).get(name),
    )
    old = store.records([name]).get(name)
    path = old.path if old else slug.path(article, lambda path: path in store.paths([path]))
    sealed = old.record.secured if old else None
    if desk.key:
        sealed = secured.reseal(sealed, record.private(article), desk.key, path)
    extra = old.record.extra if old else {}
    made = record.make(article, verdict, related, desk.settings, secured=sealed, extra=extra)
    changed = store.save_record(name, path, made, now)
    return Filed(article=name, path=path, record=made, changed=now), changed
