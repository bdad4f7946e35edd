"""Look again at articles of published stories, and save what their outlets changed.

A page is looked at again a few times while its story is open (``revision.schedule``), with a conditional request that
counts towards the limits of its host. A page that was refused is not asked for again. What a feed now says of an
article of its own is noted when the feed is polled, and compared here.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
import structlog

from coranto import errors
from coranto.decide import override
from coranto.dedupe import address, canonical
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.article import Article, Page
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry
from coranto.model.response import Failure
from coranto.model.revision import Difference, Version, Watch
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.parse import markup
from coranto.revision import compare, schedule, version
from coranto.run import assemble
from coranto.run.ingest import Ingest
from coranto.run.pages import PagePool

log = structlog.get_logger("coranto")

PER_ROUND = 100  # articles looked at in one round
_REFUSED = (401, 402, 403, 404, 410, 451)  # a page that answers so is not asked for again


class Validators(msgspec.Struct, frozen=True):
    """What a response says of its version, for the next conditional request."""

    etag: str | None = None
    modified: str | None = None


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """The result of looking at an article again; ``page`` is None where it was unchanged, unread or not asked for."""

    watch: Watch
    page: Page | None = None
    validators: Validators = Validators()
    asked: bool = False  # its host was asked for it
    refused: bool = False


def begin(newsroom: Newsroom, article: str, waiting: PendingEntry, page: Page | None, validators: Validators) -> None:
    """Watch an article that was just read; ``page`` is None if it was made from its feed entry."""
    now, hours = newsroom.now(), newsroom.settings.fetch.look_again
    due = schedule.following(waiting.seen, hours, now)
    if due is None or not hours:
        return
    read = version.of_page(page) if page and version.is_compared(page) else Version()
    newsroom.store.save_watch(
        Watch(
            article=article,
            source=waiting.source,
            seen=waiting.seen,
            looked=now,
            due=due,
            page=msgspec.structs.replace(read, text=None if page and page.text else ""),
            feed=_listed(waiting.entry),
            etag=validators.etag,
            modified=validators.modified,
        )
    )


def note(newsroom: Newsroom, source: Source, entries: Sequence[PendingEntry], now: datetime) -> None:
    """Note which entries of a feed say something else of their articles than before."""
    store = newsroom.store
    if not newsroom.settings.fetch.look_again or not entries:
        return
    known = store.article_ids_by_url([entry.url for entry in entries])
    watches = store.get_watches(set(known.values())) if known else {}
    for one in entries:
        watch = watches.get(known.get(one.url, ""))
        if watch is None or watch.source != source.id:
            continue
        listed = _listed(one.entry)
        if _differs(watch.listed or watch.feed, listed):
            store.save_watch(msgspec.structs.replace(watch, listed=listed, due=min(now, watch.due or now)))


async def look_again(
    newsroom: Newsroom,
    client: Client,
    pool: PagePool,
    ingest: Ingest,
    done: Counter[str],
    patience: float | None = None,
) -> None:
    """Look at the articles that are due, and save what changed; ``done`` counts them as ``looked again``, ``changed``.

    Looks that take longer than ``patience`` seconds are broken off and made in a later round.
    """
    due = newsroom.store.due_watches(newsroom.now(), PER_ROUND)
    if not due:
        return
    articles = newsroom.store.get_articles([watch.article for watch in due])
    current, over = _sorted(newsroom, ingest, due, articles)
    newsroom.store.delete_watches(over)
    tasks = [asyncio.create_task(_look(newsroom, client, pool, watch, articles[watch.article])) for watch in current]
    if not tasks:
        return
    finished, late = await asyncio.wait(tasks, timeout=patience)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    looks = [_result(task, watch) for task, watch in zip(tasks, current, strict=True) if task in finished]
    with newsroom.store.transaction(writes=True):
        sources = {one.id: one for one in newsroom.store.get_sources({look.watch.source or "" for look in looks})}
        changed = 0
        for look in looks:
            article = articles[look.watch.article]
            changed += _save(newsroom, ingest, look, article, sources.get(look.watch.source or ""))
    done["looked again"] += sum(look.page is not None for look in looks)
    if changed:
        done["changed"] += changed


def _result(task: asyncio.Task[Look], watch: Watch) -> Look:
    """Return what a task found; after an unexpected error its page waits for its next look."""
    why = task.exception()
    if why is None:
        return task.result()
    if not isinstance(why, Exception):
        raise why
    log.error("page not looked at again", article=watch.article, reason=f"{type(why).__name__}: {why}")
    return Look(watch=watch, asked=True)


def _sorted(
    newsroom: Newsroom, ingest: Ingest, due: Sequence[Watch], articles: Mapping[str, Article]
) -> tuple[list[Watch], list[str]]:
    """Return the watches to go on with, and the articles whose story is over; what is not shown waits for its time."""
    store, now = newsroom.store, newsroom.now()
    story_ids, open_stories = store.story_ids_of(articles), ingest.open_stories()
    stories = store.get_stories(set(story_ids.values()))
    leads = store.get_records([story.lead for story in stories.values()])
    overrides = store.get_overrides(articles)
    current: list[Watch] = []
    over: list[str] = []
    for watch in due:
        home = story_ids.get(watch.article, "")
        story = stories.get(home)
        one = overrides.get(watch.article)
        if story is None or story.id not in open_stories or watch.article not in articles or (one and one.hidden):
            over.append(watch.article)
            continue
        lead = leads.get(story.lead)
        if lead is not None and lead.record.published:
            current.append(watch)
        elif later := schedule.following(watch.seen, newsroom.settings.fetch.look_again, now):
            store.save_watch(msgspec.structs.replace(watch, due=later))
        else:
            over.append(watch.article)
    return current, over


async def _look(newsroom: Newsroom, client: Client, pool: PagePool, watch: Watch, article: Article) -> Look:
    """Fetch a page again, if that is due and was not refused."""
    if not newsroom.settings.fetch.pages or not schedule.is_due(
        watch, newsroom.settings.fetch.look_again, newsroom.now()
    ):
        return Look(watch=watch)
    url = article.original_url
    response = await client.get(url, robots=True, etag=watch.etag, modified=watch.modified)
    if isinstance(response, Failure):
        log.info("page not looked at again", url=url, reason=say(response.reason))
        refused = response.robots or response.gone or response.status in _REFUSED
        return Look(watch=watch, asked=True, refused=refused)
    validators = Validators(response.etag or watch.etag, response.modified or watch.modified)
    landed = address.canonical(response.url)
    if response.status == 304 or landed is None or canonical.leads_astray(landed, url):
        return Look(watch=watch, validators=validators, asked=True)
    future = pool.read(
        response.body,
        response.url,
        content_type=response.content_type,
        now=newsroom.now(),
        robots=response.headers.get("x-robots-tag"),
        mining=response.headers.get("tdm-reservation"),
    )
    try:
        page = await asyncio.wrap_future(future)
    except errors.NoArticle as why:
        log.info("no article on the page any more", url=url, reason=str(why))
        return Look(watch=watch, validators=validators, asked=True)
    return Look(watch=watch, page=page if version.is_compared(page) else None, validators=validators, asked=True)


def _save(newsroom: Newsroom, ingest: Ingest, look: Look, article: Article, source: Source | None) -> bool:
    """Save what a look found and when the next one is due; return whether the article changed."""
    store, now, watch = newsroom.store, newsroom.now(), look.watch
    # The feed may have been polled again while the page was fetched.
    watch = store.get_watches([watch.article]).get(watch.article, watch)
    text = watch.page.text if watch.page.text is not None else store.get_text(article.id)
    found: list[Difference] = []
    read = version.of_page(look.page) if look.page else None
    if read is not None:
        before = msgspec.structs.replace(watch.page, text=text or None)
        found += compare.limited(compare.compare(before, read), read.longest)
    if watch.listed is not None:
        found += compare.limited(compare.compare(watch.feed, watch.listed), watch.page.longest)
    changed = False
    if found:
        new = store.add_revisions(article.id, now, found)
        if new:
            kinds = [one.difference for one in new]
            changed = True
            ingest.revise(article, _revised(newsroom, watch, article, look.page, source, kinds))
            log.info("article changed by its outlet", url=article.url, changes=len(new))
    due = schedule.following(watch.seen, newsroom.settings.fetch.look_again, now)
    if due is None:
        store.delete_watches([article.id])
        return changed
    page = watch.page
    if look.refused:
        page = Version()
    elif read is not None:
        page = msgspec.structs.replace(read, text=None if changed and read.text else read.text)
    store.save_watch(
        msgspec.structs.replace(
            watch,
            looked=now if look.asked else watch.looked,
            due=due,
            page=page,
            feed=watch.listed or watch.feed,
            listed=None,
            etag=look.validators.etag or watch.etag,
            modified=look.validators.modified or watch.modified,
        )
    )
    return changed


def _revised(
    newsroom: Newsroom,
    watch: Watch,
    article: Article,
    page: Page | None,
    source: Source | None,
    differences: Sequence[Difference],
) -> Article:
    """Return an article as its outlet tells it now, judged; its address, date and pictures stay."""
    settings = newsroom.settings
    found = override.as_found(article, newsroom.store.get_overrides([article.id]).get(article.id))
    feed = watch.listed or watch.feed
    entry = Entry(url=article.original_url, title=feed.headline, summary=feed.excerpt, published=article.published)
    waiting = PendingEntry(source=watch.source or "", url=article.original_url, entry=entry, seen=article.seen)
    draft = assemble.article(waiting, page, source, settings, newsroom.now())
    if draft is None:
        return found
    heading = next((one for one in differences if one.kind == "headline"), None)
    title = found.title
    if heading is not None:
        listed = watch.listed is not None and feed.headline and compare.same_headline(feed.headline, heading.after)
        follows = listed or compare.same_headline(found.title, heading.before)
        title = draft.title if listed else heading.after if follows else title
    by_page = page is not None
    changed = msgspec.structs.replace(
        found,
        title=title,
        excerpt=draft.excerpt if by_page or "excerpt" not in found.provenance else found.excerpt,
        text=draft.text if by_page else newsroom.store.get_text(article.id),
        updated=draft.updated or found.updated,
    )
    named = source.topics if source else ()
    return assemble.judged(changed, named, newsroom.taxonomy, settings, newsroom.signals)


def _listed(entry: Entry) -> Version:
    """Return what a feed says of an article; an aggregator's headline names the outlet, too, and is not compared."""
    if entry.source is not None and entry.source.url:
        return Version()
    summary = markup.plain(entry.summary or "")
    return Version(headline=entry.title, excerpt=summary or None)


def _differs(before: Version, now: Version) -> bool:
    """Whether a feed says something else; a text that it leaves out says nothing."""
    return bool(compare.compare(before, now))
