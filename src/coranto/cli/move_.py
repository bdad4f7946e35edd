"""``coranto move``: everything into another database, proved by hashes."""

from collections import Counter

import click

from coranto import errors, newsroom
from coranto.cli import open_site
from coranto.config import settings_file


@click.command()
@click.option("--to", "to", metavar="DATABASE", help="The address of a new, empty database.")
@click.option("--cancel", is_flag=True, help="Write to this database again, from which the newsroom has moved.")
@click.pass_context
def command(ctx: click.Context, to: str | None, cancel: bool) -> None:
    """Copy the whole store into another database: SQLite to PostgreSQL, back, or to one of the same kind.

    Every table is compared by its rows and their hashes at the end. A move that was ended goes on where it stopped when
    it is called again. The newsroom must not be at work. From the beginning of the move on the old database is only
    read, also by a `coranto serve` elsewhere, so nothing is written that would be missing in the new one.

    \b
    Example:
      coranto move --to postgresql+psycopg://coranto@db.example/coranto
      coranto move --to sqlite:///news.db
      coranto move --cancel
    """
    from coranto.store import open_store, transfer
    from coranto.store.open import address_of, place_of

    settings = open_site.settings(ctx)
    if cancel:
        with open_site.open_site(ctx) as opened:
            was = transfer.cancel(opened.store)
        click.echo("it may be written to again" if was else "it was not moved; nothing was changed")
        return
    if to is None:
        raise click.UsageError("say where with --to, or --cancel")
    target = newsroom.in_folder(settings, to)
    if address_of(target) == address_of(newsroom.database(settings)):
        raise errors.MoveError("the newsroom is in this database already", place_of(address_of(target)))
    counts = Counter[str]()

    def report(table: str, rows: int) -> None:
        counts[table] += rows
        if ctx.obj["verbose"] > 0:
            click.echo(f"{table}: {counts[table]:,}", err=True)

    with open_site.open_site(ctx) as opened, newsroom.alone(settings), newsroom.locked(opened.store):
        other = open_store(target)
        try:
            moved = transfer.transfer(opened.store, other, report)
        except errors.MoveError as why:
            raise errors.MoveError(why.what, place_of(address_of(target))) from None
        finally:
            other.close()
    rows = sum(one.rows for one in moved.values())
    click.echo(f"{len(moved)} tables, {rows:,} rows, all the same by their hashes")
    click.echo(
        f"now write the new address as `database` ({settings_file.place(settings, 'database')}), or CORANTO_DATABASE; "
        "the old database has all that it had and is only read; `coranto move --cancel` goes back to it",
        err=True,
    )
