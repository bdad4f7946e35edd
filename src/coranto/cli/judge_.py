"""``coranto judge``: read articles, write their topics and quality."""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from coranto import errors
from coranto.cli import lines
from coranto.config import settings_file, topic_files
from coranto.decide import line
from coranto.feeds import explanation_json
from coranto.model.settings import Settings
from coranto.run import article_json
from coranto.run.assemble import judged
from coranto.run.lessons import Lessons
from coranto.score import quality
from coranto.topic.taxonomy import Taxonomy

# Without it, the settings of --config count, otherwise the contract's defaults.
profile = click.option(
    "--profile", type=click.Choice(["subject", "classic"]), help="Whose points: a subject's, or the contract's."
)


@click.command()
@click.argument("inputs", metavar="[FILE..|-]", nargs=-1)
@click.option("--topics", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of topic files.")
@profile
@click.option("--match", type=click.Choice(["word", "substring"]), help="How keywords match titles.")
@click.option("--learn", is_flag=True, help="Judge by decisions alone: see below.")
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    topics: Path | None,
    profile: str | None,
    match: str | None,
    learn: bool,
) -> None:
    """Judge articles: JSON Lines of title, excerpt, url, images, amp, type, provider, topics.

    Each comes back with its topics and why it has them, its quality, and the parts that add up to it. The subject
    profile reads text, language and labels (a list) too.

    With --learn lines are messages: {"history": [rows with label]}, {"learn": [{"id", "label"}]}, and {"judge":
    [{"id", "title", "url", "domain", "time", "group", "section"}]}, which is answered by {"scores": {id: points}} of
    what the decisions before taught. With --topics the profile's own points are added, and the taught ones count only
    while both together are better.

    \b
    Example:
      echo '{"title": "AI in the ward", "topics": []}' | coranto judge --topics topics
    """
    settings, taxonomy = rules(ctx, topics, match, profile)
    if learn:
        sys.exit(lessons(inputs, settings, taxonomy if topics else None))
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


def rules(
    ctx: click.Context, folder: Path | None, match: str | None, profile: str | None = None
) -> tuple[Settings, Taxonomy]:
    """Return the settings (of ``--config``, or the defaults) and the topics; report bad topic files."""
    settings = settings_file.load(ctx.obj["config"]) if ctx.obj["config"] else _contract()
    if match:
        settings = msgspec.structs.replace(settings, judge=msgspec.structs.replace(settings.judge, match=match))
    if profile:
        settings = msgspec.structs.replace(settings, profile=profile)
    topics, problems = topic_files.load(folder) if folder else ([], [])
    for problem in problems:
        click.echo(f"topic left out: {problem}", err=True)
    return settings if topics else line.open_to_all(settings), Taxonomy(topics, settings.judge.match)


def _contract() -> Settings:
    """Return the filters' own settings: the record's contract, which counts every article of an outlet."""
    settings = Settings()
    return msgspec.structs.replace(settings, publish=msgspec.structs.replace(settings.publish, per_outlet=0))


def judge(value: dict[str, Any], settings: Settings, taxonomy: Taxonomy) -> dict[str, Any]:
    """Judge one object and return the fields to add to it."""
    named, unjudged = article_json.read(value)
    article = judged(unjudged, named, taxonomy, settings, quality.PROFILES[settings.profile])
    return {
        "topics": [
            {"name": topic.name, "because": topic.because, "reason": topic.reason}
            for topic in map(explanation_json.topic, article.topics)
        ],
        "quality": article.quality,
        "parts": list(map(explanation_json.part, article.parts)),
    }


def lessons(inputs: tuple[str, ...], settings: Settings, taxonomy: Taxonomy | None) -> int:
    """Answer the messages of ``--learn`` and return the exit code."""
    learner = Lessons(settings, taxonomy)
    failed = False
    for message in lines.read(inputs):
        try:
            scores = None if message is None else learner.hear(message)
        except errors.CorantoError as why:
            failed = True
            lines.put({"error": str(why)})
            lines.flush()
            continue
        failed = failed or message is None
        if scores is not None:
            lines.put({"scores": scores})
            lines.flush()
    return 1 if failed else 0
