"""``coranto sources``: list the sources and their health."""

from datetime import datetime
from pathlib import Path

import click

from coranto import errors
from coranto.cli import lines, open_site
from coranto.cli.edit_ import user
from coranto.config import outlet_cards
from coranto.edit import verbs
from coranto.i18n.wording import say
from coranto.model.source import Source
from coranto.run import source_change, source_list, source_trial


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the sources: last look, next look, articles, share published, and what is wrong in words.

    \b
    Example:
      coranto sources
    """
    if ctx.invoked_subcommand:
        return
    with open_site.open_site(ctx) as newsroom:
        for problem in source_list.sync(newsroom):
            click.echo(f"source left out: {problem}", err=True)
        counts = newsroom.store.source_counts()
        for source in newsroom.store.get_sources():
            articles, published = counts.get(source.id, (0, 0))
            if as_json:
                lines.put(
                    {
                        "id": source.id,
                        "url": source.url,
                        "title": source.title,
                        "folder": source.folder,
                        "topics": source.topics,
                        "unseen": source.unseen,
                        "last_look": source.last_look,
                        "next_look": source.next_look,
                        "failures": source.failures,
                        "trouble": say(reason) if (reason := source.retired or source.trouble) else None,
                        "articles": articles,
                        "published": published,
                    }
                )
                continue
            share = f"{published} of {articles} published" if articles else "nothing yet"
            click.echo(f"{source.title or source.url}\n    {source.url}\n    {health(source, newsroom.now())}; {share}")
            if trial := source_trial.of(newsroom, source):
                click.echo(f"    {len(trial.withheld)} would have been published, {trial.joined} joined other stories")


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", default="", metavar="NAME", help="Who rates, where the list has no column that says so.")
@click.pass_context
def rate(ctx: click.Context, file: Path, by: str) -> None:
    """Import a list of outlets' standing, owners and countries (CSV) into outlets.csv; source pages show it.

    The first line names the columns: domain, rating, by, owner, country; others are left out. What outlets.csv says of
    other outlets stays. It changes no judgement; points are in ratings.csv. `coranto edit undo` takes it back.

    \b
    Example:
      coranto sources rate ratings-of-the-press-council.csv --by "Press Council"
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        raise errors.ConfigError(f"cannot be read as UTF-8: {why}", str(file)) from why
    given = outlet_cards.parse(text, str(file), by)
    with open_site.open_site(ctx) as newsroom:
        new = outlet_cards.written({**newsroom.cards, **given})
        edit = verbs.say(newsroom, "file", {"name": outlet_cards.FILE, "text": new}, why=str(file.name))
        ours = {source_change.outlet(source) for source in newsroom.store.get_sources()}
    read = len(ours & given.keys())
    click.echo(f"{len(given):,} outlets, {read} of them among those that are read; edit {edit.number}")


@command.command()
@click.argument("source")
@click.pass_context
def keep(ctx: click.Context, source: str) -> None:
    """End the trial of a source, by its id or address: what it writes is published like that of any other.

    `coranto add --unseen` begins one; `coranto sources` says what it brought. `coranto edit undo` takes this back.

    \b
    Example:
      coranto sources keep https://news.example/feed
    """
    with open_site.open_site(ctx) as newsroom:
        found = next((one for one in source_list.on_list(newsroom) if source in (one.id, one.url)), None)
        if found is None or found.unseen is None:
            raise errors.ConfigError("is no source that is tried; `coranto sources` lists them", source)
        edit = source_change.keep(newsroom, found, user())
    click.echo(f"kept: {found.title or found.url}; edit {edit.number if edit else 0}")


def health(source: Source, now: datetime) -> str:
    """Return a source's health as one line."""
    if source.retired:
        return f"retired: {say(source.retired)}"
    tried = f"tried unseen until {source.unseen}; " if source.unseen else ""
    return tried + _looks(source, now)


def _looks(source: Source, now: datetime) -> str:
    seen = f"looked at {_ago(source.last_look, now)}" if source.last_look else "never looked at"
    coming = f"next look {ahead(source.next_look, now)}"
    if source.failures:
        times = "once" if source.failures == 1 else f"{source.failures} times in a row"
        return f"{seen}, {coming}; failed {times}: {say(source.trouble or '')}"
    return f"{seen}, {coming}"


def _ago(then: datetime, now: datetime) -> str:
    return f"{_span((now - then).total_seconds())} ago"


def ahead(then: datetime | None, now: datetime) -> str:
    """Return how long it is until then: ``in 12 min``, ``now``."""
    return "now" if then is None or then <= now else f"in {_span((then - now).total_seconds())}"


def _span(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0, seconds):.0f} s"
