"""Send from the command line: what ``coranto issue send`` does until nothing is due any more."""

import asyncio
import signal
from collections import Counter

import click

from coranto import errors
from coranto.mailing import ledger, subscribe
from coranto.mailing import send as mail_send
from coranto.model.newsletter import StoredIssue
from coranto.newsroom import Newsroom
from coranto.run import issue_mail
from coranto.text import mail_address

_EVERY = 100  # mails between two reports


def send(newsroom: Newsroom, ident: str, *, uncertain: bool, quiet: bool) -> None:
    """Send due mail unless another program does, and print the result; interrupted, it ends after the current mail."""
    with ledger.alone(newsroom) as mine:
        if mine:
            ledger.recover(newsroom)
        _begin(newsroom, ident, uncertain=uncertain)
        if not mine:
            click.echo(f"{ident}: the newsroom at work sends it; `coranto issue show {ident}` says how far it is")
            return
        asyncio.run(_send(newsroom, quiet=quiet))
    counts = newsroom.store.count_deliveries(ident)
    click.echo(f"{ident}: {issue_mail.said(counts)}")
    if counts.get("waiting"):
        due = newsroom.store.due_deliveries_at([ident])
        click.echo(
            f"the rest is sent from {due:%Y-%m-%d %H:%M} UTC, by `coranto run` or the same command again", err=True
        )
    if counts.get("uncertain"):
        click.echo(f"`coranto issue send {ident} --uncertain` sends those again; they may come twice", err=True)


def _begin(newsroom: Newsroom, ident: str, *, uncertain: bool) -> None:
    if uncertain:
        count = issue_mail.send_uncertain(newsroom, ident)
        click.echo(f"{ident}: {count} uncertain mails are sent again", err=True)
        return
    found = newsroom.store.get_issue(ident)
    if found is None or found.mail != "sending" or not newsroom.store.count_deliveries(ident).get("waiting"):
        issue_mail.send(newsroom, ident)


async def _send(newsroom: Newsroom, *, quiet: bool) -> None:
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True

    def report(done: Counter[str]) -> None:
        if not quiet and done.total() % _EVERY == 0:
            click.echo(f"{issue_mail.said(dict(done))} so far", err=True)

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    sender = mail_send.Sender(newsroom, issue_mail.parts, report)
    while await sender.send_due(lambda: stopped) and not stopped:
        ledger.beat(newsroom)
    for pace in sender.paces:
        if pace.trouble:
            click.echo(
                f"{pace.server.name} is in trouble: {pace.trouble}; `coranto check --mail` looks at it", err=True
            )


def test(newsroom: Newsroom, found: StoredIssue, address: str) -> str:
    """Send an issue to one address; return what to say."""
    if not (recipient := mail_address.clean(address)):
        raise errors.SubscriberError(subscribe.NO_ADDRESS, address)
    result = asyncio.run(mail_send.send_test(newsroom, found, issue_mail.parts, recipient))
    return f"{found.issue.ident} is sent to {recipient} as a test ({result.status})"
