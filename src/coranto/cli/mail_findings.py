"""What ``coranto check --mail`` says of sender and servers."""

import click

from coranto import newsroom
from coranto.model.settings import Settings


def say(settings: Settings, selector: str, names: str) -> int:
    """Print what is found; return how much is to mend."""
    from coranto.run import issue_mail

    count = 0
    with newsroom.open_newsroom(settings) as opened:
        issue_mail.need(opened)
        from coranto.mailing import bounces, domain_check, links

        for finding in domain_check.look(opened, domain_check.resolver(names), selector):
            count += not finding.well
            click.echo(f"{finding.name:7} {'well' if finding.well else 'MEND'}  {finding.says}")
        address = f"{links.site(settings)}/letter/bounces/{bounces.secret(opened)}/"
        click.echo(
            f"a mail service may notify of bounces and complaints here; keep the address to yourself:\n  {address}"
        )
    return count
