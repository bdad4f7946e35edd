"""``coranto prune``: let go what is old."""

import click

from coranto.cli import open_site


@click.command()
@click.option("--texts", metavar="AGE", default=None, help="Shorten texts older than this to their beginning.")
@click.option("--entries", metavar="AGE", default="90d", show_default=True, help="Entries whose page was given up.")
@click.option("--readers", metavar="AGE", default="2d", show_default=True, help="Hashes by which readers are counted.")
@click.option("--logs", metavar="AGE", default="90d", show_default=True, help="Messages and sessions that ended.")
@click.option("--dry-run", is_flag=True, help="Only count.")
@click.pass_context
def command(ctx: click.Context, /, dry_run: bool, **ages: str | None) -> None:
    """Let go what is older than so many days. Articles, stories, records, edits and their log always stay.

    Texts go only where you name an age; their beginning stays, by which articles are judged again, and a search finds
    its words alone. A database of SQLite keeps its size and fills the room anew.

    \b
    Example:
      coranto prune --dry-run
      coranto prune --texts 365d
    """
    from coranto.operate import prune

    asked = {kind: prune.age(kind, text) for kind, text in ages.items() if text}
    with open_site.open_site(ctx) as newsroom:
        for gone in prune.prune(newsroom, asked, dry=dry_run):
            size = f" ({gone.characters / 1e6:,.1f} MB)" if gone.characters else ""
            word = "would go" if dry_run else "gone"
            click.echo(f"{gone.kind:<8} {gone.count:,} {word}{size}, older than {gone.before:%Y-%m-%d}")
