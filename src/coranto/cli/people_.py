"""``coranto people``: who may sign in to the desk."""

import sys

import click

from coranto import errors
from coranto.cli import lines, open_site
from coranto.cli.edit_ import user
from coranto.config import extras
from coranto.model.edit import By
from coranto.model.person import Role
from coranto.people import rights

_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")


@click.group()
def command() -> None:
    """Who may sign in to the desk, and what each may do. Passwords are asked for, never given as an argument.

    \b
    Example:
      coranto people add Marta --role owner
    """


@command.command()
@click.argument("name")
@click.option("--role", type=click.Choice(rights.ROLES), default="editor", help="owner, editor (default) or reader.")
@_STDIN
@click.pass_context
def add(ctx: click.Context, name: str, role: Role, password_stdin: bool) -> None:
    """Add a person, with a password of 12 letters or more.

    \b
    Example:
      coranto people add Marta --role owner
    """
    extras.need("desk")
    from coranto.people import accounts

    with open_site.open_site(ctx) as newsroom:
        person = accounts.add(newsroom, name, role, _password(password_stdin), by=By(user()))
    click.echo(f"added: {person.name}, {person.role}")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def listing(ctx: click.Context, as_json: bool) -> None:
    """List people with their roles, sessions and access tokens; no secrets.

    \b
    Example:
      coranto people list
    """
    with open_site.open_site(ctx) as newsroom:
        store, now = newsroom.store, newsroom.now()
        for person in store.get_people():
            open_sessions = [one for one in store.sessions_of(person.number) if one.ends > now]
            tokens = store.access_tokens_of(person.number)
            passkeys = [
                {"number": one.number, "name": one.name, "host": one.host, "at": one.at, "seen": one.seen}
                for one in store.passkeys_of(person.number)
            ]
            if as_json:
                fields = {"name": person.name, "role": person.role, "at": person.at}
                lines.put({**fields, "sessions": open_sessions, "tokens": tokens, "passkeys": passkeys})
                continue
            counts = f"sessions: {len(open_sessions)}, access tokens: {len(tokens)}, passkeys: {len(passkeys)}"
            click.echo(f"{person.name}: {person.role}, since {person.at:%Y-%m-%d}; {counts}")


@command.command()
@click.argument("name")
@_STDIN
@click.pass_context
def reset(ctx: click.Context, name: str, password_stdin: bool) -> None:
    """Reset a person's password. Ends all sessions, tokens and passkeys, and unlocks the name.

    \b
    Example:
      coranto people reset Marta
    """
    extras.need("desk")
    from coranto.people import accounts

    with open_site.open_site(ctx) as newsroom:
        accounts.find(newsroom, name)
        person = accounts.reset(newsroom, name, _password(password_stdin), By(user()))
    click.echo(f"reset: {person.name}; every session, access token and passkey has ended")


@command.command()
@click.argument("name")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Remove a person with all sessions, tokens and passkeys. The last owner stays; the log keeps the name.

    \b
    Example:
      coranto people remove Marta
    """
    extras.need("desk")
    from coranto.people import accounts

    with open_site.open_site(ctx) as newsroom:
        person = accounts.remove(newsroom, name, By(user()))
    click.echo(f"removed: {person.name}")


@command.command()
@click.argument("name")
@click.argument("role", type=click.Choice(rights.ROLES))
@click.pass_context
def role(ctx: click.Context, name: str, role: Role) -> None:
    """Change a person's role. It holds at once, also in open sessions.

    \b
    Example:
      coranto people role John editor
    """
    extras.need("desk")
    from coranto.people import accounts

    with open_site.open_site(ctx) as newsroom:
        person = accounts.change_role(newsroom, name, role, By(user()))
    click.echo(f"changed: {person.name}, {person.role}")


@command.command()
@click.argument("name")
@click.argument("address", default="")
@click.pass_context
def mail(ctx: click.Context, name: str, address: str) -> None:
    """Set the address to which a person's alerts are mailed; without an address, none are.

    \b
    Example:
      coranto people mail Marta marta@example.org
    """
    extras.need("desk")
    from coranto.people import accounts

    with open_site.open_site(ctx) as newsroom:
        person = accounts.set_mail(newsroom, name, address)
    click.echo(f"changed: {person.name}, {person.email or 'no mail'}")


@command.command()
@click.argument("name")
@click.argument("action", required=False, default="")
@click.option("--from", "peer", default="", help="With sign-in: the address from which a proxy's header comes.")
@click.pass_context
def explain(ctx: click.Context, name: str, action: str, peer: str) -> None:
    """Say which rule allows or refuses an action of a person (`sign-in` is one); without an action, list all.

    \b
    Example:
      coranto people explain Marta story.decide
      coranto people explain Marta sign-in --from 10.0.0.7
    """
    extras.need("desk")
    from coranto.people import accounts, ways_in

    if action and action not in (ways_in.ACTION, *rights.RIGHTS):
        there = ", ".join((ways_in.ACTION, *rights.RIGHTS))
        raise errors.PeopleError(f"there is no such action; there are {there}", action)
    with open_site.open_site(ctx) as newsroom:
        if action in ("", ways_in.ACTION):
            allowed, sentences = ways_in.explain(newsroom, name, peer)
            click.echo(f"{ways_in.ACTION}: {'yes' if allowed else 'no'}. {' '.join(sentences)}")
            if action:
                return
        person = accounts.find(newsroom, name)
    for one in [action] if action else rights.RIGHTS:
        ruling = rights.ask(one, person.role)
        scope = rights.RIGHTS[one].scope
        by_token = f"An access token needs the scope {scope}." if scope else "No access token may."
        click.echo(f"{one}: {'yes' if ruling.allowed else 'no'}. {ruling.rule.format(**ruling.values)} {by_token}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
