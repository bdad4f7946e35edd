"""``coranto teach``: the table of what decisions taught; its rows, and an editor's corrections."""

from collections.abc import Mapping
from typing import Any

import click

from coranto import errors
from coranto.cli import edit_, lines, open_site
from coranto.decide import taught
from coranto.edit import verbs
from coranto.i18n.wording import say
from coranto.teach.features import KINDS
from coranto.teach.table import Row

_WHY = click.option("--why", default="", metavar="TEXT", help="A reason, for the log.")
_WHO = click.option("--as", "who", default="", metavar="NAME", help="Who decides (default: the system's user).")
_KIND = click.argument("kind", type=click.Choice(KINDS))
_FEATURE = click.argument("feature")


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what decisions taught: whether the table counts, and on what it stands.

    Each row of the table has points for a feature of an article: its outlet, a word or a pair of words of its title,
    its form. Points follow from how often articles with it were chosen. A row can be fixed or switched off;
    every such edit is in `coranto edit log`.

    \b
    Example:
      coranto teach
      coranto teach list --kind outlet
      coranto teach off word podcast --why "we do not mind them"
    """
    if ctx.invoked_subcommand is not None:
        return
    with open_site.open_site(ctx) as newsroom:
        if newsroom.settings.profile != "subject":
            raise errors.EditError('the classic profile is not taught; `profile = "subject"` is', "profile")
        found = taught.status(newsroom.store)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.lessons.items()))
    click.echo(f"What was taught {say(found.reason)}.")
    click.echo(f"{found.seen} decisions, {found.picked} of them for an article" + (f" ({kinds})" if kinds else ""))
    click.echo(f"{found.rows} rows, {found.fixed} fixed by an editor; `coranto teach list` shows them")


@command.command("list")
@click.argument("words", default="")
@click.option("--kind", type=click.Choice(KINDS), help="Rows of this kind only.")
@click.option("--limit", type=click.IntRange(1), default=40, show_default=True, help="So many rows at most.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def listing(ctx: click.Context, words: str, kind: str | None, limit: int, as_json: bool) -> None:
    """List the rows with the most points, for or against; with WORDS, those that have them.

    \b
    Example:
      coranto teach list nautil.us
    """
    with open_site.open_site(ctx) as newsroom:
        found = taught.rows(newsroom.store, kind or "", words)[:limit]
    for row in found:
        if as_json:
            lines.put(_json(row))
        else:
            click.echo(_line(row))
    lines.flush()


@command.command()
@_KIND
@_FEATURE
@click.pass_context
def show(ctx: click.Context, kind: str, feature: str) -> None:
    """Show one row.

    \b
    Example:
      coranto teach show outlet nautil.us
    """
    with open_site.open_site(ctx) as newsroom:
        row = taught.get_table(newsroom.store).row(kind, feature)
    if row is None:
        raise errors.EditError("no decision was about it; `coranto teach list` shows the rows", f"{kind} {feature}")
    click.echo(_line(row))


@command.command()
@_KIND
@_FEATURE
@click.argument("points", type=int)
@_WHY
@_WHO
@click.pass_context
def fix(ctx: click.Context, kind: str, feature: str, points: int, why: str, who: str) -> None:
    """Fix the points of a row, whatever decisions say. It counts from the next round on.

    \b
    Example:
      coranto teach fix outlet nautil.us 5 --why "we like it"
    """
    given = {"points": str(points)} if points else {"off": True}
    _say(ctx, {"kind": kind, "feature": feature, **given}, why, who)


@command.command()
@_KIND
@_FEATURE
@_WHY
@_WHO
@click.pass_context
def off(ctx: click.Context, kind: str, feature: str, why: str, who: str) -> None:
    """Switch a row off: it has no points, whatever decisions say.

    \b
    Example:
      coranto teach off word podcast
    """
    _say(ctx, {"kind": kind, "feature": feature, "off": True}, why, who)


@command.command()
@_KIND
@_FEATURE
@_WHY
@_WHO
@click.pass_context
def free(ctx: click.Context, kind: str, feature: str, why: str, who: str) -> None:
    """Leave a row to what was counted again.

    \b
    Example:
      coranto teach free outlet nautil.us
    """
    _say(ctx, {"kind": kind, "feature": feature, "free": True}, why, who)


@command.command()
@click.argument("number", type=int)
@_WHO
@click.pass_context
def undo(ctx: click.Context, number: int, who: str) -> None:
    """Take an edit of a row back, by its number in `coranto edit log`.

    \b
    Example:
      coranto teach undo 3
    """
    edit_.decide(ctx, lambda newsroom: verbs.take_back(newsroom, number, who=who or edit_.user()), undoes=number)


def _say(ctx: click.Context, values: Mapping[str, Any], why: str, who: str) -> None:
    edit_.decide(ctx, lambda newsroom: verbs.say(newsroom, "row", values, who=who or edit_.user(), why=why))


def _line(row: Row) -> str:
    counted = f"{row.picked} of {row.seen} taken" + (", fixed by an editor" if row.fixed else "")
    return f"{row.points:>+7.1f}  {row.kind:<6}  {row.feature}: {counted}"


def _json(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "feature": row.feature,
        "picked": row.picked,
        "seen": row.seen,
        "points": round(row.points, 2),
        "fixed": row.fixed,
    }
