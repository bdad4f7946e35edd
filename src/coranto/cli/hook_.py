"""``coranto hook``: whom stories are told to."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import click

from coranto import errors
from coranto.cli import lines, open_site
from coranto.fetch.client import Client
from coranto.model.webhook import Webhook, WebhookDelivery
from coranto.newsroom import Newsroom
from coranto.notify import webhooks
from coranto.run import loop

_LATELY = timedelta(days=7)  # for which a message that was given up needs a look


@click.group()
def command() -> None:
    """Tell other programs when a story is published or updated: a signed POST to an address of theirs.

    Nothing is told of what was before a hook was added. Messages leave in the rounds of `coranto run`.

    \b
    Example:
      coranto hook add https://letters.example/hooks/coranto --topic ai
    """  # noqa: D301 - Click's \b keeps the lines


@command.command()
@click.argument("address")
@click.option("--topic", metavar="ID", default="", help="A topic: tell of its stories only.")
@click.pass_context
def add(ctx: click.Context, address: str, topic: str) -> None:
    """Add a hook, and print the secret that its messages are signed with. It is shown this once.

    \b
    Example:
      coranto hook add https://letters.example/hooks/coranto
    """  # noqa: D301 - Click's \b keeps the lines
    with open_site.open_site(ctx) as newsroom:
        hook, secret = webhooks.add(newsroom, address.strip(), topic)
    click.echo(secret)
    click.echo(
        f"added: hook {hook.number}. The receiver needs this secret, which is not shown again; "
        f"`coranto hook test {hook.number}` tries it.",
        err=True,
    )


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def listing(ctx: click.Context, as_json: bool) -> None:
    """List the hooks and how they are doing; no secrets.

    \b
    Example:
      coranto hook list
    """  # noqa: D301 - Click's \b keeps the lines
    with open_site.open_site(ctx) as newsroom:
        ledger = newsroom.store.get_deliveries()
        for hook in newsroom.store.get_webhooks():
            own = [message for message in ledger if message.hook == hook.number]
            counts = {
                "waiting": sum(not one.ended for one in own),
                "arrived": sum(one.arrived for one in own),
                "given_up": sum(one.given_up for one in own),
            }
            if as_json:
                said = {name: getattr(hook, name) for name in ("number", "url", "topic", "at", "off", "rest")}
                lines.put(said | counts)
                continue
            told = f"topic {hook.topic}" if hook.topic else "all stories"
            state = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
            state = f"off: {hook.off}; {state}" if hook.off else state
            click.echo(f"{hook.number:>4}  {hook.url}\n      {told}, since {hook.at:%Y-%m-%d %H:%M}; {state}")


@command.command()
@click.argument("number", type=int)
@click.pass_context
def remove(ctx: click.Context, number: int) -> None:
    """Forget a hook, its secret and what it was told, by its number in the list.

    \b
    Example:
      coranto hook remove 2
    """  # noqa: D301 - Click's \b keeps the lines
    with open_site.open_site(ctx) as newsroom:
        webhooks.one(newsroom, number)
        newsroom.store.delete_webhook(number)
    click.echo(f"removed: hook {number}")


@command.command()
@click.argument("number", type=int)
@click.pass_context
def test(ctx: click.Context, number: int) -> None:
    """Send a hook a signed message now, once, of the event hook.test; one that was off and takes it is on again.

    \b
    Example:
      coranto hook test 2
    """  # noqa: D301 - Click's \b keeps the lines
    with open_site.open_site(ctx) as newsroom:
        off = webhooks.one(newsroom, number).off
        if trouble := asyncio.run(_test(newsroom, number)):
            raise errors.HookError(f"the test did not arrive: {trouble}", f"hook {number}")
    click.echo(f"hook {number} took it{', and is on again' if off else ''}")


async def _test(newsroom: Newsroom, number: int) -> str:
    async with Client(newsroom.settings.fetch, loop.agent_site(newsroom)) as client:
        return await webhooks.test(newsroom, client, number)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def log(ctx: click.Context, as_json: bool) -> None:
    """List what hooks were told, and what became of it; what ended is forgotten after 30 days.

    \b
    Example:
      coranto hook log
    """  # noqa: D301 - Click's \b keeps the lines
    with open_site.open_site(ctx) as newsroom:
        for message in newsroom.store.get_deliveries():
            if as_json:
                lines.put(message)
            else:
                click.echo(line(message))


def line(message: WebhookDelivery) -> str:
    """Tell of a message in a line."""
    head = f"{message.number:>4}  {message.at:%Y-%m-%d %H:%M}  hook {message.hook}  {message.event} {message.story}"
    tries = "1 try" if message.tries == 1 else f"{message.tries} tries"
    if message.arrived:
        return f"{head}: arrived after {tries}"
    if message.given_up:
        return f"{head}: given up after {tries}: {message.trouble}"
    if not message.tries:
        return f"{head}: waits for the next round"
    return f"{head}: not taken yet, {tries}, the next at {message.due:%Y-%m-%d %H:%M}: {message.trouble}"


def worries(newsroom: Newsroom) -> Iterator[str]:
    """Print how many hooks there are, where there are any; yield those that need a look."""
    hooks, ledger = newsroom.store.get_webhooks(), newsroom.store.get_deliveries()
    if hooks:
        click.echo(f"hooks     {len(hooks)}, {sum(not message.ended for message in ledger)} messages waiting")
    for hook in hooks:
        yield from _worries(newsroom, hook, [message for message in ledger if message.hook == hook.number])


def _worries(newsroom: Newsroom, hook: Webhook, own: list[WebhookDelivery]) -> Iterator[str]:
    named = f"hook {webhooks.named(hook)}"
    if hook.off:
        test, remove = f"`coranto hook test {hook.number}`", f"`coranto hook remove {hook.number}`"
        yield f"{named} is off: {hook.off}; {test} switches it on again if that arrives, {remove} forgets it"
        return
    if hook.topic and hook.topic not in {topic.id for topic in newsroom.taxonomy}:
        yield f"{named} is told nothing: there is no topic `{hook.topic}` any more; remove it, or bring the topic back"
    lost = [one for one in own if one.given_up and one.ended and one.ended > newsroom.now() - _LATELY]
    if lost:
        count = "1 message was" if len(lost) == 1 else f"{len(lost)} messages were"
        yield f"{named}: {count} given up in the last 7 days: {lost[-1].trouble}; `coranto hook log` lists them"
    late = [one for one in own if not one.ended and one.tries]
    if late:
        count = "1 message is" if len(late) == 1 else f"{len(late)} messages are"
        yield f"{named}: {count} not taken yet, and tried again: {late[-1].trouble}"
