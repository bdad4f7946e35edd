"""``coranto story``: what a person says of stories."""

from collections import Counter
from collections.abc import Callable

import click

from coranto import errors, pipeline
from coranto import newsroom as desks
from coranto.cli import lines, open_site
from coranto.edit import story_edits
from coranto.model.edit import StoryEdit
from coranto.newsroom import Newsroom
from coranto.run.ingest import Ingest

_WHY = click.option("--why", default="", help="A reason, for the explanation.")


@click.group()
def command() -> None:
    """Make two stories one, or one story two. What arrives later obeys.

    A newsroom that is at work carries it out in its next round; otherwise it is done at once.

    \b
    Example:
      coranto story merge https://a.example/news https://b.example/news --why "one event"
    """  # noqa: D301 - Click's \b keeps the lines


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
    """  # noqa: D301 - Click's \b keeps the lines
    _say(ctx, lambda newsroom: story_edits.merging(newsroom, one, other, why))


@command.command()
@click.argument("articles", metavar="ARTICLE..", nargs=-1, required=True)
@_WHY
@click.pass_context
def split(ctx: click.Context, articles: tuple[str, ...], why: str) -> None:
    """Make articles a story of their own, for good; they are named by address, path or id.

    \b
    Example:
      coranto story split https://a.example/another-harbour --why "another harbour"
    """  # noqa: D301 - Click's \b keeps the lines
    _say(ctx, lambda newsroom: story_edits.splitting(newsroom, articles, why))


@command.command()
@click.argument("number", type=int)
@click.pass_context
def undo(ctx: click.Context, number: int) -> None:
    """Take back what was said, by its number in `coranto story log`. Taking back can be taken back too.

    \b
    Example:
      coranto story undo 3
    """  # noqa: D301 - Click's \b keeps the lines
    _say(ctx, lambda newsroom: story_edits.undoing(newsroom, number), undoes=number)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def log(ctx: click.Context, as_json: bool) -> None:
    """List what was said, and what became of it.

    \b
    Example:
      coranto story log
    """  # noqa: D301 - Click's \b keeps the lines
    with open_site.open_site(ctx) as newsroom:
        for verdict in newsroom.store.get_edits():
            if as_json:
                lines.put(verdict)
            else:
                click.echo(line(verdict))


def line(verdict: StoryEdit) -> str:
    """Tell of a verdict in a line."""
    reason = f" ({verdict.why})" if verdict.why else ""
    return f"{verdict.number:>4}  {verdict.at:%Y-%m-%d %H:%M}  {story_edits.told(verdict)}{reason}"


def _say(ctx: click.Context, decide: Callable[[Newsroom], StoryEdit], undoes: int | None = None) -> None:
    with open_site.open_site(ctx) as newsroom:
        old = story_edits.verdict(newsroom, undoes) if undoes is not None else None
        said = decide(newsroom)
        try:
            with desks.alone(newsroom.settings):
                ingest = Ingest(newsroom)
                done = next(one for one in ingest.obey() if one.number == said.number)
                ingest.snapshot()
                pipeline.publish(newsroom, Counter())
        except errors.AtWork:
            click.echo(f"{line(said)}\nThe newsroom is at work; it carries this out in its next round.")
            return
        click.echo(line(done))
        if done.trouble:
            raise errors.StoryError(f"{done.trouble}; nothing was changed", f"verdict {done.number}")
        if old:
            click.echo(f"Taken back:\n{line(old)}\n`coranto story undo {done.number}` would bring it back.")
