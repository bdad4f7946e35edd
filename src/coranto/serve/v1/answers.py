"""Every answer as a document."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from coranto.desk import Desk
from coranto.i18n import wording
from coranto.i18n.current import localized
from coranto.model.filing import Filed
from coranto.model.reason import Reason, text
from coranto.model.source import Source
from coranto.publish import clean, explain, public, storyline
from coranto.serve import address, question
from coranto.serve.document import JSON, Document
from coranto.serve.v1 import asking, shapes
from coranto.serve.v1.asking import Params

ROOT = "/api/v1"
_DEEPEST = 2000  # stories and found articles that pages lead through


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """The last article of a page in the order of the list."""

    published: datetime
    article: str


def articles(desk: Desk, params: Params) -> Document:
    """Give a page of the published articles, newest first."""
    asking.known(params, ("limit", "cursor", "fields", *asking.WITHIN))
    size, names = asking.limit(params), asking.fields(params, shapes.Article)
    place = asking.cursor(params, _Place)
    where = asking.within(params, desk.taxonomy)
    after = (place.published, place.article) if place else None
    filed = desk.store.shown(where, after, size + 1)
    last = filed[size - 1] if len(filed) > size else None
    following = asking.mark(_Place(placed(last), last.article)) if last else None
    return _document("/articles", shapes.Articles(items=tuple(made(desk, filed[:size])), next=following), names)


def article(desk: Desk, ident: str, params: Params) -> Document | None:
    """Give a published article."""
    asking.known(params, ("fields",))
    names = asking.fields(params, shapes.Article)
    filed = desk.store.records([ident]).get(ident)
    if filed is None or not filed.record.published:
        return None
    return _document(f"/articles/{ident}", next(iter(made(desk, [filed]))), names)


@localized
def explained(desk: Desk, ident: str, now: datetime, params: Params) -> Document | None:
    """Return everything known of an article, published or not, as ``coranto explain --json``.

    Its reasons are codes with parameters, and sentences in the site's language.
    """
    asking.known(params, ())
    told = explain.explain(desk.store, desk.settings, ident, now, desk.own)
    if told is None:
        return None
    return Document(f"{ROOT}/explain/{ident}", msgspec.json.encode(public.explanation(told)) + b"\n", JSON)


def stories(desk: Desk, now: datetime, params: Params) -> Document:
    """Give a page of the stories, hottest first."""
    asking.known(params, ("limit", "cursor", "fields", "topic", "days"))
    size, names = asking.limit(params), asking.fields(params, shapes.Story)
    at = _offset(params)
    days = asking.number(params, "days", desk.settings.site.front_days, 1, 3650)
    named = asking.within({"topic": params.get("topic", [])[:1]}, desk.taxonomy).topics
    topic = desk.taxonomy.by_name[named[0]].id if named else None
    hot = desk.store.hot(now - timedelta(days=days), at + size + 1, topic, now)[at:]
    items = _stories(desk, {story.id: heat for story, heat in hot[:size]})
    following = asking.mark(at + size) if len(hot) > size else None
    return _document("/stories", shapes.Stories(items=tuple(items), next=following), names)


def story(desk: Desk, ident: str, params: Params) -> Document | None:
    """Give a story; the id of one that ended gives its heir."""
    asking.known(params, ("fields",))
    names = asking.fields(params, shapes.Story)
    found = _stories(desk, {ident: None})
    return _document(f"/stories/{ident}", found[0], names) if found else None


def topics(desk: Desk, params: Params) -> Document:
    """Give the topics."""
    asking.known(params, ("fields",))
    items = tuple(
        shapes.Topic(
            id=topic.id,
            name=topic.name,
            parent=topic.parent,
            description=topic.description or "",
            keywords=tuple(topic.keywords),
            page=desk.settings.site.url + address.topic(topic.id),
        )
        for topic in desk.taxonomy
    )
    return _document("/topics", shapes.Topics(items=items), asking.fields(params, shapes.Topic))


@localized
def sources(desk: Desk, params: Params) -> Document:
    """Return the sources and how they do; what fails is told in the site's language, and by its code."""
    asking.known(params, ("fields",))
    counts = desk.store.source_counts()
    items = tuple(
        shapes.Source(
            id=source.id,
            title=source.title or source.url,
            url=source.url,
            site=source.site,
            topics=source.topics,
            articles=counts.get(source.id, (0, 0))[0],
            published=counts.get(source.id, (0, 0))[1],
            last_good=source.last_good,
            trouble=wording.say(trouble) if trouble else None,
            trouble_reason=public.reason(_reason(trouble)) if trouble else None,
        )
        for source, trouble in ((one, _trouble(one)) for one in desk.store.sources())
    )
    return _document("/sources", shapes.Sources(items=items), asking.fields(params, shapes.Source))


