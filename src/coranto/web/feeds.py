"""Files for programs: feeds of pages, topics, stories, sources and searches; the OPML; static files and pictures."""

import msgspec

from coranto.feeds import address
from coranto.feeds.channel import Channel
from coranto.feeds.formats import FORMATS
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.model.search import SearchFilter
from coranto.newsroom import Newsroom
from coranto.source import opml
from coranto.story import account
from coranto.text import secret_address
from coranto.web import feed_items, search_query, taken_down, theme
from coranto.web.document import Document, TakenDown
from coranto.web.page_kind import DocumentKind, PageRequest, single
from coranto.web.pages import who_told

_ITEMS = 50
_YEAR = 365 * 24 * 3600


@localized
def feed(newsroom: Newsroom, name: str, ident: str = "", asked: str = "") -> Document | None:
    """Return a feed of records, newest first: by its file's name, of all or of one topic's id.

    ``asked`` is what ``?published=`` asks for: any, or no; the published ones where readers may not see the others.
    """
    topic = newsroom.taxonomy.by_id.get(ident)
    writer = FORMATS.get(name)
    if writer is None or (ident and (topic is None or not address.plain(ident))):
        return None
    site, folder = newsroom.settings.site, address.topic(ident) if ident else "/"
    about = Channel(
        title=f"{topic.name} · {site.title}" if topic else site.title,
        description=(topic.description or "" if topic else site.tagline)
        or _("The news of {site}, ranked and explained.", site=site.title),
        home=site.url + folder,
        address=site.url + folder + name,
        language=site.language,
        hubs=newsroom.hubs,
    )
    whole = newsroom.settings.site.show_unpublished
    if asked in ("any", "no") and whole:
        topics = (topic.name,) if topic else ()
        within = SearchFilter(topics=topics, published=search_query.PUBLISHED[asked])
        filed = newsroom.store.page_of_records(within, limit=_ITEMS)
    else:
        filed = newsroom.store.published_records(0, _ITEMS, topic.name if topic else None)
    return Document(folder + name, writer.write(about, feed_items.of(newsroom, filed)), writer.TYPE)


@localized
def story(newsroom: Newsroom, name: str, ident: str) -> Document | None:
    """Return a feed of a story's articles, the newest first: an update is no new item."""
    found, writer = newsroom.store.get_stories([ident]).get(ident), FORMATS.get(name)
    if found is None or found.id != ident or writer is None or not address.plain(ident):
        return None
    filed = newsroom.store.get_records([member.article for member in found.members])
    articles = newsroom.store.get_articles(member.article for member in found.members)
    lead = articles.get(found.lead)
    if lead is None or not any(one.record.published for one in filed.values()):
        return None
    newest = sorted(filed.values(), key=lambda one: one.record.published_date_time or one.changed, reverse=True)
    home = address.story(found.id, lead.title)
    told = account.tell(articles.values())
    says = who_told.sentence(told, articles.values()) or _("Who tells this story, and when.")
    about = _channel(newsroom, address.story_folder(ident) + name, home, lead.title, says)
    return Document(
        address.story_folder(ident) + name, writer.write(about, feed_items.of(newsroom, newest[:_ITEMS])), writer.TYPE
    )


@localized
def source(newsroom: Newsroom, name: str, ident: str) -> Document | None:
    """Return a feed of what is published of a source, the newest first."""
    found, writer = next(iter(newsroom.store.get_sources([ident])), None), FORMATS.get(name)
    if found is None or writer is None or not address.plain(ident):
        return None
    says = _("What is published of this source.")
    about = _channel(
        newsroom,
        address.source(ident) + name,
        address.source(ident),
        found.title or secret_address.public_form(found.url),
        says,
    )
    filed = newsroom.store.page_of_records(SearchFilter(outlets=(ident,)), limit=_ITEMS)
    return Document(address.source(ident) + name, writer.write(about, feed_items.of(newsroom, filed)), writer.TYPE)


def outline(newsroom: Newsroom) -> Document:
    """Return the list of sources that are read, for feed readers; private feeds are left out."""
    read = [
        msgspec.structs.replace(one, site=None) if one.site and secret_address.is_secret(one.site) else one
        for one in newsroom.store.get_sources()
        if not one.retired and not secret_address.is_secret(one.url)
    ]
    return Document("/sources.opml", opml.write(read, newsroom.settings.site.title), "text/x-opml")


def _channel(newsroom: Newsroom, path: str, home: str, title: str, says: str) -> Channel:
    site = newsroom.settings.site
    return Channel(
        title=f"{title} · {site.title}",
        description=says,
        home=site.url + home,
        address=site.url + path,
        language=site.language,
    )


