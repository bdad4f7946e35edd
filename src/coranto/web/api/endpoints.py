"""Every response of the API as a document."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from coranto.decide import explain
from coranto.feeds import address, explanation_json, story_json
from coranto.heat import in_lists
from coranto.i18n import wording
from coranto.i18n.current import localized
from coranto.model.change import StoredRecord
from coranto.model.reason import Reason, text
from coranto.model.revision import Revision
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.text import secret_address
from coranto.web import search_query, taken_down, unpublished
from coranto.web.api import params as parameters
from coranto.web.api import schemas
from coranto.web.api.params import Params
from coranto.web.document import JSON, Document

ROOT = "/api/v1"
_DEEPEST = 2000  # stories and search results that can be reached by paging


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of the last article of a page."""

    published: datetime
    article: str


def articles(newsroom: Newsroom, params: Params) -> Document:
    """Return a page of articles, newest first: the published ones, or with ``published`` any."""
    parameters.check_names(params, ("limit", "cursor", "fields", *parameters.FILTERS))
    size, names = parameters.limit(params), parameters.fields(params, schemas.Article)
    place = parameters.cursor(params, _Place)
    if place and place.published.tzinfo is None:
        raise parameters.refuse("`cursor` has a time without a zone; write what `next` of a page gave.")
    where = parameters.search_filter(params, newsroom.taxonomy, whole=newsroom.settings.site.show_unpublished)
    after = (place.published, place.article) if place else None
    filed = newsroom.store.page_of_records(where, after, size + 1)
    last = filed[size - 1] if len(filed) > size else None
    following = parameters.make_cursor(_Place(sort_time(last), last.article)) if last else None
    return _document(
        "/articles", schemas.Articles(items=tuple(articles_json(newsroom, filed[:size])), next=following), names
    )


def article(newsroom: Newsroom, ident: str, params: Params) -> Document | None:
    """Return a published article."""
    parameters.check_names(params, ("fields",))
    names = parameters.fields(params, schemas.Article)
    taken_down.refuse_article(newsroom, ident)
    filed = newsroom.store.get_records([ident]).get(ident)
    if filed is None or not filed.record.published:
        return None
    return _document(f"/articles/{ident}", next(iter(articles_json(newsroom, [filed]))), names)


@localized
def explained(newsroom: Newsroom, ident: str, now: datetime, params: Params) -> Document | None:
    """Return everything known about an article, published or not, as ``coranto explain --json``.

    ``ident`` is its id, the path of its record, or its address. Its reasons are codes with parameters, and sentences
    in the site's language.
    """
    parameters.check_names(params, ())
    ident = newsroom.store.resolve_article(ident) or ident
    taken_down.refuse_article(newsroom, ident)
    unpublished.refuse_article(newsroom, ident)
    result = explain.explain(newsroom.store, ident, now, newsroom.settings)
    if result is None:
        return None
    return Document(f"{ROOT}/explain/{ident}", msgspec.json.encode(explanation_json.explanation(result)) + b"\n", JSON)


def stories(newsroom: Newsroom, now: datetime, params: Params) -> Document:
    """Return a page of the stories, hottest first."""
    parameters.check_names(params, ("limit", "cursor", "fields", "topic", "days"))
    size, names = parameters.limit(params), parameters.fields(params, schemas.Story)
    at = _offset(params)
    days = parameters.number(params, "days", newsroom.settings.site.front_days, 1, 3650)
    named = parameters.search_filter({"topic": params.get("topic", [])[:1]}, newsroom.taxonomy, whole=False).topics
    topic = newsroom.taxonomy.by_name[named[0]].id if named else None
    hot = newsroom.store.hot_stories(
        now - timedelta(days=days), at + size + 1, topic, now, in_lists.rules(newsroom.settings, now)
    )[at:]
    items = _stories(newsroom, {story.id: heat for story, heat in hot[:size]})
    following = parameters.make_cursor(at + size) if len(hot) > size else None
    return _document("/stories", schemas.Stories(items=tuple(items), next=following), names)