def search(desk: Desk, params: Params) -> Document:
    """Give a page of what a search finds; ``q`` is written as on the search page."""
    asking.known(params, ("q", "limit", "cursor", "fields"))
    size, names, at = asking.limit(params), asking.fields(params, shapes.Article), _offset(params)
    read = question.read(asking.one(params, "q") or "", desk.taxonomy)
    if not read.asked:
        raise asking.refuse("`q` is missing: write the words to search for, as in q=facial+recognition.")
    told = desk.store.find(read.words, read.within, size, at)
    filed = desk.store.records([one.id for one in told.articles])
    found = shapes.Found(
        items=tuple(made(desk, [filed[one.id] for one in told.articles])),
        next=asking.mark(at + size) if told.count > at + size else None,
        count=told.count,
        whole=told.whole,
        facets=shapes.Facets(
            topics=told.topics,
            sources=told.outlets,
            months=told.months,
            quality={str(ten): count for ten, count in told.quality.items()},
        ),
        troubles=read.troubles,
    )
    return _document("/search", found, names)


def made(desk: Desk, filed: Sequence[Filed]) -> Iterable[shapes.Article]:
    """Make articles of records."""
    site = desk.settings.site.url
    names = [one.article for one in filed]
    stories, reprints = desk.store.story_of(names), desk.store.reprints(names)
    for one in filed:
        record = one.record
        pictures = [clean.address(picture.url) for picture in record.images]
        copies = [picture.url for picture in record.images if picture.is_cached and desk.gallery.has(picture.url)]
        provider = record.provider
        yield shapes.Article(
            id=one.article,
            title=clean.text(record.title or ""),
            excerpt=clean.text(record.excerpt or ""),
            url=clean.address(record.web_url or "") or clean.address(record.original_url or ""),
            outlet=shapes.Outlet(name=clean.text(provider.name), domain=clean.text(provider.domain))
            if provider
            else None,
            topics=tuple(map(clean.text, record.topics)),
            type=record.type or "article",
            quality=record.quality or 0,
            heat=record.heat,
            published=record.published_date_time,
            changed=one.changed,
            image=next(filter(None, pictures), None),
            image_copy=site + address.picture(desk.gallery.name(copies[0])) if copies else None,
            reprints=tuple(
                shapes.Reprint(
                    title=clean.text(copy.title),
                    url=clean.address(copy.url),
                    outlet=shapes.Outlet(name=clean.text(copy.provider.name), domain=clean.text(copy.provider.domain)),
                    published=copy.published,
                )
                for copy in reprints.get(one.article, ())
            ),
            story=stories.get(one.article),
            record=one.path,
            page=site + address.article(one.article),
            explanation=f"{site}{ROOT}/explain/{one.article}",
        )


def placed(filed: Filed) -> datetime:
    """Give the time that a record's place among the others is by."""
    at = filed.record.published_date_time
    assert at is not None
    return at


def _stories(desk: Desk, heats: dict[str, int | None]) -> list[shapes.Story]:
    return storyline.tell(desk.store, desk.settings.site.url, heats)


def _trouble(source: Source) -> Reason | str | None:
    return source.retired or (source.trouble if source.failures else None)


def _reason(trouble: Reason | str) -> Reason:
    return text(trouble) if isinstance(trouble, str) else trouble


def _offset(params: Params) -> int:
    at = asking.cursor(params, int) or 0
    if not 0 <= at <= _DEEPEST:
        raise asking.refuse(f"`cursor` leads past the first {_DEEPEST:,}; narrow what you ask for.")
    return int(at)


def _document(path: str, shape: shapes.Shape, names: Sequence[str] = ()) -> Document:
    """Make a document of a shape; with ``names``, of its items (or itself) only these fields."""
    value: Any = shape
    if names:
        plain = msgspec.to_builtins(shape)
        if "items" in plain:
            plain["items"] = [{name: item[name] for name in names} for item in plain["items"]]
        else:
            plain = {name: plain[name] for name in names}
        value = plain
    return Document(ROOT + path, msgspec.json.encode(value) + b"\n", JSON)
