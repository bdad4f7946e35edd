"""``coranto worker``: one of several that gather, group and publish together, on one database."""

import asyncio
from collections import Counter

import click

from coranto import errors, pipeline
from coranto.cli import open_site, stopping
from coranto.cli.run_ import loop
from coranto.config import settings_file
from coranto.newsroom import Newsroom
from coranto.run import worker


@click.command()
@click.option(
    "--only",
    type=click.Choice(worker.KINDS),
    multiple=True,
    help="Do only this kind of work; may be given several times.",
)
@click.pass_context
def command(ctx: click.Context, only: tuple[str, ...]) -> None:
    """Work beside other workers, on any number of machines, until stopped; needs PostgreSQL.

    Fetching and extracting are shared. Of those who may group or publish, one each does, and another one takes over
    when it ends. The site is served by `coranto serve`.

    \b
    Example:
      coranto worker                                   all that is to be done
      coranto worker --only fetch --only extract       one more machine
    """
    with open_site.open_site(ctx) as newsroom:
        if not newsroom.store.is_shared():
            raise errors.ConfigError(
                "several workers need PostgreSQL, and this newsroom's memory is a file of SQLite; `coranto run` does "
                "all of it in one process, and `coranto move --to postgresql+psycopg://...` moves it",
                settings_file.place(newsroom.settings, "database"),
            )
        newsroom.worker = worker.name()
        done = _work(newsroom, only or worker.KINDS)
        if ctx.obj["verbose"] >= 0:
            said = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in sorted(done.items()) if count)
            click.echo(f"stopped: {said or 'there was nothing to do'}", err=True)


def _work(newsroom: Newsroom, kinds: tuple[str, ...]) -> Counter[str]:
    ends, done = stopping.Stopping(), Counter[str]()

    async def main() -> None:
        stop = asyncio.Event()
        ends.listen(asyncio.get_running_loop(), stop)
        click.echo(f"worker {newsroom.worker}: {', '.join(kinds)}", err=True)
        done.update(await pipeline.work(newsroom, stop, kinds, ends.asked))

    with ends:
        loop(main())
    return done
