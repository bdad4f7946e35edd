"""``coranto check``: configuration, topics, sources and records, every finding with file, line and what to do."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from coranto import errors, newsroom
from coranto.cli import (
    css_findings,
    open_site,
    placeholder_findings,
    source_list_findings,
    start_findings,
    topic_findings,
)
from coranto.config import settings_file, topic_files
from coranto.i18n import language
from coranto.model.settings import Settings
from coranto.record import frontmatter
from coranto.run import record_file
from coranto.web import theme

_SQLITE = "sqlite:///"


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--mail", is_flag=True, help="Look at sender and servers instead: SPF, DKIM, DMARC, MX, PTR, TLS.")
@click.option("--selector", default="", metavar="NAME", help="The selector of the DKIM key, for --mail.")
@click.option("--dns", default="", metavar="ADDRESS", help="Ask this server of names, for --mail.")
@click.pass_context
def command(ctx: click.Context, folder: Path | None, mail: bool, selector: str, dns: str) -> None:
    """Validate a site's configuration, topics, sources, lists, templates, style sheet and records.

    \b
    Example:
      coranto check            the site of this folder
      coranto check mysite
      coranto check --mail     whether the newsletter's mail proves itself, with what to add
    """
    settings = settings_file.load(folder / settings_file.FILE) if folder else open_site.settings(ctx)
    if mail:
        from coranto.cli import mail_findings

        sys.exit(1 if mail_findings.say(settings, selector, dns) else 0)
    findings = 0
    for finding in check(settings):
        findings += 1
        click.echo(finding)
    click.echo("nothing to mend" if not findings else f"{findings} to mend", err=True)
    sys.exit(1 if findings else 0)


def check(settings: Settings) -> Iterator[str]:
    """Yield every finding about a site as text."""
    folder = Path(settings.folder)
    yield from start_findings.of(settings)
    topics, problems = topic_files.load(folder / settings.paths.topics)
    yield from map(str, problems)
    if not topics:
        yield f"{folder / settings.paths.topics}: no topics; write a YAML file for each (see `coranto init`)"
    yield from placeholder_findings.of(settings, topics)
    listing = folder / settings.paths.sources
    sources, troubles = source_list_findings.read(listing)
    yield from topic_findings.of(topics, {name for _, source in sources for name in source.topics})
    yield from troubles
    yield from source_list_findings.unknown_topics(listing, sources, [topic.name for topic in topics])
    yield from map(str, [*theme.of(settings.folder).check(), *language.check(settings.folder)])
    yield from css_findings.findings(folder)
    for file in sorted((folder / settings.paths.records / "_news").glob("*.md")):
        yield from record(file)
    yield from edited_by_hand(settings)


def edited_by_hand(settings: Settings) -> Iterator[str]:
    """Yield the record files that were edited since Coranto wrote them."""
    place = newsroom.database(settings)
    if place.startswith(_SQLITE) and not Path(place.removeprefix(_SQLITE)).is_file():
        return
    with contextlib.suppress(errors.CorantoError), newsroom.open_newsroom(settings) as opened:  # reported above
        for file in record_file.edited_by_hand(opened):
            yield (
                f"{file}: edited by hand since it was written; before Coranto writes it anew it is copied to "
                f"{opened.records / record_file.KEPT}; `coranto edit headline`, `excerpt`, `topics` make a change last"
            )


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
