"""``coranto run``: poll, judge, publish and serve until stopped."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click
import msgspec

from coranto import errors, pipeline
from coranto import newsroom as newsrooms
from coranto.cli import allocator, open_site, profile_notice, progress, source_list_findings, sources_, stopping
from coranto.config import extras, settings_file
from coranto.newsroom import Newsroom
from coranto.run import first_start, scaffold, source_list
from coranto.web import app as serving

_SUMMARY = (
    "polled", "unchanged", "failed", "new", "articles", "reprints", "gone", "deferred", "records", "files", "rejudged",
)  # fmt: skip
_FORMERLY = {"looked": "polled", "dead": "gone", "put_off": "deferred"}  # old keys of the summary, until 0.3


@click.command()
@click.option("--once", is_flag=True, help="Look at every source that is due, publish, print a summary, and end.")
@click.option("--now", is_flag=True, help="Look at every source now, also at those that are not due.")
@click.option("--no-serve", is_flag=True, help="Do not serve the site.")
@click.option("--apart", is_flag=True, help="Do not serve it: `coranto serve` does, in a process of its own.")
@click.pass_context
def command(ctx: click.Context, once: bool, now: bool, no_serve: bool, apart: bool) -> None:
    """Gather, judge, publish and serve, for ever.

    A round ends with 1 where every source that it looked at failed; one of several that fails is said, and no more.

    \b
    Example:
      coranto run --once       one round, a line of JSON about it
      coranto run --once --now the same, also of sources that were looked at a moment ago
      coranto run              for ever, with the site on the configured port
    """
    if not (once or no_serve):
        begin_blank(ctx.obj["config"])
    with open_site.open_site(ctx) as newsroom, newsrooms.alone(newsroom.settings, newsroom.store):
        source_list.sync(newsroom)  # the round reports problems of the list
        browser = extras.there("desk") and not (once or no_serve)
        if not newsroom.store.get_sources() and ctx.obj["verbose"] >= 0 and not browser:
            click.echo(f"{newsroom.settings.paths.sources}: {source_list_findings.EMPTY}", err=True)
        if ctx.obj["verbose"] >= 0 and (told := profile_notice.once(newsroom)):
            click.echo(f"profile: {told}", err=True)
        if now:
            make_due(newsroom)
        if once:
            done, seconds = one_round(newsroom, quiet=ctx.obj["verbose"] < 0)
            click.echo(summary(newsroom, done, seconds))
            hints = (unpublished(newsroom), "" if done["polled"] else nothing_due(newsroom))
            for hint in filter(None, hints if ctx.obj["verbose"] >= 0 else ()):
                click.echo(hint, err=True)
            if done["polled"] and done["failed"] == done["polled"]:
                count = "the one source" if done["polled"] == 1 else f"each of the {done['polled']} sources"
                raise errors.CorantoError(
                    f"{count} that was due failed, so nothing came in; `coranto sources` says why, and when each is "
                    "looked at next",
                    newsroom.settings.paths.sources,
                )
        else:
            work(newsroom, serve=not (no_serve or apart), apart=apart)


def begin_blank(config: str | None) -> None:
    """Write a site without a subject where the folder is empty, so that the browser can ask the rest."""
    folder = Path.cwd()
    if config or not extras.there("desk") or any(not file.name.startswith(".") for file in folder.iterdir()):
        return
    for file, new in scaffold.write_blank(folder):
        if new:
            click.echo(f"wrote {file.name}", err=True)


def one_round(newsroom: Newsroom, *, quiet: bool = False) -> tuple[Counter[str], float]:
    """Run one round; return its counts and its duration in seconds. Show progress bars unless ``quiet``."""
    start, done = time.perf_counter(), Counter[str]()
    with contextlib.nullcontext() if quiet else progress.shown(done):
        loop(pipeline.run_once(newsroom, done))
    return done, time.perf_counter() - start


def make_due(newsroom: Newsroom) -> None:
    """Make every source due now; one whose host asked us to wait stays alone, and so do those that are retired."""
    with newsroom.store.transaction(writes=True):
        for source in newsroom.store.get_sources():
            if not source.retired and source.next_look and not (source.held and source.held > newsroom.now()):
                newsroom.store.save_source(msgspec.structs.replace(source, next_look=None))


def nothing_due(newsroom: Newsroom) -> str:
    """Return when the next source is due, for a round that polled none; "" without sources."""
    coming = [(one.next_look, one) for one in newsroom.store.get_sources() if not one.retired and one.next_look]
    if not coming:
        return ""
    when, first = min(coming, key=lambda pair: pair[0])
    wait = sources_.ahead(when, newsroom.now())
    return f"no source is due: the next is {first.title or first.url}, {wait}; `--now` looks at all of them at once"


def summary(newsroom: Newsroom, done: Counter[str], seconds: float) -> str:
    """Return the summary of a round as one line of JSON."""
    totals = newsroom.store.count_all()
    line: dict[str, float] = {name: done[name] for name in _SUMMARY}
    line |= {"stories": totals["stories"], "published": totals["published"], "seconds": round(seconds, 2)}
    line |= {old: done[new] for old, new in _FORMERLY.items()}
    return msgspec.json.encode(line).decode()


def unpublished(newsroom: Newsroom) -> str:
    """Return why the front page is empty if there are stories but none is published; otherwise ""."""
    totals = newsroom.store.count_all()
    if totals["published"] or not totals["stories"]:
        return ""
    singular = totals["stories"] == 1
    count = "the one story did not reach" if singular else f"none of the {totals['stories']} stories reached"
    if newsroom.settings.profile == "subject":
        return (
            f"nothing is published yet: none of the {totals['stories']} stories is on a topic and reaches the line; "
            "`coranto explain _news/NAME.md` says which of the two an article lacks, and more keywords in "
            f"{newsroom.settings.paths.topics} find more"
        )
    where = settings_file.place(newsroom.settings, "publish.threshold")
    return (
        f"{where}: nothing is published yet: {count} the heat that was asked for when it was judged "
        f"(`publish.threshold` is {newsroom.settings.publish.threshold} now); `coranto explain _news/NAME.md` shows an "
        "article's heat as a sum, and with a lower threshold the next round judges the last days again"
    )


def work(newsroom: Newsroom, *, serve: bool, apart: bool = False, nap: float = pipeline.NAP) -> None:
    """Run rounds until Ctrl-C, and serve the site meanwhile if ``serve``; ``apart``: another process serves it."""
    ends = stopping.Stopping()

    async def main() -> None:
        stop = asyncio.Event()
        ends.listen(asyncio.get_running_loop(), stop)
        start = time.perf_counter()
        await pipeline.run_forever(
            newsroom,
            stop,
            lambda done: click.echo(summary(newsroom, done, time.perf_counter() - start), err=True),
            nap,
            served=serve or apart,
            stopping=ends.asked,
        )

    if not serve:
        with ends:
            loop(main())
        return
    with ends, serving.Server(newsroom) as server:
        ends.also(server.end)
        click.echo(f"serving {server.address}", err=True)
        if told := first_owner(newsroom, server.address):
            click.echo(told, err=True)
        loop(main())


def first_owner(newsroom: Newsroom, served: str) -> str:
    """Return the sentence with the address of the first owner; "" if there are people. As for ``owner_address``."""
    address = owner_address(newsroom, served)
    if address and first_start.due(newsroom):
        return f"set up your paper in the browser, on this machine; this address works once:\n\n    {address}\n"
    return address and (
        f"the desk has no owner yet; open this address on this machine to become it (it works once): {address}"
    )


def owner_address(newsroom: Newsroom, served: str) -> str:
    """Return the address at which the first owner is added, with a new one-time code.

    "" if there are people already, or no desk. ``served`` is where the site listens; behind a Unix socket it is the
    site's public address that a browser can open.
    """
    if not extras.there("desk"):
        return ""
    from coranto.people import first_code

    here = f"http://127.0.0.1:{served.rpartition(':')[2]}" if served.startswith("http") else newsroom.settings.site.url
    code = first_code.make(newsroom)
    return code and f"{here}/desk/first/?code={code}"


def loop(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end, on the faster event loop if it is installed."""
    allocator.share_memory()
    if extras.there("fast"):
        import uvloop

        uvloop.run(work)
    else:
        asyncio.run(work)
