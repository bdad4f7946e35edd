"""Which address answers with which document."""

import re
from typing import Any

from litestar import Response, route
from litestar.datastructures import Cookie

from coranto.serve import address, answers, api, feeds, pages, render
from coranto.serve.answers import Asked
from coranto.serve.views.frame import DENSITIES

_YEAR = 365 * 24 * 3600
_WAY = re.compile(r"(?:[\w.~%-]+/)*[\w.~%-]*", re.ASCII)  # a path within the site, without a slash in front
_READS = ["GET", "HEAD"]

# -- pages


@route("/", http_method=_READS, sync_to_thread=True)
def front(request: Asked) -> Response[Any]:
    """Answer with the front page."""
    return answers.page(request, pages.front(answers.desk(request), answers.desk(request).now(), _density(request)))


@route(["/s/{ident:str}", "/s/{ident:str}/{slug:str}"], http_method=_READS, sync_to_thread=True)
def story(request: Asked, ident: str) -> Response[Any]:
    """Answer with a story; an old headline or an ended story leads to where it stands now."""
    return answers.page(request, pages.story(answers.desk(request), ident, answers.desk(request).now(), _density(request)))


@route("/t/{ident:str}", http_method=_READS, sync_to_thread=True)
def topic(request: Asked, ident: str) -> Response[Any]:
    """Answer with a topic."""
    return answers.page(request, pages.topic(answers.desk(request), ident, answers.desk(request).now(), _density(request)))


@route("/a/{ident:str}", http_method=_READS, sync_to_thread=True)
def article(request: Asked, ident: str) -> Response[Any]:
    """Answer with what is known of an article."""
    return answers.page(request, pages.article(answers.desk(request), ident, answers.desk(request).now(), _density(request)))


@route("/about/how-it-works", http_method=_READS, sync_to_thread=True)
def about(request: Asked) -> Response[Any]:
    """Answer with the rules."""
    return answers.page(request, pages.about(answers.desk(request), _density(request)))


@route("/river", http_method=_READS, sync_to_thread=True)
def river(request: Asked) -> Response[Any]:
    """Answer with the river."""
    return answers.page(request, pages.river(answers.desk(request), answers.desk(request).now(), _density(request)))


@route("/sources", http_method=_READS, sync_to_thread=True)
def sources(request: Asked) -> Response[Any]:
    """Answer with the sources."""
    return answers.page(request, pages.sources(answers.desk(request), _density(request)))


@route("/status", http_method=_READS, sync_to_thread=True)
def status(request: Asked) -> Response[Any]:
    """Answer with the state of the newsroom."""
    return answers.page(request, pages.status(answers.desk(request), answers.desk(request).now(), _density(request)))


@route("/search", http_method=_READS, sync_to_thread=True)
def search(request: Asked) -> Response[Any]:
    """Answer with what is found."""
    query = request.query_params
    page = query.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1
    return answers.page(request, pages.search(answers.desk(request), query.get("q", ""), max(1, number), _density(request)))


@route("/density", http_method=_READS, sync_to_thread=True)
def density(request: Asked) -> Response[Any]:
    """Remember how dense pages shall be and go back; without a choice, ask for one."""
    chosen, back = request.query_params.get("d", ""), request.query_params.get("to", "")
    if chosen not in DENSITIES:
        return answers.page(request, pages.density(answers.desk(request), _density(request)))
    way = back if _WAY.fullmatch(back) and ".." not in back else ""
    cookie = Cookie("density", chosen, path="/", max_age=_YEAR, samesite="lax")
    return answers.moved(address.root(answers.path(request)) + way, 303, cookies=[cookie])


# -- files


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
    sync_to_thread=True,
)
def news(request: Asked, ident: str = "", page: str = "1") -> Response[Any]:
    """Answer with a page of the published records."""
    return answers.file(request, api.news(answers.desk(request), ident, page))


@route(["/api/topics", "/api/topics/index.json"], http_method=_READS, sync_to_thread=True)
def topics(request: Asked) -> Response[Any]:
    """Answer with the site's topics."""
    return answers.file(request, api.topics(answers.desk(request)))


@route(["/api/newsletters", "/api/newsletters/index.json"], http_method=_READS, sync_to_thread=True)
def newsletters(request: Asked) -> Response[Any]:
    """Answer with the list of newsletters."""
    return answers.file(request, api.newsletters(answers.desk(request)))


@route("/api/articles/{name:str}", http_method=_READS, sync_to_thread=True)
def explained(request: Asked, name: str) -> Response[Any]:
    """Answer with an article's explanation."""
    found = api.article(answers.desk(request), name.removesuffix(".json"), answers.desk(request).now()) if name.endswith(".json") else None
    return answers.file(request, found)


@route(
    ["/feed.xml", "/feed.atom", "/feed.json", "/t/{ident:str}/feed.xml", "/t/{ident:str}/feed.atom", "/t/{ident:str}/feed.json"],
    http_method=_READS,
    sync_to_thread=True,
)
def feed(request: Asked, ident: str = "") -> Response[Any]:
    """Answer with a feed of the front page or of a topic."""
    return answers.file(request, feeds.feed(answers.desk(request), answers.path(request).rpartition("/")[2], ident))


@route("/sitemap.xml", http_method=_READS, sync_to_thread=True)
def sitemap(request: Asked) -> Response[Any]:
    """Answer with the list of pages for search engines."""
    return answers.file(request, feeds.sitemap(answers.desk(request)))


@route(["/robots.txt", "/favicon.ico"], http_method=_READS, sync_to_thread=False)
def well_known(request: Asked) -> Response[Any]:
    """Answer with what programs ask for by name."""
    return answers.file(request, feeds.robots(answers.desk(request)) if answers.path(request) == "/robots.txt" else feeds.static("icon.svg"))


@route("/static/{name:str}", http_method=_READS, sync_to_thread=False)
def static(request: Asked, name: str) -> Response[Any]:
    """Answer with the site's own style, script or icon."""
    age = f"{_YEAR}, immutable" if request.query_params.get("v") == render.version() else "3600"
    return answers.file(request, feeds.static(name), cache=f"public, max-age={age}")


PAGES = [front, story, topic, article, about, river, sources, status, search, density]
FILES = [news, topics, newsletters, explained, feed, sitemap, well_known, static]


def _density(request: Asked) -> str:
    return request.cookies.get("density", "standard")
