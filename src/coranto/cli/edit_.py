"""``coranto edit``: an editor's decisions; one command per verb of the table, plus log and undo."""

import getpass
import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import click

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.cli import lines, open_site
from coranto.edit import log as edit_log
from coranto.edit import verbs
from coranto.edit.verb import Verb
from coranto.i18n.wording import say
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom
from coranto.run import publish, take_back
from coranto.run.ingest import Ingest

_WHY = click.option("--why", default="", metavar="TEXT", help="A reason, for the log and the explanation.")
_WHO = click.option("--as", "who", default="", metavar="NAME", help="Who decides (default: the system's user).")


@click.group()
def command() -> None:
    """Decide by hand: about stories, and about one article. Every decision is logged and can be undone.

    An article is named by its address, its id or the path of its record; a story by its id, or by an article of it.
    Decisions about an article take effect at once; those about stories are carried out by a newsroom that is at work
    in its next round, otherwise at once too.

    \b
    Example:
      coranto edit headline https://a.example/news "Harbour pilots end their strike" --why "clearer"
      coranto edit log
      coranto edit undo 1
    """


def _command(verb: Verb) -> click.Command:
    """Build the command of a verb."""

    def callback(ctx: click.Context, why: str, who: str, **values: Any) -> None:
        decide(ctx, lambda newsroom: verbs.say(newsroom, verb.name, values, who=who or user(), why=why))

    params: list[click.Parameter] = [
        click.Argument(
            [argument.name],
            metavar=argument.metavar,
            nargs=-1 if argument.many else 1,
            required=True,
            type=int if argument.number else str,
        )
        for argument in verb.arguments
    ]
    params += [
        click.Option(
            [f"--{option.name}"],
            is_flag=not option.metavar,
            multiple=option.many,
            help=option.help,
            metavar=option.metavar or None,
        )
        for option in verb.options
    ]
    subcommand = click.Command(
        verb.name,
        callback=click.pass_context(callback),
        params=params,
        help=f"{verb.summary}\n\n\b\nExample:\n  {verb.example}",
        short_help=verb.summary,
        context_settings={"ignore_unknown_options": any(argument.number for argument in verb.arguments)},
    )
    return _WHY(_WHO(subcommand))


for _verb in verbs.VERBS.values():
    command.add_command(_command(_verb))


@command.command()
@click.argument("number", type=int)
@_WHO
@click.pass_context
def undo(ctx: click.Context, number: int, who: str) -> None:
    """Take an edit back, by its number in `coranto edit log`. An undo can be undone too.

    Also of people, webhooks, alerts and access tokens; who or what comes back gets a new password or secret, printed.

    \b
    Example:
      coranto edit undo 3
    """

    def take(newsroom: Newsroom) -> Edit:
        taken = take_back.take_back(newsroom, number, who=who or user())
        for secret in taken.secrets:  # at once: whatever fails from here on, it is kept nowhere else
            click.echo(f"A new secret, shown this once: {secret}")
        return taken.edit

    decide(ctx, take, undoes=number)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="The entries of the log, one object a line.")
@click.option("--verify", is_flag=True, help="Check that the log is unchanged; ends with 1 where it is not.")
@click.pass_context
def log(ctx: click.Context, as_json: bool, verify: bool) -> None:
    """List what was decided: when, by whom, what became of it, and why.

    The log is only ever added to, and each of its entries has the hash of the one before.

    \b
    Example:
      coranto edit log
      coranto edit log --json > edits.jsonl
      coranto edit log --verify
    """
    with open_site.open_site(ctx) as newsroom:
        if as_json:
            for entry in newsroom.store.get_edit_log():
                lines.put(entry)
            lines.flush()
        elif not verify:
            for edit in newsroom.store.get_edits():
                click.echo(edit_log.line(edit))
        if verify:
            found = edit_log.verify(newsroom)
            for finding in found:
                click.echo(finding, err=True)
            if found:
                raise errors.EditError("the log is not as it was written; compare it with a copy of `--json`")
            count = len(newsroom.store.get_edit_log())
            click.echo(f"the log holds: {count} entries, each as it was written", err=True)


def user() -> str:
    """Return the name of the system's user, or the user's number if it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid())


def decide(ctx: click.Context, make: Callable[[Newsroom], Edit], undoes: int | None = None) -> None:
    """Make an edit, carry it out and publish the changes. A running newsroom carries it out itself."""
    with open_site.open_site(ctx) as newsroom:
        edit = make(newsroom)
        if edit.trouble:  # it was still waiting
            click.echo(edit_log.line(edit))
            return
        old = newsroom.store.get_edit(undoes) if undoes is not None else None
        try:
            with newsrooms.alone(newsroom.settings, newsroom.store):
                done = _carried_out(newsroom, edit)
                publish.publish(newsroom, Counter())
        except errors.AtWork:
            waits = "it carries this out in its next round" if edit.of_stories else "files follow in its next round"
            click.echo(f"{edit_log.line(edit)}\nThe newsroom is at work; {waits}.")
            return
        click.echo(edit_log.line(done))
        if done.trouble:
            raise errors.StoryError(f"{say(done.trouble)}; nothing was changed", f"edit {done.number}")
        if old:
            click.echo(f"Taken back:\n{edit_log.line(old)}\n`coranto edit undo {done.number}` would bring it back.")


def _carried_out(newsroom: Newsroom, edit: Edit) -> Edit:
    if not edit.of_stories:
        return edit
    ingest = Ingest(newsroom)
    done = next(applied for applied in ingest.apply_edits() if applied.number == edit.number)
    ingest.snapshot()
    return done
