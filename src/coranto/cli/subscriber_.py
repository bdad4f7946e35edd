"""``coranto subscriber``: who gets the newsletter."""

from pathlib import Path

import click

from coranto import errors
from coranto.cli import lines, open_site
from coranto.model.subscriber import SubscriberState, Wish

_CONSENT = "say where and when this person agreed: the law asks for it, and it is kept"


@click.group()
def command() -> None:
    """Manage the subscribers of the newsletter. All of them agreed; one who leaves is kept as a hash, and stays out.

    \b
    Example:
      coranto subscriber list
      coranto subscriber import hivelist.csv
      coranto subscriber import hivelist.csv --consent "Signed at the bee fair, May 2024" --add
      coranto subscriber forget anna@wiese.example
    """


@command.command("list")
@click.option("--state", type=click.Choice(["waiting", "confirmed", "undeliverable"]), help="Only those.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def listing(ctx: click.Context, state: SubscriberState | None, as_json: bool) -> None:
    """List subscribers, and count those who left.

    \b
    Example:
      coranto subscriber list --state waiting
    """
    with open_site.open_site(ctx) as newsroom:
        for one in newsroom.store.get_subscribers(state=state):
            if as_json:
                lines.put({name: getattr(one, name) for name in one.__struct_fields__ if name != "nonce"})
                continue
            topics = ", ".join(topic or "everything" for topic in one.wish.topics)
            rhythm = ", once a week" if one.wish.weekly else ""
            trouble = f" ({one.trouble})" if one.trouble else ""
            click.echo(f"{one.email}: {one.state}{trouble}, since {one.at:%Y-%m-%d}; {topics}{rhythm}; {one.origin}")
        counts = newsroom.store.count_subscribers()
        said = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        click.echo(said or "nobody yet", err=True)


@command.command()
@click.argument("email")
@click.option("--consent", default="", metavar="TEXT", help="Where and when this person agreed; kept with the address.")
@click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic's list instead of everything's.")
@click.option("--weekly", is_flag=True, help="Once a week.")
@click.option("--confirmed", is_flag=True, help="The person confirmed already, and that can be shown: no mail asks.")
@click.pass_context
def add(
    ctx: click.Context, email: str, consent: str, topics: tuple[str, ...], weekly: bool, confirmed: bool
) -> None:  # fmt: skip
    """Ask one address whether it wants the newsletter; a mail with a link goes to it.

    \b
    Example:
      coranto subscriber add anna@wiese.example --consent "Asked me on the phone, 4 May"
    """
    from coranto.mailing import bring, subscribe
    from coranto.mailing.address_list import Row
    from coranto.text import mail_address

    with open_site.open_site(ctx) as newsroom:
        if not consent.strip():
            raise errors.SubscriberError(f"{_CONSENT}; write it after --consent", email)
        wish = Wish(topics=topics or ("",), weekly=weekly)
        if unknown := [one for one in topics if one not in newsroom.taxonomy.by_id]:
            known = ", ".join(one.id for one in newsroom.taxonomy) or "none"
            raise errors.SubscriberError(f"there is no topic with the id `{unknown[0]}`; there are {known}")
        if not confirmed:
            subscribe.ask(newsroom, email, wish, consent.strip(), "coranto subscriber add")
            click.echo(f"asked: a mail goes to {email} while the newsroom is at work; it counts once it is confirmed")
            return
        row = Row(1, mail_address.clean(email))
        if not row.email:
            raise errors.SubscriberError(subscribe.NO_ADDRESS, email)
        bring.bring(newsroom, [row], "coranto subscriber add", consent, confirmed=True)
        if (one := subscribe.by_address(newsroom, email)) is not None:
            subscribe.change(newsroom, one, wish)
        click.echo(f"added: {row.email}")


@command.command("import")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--add", "adds", is_flag=True, help="Add them; without it you only look.")
@click.option("--consent", default="", metavar="TEXT", help="Where and when these people agreed; kept with each.")
@click.option("--confirmed", is_flag=True, help="They confirmed elsewhere, and that can be shown: no mail asks.")
@click.option("--undo", type=int, metavar="N", help="Take list N back instead, as a whole (for 24 hours).")
@click.pass_context
def bring_list(
    ctx: click.Context, file: Path | None, adds: bool, consent: str, confirmed: bool, undo: int | None
) -> None:  # fmt: skip
    """Bring a list: one address a line, CSV, or an export of listmonk, Mailchimp or Ghost. Look first, then add.

    Who left here, or there, stays out. Without --confirmed each address gets one mail that asks.

    \b
    Example:
      coranto subscriber import members.csv
      coranto subscriber import members.csv --consent "Signed up at hivepost.example since 2024" --add
      coranto subscriber import --undo 1
    """
    from coranto.mailing import address_list, bring

    with open_site.open_site(ctx) as newsroom:
        if undo is not None:
            batch, count = bring.undo(newsroom, undo)
            click.echo(f"taken back: list {batch.number}, {count} addresses")
            return
        if file is None:
            raise click.UsageError("name the file of the list, or take one back with --undo N")
        try:
            rows = address_list.read(file.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as why:
            raise errors.SubscriberError(f"cannot be read as UTF-8: {why}", str(file)) from why
        except errors.SubscriberError as why:
            raise errors.SubscriberError(why.what, str(file)) from None
        click.echo(f"{file}: {bring.look(newsroom, rows).says()}", err=True)
        if not adds:
            click.echo('nothing is changed: add them with --add --consent "where and when they agreed"', err=True)
            return
        batch = bring.bring(newsroom, rows, file.name, consent, confirmed=confirmed)
        then = "they get the next issue" if confirmed else "each gets one mail that asks, while the newsroom is at work"
        click.echo(
            f"list {batch.number}: {batch.added} added, {then}; for 24 hours `--undo {batch.number}` takes it back"
        )


@command.command()
@click.pass_context
def export(ctx: click.Context) -> None:
    """Write all subscribers as CSV, with what they agreed to and when.

    \b
    Example:
      coranto subscriber export > subscribers.csv
    """
    from coranto.mailing import bring

    with open_site.open_site(ctx) as newsroom:
        click.echo(bring.write(newsroom), nl=False)


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def left(ctx: click.Context, file: Path) -> None:
    """Take out who left since a backup was made, which is restored now.

    The file is .coranto-left in the folder of the newsroom as it was: times and hashes, no addresses.

    \b
    Example:
      coranto subscriber left /srv/old/.coranto-left
    """
    from coranto.mailing import left_file

    with open_site.open_site(ctx) as newsroom:
        click.echo(f"taken out: {left_file.apply(newsroom, file)}")


@command.command()
@click.argument("email")
@click.pass_context
def data(ctx: click.Context, email: str) -> None:
    """Print everything that is known of one address, as one object, for a reader who asks.

    \b
    Example:
      coranto subscriber data anna@wiese.example
    """
    from coranto.mailing import subscribe

    with open_site.open_site(ctx) as newsroom:
        lines.put(subscribe.data(newsroom, email))


@command.command()
@click.argument("email")
@click.pass_context
def forget(ctx: click.Context, email: str) -> None:
    """Forget one address: everything about it is deleted but a hash, so that no list brings it back.

    \b
    Example:
      coranto subscriber forget anna@wiese.example
    """
    from coranto.mailing import subscribe

    with open_site.open_site(ctx) as newsroom:
        known = subscribe.forget(newsroom, email)
    click.echo("forgotten; a hash keeps the address out" if known else "it was not known; a hash keeps it out")
