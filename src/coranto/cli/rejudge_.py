"""``coranto rejudge``: judge the stored articles again."""

from collections import Counter
from datetime import UTC, datetime

import click

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.cli import lines, open_site
from coranto.newsroom import Newsroom
from coranto.run import publish, rejudge, source_list

_DATE = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.command()
@click.option("--since", type=_DATE, metavar="DATE", help="Only what was published or seen since then (UTC).")
@click.option("--dry-run", is_flag=True, help="Change nothing; list what would change, with reasons.")
@click.pass_context
def command(ctx: click.Context, since: datetime | None, dry_run: bool) -> None:
    """Judge again what is stored, by the settings and topics as they are now.

    What is recent is judged again by itself when they change; this does it for older articles too. With --dry-run a
    line of JSON for each article that would be published, withdrawn, or led by another; the last line has the counts.
    Imported records stay as they are. A rejudge that was stopped goes on where it was when it is called again.

    \b
    Example:
      coranto rejudge --dry-run --since 2026-01-01
    """
    start = since.replace(tzinfo=UTC) if since else None
    with open_site.open_site(ctx) as newsroom:
        if dry_run:
            lines.put(rejudge.rejudge(newsroom, start, lines.put, dry=True))
            return
        if newsroom.problems:
            raise errors.CorantoError(
                "topic files are left out, and their articles would lose their topics; mend them first (see above)",
                newsroom.settings.paths.topics,
            )
        try:
            with newsrooms.alone(newsroom.settings, newsroom.store):
                _at_once(newsroom, start)
        except errors.AtWork:
            rejudge.request(newsroom, start)
            click.echo("a newsroom is at work here; it judges again in its next round", err=True)


def _at_once(newsroom: Newsroom, since: datetime | None) -> None:
    source_list.sync(newsroom)
    tally = rejudge.rejudge(newsroom, since)
    publish.publish(newsroom, Counter())
    lines.put(tally)
