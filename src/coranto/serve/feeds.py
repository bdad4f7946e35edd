"""Files for programs: feeds of the front page and of every topic, the sitemap, robots.txt, the site's own files."""

from coranto.desk import Desk
from coranto.publish.outputs import atom, jsonfeed, rss, sitemap
from coranto.publish.outputs.channel import Channel
from coranto.serve import address, render
from coranto.serve.document import Document

FEEDS = {"feed.xml": rss, "feed.atom": atom, "feed.json": jsonfeed}
_ITEMS = 50


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
        or f"The news of {site.title}, ranked and explained.",
        home=site.url + folder,
        address=site.url + folder + name,
        language=site.language,
    )
    filed = desk.store.published(0, _ITEMS, topic.name if topic else None)
    return Document(folder + name, writer.write(about, filed), writer.TYPE)


def mapped(site: str, listed: list[sitemap.Page]) -> Document:
    """Give the sitemap of pages, at most as many as one may name."""
    files = sitemap.files(listed[: sitemap.MOST], site)
    return Document("/sitemap.xml", files["sitemap.xml"], sitemap.TYPE)


def robots(desk: Desk) -> Document:
    """Give robots.txt: everything may be read; pages that are no landing places say so themselves."""
    lines = ("User-agent: *", "Disallow: /density/", "", f"Sitemap: {desk.settings.site.url}/sitemap.xml", "")
    return Document("/robots.txt", "\n".join(lines).encode(), "text/plain")


def static(_: Desk, name: str) -> Document | None:
    """Give one of the site's own files."""
    body = render.static(name)
    return Document(f"/static/{name}", body, render.STATIC[name]) if body is not None else None
