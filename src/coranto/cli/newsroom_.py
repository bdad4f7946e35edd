"""``coranto newsroom``: read articles, write finished record files; no network, no store."""

import sys
from pathlib import Path

import click

from coranto import errors
from coranto.cli import judge_, lines
from coranto.record import write
from coranto.run import article_json, batch


@click.command()
@click.argument("inputs", metavar="[FILE..|-]", nargs=-1)
@click.option("--topics", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of topic files.")
@judge_.profile
@click.option("--match", type=click.Choice(["word", "substring"]), help="How keywords match titles.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder that gets _news/."
)
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    topics: Path | None,
    profile: str | None,
    match: str | None,
    out: Path,
) -> None:
    """Judge, group and decide articles, and write their records.

    Takes JSON Lines of url, title, excerpt, published, provider, images, amp, type, topics; writes one Markdown file an
    article below OUT/_news and prints a line about each: path, story, quality, heat, published, and why.

    \b
    Example:
      coranto newsroom --topics topics --out out < articles.jsonl
    """
    settings, taxonomy = judge_.rules(ctx, topics, match, profile)
    failed = False
    drafts = []
    for value in lines.read(inputs):
        try:
            if value is not None:
                drafts.append(article_json.read(value, whole=True))
        except errors.CorantoError as why:
            failed = True
            click.echo(f"left out: {why}", err=True)
        failed = failed or value is None
    for path, text, summary in batch.write_records(drafts, settings, taxonomy):
        write.write_if_changed(out / path, text.encode(), root=out)
        lines.put(summary)
    sys.exit(1 if failed else 0)
