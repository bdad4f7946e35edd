"""``coranto judge``: articles in, their topics and quality out."""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from coranto import errors
from coranto.cli import lines
from coranto.config import settings_file
from coranto.model.settings import Settings
from coranto.run import article_json
from coranto.run.assemble import judged
from coranto.topic import files
from coranto.topic.taxonomy import Taxonomy

# The one profile there is: the contract's numbers. The settings of --config come on top.
profile = click.option(
    "--profile", type=click.Choice(["classic"]), default="classic", expose_value=False, help="The contract's points."
)


@click.command()
@click.argument("inputs", metavar="[FILE..|-]", nargs=-1)
@click.option("--topics", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of topic files.")
@profile
@click.option("--match", type=click.Choice(["word", "substring"]), help="How keywords match titles.")
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    topics: Path | None,
    match: str | None,
) -> None:
    """Judge articles: JSON Lines of title, excerpt, url, images, amp, type, provider, topics.

    Each comes back with its topics and why it has them, its quality, and the parts that add up to it.

    \b
    Example:
      echo '{"title": "AI in the ward", "topics": []}' | coranto judge --topics topics
    """  # noqa: D301 - Click's \b keeps the lines
    settings, taxonomy = rules(ctx, topics, match)
    failed = False
    for value in lines.read(inputs):
        if value is None:
            failed = True
            continue
        try:
            lines.put(value | judge(value, settings, taxonomy))
        except errors.CorantoError as why:
            failed = True
            lines.put({"id": value.get("id"), "error": str(why)})
    sys.exit(1 if failed else 0)


def rules(ctx: click.Context, folder: Path | None, match: str | None) -> tuple[Settings, Taxonomy]:
    """Give the settings (of ``--config``, else the defaults) and the topics; bad topic files are named."""
    settings = settings_file.load(ctx.obj["config"]) if ctx.obj["config"] else Settings()
    if match:
        settings = msgspec.structs.replace(settings, judge=msgspec.structs.replace(settings.judge, match=match))
    topics, problems = files.load(folder) if folder else ([], [])
    for problem in problems:
        click.echo(f"topic left out: {problem}", err=True)
    return settings, Taxonomy(topics, settings.judge.match)


def judge(value: dict[str, Any], settings: Settings, taxonomy: Taxonomy) -> dict[str, Any]:
    """Judge one object; the fields that come on top of it."""
    named, unjudged = article_json.read(value)
    article = judged(unjudged, named, taxonomy, settings)
    return {
        "topics": [{"name": topic.name, "because": topic.because} for topic in article.topics],
        "quality": article.quality,
        "parts": article.parts,
    }