def story(newsroom: Newsroom, ident: str, params: Params) -> Document | None:
    """Return a story; the id of a merged story returns the story it was merged into."""
    parameters.check_names(params, ("fields",))
    names = parameters.fields(params, schemas.Story)
    if there := newsroom.store.get_stories([ident]).get(ident):
        taken_down.refuse_story(newsroom, there.lead, len(there.members))
    found = _stories(newsroom, {ident: None})
    return _document(f"/stories/{ident}", found[0], names) if found else None


@localized
def changes(newsroom: Newsroom, params: Params) -> Document:
    """Return a page of what outlets changed in published articles, latest first; ``story`` (an id) restricts it."""
    parameters.check_names(params, ("limit", "cursor", "fields", "story"))
    size, names = parameters.limit(params), parameters.fields(params, schemas.Change)
    articles = None
    if named := parameters.single(params, "story"):
        found = newsroom.store.get_stories([named]).get(named)
        articles = [member.article for member in found.members] if found else []
    revisions = newsroom.store.recent_revisions(size + 1, parameters.cursor(params, int), articles)
    following = parameters.make_cursor(revisions[size - 1].number) if len(revisions) > size else None
    items = tuple(changes_json(newsroom, revisions[:size]))
    return _document("/changes", schemas.Changes(items=items, next=following), names)


def changes_json(newsroom: Newsroom, revisions: Sequence[Revision]) -> Iterable[schemas.Change]:
    """Build changes from revisions."""
    names = {one.article for one in revisions}
    articles, stories = newsroom.store.get_articles(names), newsroom.store.story_ids_of(names)
    for one in revisions:
        article, change = articles[one.article], explanation_json.change(one)
        yield schemas.Change(
            id=one.number,
            article=article.id,
            story=stories.get(article.id),
            title=sanitize.text(article.title),
            outlet=schemas.Outlet(name=article.provider.name, domain=article.provider.domain),
            url=sanitize.address(article.web_url),
            kind=change.kind,
            before=sanitize.text(change.before),
            after=sanitize.text(change.after),
            place=change.place,
            context=sanitize.text(change.context),
            seen=one.seen,
            says=sanitize.text(change.says),
            reason=change.reason,
            page=newsroom.settings.site.url + address.article(article.id),
        )


def topics(newsroom: Newsroom, params: Params) -> Document:
    """Return the topics."""
    parameters.check_names(params, ("fields",))
    items = tuple(
        schemas.Topic(
            id=topic.id,
            name=topic.name,
            parent=topic.parent,
            description=topic.description or "",
            keywords=tuple(topic.keywords),
            page=newsroom.settings.site.url + address.topic(topic.id),
        )
        for topic in newsroom.taxonomy
    )
    return _document("/topics", schemas.Topics(items=items), parameters.fields(params, schemas.Topic))


@localized
def sources(newsroom: Newsroom, params: Params) -> Document:
    """Return the sources with their state; failures are described in the site's language, and by their code."""
    parameters.check_names(params, ("fields",))
    counts = newsroom.store.source_counts()
    items = tuple(
        schemas.Source(
            id=source.id,
            title=source.title or secret_address.public_form(source.url),
            url=secret_address.public_form(source.url),
            site=secret_address.public_form(source.site) if source.site else None,
            topics=source.topics,
            articles=counts.get(source.id, (0, 0))[0],
            published=counts.get(source.id, (0, 0))[1],
            last_good=source.last_good,
            trouble=wording.say(trouble) if trouble else None,
            trouble_reason=explanation_json.reason(_reason(trouble)) if trouble else None,
        )
        for source, trouble in ((one, _trouble(one)) for one in newsroom.store.get_sources())
    )
    return _document("/sources", schemas.Sources(items=items), parameters.fields(params, schemas.Source))


