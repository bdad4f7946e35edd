"""Which address answers with which document. Documents are made in worker threads: the store waits for its disk."""

import re
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from coranto.feeds import address
from coranto.feeds.formats import FORMATS
from coranto.web import feeds, newsletter_feeds, pwa, responses, sitemaps, social_card_documents, theme
from coranto.web import robots as rules
from coranto.web.api import classic
from coranto.web.pages import documents
from coranto.web.pages.layout import DENSITIES
from coranto.web.routing import route

_YEAR = 365 * 24 * 3600
_WAY = re.compile(r"(?:[\w.~%-]+/)*[\w.~%-]*", re.ASCII)  # a path within the site, without a slash in front

# -- pages


@route("/")
async def front(request: Request) -> Response:
    """Answer with the front page."""
    return await responses.page(request, documents.front, _now(request), _density(request))


@route("/s/{ident}", "/s/{ident}/{slug}")
async def story(request: Request, ident: str, slug: str = "") -> Response:  # noqa: ARG001
    """Answer with a story; an old headline or an ended story leads to where it stands now."""
    return await responses.page(request, documents.story, ident, _now(request), _density(request))


@route("/t/{ident}")
async def topic(request: Request, ident: str) -> Response:
    """Answer with a topic."""
    return await responses.page(request, documents.topic, ident, _now(request), _density(request))


@route("/a/{ident}")
async def article(request: Request, ident: str) -> Response:
    """Answer with what is known of an article."""
    return await responses.page(request, documents.article, ident, _now(request), _density(request))


@route("/about/how-it-works")
async def about(request: Request) -> Response:
    """Answer with the rules."""
    return await responses.page(request, documents.about, _density(request))


@route("/river")
async def river(request: Request) -> Response:
    """Answer with the river."""
    return await responses.page(request, documents.river, _now(request), _density(request))


@route("/archive", "/archive/{year}")
async def archive(request: Request, year: str = "") -> Response:
    """Answer with the archive."""
    return await responses.page(request, documents.archive, year, _density(request))


@route("/day/{named}")
async def day(request: Request, named: str) -> Response:
    """Answer with the edition of a day."""
    return await responses.page(request, documents.day, named, _now(request), _density(request))


@route("/newsletter")
async def newsletter(request: Request) -> Response:
    """Answer with the issues of the newsletter."""
    return await responses.page(request, documents.newsletter, _now(request), _density(request))


@route("/newsletter/{named}")
async def issue(request: Request, named: str) -> Response:
    """Answer with an issue of the newsletter, or with a feed of them."""
    if named in FORMATS:
        return await responses.file(request, newsletter_feeds.feed, named, _now(request).date())
    return await responses.page(request, documents.issue, named, _now(request), _density(request))


@route("/newsletter/{named}/issue.txt")
async def issue_text(request: Request, named: str) -> Response:
    """Answer with an issue as text."""
    return await responses.file(request, newsletter_feeds.text, named, _now(request).date())


@route("/sources")
async def sources(request: Request) -> Response:
    """Answer with the sources."""
    return await responses.page(request, documents.sources, _density(request))


@route("/status")
async def status(request: Request) -> Response:
    """Answer with the state of the newsroom."""
    return await responses.page(request, documents.status, _now(request), _density(request))


@route("/search")
async def search(request: Request) -> Response:
    """Answer with what is found."""
    query = request.query_params
    return await responses.page(request, documents.search, query.get("q", ""), query.get("page", ""), _density(request))


@route("/density")
async def density(request: Request) -> Response:
    """Remember how dense pages shall be and go back; without a choice, ask for one."""
    chosen, back = request.query_params.get("d", ""), request.query_params.get("to", "")
    if chosen not in DENSITIES:
        return await responses.page(request, documents.density, _density(request))
    way = back if _WAY.fullmatch(back) and ".." not in back else ""
    answer = responses.moved(address.root(responses.path(request)) + way, 303)
    answer.set_cookie("density", chosen, max_age=_YEAR, samesite="lax")
    return answer


@route("/keys")
async def keys(request: Request) -> Response:
    """Answer with the keys."""
    return await responses.page(request, documents.keys, _density(request))


@route("/offline")
async def offline(request: Request) -> Response:
    """Answer with the page that stands for one that was not kept."""
    return await responses.page(request, documents.offline, _density(request))


# -- files


@route("/poster.png")
async def poster(request: Request) -> Response:
    """Answer with the picture that stands for the site where an address of it is shared."""
    return await responses.file(request, social_card_documents.site, cache="public, max-age=3600")


