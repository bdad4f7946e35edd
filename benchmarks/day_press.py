"""A press for ``day.py``, in a process of its own: feeds and pages on loopback, by the clock of the newsroom."""

import asyncio
import contextlib
import multiprocessing
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import resources

from aiohttp import web

# English, or each article is of a language of its own, and its story is looked for in all the others.
WORDS = sorted(
    {
        word
        for file in resources.files("coranto.demo").joinpath("stories").iterdir()
        for word in re.findall(r"[a-z]{4,}", file.read_text())
    }
)


def news(start: datetime, days: int, a_day: int, seed: int) -> list[tuple[datetime, str]]:
    """Return times and titles of what is told from a day on, by the hour of the day: mostly in the afternoon."""
    chance, story, told = random.Random(seed), list[str](), []
    for day in range(days):
        for _ in range(a_day):
            if not story or chance.random() < 0.4:
                story = chance.sample(WORDS, 8)
            at = start + timedelta(days=day, seconds=chance.triangular(0, 86_399, 50_000))
            told.append((at, " ".join([*chance.sample(story, 4), *chance.sample(WORDS, 4), "ferry"]).capitalize()))
    return sorted(told)


def text(title: str) -> str:
    """Return the 300 words under a title."""
    return " ".join(random.Random(title).choices(WORDS, k=300)) + "."


class Press:
    """Where the press is, the process that it is, and its clock."""

    def __init__(self, port: int, pid: int, clock) -> None:
        self.port, self.pid, self._clock = port, pid, clock

    def tell(self, now: datetime) -> None:
        """Tell it the newsroom's time: what is later is in no feed."""
        self._clock.value = now.timestamp()


@contextlib.contextmanager
def press(sources: int, told: list[tuple[datetime, str]]) -> Iterator[Press]:
    """Serve so many feeds, their latest thirty entries each, and the pages behind them."""
    spawn = multiprocessing.get_context("spawn")
    clock, (ours, theirs) = spawn.Value("d", told[0][0].timestamp()), spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs, clock, sources, told), daemon=True)
    process.start()
    try:
        yield Press(ours.recv(), process.pid, clock)
    finally:
        process.kill()
        process.join()


def _serve(ready, clock, sources: int, told: list[tuple[datetime, str]]) -> None:
    of_source = [told[number::sources] for number in range(sources)]

    async def answer(request: web.Request) -> web.Response:
        """Answer a feed (``/3/feed``), a page (``/3/17``) or with 404."""
        number, _, what = request.path.strip("/").partition("/")
        if not number.isdigit():
            return web.Response(status=404)
        entries = of_source[int(number)]
        if what != "feed":
            at, title = entries[int(what)]
            body = f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1><time datetime='{at.isoformat()}'></time><p>{text(title)}</p></article></body></html>"
            return web.Response(text=body, content_type="text/html")
        now = datetime.fromtimestamp(clock.value, UTC)
        shown = [(n, *one) for n, one in enumerate(entries) if one[0] <= now][-30:]
        items = "".join(f"<item><title>{title}</title><link>{request.url.origin()}/{number}/{n}</link><pubDate>{format_datetime(at)}</pubDate></item>" for n, at, title in shown)  # fmt: skip
        body = (
            f"<rss version='2.0'><channel><title>Outlet {number}</title><language>en</language>{items}</channel></rss>"
        )
        etag = f'"{shown[-1][0] if shown else 0}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})

    async def serve() -> None:
        runner = web.AppRunner(web.Application())
        runner.app.router.add_get("/{path:.*}", answer)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(serve())
