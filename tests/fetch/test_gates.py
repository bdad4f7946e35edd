"""What real servers send: cookies on the way, bodies under false names, long headers, a marked robots.txt."""

import asyncio
import contextlib
import gzip
from http.cookies import SimpleCookie

import pytest

from coranto.fetch import decode
from coranto.fetch.client import Client
from coranto.fetch.cookies import Cookies
from coranto.model.response import Failure, Response
from coranto.model.settings import Fetch
from coranto.source import discover

FEED = b"<rss version='2.0'><channel><title>Daily</title><item><title>A</title><link>/a</link></item></channel></rss>"
MAP = b"<urlset><url><loc>https://daily.example/a</loc></url></urlset>"
PAGE = b"<html><body><h1>Daily</h1></body></html>"


def ok(body, *headers, status=200):
    lines = "".join(f"{line}\r\n" for line in (*headers, f"Content-Length: {len(body)}", "Connection: close"))
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode("latin-1") + body


def moved(to, *headers):
    return ok(b"", f"Location: {to}", *headers, status=302)


@contextlib.asynccontextmanager
async def serving(answers):
    """Serve answers by path: bytes, or what a function makes of the request's head."""

    async def answer(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            found = answers.get(head.split()[1], ok(b"", status=404))
            writer.write(found(head) if callable(found) else found)
            await writer.drain()
        writer.close()

    running = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with running:
        place = f"127.0.0.1:{running.sockets[0].getsockname()[1]}"
        async with Client(Fetch(allow=(place,), spacing=0.0), "https://news.example/") as client:
            yield client, f"http://{place}"


async def test_cookies_are_kept_for_one_chain_of_redirects_and_no_longer():
    def feed(head):
        return ok(FEED) if "token=abc" in head else moved("/gate")

    async with serving({"/feed": feed, "/gate": moved("/feed", "Set-Cookie: token=abc; Path=/")}) as (client, site):
        for _ in range(2):  # the second chain begins without the first one's cookie
            assert isinstance(await client.get(f"{site}/feed"), Response)


async def test_a_circle_is_one_although_it_sets_the_same_cookie_again():
    answers = {"/feed": moved("/gate"), "/gate": moved("/feed", "Set-Cookie: token=abc; Path=/")}
    async with serving(answers) as (client, site):
        assert (await client.get(f"{site}/feed")).reason.code == "fetch.redirect_circle"


@pytest.mark.parametrize("status", [200, 201, 202, 203, 206])
async def test_any_success_with_content_is_an_answer(status):
    async with serving({"/feed": ok(FEED, status=status), "/empty": ok(b"", status=202)}) as (client, site):
        assert (await client.get(f"{site}/feed")).body == FEED
        assert isinstance(await client.get(f"{site}/empty"), Failure)


@pytest.mark.parametrize(
    "name", ["aws-chunked", "none", "utf-8", "binary", "gzip", "deflate", "br", "zstd", "gzip, none"]
)
async def test_plain_content_is_read_whatever_it_is_called(name):
    async with serving({"/feed": ok(FEED, f"Content-Encoding: {name}")}) as (client, site):
        assert (await client.get(f"{site}/feed")).body == FEED


def test_a_sign_that_arrives_byte_by_byte_is_still_one():
    packed = gzip.compress(FEED)
    decoder = decode.Decoder("gzip", 10_000)
    assert b"".join(decoder.feed(packed[at : at + 1]) for at in range(len(packed))) == FEED
    decoder = decode.Decoder("gzip", 10_000)
    assert b"".join(decoder.feed(FEED[at : at + 1]) for at in range(len(FEED))) == FEED


async def test_headers_of_forty_kilobytes_are_read():
    async with serving({"/feed": ok(FEED, "Content-Security-Policy: " + "a" * 40_000)}) as (client, site):
        assert isinstance(await client.get(f"{site}/feed"), Response)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
async def test_a_byte_order_mark_opens_no_pages(mark):
    robots = ok(mark + b"User-agent: *\nDisallow: /\n")
    async with serving({"/robots.txt": robots, "/a": ok(PAGE)}) as (client, site):
        assert (await client.get(f"{site}/a", robots=True)).robots


@pytest.mark.parametrize(
    ("given", "answers", "found"),
    [
        ("/", {"/robots.txt": "Sitemap: {site}/maps/today.xml", "/maps/today.xml": MAP}, "/maps/today.xml"),
        ("/", {"/feeds/posts/default": FEED}, "/feeds/posts/default"),
        ("/blog/", {"/blog/": PAGE, "/blog/index.xml": FEED, "/feed": FEED}, "/blog/index.xml"),
        ("/blog/a.html", {"/blog/a.html": PAGE, "/blog/feed": FEED}, "/blog/feed"),
    ],
)
async def test_a_source_is_found_where_the_page_names_none(given, answers, found):
    served = {"/": ok(PAGE)}
    async with serving(served) as (client, site):
        for path, body in answers.items():
            served[path] = ok(body.format(site=site).encode() if isinstance(body, str) else body)
        assert (await discover.find(client, f"feed:{site}{given}")).source.url == f"{site}{found}"


def test_a_cookie_goes_to_whom_it_is_for():
    jar = Cookies()
    set_ = SimpleCookie("a=1; Path=/in")
    set_.load("b=2; Domain=daily.example; Secure")
    set_.load("c=3; Domain=other.example")
    set_.load("d=4; Domain=example")
    jar.keep(set_, "https://www.daily.example/in/x")
    assert jar.header("https://www.daily.example/in/y") == "a=1; b=2"
    assert jar.header("https://www.daily.example/inner") == "b=2"
    assert jar.header("https://m.daily.example/in") == "b=2"
    assert jar.header("http://m.daily.example/in") == ""
    assert jar.header("https://other.example/") == ""
    jar.keep(SimpleCookie("b=; Domain=daily.example; Max-Age=0"), "https://daily.example/")
    assert jar.header("https://m.daily.example/") == ""
