"""``coranto issue``: the newsletter, from draft to archive."""

import sys
from datetime import UTC, datetime
from typing import Any

import click

from coranto import errors
from coranto.cli import lines, open_site
from coranto.letter import edit_draft, schedule
from coranto.model.newsletter import StoredIssue
from coranto.newsroom import Newsroom

_TOPIC = click.option(
    "--topic",
    default="",
    metavar="ID",
    help="The list of one topic, instead of everything's; with @weekly behind it the weekly one.",
)


@click.group()
def command() -> None:
    """Compose the newsletter: what was published since the list's last issue, hottest first.

    An issue is named by the name of its file or by its day; without a name the newest is meant.

    \b
    Example:
      coranto issue draft
      coranto issue draft --headline 1 "Bees may not be poisoned any more" --leave-out 4
      coranto issue show --text
      coranto issue archive
    """


@command.command()
@_TOPIC
@click.option("--again", is_flag=True, help="Compose anew; what was changed by hand is lost.")
@click.option("--headline", "headlines", type=(int, str), multiple=True, metavar="N TEXT", help="A headline of yours.")
@click.option("--line", "texts", type=(int, str), multiple=True, metavar="N TEXT", help="A line of yours beneath it.")
@click.option("--move", "moves", type=(int, int), multiple=True, metavar="N TO", help="Move a story.")
@click.option("--put-in", "additions", multiple=True, metavar="STORY", help="A story that was passed over.")
@click.option("--leave-out", "removals", type=int, multiple=True, metavar="N", help="Take a story out.")
@click.option("--intro", metavar="TEXT", help="Words of yours at its head.")
@click.pass_context
def draft(
    ctx: click.Context,
    topic: str,
    again: bool,
    headlines: tuple[tuple[int, str], ...],
    texts: tuple[tuple[int, str], ...],
    moves: tuple[tuple[int, int], ...],
    additions: tuple[str, ...],
    removals: tuple[int, ...],
    intro: str | None,
) -> None:
    """Draft today's issue, or change its draft. Numbers are those of `coranto issue show`, before any change.

    \b
    Example:
      coranto issue draft --intro "It was a week of ministers." --move 3 1
    """
    from coranto.run import issue

    with open_site.open_site(ctx) as newsroom:
        found = issue.draft(newsroom, topic, again=again)
        changed = found
        for number, title in headlines:
            changed = edit_draft.headline(changed, number, title)
        for number, text in texts:
            changed = edit_draft.line(changed, number, text)
        for number in sorted(set(removals), reverse=True):
            changed = edit_draft.leave_out(changed, number)
        for number, to in moves:
            changed = edit_draft.move(changed, number, to)
        for story in additions:
            changed = edit_draft.put_in(changed, _passed(newsroom, found, story))
        if intro is not None:
            changed = edit_draft.intro(changed, intro)
        _show(changed if changed == found else issue.save(newsroom, changed))


@command.command()
@click.argument("name", required=False, metavar="[ISSUE]")
@_TOPIC
@click.option("--all", "every", is_flag=True, help="List all issues.")
@click.option("--text", "form", flag_value="text", help="As the plain text of the mail.")
@click.option("--html", "form", flag_value="html", help="As the HTML of the mail.")
@click.option("--json", "form", flag_value="json", help="Everything known about it, as one object.")
@click.option("--passed", "form", flag_value="passed", help="The stories that it passes over.")
@click.pass_context
def show(ctx: click.Context, name: str | None, topic: str, every: bool, form: str | None) -> None:
    """Show an issue, or list them all.

    \b
    Example:
      coranto issue show
      coranto issue show 2026-03-09 --html > issue.html
    """
    from coranto.run import issue

    with open_site.open_site(ctx) as newsroom:
        if every:
            for one in newsroom.store.get_issues(topic or None):
                lines.put(one) if form == "json" else click.echo(_headline(one))
            return
        found = _named(newsroom, name, topic)
        if form in ("text", "html"):
            made = issue.text(newsroom, found) if form == "text" else issue.html(newsroom, found)
            click.echo(made, nl=False)
        elif form == "json":
            lines.put(found)
        elif form == "passed":
            for story in issue.pool(newsroom, found):
                click.echo(f"{story.heat:5} {story.story}  {story.title} ({story.outlet})")
        else:
            _show(found)
            if found.mail:
                from coranto.run import issue_mail

                click.echo(f"\nmail: {issue_mail.said(newsroom.store.count_deliveries(found.issue.ident))}")


@command.command()
@click.argument("name", required=False, metavar="[ISSUE]")
@_TOPIC
@click.pass_context
def check(ctx: click.Context, name: str | None, topic: str) -> None:
    """Say what to look at before an issue goes out; ends with 1 where there is something.

    \b
    Example:
      coranto issue check
    """
    from coranto.run import issue

    with open_site.open_site(ctx) as newsroom:
        found = _named(newsroom, name, topic)
        problems = issue.check(newsroom, found)
        for problem in problems:
            click.echo(problem)
        size = len(issue.html(newsroom, found).encode())
        click.echo(f"{found.issue.ident}: {len(found.stories)} stories, {size:,} bytes of HTML", err=True)
        if problems:
            sys.exit(1)


