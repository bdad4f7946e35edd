"""``coranto story``: edits of stories, under the command names that are older than ``coranto edit``."""

import click

from coranto.cli import lines, open_site
from coranto.cli.edit_ import decide, user
from coranto.edit import log as edit_log
from coranto.edit import verbs
from coranto.feeds import explanation_json

_WHY = click.option("--why", default="", help="A reason, for the explanation.")


@click.group()
def command() -> None:
    """Make two stories one, or one story two: the older name of `coranto edit` for stories.

    These commands keep working; `coranto edit` has them all, also those about one article.

    \b
    Example:
      coranto story merge https://a.example/news https://b.example/news --why "one event"
    """


@command.command()
@click.argument("one", metavar="STORY|ARTICLE")
@click.argument("other", metavar="STORY|ARTICLE")
@_WHY
@click.pass_context
def merge(ctx: click.Context, one: str, other: str, why: str) -> None:
    """Make two stories one; each is named by its id, or by an article of it: address, path or id.

    \b
    Example:
      coranto story merge sa1b2c3 _news/2026-03-01-harbour-pilots.md
    """
    _say(ctx, "merge", {"one": one, "other": other}, why)


@command.command()
@click.argument("articles", metavar="ARTICLE..", nargs=-1, required=True)
@_WHY
@click.pass_context
def split(ctx: click.Context, articles: tuple[str, ...], why: str) -> None:
    """Make articles a story of their own, for good; they are named by address, path or id.

    \b
    Example:
      coranto story split https://a.example/another-harbour --why "another harbour"
    """
    _say(ctx, "split", {"articles": articles}, why)


@command.command()
@click.argument("number", type=int)
@click.pass_context
def undo(ctx: click.Context, number: int) -> None:
    """Take an edit back, as `coranto edit undo` does. An undo can be undone too.

    \b
    Example:
      coranto story undo 3
    """
    decide(ctx, lambda newsroom: verbs.take_back(newsroom, number, who=user()), undoes=number)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def log(ctx: click.Context, as_json: bool) -> None:
    """List what was decided of stories, and what became of it (`coranto edit log` has every edit).

    \b
    Example:
      coranto story log
    """
    with open_site.open_site(ctx) as newsroom:
        for edit in newsroom.store.get_edits():
            if not edit.of_stories:
                continue
            if as_json:
                lines.put(explanation_json.verdict(edit.public()))
            else:
                click.echo(edit_log.line(edit))


def _say(ctx: click.Context, verb: str, said: dict[str, object], why: str) -> None:
    decide(ctx, lambda newsroom: verbs.say(newsroom, verb, said, who=user(), why=why))
