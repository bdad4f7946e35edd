"""``coranto init``: write a site that is ready to edit."""

import re
import shlex
import sys
from pathlib import Path

import click

from coranto import errors
from coranto.config import settings_file
from coranto.i18n import wording
from coranto.model.settings import Paths
from coranto.run import scaffold
from coranto.topic import query

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PARTED = re.compile(r'\s*,\s*(?=(?:[^"]*"[^"]*")*[^"]*$)')  # a comma within quotes parts nothing


class _Examples(click.Choice[str]):
    """The names of the examples, read only when one is asked for."""

    def __init__(self) -> None:
        super().__init__(list(scaffold.examples()))


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--example", type=_Examples(), help="A filled one, with sources.")
@click.option("--subject", metavar="NAME", help="What it is about, as readers see it.")
@click.option("--words", multiple=True, metavar="WORDS", help="Words that name the subject, parted by commas.")
@click.option("--language", metavar="TAG", help=f"The site's language, like `de`  [default: {scaffold.LANGUAGE}]")
@click.option(
    "--per-day",
    type=click.FloatRange(0, min_open=True),
    metavar="NUMBER",
    help=f"Stories a day that you want  [default: {scaffold.PER_DAY:g}]",
)
def command(
    folder: Path,
    example: str | None,
    subject: str | None,
    words: tuple[str, ...],
    language: str | None,
    per_day: float | None,
) -> None:
    """Write a site to FOLDER: coranto.toml, topics/*.yaml and sources.opml. Files that exist are left alone.

    At a terminal it asks for what no option says; elsewhere it never waits.

    \b
    Example:
      coranto init mysite
      coranto init mysite --words "heat pump, district heating" --per-day 5
      coranto init --example ai mysite
    """
    paths = _paths(folder)
    if example:
        _refuse_beside(subject, words, language)
        written = scaffold.write_example(folder, example, per_day, paths.topics, paths.sources)
    else:
        keywords = [word for group in words for word in _parted(group)]
        asked = sys.stdin.isatty() and not (folder / settings_file.FILE).exists()
        plan = _plan(subject, keywords, language, per_day, asked=asked)
        written = scaffold.write(folder, plan, paths.topics, paths.sources)
    for file, new in written:
        click.echo(f"{'wrote' if new else 'kept '} {file}")
    steps = [] if folder.resolve() == Path.cwd() else [f"cd {shlex.quote(str(folder))}"]
    steps += [] if example else ["coranto add ADDRESS"]
    click.echo(f"\nNext: {', then '.join([*steps, 'coranto run'])}")


def _refuse_beside(subject: str | None, words: tuple[str, ...], language: str | None) -> None:
    given = {"--subject": subject, "--words": words, "--language": language}
    if named := [option for option, value in given.items() if value]:
        raise click.UsageError(f"{named[0]} is the example's own; leave it out, or leave out --example")


def _plan(
    subject: str | None, words: list[str], language: str | None, per_day: float | None, *, asked: bool
) -> scaffold.Plan:
    """Return what the options say, and ask for the rest at a terminal."""
    if asked:
        if not words:
            click.echo("What is it about? Enter accepts what stands in brackets; all of it can be changed later.")
            words = _parted(_ask("Words that surely name your subject, parted by commas", ""))
        subject = subject or (_ask("Its name", _named(words)) if words else None)
        language = language or _ask("Language", scaffold.LANGUAGE)
        per_day = per_day or click.prompt(
            "Stories a day", scaffold.PER_DAY, type=click.FloatRange(0, min_open=True), err=True
        )
    for word in words:
        try:
            query.parse(word)
        except query.QueryError as why:
            raise errors.ConfigError(f"{wording.say(why.reason)}; nothing was written", "--words") from None
    language = language or scaffold.LANGUAGE
    if not _LANGUAGE.fullmatch(language):
        raise errors.ConfigError(
            f"`{language}` is no language; write a tag like `en-us`, `de` or `pt-br`", "--language"
        )
    name = subject or (_named(words) if words else "")
    if name and not words:
        words = [name]
    return scaffold.Plan(
        name=name, words=tuple(words), language=language, per_day=scaffold.PER_DAY if per_day is None else per_day
    )


def _ask(question: str, default: str) -> str:
    answer: str = click.prompt(question, default=default, show_default=bool(default), err=True)
    return answer.strip()


def _parted(words: str) -> list[str]:
    return [word for word in _PARTED.split(words.strip()) if word]


def _named(words: list[str]) -> str:
    """Return the first word as a name: without the language and the signs of a query."""
    plain = re.sub(r'^[a-z]{2,3}:|["“”*()]', "", words[0]).strip()
    return plain[:1].upper() + plain[1:]


def _paths(folder: Path) -> Paths:
    """Return the paths of a site that is there already, else the usual ones."""
    file = folder / settings_file.FILE
    return settings_file.load(file).paths if file.exists() else Paths()
