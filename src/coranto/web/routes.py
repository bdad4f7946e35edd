"""Which address answers with which document. Documents are made in worker threads: the store waits for its disk."""

import re
from datetime import datetime
from typing import Any, Literal

from litestar import Response, route
from litestar.datastructures import Cookie
from litestar.params import FromPath

from coranto.feeds import address
from coranto.web import feeds, newsletter_feeds, pwa, responses, sitemaps, social_card_documents, theme
from coranto.web import robots as rules
from coranto.web.api import classic
from coranto.web.pages import documents
from coranto.web.pages.layout import DENSITIES
from coranto.web.responses import Asked

_YEAR = 365 * 24 * 3600
_WAY = re.compile(r"(?:[\w.~%-]+/)*[\w.~%-]*", re.ASCII)  # a path within the site, without a slash in front
_READS: tuple[Literal["GET"], Literal["HEAD"]] = ("GET", "HEAD")

Answer = Response[Any]

# -- pages


@route("/", http_method=_READS)
async def front(request: Asked) -> Answer:
    """Answer with the front page."""
    return await responses.page(request, documents.front, _now(request), _density(request))


@route(["/s/{ident:str}", "/s/{ident:str}/{slug:str}"], http_method=_READS)
async def story(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with a story; an old headline or an ended story leads to where it stands now."""
    return await responses.page(request, documents.story, ident, _now(request), _density(request))


@route("/t/{ident:str}", http_method=_READS)
async def topic(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with a topic."""
    return await responses.page(request, documents.topic, ident, _now(request), _density(request))


@route("/a/{ident:str}", http_method=_READS)
async def article(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with what is known of an article."""
    return await responses.page(request, documents.article, ident, _now(request), _density(request))


@route("/about/how-it-works", http_method=_READS)
async def about(request: Asked) -> Answer:
    """Answer with the rules."""
    return await responses.page(request, documents.about, _density(request))


@route("/river", http_method=_READS)
async def river(request: Asked) -> Answer:
    """Answer with the river."""
    return await responses.page(request, documents.river, _now(request), _density(request))


@route(["/archive", "/archive/{year:str}"], http_method=_READS)
async def archive(request: Asked, year: FromPath[str] = "") -> Answer:
    """Answer with the archive."""
    return await responses.page(request, documents.archive, year, _density(request))


@route("/day/{named:str}", http_method=_READS)
async def day(request: Asked, named: FromPath[str]) -> Answer:
    """Answer with the edition of a day."""
    return await responses.page(request, documents.day, named, _now(request), _density(request))


@route("/newsletter", http_method=_READS)
async def newsletter(request: Asked) -> Answer:
    """Answer with the issues of the newsletter."""
    return await responses.page(request, documents.newsletter, _now(request), _density(request))


@route("/newsletter/{named:str}", http_method=_READS)
async def issue(request: Asked, named: FromPath[str]) -> Answer:
    """Answer with an issue of the newsletter, or with a feed of them."""
    if named in feeds.FEEDS:
        return await responses.file(request, newsletter_feeds.feed, named, _now(request).date())
    return await responses.page(request, documents.issue, named, _now(request), _density(request))


@route("/newsletter/{named:str}/issue.txt", http_method=_READS)
async def issue_text(request: Asked, named: FromPath[str]) -> Answer:
    """Answer with an issue as text."""
    return await responses.file(request, newsletter_feeds.text, named, _now(request).date())


@route("/sources", http_method=_READS)
async def sources(request: Asked) -> Answer:
    """Answer with the sources."""
    return await responses.page(request, documents.sources, _density(request))


@route("/status", http_method=_READS)
async def status(request: Asked) -> Answer:
    """Answer with the state of the newsroom."""
    return await responses.page(request, documents.status, _now(request), _density(request))


@route("/search", http_method=_READS)
async def search(request: Asked) -> Answer:
    """Answer with what is found."""
    query = request.query_params
    return await responses.page(request, documents.search, query.get("q", ""), query.get("page", ""), _density(request))


@route("/density", http_method=_READS)
async def density(request: Asked) -> Answer:
    """Remember how dense pages shall be and go back; without a choice, ask for one."""
    chosen, back = request.query_params.get("d", ""), request.query_params.get("to", "")
    if chosen not in DENSITIES:
        return await responses.page(request, documents.density, _density(request))
    way = back if _WAY.fullmatch(back) and ".." not in back else ""
    cookie = Cookie(key="density", value=chosen, path="/", max_age=_YEAR, samesite="lax")
    return responses.moved(address.root(responses.path(request)) + way, 303, cookies=[cookie])


@route("/keys", http_method=_READS)
async def keys(request: Asked) -> Answer:
    """Answer with the keys."""
    return await responses.page(request, documents.keys, _density(request))


@route("/offline", http_method=_READS)
async def offline(request: Asked) -> Answer:
    """Answer with the page that stands for one that was not kept."""
    return await responses.page(request, documents.offline, _density(request))


# -- files


@route("/poster.png", http_method=_READS)
async def poster(request: Asked) -> Answer:
    """Answer with the picture that stands for the site where an address of it is shared."""
    return await responses.file(request, social_card_documents.site, cache="public, max-age=3600")


@route("/s/{ident:str}/poster.png", http_method=_READS)
async def poster_of(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with the picture that stands for a story."""
    return await responses.file(request, social_card_documents.story, ident, cache="public, max-age=3600")


@route("/manifest.webmanifest", http_method=_READS)
async def manifest(request: Asked) -> Answer:
    """Answer with the site's name and icon for a home screen."""
    return await responses.file(request, pwa.manifest)


@route("/sw.js", http_method=_READS)
async def worker(request: Asked) -> Answer:
    """Answer with the script that keeps the last edition; browsers ask for it each time."""
    return await responses.file(request, pwa.worker, cache="no-cache")


@route(
    [
        "/api/news",
        "/api/news/index.json",
        "/api/news/page/{page:str}",
        "/api/news/page/{page:str}/index.json",
        "/api/news/{ident:str}",
        "/api/news/{ident:str}/index.json",
        "/api/news/{ident:str}/page/{page:str}",
        "/api/news/{ident:str}/page/{page:str}/index.json",
    ],
    http_method=_READS,
)
async def news(request: Asked, ident: FromPath[str] = "", page: FromPath[str] = "") -> Answer:
    """Answer with a page of the published records."""
    return await responses.file(request, classic.news, ident, page)


@route(["/api/topics", "/api/topics/index.json"], http_method=_READS)
async def topics(request: Asked) -> Answer:
    """Answer with the site's topics."""
    return await responses.file(request, classic.topics)


@route(["/api/newsletters", "/api/newsletters/index.json"], http_method=_READS)
async def newsletters(request: Asked) -> Answer:
    """Answer with the list of newsletters."""
    return await responses.file(request, classic.newsletters)


@route("/api/articles/{name:str}", http_method=_READS)
async def explained(request: Asked, name: FromPath[str]) -> Answer:
    """Answer with an article's explanation."""
    return await responses.file(request, classic.article, name, _now(request))


@route(
    [
        "/feed.xml",
        "/feed.atom",
        "/feed.json",
        "/t/{ident:str}/feed.xml",
        "/t/{ident:str}/feed.atom",
        "/t/{ident:str}/feed.json",
    ],
    http_method=_READS,
)
async def feed(request: Asked, ident: FromPath[str] = "") -> Answer:
    """Answer with a feed of the front page or of a topic."""
    return await responses.file(request, feeds.feed, responses.path(request).rpartition("/")[2], ident)


@route(["/s/{ident:str}/feed.xml", "/s/{ident:str}/feed.atom", "/s/{ident:str}/feed.json"], http_method=_READS)
async def told(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with a feed of a story."""
    return await responses.file(request, feeds.story, responses.path(request).rpartition("/")[2], ident)


@route("/sources/{ident:str}", http_method=_READS)
async def source(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with a source."""
    return await responses.page(request, documents.source, ident, _now(request), _density(request))


@route("/sources/{ident:str}/{name:str}", http_method=_READS)
async def of_source(request: Asked, ident: FromPath[str], name: FromPath[str]) -> Answer:
    """Answer with a feed of a source."""
    return await responses.file(request, feeds.source, name, ident)


@route("/sources.opml", http_method=_READS)
async def outline(request: Asked) -> Answer:
    """Answer with the list of sources for feed readers."""
    return await responses.file(request, feeds.outline)


@route("/search/{name:str}", http_method=_READS)
async def found(request: Asked, name: FromPath[str]) -> Answer:
    """Answer with a feed of what a search finds."""
    return await responses.file(request, feeds.search, name, request.query_params.get("q", ""))


@route("/{name:str}", http_method=_READS)
async def sitemap(request: Asked, name: FromPath[str]) -> Answer:
    """Answer with a list of pages for search engines, or the index of them: they cover what is below them only."""
    return await responses.file(request, sitemaps.one, f"/{name}", _now(request))


@route("/robots.txt", http_method=_READS)
async def robots(request: Asked) -> Answer:
    """Answer with what crawlers may read."""
    return await responses.file(request, rules.robots)


@route("/rules.txt", http_method=_READS)
async def house(request: Asked) -> Answer:
    """Answer with the rules of the house in plain words."""
    return await responses.file(request, rules.rules)


@route("/favicon.ico", http_method=_READS)
async def favicon(request: Asked) -> Answer:
    """Answer with the icon to browsers that ask for it by its old name."""
    return await responses.file(request, feeds.static, "icon.svg", cache="public, max-age=86400")


@route("/pictures/{name:str}", http_method=_READS)
async def picture(request: Asked, name: FromPath[str]) -> Answer:
    """Answer with our own copy of a picture."""
    return await responses.file(request, feeds.picture, name, cache=f"public, max-age={_YEAR}, immutable")


@route("/static/{name:str}", http_method=_READS)
async def static(request: Asked, name: FromPath[str]) -> Answer:
    """Answer with the site's own style, script or icon."""
    age = (
        f"{_YEAR}, immutable"
        if request.query_params.get("v") == theme.of(responses.newsroom(request).settings.folder).version
        else "3600"
    )
    return await responses.file(request, feeds.static, name, cache=f"public, max-age={age}")


ALL = [
    front, story, topic, article, about, river, archive, day, newsletter, issue, issue_text, sources, source,
    status, search, density, keys, offline,
    manifest, worker,
    news, topics, newsletters, explained, feed, told, of_source, outline, found, sitemap, robots, house, favicon,
    poster, poster_of, picture, static,
]  # fmt: skip


def _now(request: Asked) -> datetime:
    return responses.newsroom(request).now()


def _density(request: Asked) -> str:
    return request.cookies.get("density", "standard")
