"""``coranto check``: configuration, topics, sources and records, every finding with file, line and what to do."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from coranto import config, errors
from coranto.cli import site
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.model.topic import Topic
from coranto.publish import frontmatter
from coranto.serve import theme, tongue
from coranto.source import opml
from coranto.topic import files


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_context
def command(ctx: click.Context, folder: Path | None) -> None:
    """Validate a site's configuration, topics, sources, templates and records.

    \b
    Example:
      coranto check            the site of this folder
      coranto check mysite
    """  # noqa: D301 - Click's \b keeps the lines
    settings = config.load(folder / config.FILE) if folder else site.settings(ctx)
    findings = 0
    for finding in check(settings):
        findings += 1
        click.echo(finding)
    click.echo("nothing to mend" if not findings else f"{findings} to mend", err=True)
    sys.exit(1 if findings else 0)


def check(settings: Settings) -> Iterator[str]:
    """Yield every finding about a site, in words."""
    folder = Path(settings.folder)
    topics, problems = files.load(folder / settings.paths.topics)
    yield from map(str, problems)
    if not topics:
        yield f"{folder / settings.paths.topics}: no topics; write a YAML file for each (see `coranto init`)"
    yield from _topics(topics)
    listed = folder / settings.paths.sources
    if not listed.exists():
        yield f"{listed}: there is no list of sources; `coranto add ADDRESS` writes it"
    else:
        try:
            sources, rows = opml.read(listed.read_bytes())
        except errors.NotAFeed as why:
            yield f"{listed}: {why}"
        else:
            yield from (f"{listed}: {row}" for row in rows)
            yield from _sources(sources, topics, str(listed))
    yield from map(str, [*theme.of(settings.folder).check(), *tongue.check(settings.folder)])
    for file in sorted((folder / settings.paths.records / "_news").glob("*.md")):
        yield from record(file)


def record(file: Path) -> Iterator[str]:
    """Yield what is wrong with one record file."""
    try:
        text = file.read_bytes().decode("utf-8")
        again = frontmatter.emit(frontmatter.read(text, str(file)))
    except errors.RecordError as why:
        yield str(why)
    except (OSError, UnicodeDecodeError) as why:
        yield f"{file}: cannot be read: {why}"
    else:
        if again != text:
            line = next(
                n
                for n, (a, b) in enumerate(zip([*text.split("\n"), None], [*again.split("\n"), None], strict=False), 1)
                if a != b
            )
            yield f"{file}:{line}: not as Coranto would write it; `coranto record --to md` shows how"


def _topics(topics: list[Topic]) -> Iterator[str]:
    names = {topic.name for topic in topics}
    for topic in topics:
        if topic.parent and topic.parent not in names:
            known = ", ".join(sorted(names))
            yield f"{topic.file}: parent `{topic.parent}` is no topic here; it takes the NAME of one: {known}"
        if not topic.keywords:
            yield f"{topic.file}: `{topic.name}` has no keywords, so only its sources can give it"


def _sources(sources: list[Source], topics: list[Topic], where: str) -> Iterator[str]:
    names = {topic.name for topic in topics}
    for source in sources:
        for name in source.topics:
            if name not in names:
                yield f"{where}: {source.title or source.url} names the topic `{name}`, which has no file"
