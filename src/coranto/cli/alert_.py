"""``coranto alert``: searches that go on."""

import click
import msgspec

from coranto.cli import lines, open_site
from coranto.cli.edit_ import user
from coranto.config import extras
from coranto.feeds.formats import FORMATS
from coranto.model.edit import By
from coranto.run import alerts


@click.group()
def command() -> None:
    """Report what a search finds from now on: by a feed, a webhook, and a mail to a person of the desk.

    Alerts are looked at in the rounds of `coranto run`.

    \b
    Example:
      coranto alert add '"heat pump" -advert' --for Marta --mail
    """


@command.command()
@click.argument("search")
@click.option("--for", "person", metavar="NAME", required=True, help="The person of the desk whose alert it is.")
@click.option("--name", default="", help="Its name; otherwise the search.")
@click.option("--all", "everything", is_flag=True, help="Tell of all that comes in, not only of what is published.")
@click.option("--mail", is_flag=True, help="Write to the person, if `coranto people mail` gave an address.")
@click.option("--minutes", default=60, show_default=True, help="The least time between two mails.")
@click.option("--webhook", metavar="ADDRESS", default="", help="Tell this address, too; its secret is printed once.")
@click.pass_context
def add(
    ctx: click.Context, search: str, person: str, name: str, minutes: int, webhook: str, *, everything: bool, mail: bool
) -> None:
    """Add an alert for a search, written as in a rule; print the address of its feed.

    \b
    Example:
      coranto alert add 'author:"Ada Lovelace"' --for Marta --all
    """
    extras.need("desk")
    from coranto.people import accounts

    with open_site.open_site(ctx) as newsroom:
        who = accounts.find(newsroom, person)
        alert, secret = alerts.add(
            newsroom, who, search, name=name, published=not everything, mail=mail, minutes=minutes,
            address=webhook.strip(), by=By(user()),
        )  # fmt: skip
        click.echo(f"{newsroom.settings.site.url}/alerts/{alert.token}/{next(iter(FORMATS))}")
        if secret:
            click.echo(secret)
    click.echo(f"added: alert {alert.number}", err=True)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def listing(ctx: click.Context, as_json: bool) -> None:
    """List the alerts, with the addresses of their feeds.

    \b
    Example:
      coranto alert list
    """
    with open_site.open_site(ctx) as newsroom:
        site = newsroom.settings.site.url
        people = {one.number: one.name for one in newsroom.store.get_people()}
        for alert in newsroom.store.get_alerts():
            feed = f"{site}/alerts/{alert.token}/{next(iter(FORMATS))}"
            if as_json:
                lines.put(msgspec.to_builtins(alert) | {"person": people.get(alert.person, ""), "feed": feed})
                continue
            scope = "what is published" if alert.published else "all that comes in"
            mail = f", a mail every {alert.minutes} minutes at most" if alert.mail else ""
            trouble = f"\n      {alert.trouble}" if alert.trouble else ""
            click.echo(f"{alert.number:>4}  {alert.name}: {alert.search}\n      {scope}{mail}\n      {feed}{trouble}")


@command.command()
@click.argument("number", type=int)
@click.pass_context
def remove(ctx: click.Context, number: int) -> None:
    """Remove an alert: its feed ends, and nothing more is reported.

    \b
    Example:
      coranto alert remove 2
    """
    with open_site.open_site(ctx) as newsroom:
        alert = alerts.remove(newsroom, number, By(user()))
    click.echo(f"removed: alert {alert.number}, {alert.name}")
