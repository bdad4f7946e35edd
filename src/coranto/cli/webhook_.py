"""``coranto webhook``: manage webhooks."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import click
import msgspec

from coranto import errors
from coranto.cli import lines, open_site
from coranto.cli.edit_ import user
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.edit import By
from coranto.model.webhook import Webhook, WebhookDelivery
from coranto.newsroom import Newsroom
from coranto.notify import webhooks

_LATELY = timedelta(days=7)  # how long a delivery that was given up is reported


@click.group()
def command() -> None:
    """Tell other programs when a story is published or updated: a signed POST to an address of theirs.

    What was published before a hook was added is not sent. Messages leave in the rounds of `coranto run`.

    \b
    Example:
      coranto webhook add https://letters.example/hooks/coranto --topic ai
    """


@command.command()
@click.argument("address")
@click.option("--topic", metavar="ID", default="", help="A topic: tell of its stories only.")
@click.pass_context
def add(ctx: click.Context, address: str, topic: str) -> None:
    """Add a hook, and print the secret that its messages are signed with. It is shown this once.

    \b
    Example:
      coranto webhook add https://letters.example/hooks/coranto
    """
    with open_site.open_site(ctx) as newsroom:
        hook, secret = webhooks.add(newsroom, address.strip(), topic, by=By(user()))
    click.echo(secret)
    click.echo(
        f"added: hook {hook.number}. The receiver needs this secret, which is not shown again; "
        f"`coranto webhook test {hook.number}` tries it.",
        err=True,
    )


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def listing(ctx: click.Context, as_json: bool) -> None:
    """List the hooks and how they are doing; no secrets.

    \b
    Example:
      coranto webhook list
    """
    with open_site.open_site(ctx) as newsroom:
        ledger = newsroom.store.get_deliveries()
        for hook in newsroom.store.get_webhooks():
            own = [message for message in ledger if message.hook == hook.number]
            counts = {
                "waiting": sum(not delivery.ended for delivery in own),
                "arrived": sum(delivery.arrived for delivery in own),
                "given_up": sum(delivery.given_up for delivery in own),
            }
            if as_json:
                fields = {
                    name: getattr(hook, name) for name in ("number", "url", "topic", "alert", "at", "off", "rest")
                }
                lines.put(fields | counts)
                continue
            scope = f"topic {hook.topic}" if hook.topic else f"alert {hook.alert}" if hook.alert else "all stories"
            state = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
            state = f"off: {hook.off}; {state}" if hook.off else state
            click.echo(f"{hook.number:>4}  {hook.url}\n      {scope}, since {hook.at:%Y-%m-%d %H:%M}; {state}")


@command.command()
@click.argument("number", type=int)
@click.pass_context
def remove(ctx: click.Context, number: int) -> None:
    """Remove a hook, its secret and its deliveries, by its number in the list. `coranto edit undo` adds it again.

    \b
    Example:
      coranto webhook remove 2
    """
    with open_site.open_site(ctx) as newsroom:
        webhooks.remove(newsroom, number, By(user()))
    click.echo(f"removed: hook {number}")


@command.command()
@click.argument("number", type=int)
@click.option("--send-waiting", is_flag=True, help="Send what waited too, though it may have been sent before.")
@click.pass_context
def test(ctx: click.Context, number: int, send_waiting: bool) -> None:
    """Send a hook a signed message now, once, of the event hook.test; one that was off and takes it is on again.

    What waited for a hook in a newsroom that was restored from a backup may have been sent before: it is given up,
    unless you say otherwise. A receiver knows a message that it got before by its id.

    \b
    Example:
      coranto webhook test 2
    """
    with open_site.open_site(ctx) as newsroom:
        off = webhooks.one(newsroom, number).off
        if trouble := asyncio.run(_test(newsroom, number, send_waiting=send_waiting)):
            raise errors.HookError(f"the test did not arrive: {trouble}", f"hook {number}")
    click.echo(f"hook {number} took it{', and is on again' if off else ''}")


async def _test(newsroom: Newsroom, number: int, *, send_waiting: bool) -> str:
    async with Client(newsroom.settings.fetch, newsroom.contact) as client:
        return await webhooks.test(newsroom, client, number, send_waiting=send_waiting)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def log(ctx: click.Context, as_json: bool) -> None:
    """List the messages of all hooks and what became of them; ended ones are kept for 30 days.

    \b
    Example:
      coranto webhook log
    """
    with open_site.open_site(ctx) as newsroom:
        for message in newsroom.store.get_deliveries():
            if as_json:
                lines.put(msgspec.to_builtins(message) | {"trouble": say(message.trouble)})
            else:
                click.echo(line(message))


def line(message: WebhookDelivery) -> str:
    """Return a delivery as one line."""
    head = f"{message.number:>4}  {message.at:%Y-%m-%d %H:%M}  hook {message.hook}  {message.event} {message.story}"
    tries = "1 try" if message.tries == 1 else f"{message.tries} tries"
    if message.arrived:
        return f"{head}: arrived after {tries}"
    if message.given_up:
        return f"{head}: given up after {tries}: {say(message.trouble)}"
    if not message.tries:
        return f"{head}: waits for the next round"
    return f"{head}: not taken yet, {tries}, the next at {message.due:%Y-%m-%d %H:%M}: {say(message.trouble)}"


def worries(newsroom: Newsroom) -> Iterator[str]:
    """Print how many webhooks there are, if any; yield those that need attention."""
    hooks, ledger = newsroom.store.get_webhooks(), newsroom.store.get_deliveries()
    if hooks:
        click.echo(f"hooks     {len(hooks)}, {sum(not message.ended for message in ledger)} messages waiting")
    for hook in hooks:
        yield from _worries(newsroom, hook, [message for message in ledger if message.hook == hook.number])


def _worries(newsroom: Newsroom, hook: Webhook, own: list[WebhookDelivery]) -> Iterator[str]:
    named = f"hook {webhooks.named(hook)}"
    if hook.off:
        test, remove = f"`coranto webhook test {hook.number}`", f"`coranto webhook remove {hook.number}`"
        yield f"{named} is off: {hook.off}; {test} switches it on again if that arrives, {remove} forgets it"
        return
    if hook.topic and hook.topic not in {topic.id for topic in newsroom.taxonomy}:
        yield f"{named} is sent nothing: there is no topic `{hook.topic}` any more; remove it, or bring the topic back"
    lost = [
        delivery
        for delivery in own
        if delivery.given_up and delivery.ended and delivery.ended > newsroom.now() - _LATELY
    ]
    if lost:
        count = "1 message was" if len(lost) == 1 else f"{len(lost)} messages were"
        yield f"{named}: {count} given up in the last 7 days: {say(lost[-1].trouble)}; `coranto webhook log` lists them"
    late = [delivery for delivery in own if not delivery.ended and delivery.tries]
    if late:
        count = "1 message is" if len(late) == 1 else f"{len(late)} messages are"
        yield f"{named}: {count} not taken yet, and tried again: {say(late[-1].trouble)}"
