"""Files for programs: feeds of the front page, topics and searches, the sitemap, robots.txt, the site's own files."""

from coranto.desk import Desk
from coranto.publish.outputs import atom, jsonfeed, rss, sitemap
from coranto.publish.outputs.channel import Channel
from coranto.serve import address, question, theme
from coranto.serve.document import Document
from coranto.serve.tongue import _, speaks

FEEDS = {"feed.xml": rss, "feed.atom": atom, "feed.json": jsonfeed}
_ITEMS = 50


@speaks
def feed(desk: Desk, name: str, ident: str = "") -> Document | None:
    """Give a feed of the published records, newest first: by its file's name, of all or of one topic's id."""
    topic = desk.taxonomy.by_id.get(ident)
    writer = FEEDS.get(name)
    if writer is None or (ident and (topic is None or not address.plain(ident))):
        return None
    site, folder = desk.settings.site, address.topic(ident) if ident else "/"
    about = Channel(
        title=f"{topic.name} · {site.title}" if topic else site.title,
        description=(topic.description or "" if topic else site.tagline)
        or _("The news of {site}, ranked and explained.", site=site.title),
        home=site.url + folder,
        address=site.url + folder + name,
        language=site.language,
    )
    filed = desk.store.published(0, _ITEMS, topic.name if topic else None)
    return Document(folder + name, writer.write(about, filed), writer.TYPE)


@speaks
def search(desk: Desk, name: str, asked: str) -> Document | None:
    """Give a feed of what a search finds, newest first; a search without words has none."""
    read, writer = question.read(asked, desk.taxonomy), FEEDS.get(name)
    if writer is None or not read.asked:
        return None
    site = desk.settings.site
    about = Channel(
        title=f"{_('“{words}”', words=read.asked)} · {site.title}",
        description=" ".join(
            (_("What {site} publishes, found by “{words}”.", site=site.title, words=read.asked), *read.troubles)
        ),
        home=site.url + address.asked("/search/", read.asked),
        address=site.url + address.asked(f"/search/{name}", read.asked),
        language=site.language,
    )
    told = [one.id for one in desk.store.find(read.words, read.within, _ITEMS, newest=True).articles]
    filed = desk.store.records(told)
    return Document(f"/search/{name}", writer.write(about, [filed[ident] for ident in told]), writer.TYPE)


def mapped(site: str, listed: list[sitemap.Page]) -> Document:
    """Give the sitemap of pages, at most as many as one may name."""
    files = sitemap.files(listed[: sitemap.MOST], site)
    return Document("/sitemap.xml", files["sitemap.xml"], sitemap.TYPE)


def robots(desk: Desk) -> Document:
    """Give robots.txt: everything may be read; pages that are no landing places say so themselves."""
    lines = ("User-agent: *", "Disallow: /density/", "", f"Sitemap: {desk.settings.site.url}/sitemap.xml", "")
    return Document("/robots.txt", "\n".join(lines).encode(), "text/plain")


def picture(desk: Desk, name: str) -> Document | None:
    """Give a copy of a picture."""
    body = desk.gallery.read(name)
    return Document(address.picture(name), body, "image/webp") if body is not None else None


def static(desk: Desk, name: str) -> Document | None:
    """Give one of the site's own files."""
    body = theme.of(desk.settings.folder).file(name)
    return Document(f"/static/{name}", body, theme.STATIC[name]) if body is not None else None
