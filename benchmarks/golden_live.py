"""Ask a live site over HTTP for addresses of every kind: pages, files for programs, the API, what is not there."""

import contextlib
import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

HOST = "127.0.0.1:8000"  # the site's address in its settings, and the Host of every request
UNTOLD = {"date", "server"}  # headers of the server, not of the application

FEEDS = ("feed.xml", "feed.atom", "feed.json")
PAGES = (
    "/", "/river", "/river/", "/archive", "/archive/", "/archive/2026/", "/archive/1999/", "/day/2026-03-06/",
    "/day/2026-03-07/", "/day/2026-13-01/", "/newsletter/", "/newsletter/2026-03-06/", "/newsletter/2026-03-06/issue.txt",
    *(f"/newsletter/{name}" for name in FEEDS), "/sources", "/sources/", "/status/", "/about/how-it-works/", "/keys/",
    "/offline/", "/density/", "/density?d=brief&to=river/", "/search", "/search/", "/search/?q=model", "/search/?q=KI",
    "/search/?q=%22data%20centre%22%20-grid", "/search/?q=model&page=2", "/search/?q=topic:nothing", "/search/?q=zzzz",
    "/nothing", "/a/nothing/", "/s/nothing/", "/t/nothing/", "/sources/nothing/",
)  # fmt: skip
MACHINES = (
    *(f"/{name}" for name in FEEDS), *(f"/search/{name}?q=model" for name in FEEDS), "/sources.opml", "/robots.txt",
    "/rules.txt", "/sitemap.xml", "/sitemap-news.xml", "/sitemap-pages.xml", "/sitemap-2026-03-06.xml",
    "/manifest.webmanifest", "/sw.js", "/favicon.ico", "/poster.png", "/static/nothing.css", "/pictures/nothing.webp",
    "/api/news", "/api/news/index.json", "/api/news/page/1", "/api/news/page/2/index.json", "/api/news/page/99",
    "/api/topics", "/api/newsletters", "/api/nothing", "/websub/nothing/nothing?hub.mode=subscribe&hub.challenge=x",
)  # fmt: skip
API = tuple(
    f"/api/v1/{way}"
    for way in (
        "articles", "articles?limit=100", "articles?limit=3&fields=id,title", "articles?source=meridianwire.example",
        "articles?quality=60", "articles?after=2026-03-06&before=2026-03-07", "articles?limit=0", "articles?colour=red",
        "articles?cursor=nothing", "articles?topic=nothing", "articles/nothing", "explain/nothing", "stories",
        "stories?days=7&limit=100", "stories/nothing", "topics", "sources", "search?q=model", "search?q=model&limit=2",
        "search", "openapi.json", "articles.jsonl", "articles.jsonl?topic=ai", "nothing",
    )
)  # fmt: skip
SPECIAL = ("/", "/api/v1/stories", "/feed.xml", "/status/", "/nothing")
TRANSLATED = (
    "/",
    "/river/",
    "/archive/",
    "/about/how-it-works/",
    "/sources/",
    "/status/",
    "/search/?q=model",
    "/keys/",
)

Tree = dict[str, bytes]