@command.command()
@click.argument("name", required=False, metavar="[ISSUE]")
@_TOPIC
@click.option("--at", metavar="TIME", help="When, in the site's zone (2026-03-09T07:00); by default at its next hour.")
@click.pass_context
def plan(ctx: click.Context, name: str | None, topic: str, at: str | None) -> None:
    """Let a draft go out by itself while the newsroom is at work. Two hours late it asks instead.

    \b
    Example:
      coranto issue plan --at 2026-03-09T07:00
    """
    from coranto.run import issue

    with open_site.open_site(ctx) as newsroom:
        moment = _moment(newsroom, at) if at else None
        _show(issue.plan(newsroom, _named(newsroom, name, topic).issue.ident, moment))


@command.command()
@click.argument("name", required=False, metavar="[ISSUE]")
@_TOPIC
@click.option("--test", metavar="EMAIL", help="To this address only, to look at it.")
@click.option("--uncertain", is_flag=True, help="Send again what may have arrived; some may come twice.")
@click.pass_context
def send(ctx: click.Context, name: str | None, topic: str, test: str | None, uncertain: bool) -> None:
    """Put an issue out and send it to all subscribers of its list; no one gets it twice.

    What was left when this was interrupted goes on with the same command. A newsroom at work (`coranto run`) sends it
    where it has begun to.

    \b
    Example:
      coranto issue send --test marta@hivepost.example
      coranto issue send
    """
    from coranto.run import issue_mail

    with open_site.open_site(ctx) as newsroom:
        issue_mail.need(newsroom)
        from coranto.cli import sending

        found = _named(newsroom, name, topic)
        if test is not None:
            click.echo(sending.test(newsroom, found, test))
            return
        sending.send(newsroom, found.issue.ident, uncertain=uncertain, quiet=ctx.obj["verbose"] < 0)


@command.command()
@click.argument("name", required=False, metavar="[ISSUE]")
@_TOPIC
@click.pass_context
def archive(ctx: click.Context, name: str | None, topic: str) -> None:
    """Put an issue out on the web only: its file in _newsletters, its page, the feeds and the API.

    \b
    Example:
      coranto issue archive
    """
    from coranto.run import issue

    with open_site.open_site(ctx) as newsroom:
        _show(issue.archive(newsroom, _named(newsroom, name, topic).issue.ident))


@command.command()
@click.argument("name", required=False, metavar="[ISSUE]")
@_TOPIC
@click.pass_context
def recall(ctx: click.Context, name: str | None, topic: str) -> None:
    """Take a plan back, or an issue off the site, and stop its mail; it is a draft again.

    \b
    Example:
      coranto issue recall 2026-03-09
    """
    from coranto.run import issue

    with open_site.open_site(ctx) as newsroom:
        _show(issue.recall(newsroom, _named(newsroom, name, topic).issue.ident))


def _named(newsroom: Newsroom, name: str | None, topic: str) -> StoredIssue:
    from coranto.run import issue

    return issue.get(newsroom, name) if name else issue.latest(newsroom, topic)


def _passed(newsroom: Newsroom, found: StoredIssue, story: str) -> Any:
    from coranto.run import issue

    article = newsroom.store.resolve_article(story)
    for one in issue.pool(newsroom, found):
        if story == one.story or article == one.article:
            return one
    raise errors.IssueError(
        f"{found.issue.ident} passes over no story `{story}`; `coranto issue show --passed` lists those it does"
    )


def _moment(newsroom: Newsroom, text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"`{text}` is no time; write one like 2026-03-09T07:00", param_hint="--at") from None
    zone = schedule.rhythm(newsroom.settings.letter).zone
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _headline(found: StoredIssue) -> str:
    return f"{found.issue.ident}  {_state(found)}  {found.issue.excerpt}"


def _state(found: StoredIssue) -> str:
    state: str = "late: it waits for you" if found.late else found.state
    if found.mail:
        held = "mail held, late: `coranto issue send` lets it go on"
        state = f"{state}, {held if found.mail == 'held' else f'mail {found.mail}'}"
    due = f" for {found.due:%Y-%m-%d %H:%M} UTC" if found.due else ""
    return f"{state}{due}"


def _show(found: StoredIssue) -> None:
    click.echo(f"{found.issue.ident}  {_state(found)}")
    if found.intro:
        click.echo(f"\n{found.intro}\n")
    for number, one in enumerate(found.stories, 1):
        update = " [update]" if one.update else ""
        click.echo(f"{number:3} {one.heat:5}  {one.title} ({one.outlet}, {len(one.domains)}){update}")
        if one.line:
            click.echo(f"           {one.line}")
    if found.passed:
        click.echo(f"\n{len(found.passed)} passed over; `coranto issue show --passed` lists them.")