@route("/s/{ident}/poster.png")
async def poster_of(request: Request, ident: str) -> Response:
    """Answer with the picture that stands for a story."""
    return await responses.file(request, social_card_documents.story, ident, cache="public, max-age=3600")


@route("/manifest.webmanifest")
async def manifest(request: Request) -> Response:
    """Answer with the site's name and icon for a home screen."""
    return await responses.file(request, pwa.manifest)


@route("/sw.js")
async def worker(request: Request) -> Response:
    """Answer with the script that keeps the last edition; browsers ask for it each time."""
    return await responses.file(request, pwa.worker, cache="no-cache")


@route(
    "/api/news",
    "/api/news/index.json",
    "/api/news/page/{page}",
    "/api/news/page/{page}/index.json",
    "/api/news/{ident}",
    "/api/news/{ident}/index.json",
    "/api/news/{ident}/page/{page}",
    "/api/news/{ident}/page/{page}/index.json",
)
async def news(request: Request, ident: str = "", page: str = "") -> Response:
    """Answer with a page of the published records."""
    return await responses.file(request, classic.news, ident, page)


@route("/api/topics", "/api/topics/index.json")
async def topics(request: Request) -> Response:
    """Answer with the site's topics."""
    return await responses.file(request, classic.topics)


@route("/api/newsletters", "/api/newsletters/index.json")
async def newsletters(request: Request) -> Response:
    """Answer with the list of newsletters."""
    return await responses.file(request, classic.newsletters)


@route("/api/articles/{name}")
async def explained(request: Request, name: str) -> Response:
    """Answer with an article's explanation."""
    return await responses.file(request, classic.article, name, _now(request))


@route(
    "/feed.xml",
    "/feed.atom",
    "/feed.json",
    "/t/{ident}/feed.xml",
    "/t/{ident}/feed.atom",
    "/t/{ident}/feed.json",
)
async def feed(request: Request, ident: str = "") -> Response:
    """Answer with a feed of the front page or of a topic."""
    return await responses.file(request, feeds.feed, responses.path(request).rpartition("/")[2], ident)


@route("/s/{ident}/feed.xml", "/s/{ident}/feed.atom", "/s/{ident}/feed.json")
async def told(request: Request, ident: str) -> Response:
    """Answer with a feed of a story."""
    return await responses.file(request, feeds.story, responses.path(request).rpartition("/")[2], ident)


@route("/sources/{ident}")
async def source(request: Request, ident: str) -> Response:
    """Answer with a source."""
    return await responses.page(request, documents.source, ident, _now(request), _density(request))


@route("/sources/{ident}/{name}")
async def of_source(request: Request, ident: str, name: str) -> Response:
    """Answer with a feed of a source."""
    return await responses.file(request, feeds.source, name, ident)


@route("/sources.opml")
async def outline(request: Request) -> Response:
    """Answer with the list of sources for feed readers."""
    return await responses.file(request, feeds.outline)


@route("/search/{name}")
async def found(request: Request, name: str) -> Response:
    """Answer with a feed of what a search finds."""
    return await responses.file(request, feeds.search, name, request.query_params.get("q", ""))


@route("/{name}")
async def sitemap(request: Request, name: str) -> Response:
    """Answer with a list of pages for search engines, or the index of them: they cover what is below them only."""
    return await responses.file(request, sitemaps.one, f"/{name}", _now(request))


@route("/robots.txt")
async def robots(request: Request) -> Response:
    """Answer with what crawlers may read."""
    return await responses.file(request, rules.robots)


@route("/rules.txt")
async def house(request: Request) -> Response:
    """Answer with the rules of the house in plain words."""
    return await responses.file(request, rules.rules)


@route("/favicon.ico")
async def favicon(request: Request) -> Response:
    """Answer with the icon to browsers that ask for it by its old name."""
    return await responses.file(request, feeds.static, "icon.svg", cache="public, max-age=86400")


@route("/pictures/{name}")
async def picture(request: Request, name: str) -> Response:
    """Answer with our own copy of a picture."""
    return await responses.file(request, feeds.picture, name, cache=f"public, max-age={_YEAR}, immutable")


@route("/static/{name}")
async def static(request: Request, name: str) -> Response:
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


def _now(request: Request) -> datetime:
    return responses.newsroom(request).now()


def _density(request: Request) -> str:
    return request.cookies.get("density", "standard")