def ask(port: int, way: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes | None = None):
    """Ask the live site; the status and headers as they are printed, and the body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request(method, way, body, {"Host": HOST, **(headers or {})})
        answer = connection.getresponse()
        told = sorted((name.lower(), value) for name, value in answer.getheaders() if name.lower() not in UNTOLD)
        told = [(name, ", ".join(sorted(value.split(", "))) if name == "allow" else value) for name, value in told]
        lines = [f"{answer.status} {answer.reason}", *(f"{name}: {value}" for name, value in told)]
        return "\n".join([*lines, ""]).encode(), answer.read()


def ask_json(port: int, way: str):
    return json.loads(ask(port, way)[1])


def some(values, count: int) -> list:
    """Choose about so many of the values, evenly spread."""
    values = list(values)
    return values[:: max(1, -(-len(values) // count))]


def answers(port: int, site: Path) -> Tree:
    """Ask for addresses of every kind."""
    articles = [one["id"] for one in ask_json(port, "/api/v1/articles?limit=100")["items"]]
    stories = ask_json(port, "/api/v1/stories?limit=20&days=7")
    topics = [one["id"] for one in ask_json(port, "/api/v1/topics")["items"]]
    sources = [one["id"] for one in ask_json(port, "/api/v1/sources")["items"]]
    ways = [*PAGES, *MACHINES, *API, f"/api/v1/stories?limit=20&days=7&cursor={stories['next']}"]
    for kind in ("static", "pictures"):
        ways += [f"/{kind}/{name}" for name in some(sorted(path.name for path in (site / kind).iterdir()), 4)]
    for story in some(stories["items"], 8):
        ident, told = story["id"], urlsplit(story["page"]).path
        ways += [told, f"/s/{ident}", f"/s/{ident}/an-old-headline", f"/s/{ident}/poster.png"]
        ways += [f"/s/{ident}/{name}" for name in FEEDS]
        ways += [f"/api/v1/stories/{ident}", f"/api/v1/stories/{ident}?fields=id,title,heat"]
    for ident in some(articles, 8):
        ways += [
            f"/a/{ident}",
            f"/a/{ident}/",
            f"/api/articles/{ident}.json",
            f"/api/v1/articles/{ident}",
            f"/api/v1/explain/{ident}",
        ]
    for ident in some(topics, 4):
        ways += [f"/t/{ident}", f"/t/{ident}/", f"/api/news/{ident}", f"/api/news/{ident}/page/1"]
        ways += [
            *(f"/t/{ident}/{name}" for name in FEEDS),
            f"/api/v1/stories?topic={ident}",
            f"/search?q=topic:{ident}",
        ]
    for ident in some(sources, 4):
        ways += [f"/sources/{ident}/", *(f"/sources/{ident}/{name}" for name in FEEDS)]
    tree: Tree = {}
    for way in dict.fromkeys(ways):
        put(tree, f"GET {way}", ask(port, way))
    for way in SPECIAL:
        put(tree, f"HEAD {way}", ask(port, way, method="HEAD"))
        put(tree, f"POST {way}", ask(port, way, method="POST", body=b"x"))
        put(tree, f"GET {way} full", ask(port, way, {"Cookie": "density=full"}))
        put(tree, f"GET {way} br", ask(port, way, {"Accept-Encoding": "br"}))
        put(tree, f"GET {way} known", ask(port, way, {"If-None-Match": "*"}))
    for tool, given in tools(topics, stories["items"], articles).items():
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": given}}
        put(tree, f"POST /mcp {tool}", rpc(port, call))
    put(tree, "POST /mcp", rpc(port, {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}))
    return tree


def translated(port: int, language: str) -> Tree:
    """Ask for pages of the site in another language."""
    tree: Tree = {}
    ways = [urlsplit(one["page"]).path for one in ask_json(port, "/api/v1/stories?limit=60&days=7")["items"]]
    ways = some(ways, 10) + [f"/a/{one['id']}/" for one in some(ask_json(port, "/api/v1/articles")["items"], 10)]
    for way in (*TRANSLATED, *ways):
        put(tree, f"GET {way} in {language}", ask(port, way))
    return tree


def tools(topics: list, stories: list, articles: list) -> dict[str, dict]:
    """What an assistant asks."""
    story, article = {"story": stories[0]["id"]}, {"article": articles[0]}
    return {
        "list_topics": {}, "search": {"query": "model"}, "latest_stories": {"topic": topics[0]}, "get_story": story,
        "story_timeline": story, "get_article": article, "explain_score": article, "trending": {}, "list_sources": {},
        "source_health": {},
    }  # fmt: skip


def rpc(port: int, call: dict) -> tuple[bytes, bytes]:
    """Call a tool of the door for assistants."""
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    return ask(port, "/mcp/", headers | {"MCP-Protocol-Version": "2025-06-18"}, "POST", json.dumps(call).encode())


def put(tree: Tree, name: str, answer: tuple[bytes, bytes]) -> None:
    tree[f"head/{name}"], tree[f"body/{name}"] = answer
