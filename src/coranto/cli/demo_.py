"""``coranto demo``: run a whole newsroom without the internet, with fictional outlets."""

import asyncio
import contextlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

from coranto import errors, pipeline
from coranto import newsroom as newsrooms
from coranto.cli import open_site, run_, stopping
from coranto.config import extras, settings_file
from coranto.demo.server import Press
from coranto.heat import in_lists
from coranto.newsroom import Newsroom
from coranto.run import scaffold, source_list
from coranto.web import app as serving

PORT = 8000
_LAST = 65534  # a kept newsroom's press uses the next port
_ELSEWHERE = "choose another with --port"


@click.command()
@click.option("--once", is_flag=True, help="Gather, judge and publish once, print a summary, and end.")
@click.option(
    "--port", type=click.IntRange(1, _LAST), default=PORT, show_default=True, help="Where the site is served."
)
@click.option("--dir", "folder", type=click.Path(file_okay=False, path_type=Path), help="Keep the newsroom here.")
@click.pass_context
def command(ctx: click.Context, once: bool, port: int, folder: Path | None) -> None:
    """Run a whole newsroom without the internet.

    A fictional press on loopback writes about artificial intelligence in three languages; the newsroom gathers, judges,
    groups and publishes it, and serves the site.

    \b
    Example:
      coranto demo
      coranto demo --once --dir demo
    """
    open_site.listen(ctx)
    # A kept newsroom finds its press at the same address again.
    with (
        _folder(folder) as home,
        _press(port + 1 if folder else 0) as press,
        opened(home, press, port) as newsroom,
        newsrooms.alone(newsroom.settings),
    ):
        source_list.sync(newsroom)
        click.echo(f"press      {press.address}: {len(newsroom.store.get_sources())} fictional outlets", err=True)
        if once:
            click.echo(run_.summary(newsroom, *run_.one_round(newsroom, quiet=ctx.obj["verbose"] < 0)))
            return
        with serving.Server(newsroom, elsewhere=_ELSEWHERE) as server:
            done, seconds = run_.one_round(newsroom, quiet=ctx.obj["verbose"] < 0)
            totals = newsroom.store.count_all()
            click.echo(
                f"newsroom   {done['articles']} articles, {totals['stories']} stories, {totals['published']} published,"
                f" in {seconds:.0f} s",
                err=True,
            )
            click.echo(things_to_try(newsroom, server.address, home))
            with stopping.Stopping() as ends:
                ends.also(server.end)
                asyncio.run(_go_on(newsroom, ends))


def _press(port: int) -> Press:
    """Return the press; raise ``ConfigError`` if its port is taken."""
    try:
        return Press(port)
    except OSError as why:
        raise errors.ConfigError(
            f"cannot serve the fictional press there, one after the site's port: {why.strerror}; {_ELSEWHERE}",
            f"127.0.0.1:{port}",
        ) from why


@contextlib.contextmanager
def opened(home: Path, press: Press, port: int) -> Iterator[Newsroom]:
    """Open the demo's newsroom in a folder, with the press as its only source."""
    scaffold.demo(home, press, port)
    settings = settings_file.load(home / settings_file.FILE)
    with newsrooms.open_newsroom(settings) as newsroom:
        yield newsroom


async def _go_on(newsroom: Newsroom, ends: stopping.Stopping) -> None:
    stop = asyncio.Event()
    ends.listen(asyncio.get_running_loop(), stop)

    def report_progress(done: Counter[str]) -> None:
        if done["articles"]:
            click.echo(f"{done['articles']} new", err=True)

    await pipeline.run_forever(newsroom, stop, report_progress, stopping=ends.asked)


@contextlib.contextmanager
def _folder(folder: Path | None) -> Iterator[Path]:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="coranto-demo-") as name:
        yield Path(name)


def things_to_try(newsroom: Newsroom, address: str, home: Path) -> str:
    """Return what one can do with the demo, for a first visit."""
    now = newsroom.now()
    fading = in_lists.rules(newsroom.settings, now)
    hottest = newsroom.store.hot_stories(now - timedelta(days=7), 1, day=now, rules=fading)
    article = hottest[0][0].lead if hottest else "ID"
    coranto = sys.argv[0] if "/" in sys.argv[0] else "coranto"
    toml = home / settings_file.FILE
    things = [f"Read the front page at {address} and open its first story: why it is there is written below it."]
    if owner := run_.owner_address(newsroom, address):
        things.append(f"Be the editor: {owner}\n     makes you the owner, once; then you decide at the desk.")
    elif extras.there("desk"):
        things.append(f"Be the editor: sign in at {address}/desk/.")
    things.append(f"{coranto} --config {toml} explain {article}")
    things.append(f"ls {home / '_news'}: every article is a Markdown file.")
    listed = "".join(f"  {number}. {thing}\n" for number, thing in enumerate(things, 1))
    return f"\n  {address}\n\nThings to try:\n{listed}\nCtrl-C ends it.\n"
