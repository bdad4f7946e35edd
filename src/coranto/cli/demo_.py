"""``coranto demo``: a whole newsroom without the internet, with a press of its own."""

import asyncio
import contextlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from coranto import config, errors, roster, schedule
from coranto import desk as desks
from coranto.cli import run_, site
from coranto.desk import Desk
from coranto.newsroom import begin
from coranto.press.server import Press
from coranto.serve import app as serving

PORT = 8000
_LAST = 65534  # the press of a newsroom that is kept has the port after it
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
    """  # noqa: D301 - Click's \b keeps the lines
    site.listen(ctx)
    # A newsroom that is kept finds its press again, at the same address.
    with (
        _folder(folder) as home,
        _press(port + 1 if folder else 0) as press,
        opened(home, press, port) as desk,
        desks.alone(desk.settings),
    ):
        roster.sync(desk)
        click.echo(f"press      {press.address}: {len(desk.store.sources())} fictional outlets", err=True)
        if once:
            click.echo(run_.summary(desk, *run_.one_round(desk, quiet=ctx.obj["verbose"] < 0)))
            return
        with serving.Server(desk, elsewhere=_ELSEWHERE) as server:
            done, seconds = run_.one_round(desk, quiet=ctx.obj["verbose"] < 0)
            totals = desk.store.count()
            click.echo(
                f"newsroom   {done['articles']} articles, {totals['stories']} stories, {totals['published']} published,"
                f" in {seconds:.0f} s",
                err=True,
            )
            click.echo(_three_things(desk, server.address, home))
            asyncio.run(_go_on(desk))


def _press(port: int) -> Press:
    """Make the press; ``ConfigError`` says that its port is taken."""
    try:
        return Press(port)
    except OSError as why:
        raise errors.ConfigError(
            f"cannot serve the fictional press there, one after the site's port: {why.strerror}; {_ELSEWHERE}",
            f"127.0.0.1:{port}",
        ) from why


@contextlib.contextmanager
def opened(home: Path, press: Press, port: int) -> Iterator[Desk]:
    """Open the demo's newsroom in a folder, with the press as its only source."""
    begin.demo(home, press, port)
    settings = config.load(home / config.FILE)
    with desks.open_desk(settings) as desk:
        yield desk


async def _go_on(desk: Desk) -> None:
    import signal

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    def told(done: Counter[str]) -> None:
        if done["articles"]:
            click.echo(f"{done['articles']} new", err=True)

    await schedule.forever(desk, stop, told)


@contextlib.contextmanager
def _folder(folder: Path | None) -> Iterator[Path]:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="coranto-demo-") as name:
        yield Path(name)


def _three_things(desk: Desk, address: str, home: Path) -> str:
    hottest = desk.store.hot(desk.now() - schedule.WEEK, 1, day=desk.now())
    article = hottest[0][0].lead if hottest else "ID"
    coranto = Path(sys.argv[0]).name
    toml = home / config.FILE
    return (
        f"\n  {address}\n\nThree things to try:\n"
        f"  1. Read the front page at {address} and open its first story: why it is there is written below it.\n"
        f"  2. {sys.argv[0] if coranto != 'coranto' else '.venv/bin/coranto'} --config {toml} explain {article}\n"
        f"  3. ls {home / '_news'}: every article is a Markdown file.\n\nCtrl-C ends it.\n"
    )
