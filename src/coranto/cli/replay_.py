"""``coranto replay``: judge what is past again: the front pages of the last days, or an exported corpus."""

import sys
from collections.abc import Iterable, Iterator, Sequence

import click
import msgspec

from coranto import errors
from coranto.cli import lines, open_site
from coranto.config import settings_file
from coranto.model.corpus import Line
from coranto.run import past_fronts
from coranto.run.past_fronts import Day, Item, Replayed
from coranto.run.replay import Replay

_SHOWN = 5  # headlines of a day that came, and that went


@click.command()
@click.argument("file", metavar="[FILE|-]", default="", required=False)
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="A number, like publish.per_day=5.")
@click.option("--days", type=click.IntRange(1, 90), default=past_fronts.DAYS, show_default=True, help="How far back.")
@click.option("--all", "whole", is_flag=True, help="Every headline.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a day, the newest first, and the counts.")
@click.pass_context
def command(ctx: click.Context, file: str, changes: tuple[str, ...], days: int, whole: bool, as_json: bool) -> None:
    """Show which of the last days' front pages would have been others by another number. Nothing is written.

    A replay reads stored points and judges nothing anew, so it is near to the paper and not the same: a day's page is
    that of its end (UTC), without readers; in the subject profile stories keep the leads that they have. `coranto tune`
    judges anew what is published now.

    With a FILE of `coranto export`: judge that corpus again from nothing, in order of arrival, and compare every
    result. Prints a line of JSON for each that came out differently, and the counts; exits with 0 if all came out the
    same, else with 1. Your own newsroom is not touched, and no configuration is needed.

    \b
    Example:
      coranto replay --set publish.per_day=5
      coranto replay --set 'outlets.tabloid.example.weight=-20' --json
      coranto replay corpus.jsonl
    """
    if bool(file) == bool(changes):
        raise click.UsageError("name either a number (--set KEY=VALUE) or the FILE of a corpus")
    if file:
        _corpus(ctx, file)
    with open_site.open_site(ctx) as newsroom:
        for change in changes:
            past_fronts.check(newsroom.settings.profile, change.partition("=")[0].strip())
        settings = settings_file.changed(newsroom.settings, changes)
        found = past_fronts.replay(newsroom, settings, days=days)
    if as_json:
        for day in found.days:
            lines.put(day)
        lines.put({name: getattr(found, name) for name in ("changed", "articles", "stood", "found")})
        return
    for text in say(found, None if whole else _SHOWN):
        click.echo(text)


def say(found: Replayed, most: int | None = None) -> Iterator[str]:
    """Yield a replay as lines for a terminal, with at most so many headlines of a day that came, and that went."""
    count = len(found.days)
    yield f"{found.changed} of {count} front pages would have been others ({found.articles:,} articles of these days)."
    if found.stood:
        yield f"By the numbers of now the replay has {found.found:,} of the {found.stood:,} stories that stood there."
    for day in found.days:
        if day.other:
            yield ""
            yield f"{day.day}  {day.stories_then} stories instead of {day.stories}{_line(day)}"
            yield from _listed("+", day.come, most)
            yield from _listed("-", day.go, most)


def _line(day: Day) -> str:
    return f"; line {day.line_then} instead of {day.line}" if day.line != day.line_then else f"; line {day.line}"


def _listed(sign: str, items: Sequence[Item], most: int | None) -> Iterator[str]:
    for item in items[:most]:
        yield f"  {sign} {item.outlet}: {item.title}"
        yield f"      {item.reason}"
    if most is not None and len(items) > most:
        yield f"      and {len(items) - most} more; --all has them"


def _corpus(ctx: click.Context, file: str) -> None:
    """Judge a corpus again; exits."""
    open_site.listen(ctx)
    with click.open_file(file, "rb") as opened:
        replay = Replay(_read(opened, file))
        for difference in replay.differences():
            lines.put(difference)
    lines.put(replay.outcome)
    sys.exit(0 if replay.outcome.same == replay.outcome.articles else 1)


def _read(opened: Iterable[bytes], file: str) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(Line)
    for number, line in enumerate(opened, 1):
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as why:
            what = f"this is no line of a corpus: {why}; `coranto export` writes them"
            raise errors.CorantoError(what, f"{file}, line {number}") from why