def search(newsroom: Newsroom, params: Params) -> Document:
    """Return a page of search results; ``q`` has the syntax of the search page."""
    parameters.check_names(params, ("q", "limit", "cursor", "fields", "published"))
    size, names, at = parameters.limit(params), parameters.fields(params, schemas.Article), _offset(params)
    whole = newsroom.settings.site.show_unpublished
    query = search_query.read(parameters.single(params, "q") or "", newsroom.taxonomy, whole=whole)
    if not query.text:
        raise parameters.refuse("`q` is missing: write the words to search for, as in q=facial+recognition.")
    within = query.within
    if "published" in params:
        within = msgspec.structs.replace(within, published=parameters.published(params, whole=whole))
    result = newsroom.store.search(query.words, within, size, at)
    filed = newsroom.store.get_records([one.id for one in result.articles])
    found = schemas.Found(
        items=tuple(articles_json(newsroom, [filed[one.id] for one in result.articles])),
        next=parameters.make_cursor(at + size) if result.count > at + size else None,
        count=result.count,
        whole=result.whole,
        facets=schemas.Facets(
            topics=result.topics,
            sources=result.outlets,
            months=result.months,
            quality={str(ten): count for ten, count in result.quality.items()},
        ),
        troubles=query.troubles,
    )
    return _document("/search", found, names)


def articles_json(newsroom: Newsroom, filed: Sequence[StoredRecord]) -> Iterable[schemas.Article]:
    """Build articles from records."""
    site = newsroom.settings.site.url
    names = [one.article for one in filed]
    stories, reprints = newsroom.store.story_ids_of(names), newsroom.store.get_reprints(names)
    for one in filed:
        record = one.record
        pictures = [sanitize.address(picture.url) for picture in record.images]
        copies = [
            picture.url for picture in record.images if picture.is_cached and newsroom.image_cache.has(picture.url)
        ]
        provider = record.provider
        yield schemas.Article(
            id=one.article,
            title=sanitize.text(record.title or ""),
            excerpt=sanitize.text(record.excerpt or ""),
            url=sanitize.address(record.web_url or "") or sanitize.address(record.original_url or ""),
            outlet=schemas.Outlet(name=sanitize.text(provider.name), domain=sanitize.text(provider.domain))
            if provider
            else None,
            topics=tuple(map(sanitize.text, record.topics)),
            type=record.type or "article",
            quality=record.quality or 0,
            heat=record.heat,
            published=record.published_date_time,
            is_published=bool(record.published),
            changed=one.changed,
            image=next(filter(None, pictures), None),
            image_copy=site + address.picture(newsroom.image_cache.name(copies[0])) if copies else None,
            reprints=tuple(
                schemas.Reprint(
                    title=sanitize.text(copy.title),
                    url=sanitize.address(copy.url),
                    outlet=schemas.Outlet(
                        name=sanitize.text(copy.provider.name), domain=sanitize.text(copy.provider.domain)
                    ),
                    published=copy.published,
                )
                for copy in reprints.get(one.article, ())
            ),
            story=stories.get(one.article),
            record=one.path,
            page=site + address.article(one.article),
            explanation=f"{site}{ROOT}/explain/{one.article}",
        )


def sort_time(filed: StoredRecord) -> datetime:
    """Return the time that records are sorted by."""
    at = filed.record.published_date_time
    assert at is not None
    return at


def _stories(newsroom: Newsroom, heats: dict[str, int | None]) -> list[schemas.Story]:
    return story_json.stories_json(newsroom.store, newsroom.settings.site.url, heats)


def _trouble(source: Source) -> Reason | str | None:
    return source.retired or (source.trouble if source.failures else None)


def _reason(trouble: Reason | str) -> Reason:
    return text(trouble) if isinstance(trouble, str) else trouble


def _offset(params: Params) -> int:
    at = parameters.cursor(params, int) or 0
    if not 0 <= at <= _DEEPEST:
        raise parameters.refuse(f"`cursor` leads past the first {_DEEPEST:,}; narrow what you ask for.")
    return int(at)


def _document(path: str, shape: schemas.Shape, names: Sequence[str] = ()) -> Document:
    """Build a document from a shape; with ``names``, only with these fields of its items (or of itself)."""
    value: Any = shape
    if names:
        plain = msgspec.to_builtins(shape)
        if "items" in plain:
            plain["items"] = [{name: item[name] for name in names} for item in plain["items"]]
        else:
            plain = {name: plain[name] for name in names}
        value = plain
    return Document(ROOT + path, msgspec.json.encode(value) + b"\n", JSON)
