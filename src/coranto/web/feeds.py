"""Files for programs: feeds of the front page, topics and searches, the list of sources, the site's own files."""

from coranto.feeds import address, atom, jsonfeed, rss
from coranto.feeds.channel import Channel, items
from coranto.i18n.language import _, localized
from coranto.model.search import SearchFilter
from coranto.newsroom import Newsroom
from coranto.source import opml
from coranto.web import search_query, theme
from coranto.web.document import Document

FEEDS = {"feed.xml": rss, "feed.atom": atom, "feed.json": jsonfeed}
_ITEMS = 50


@localized
def feed(newsroom: Newsroom, name: str, ident: str = "") -> Document | None:
    """Give a feed of the published records, newest first: by its file's name, of all or of one topic's id."""
    topic = newsroom.taxonomy.by_id.get(ident)
    writer = FEEDS.get(name)
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
    filed = newsroom.store.published_records(0, _ITEMS, topic.name if topic else None)
    return Document(folder + name, writer.write(about, items(filed)), writer.TYPE)


@localized
def story(newsroom: Newsroom, name: str, ident: str) -> Document | None:
    """Give a feed of a story's articles, the newest first: an update is no new item."""
    found, writer = newsroom.store.get_stories([ident]).get(ident), FEEDS.get(name)
    if found is None or found.id != ident or writer is None or not address.plain(ident):
        return None
    filed = newsroom.store.get_records([member.article for member in found.members])
    lead = newsroom.store.get_articles([found.lead]).get(found.lead)
    if lead is None or not any(one.record.published for one in filed.values()):
        return None
    told = sorted(filed.values(), key=lambda one: one.record.published_date_time or one.changed, reverse=True)
    home = address.story(found.id, lead.title)
    about = _channel(newsroom, address.told(ident) + name, home, lead.title, _("Who tells this story, and when."))
    return Document(address.told(ident) + name, writer.write(about, items(told[:_ITEMS])), writer.TYPE)


@localized
def source(newsroom: Newsroom, name: str, ident: str) -> Document | None:
    """Give a feed of what is published of a source, the newest first."""
    found, writer = next(iter(newsroom.store.get_sources([ident])), None), FEEDS.get(name)
    if found is None or writer is None or not address.plain(ident):
        return None
    says = _("What is published of this source.")
    about = _channel(newsroom, address.source(ident) + name, address.source(ident), found.title or found.url, says)
    filed = newsroom.store.page_of_published(SearchFilter(outlets=(ident,)), limit=_ITEMS)
    return Document(address.source(ident) + name, writer.write(about, items(filed)), writer.TYPE)


def outline(newsroom: Newsroom) -> Document:
    """Give the list of sources that are read, for feed readers."""
    read = [one for one in newsroom.store.get_sources() if not one.retired]
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
    """Give a feed of what a search finds, newest first; a search without words has none."""
    read, writer = search_query.read(asked, newsroom.taxonomy), FEEDS.get(name)
    if writer is None or not read.asked:
        return None
    site = newsroom.settings.site
    about = Channel(
        title=f"{_('“{words}”', words=read.asked)} · {site.title}",
        description=" ".join(
            (_("What {site} publishes, found by “{words}”.", site=site.title, words=read.asked), *read.troubles)
        ),
        home=site.url + address.asked("/search/", read.asked),
        address=site.url + address.asked(f"/search/{name}", read.asked),
        language=site.language,
    )
    told = [one.id for one in newsroom.store.search(read.words, read.within, _ITEMS, newest=True).articles]
    filed = newsroom.store.get_records(told)
    return Document(f"/search/{name}", writer.write(about, items(filed[ident] for ident in told)), writer.TYPE)


def picture(newsroom: Newsroom, name: str) -> Document | None:
    """Give a copy of a picture."""
    body = newsroom.image_cache.read(name)
    return Document(address.picture(name), body, "image/webp") if body is not None else None


def static(newsroom: Newsroom, name: str) -> Document | None:
    """Give one of the site's own files."""
    body = theme.of(newsroom.settings.folder).file(name)
    return Document(f"/static/{name}", body, theme.STATIC[name]) if body is not None else None