@localized
def search(newsroom: Newsroom, name: str, asked: str) -> Document | None:
    """Return a feed of what a search finds, newest first; a search without words has none."""
    whole = newsroom.settings.site.show_unpublished
    query, writer = search_query.read(asked, newsroom.taxonomy, whole=whole), FORMATS.get(name)
    if writer is None or not query.text:
        return None
    site = newsroom.settings.site
    about = Channel(
        title=f"{_('“{words}”', words=query.text)} · {site.title}",
        description=" ".join(
            (_("What {site} publishes, found by “{words}”.", site=site.title, words=query.text), *query.troubles)
        ),
        home=site.url + address.search("/search/", query.text),
        address=site.url + address.search(f"/search/{name}", query.text),
        language=site.language,
    )
    idents = [one.id for one in newsroom.store.search(query.words, query.within, _ITEMS, newest=True).articles]
    filed = newsroom.store.get_records(idents)
    found = feed_items.of(newsroom, [filed[ident] for ident in idents])
    return Document(f"/search/{name}", writer.write(about, found), writer.TYPE)


def picture(newsroom: Newsroom, name: str) -> Document | None:
    """Return a copy of a picture, unless its article was taken down."""
    body = newsroom.image_cache.read(name)
    if body is not None and name in taken_down.pictures(newsroom):
        raise TakenDown
    return Document(address.picture(name), body, "image/webp") if body is not None else None


def static(newsroom: Newsroom, name: str) -> Document | None:
    """Return one of the site's own files."""
    body = theme.of(newsroom.settings.folder).file(name)
    return Document(f"/static/{name}", body, theme.STATIC[name]) if body is not None else None


def _lists(newsroom: Newsroom) -> list[str]:
    return ["", *(topic.id for topic in newsroom.taxonomy if address.plain(topic.id))]


def _age(newsroom: Newsroom, request: PageRequest) -> str:
    """Return the header of a file of the site's own: for good under the address that names its version."""
    known = request.first("v") == theme.of(newsroom.settings.folder).version
    return f"public, max-age={_YEAR}, immutable" if known else "public, max-age=3600"


FEED = DocumentKind(
    name="feeds",
    paths=tuple(f"{folder}{name}" for folder in ("/", "/t/{ident}/") for name in FORMATS),
    document=lambda newsroom, request: feed(newsroom, request.name, request.ident, request.first("published")),
    idents=_lists,
    files=lambda newsroom, request: (feed(newsroom, name, request.ident) for name in FORMATS),
    cached=True,
)
STORY = DocumentKind(
    name="story_feed",
    paths=tuple(f"/s/{{ident}}/{name}" for name in FORMATS),
    document=lambda newsroom, request: story(newsroom, request.name, request.ident),
    unit="story",
    files=lambda newsroom, request: (story(newsroom, "feed.atom", request.ident),),
    cached=True,
)
SOURCE = DocumentKind(
    name="source_feeds",
    paths=("/sources/{ident}/{name}",),
    document=lambda newsroom, request: source(newsroom, request.name, request.ident),
    unit="source",
    files=lambda newsroom, request: (source(newsroom, name, request.ident) for name in FORMATS),
    briefly=True,  # a source's name is no part of the store's version
)
SEARCH = DocumentKind(
    name="search_feed",
    paths=("/search/{name}",),
    document=lambda newsroom, request: search(newsroom, request.name, request.first("q")),
    cached=True,
)
OUTLINE = DocumentKind(
    name="outline",
    paths=("/sources.opml",),
    document=lambda newsroom, _: outline(newsroom),
    briefly=True,
    idents=single,
    aging=True,
)
PICTURE = DocumentKind(
    name="picture",
    paths=("/pictures/{name}",),
    document=lambda newsroom, request: picture(newsroom, request.name or request.ident),
    cache_control=f"public, max-age={_YEAR}, immutable",
    idents=lambda newsroom: sorted({*newsroom.image_cache.names()} - taken_down.pictures(newsroom)),
)
STATIC = DocumentKind(
    name="static",
    paths=("/static/{name}",),
    document=lambda newsroom, request: static(newsroom, request.name or request.ident),
    cache_control=_age,
    idents=lambda _: theme.STATIC,
)
FAVICON = DocumentKind(  # browsers ask for it by this old name
    name="favicon",
    paths=("/favicon.ico",),
    document=lambda newsroom, _: static(newsroom, "icon.svg"),
    cache_control="public, max-age=86400",
)
KINDS = (FEED, STORY, SOURCE, SEARCH, OUTLINE, PICTURE, STATIC, FAVICON)
