"""An issue as mail: enter who is to get it, and settle its bytes, before the first one leaves."""

import msgspec

from coranto import errors
from coranto.config import extras, settings_file
from coranto.i18n import current
from coranto.letter import mail
from coranto.mailing import ledger, links, message
from coranto.model.newsletter import StoredIssue
from coranto.newsroom import Newsroom
from coranto.run import issue


def send(newsroom: Newsroom, ident: str) -> StoredIssue:
    """Put an issue out and let its mail go to everybody who gets its list.

    The rows of the ledger are entered with its HTML in one transaction; then its file is written; then ``mailing.send``
    begins. For an issue whose mail is held, or that is out on the web, only the mail goes on. Nobody is entered twice.

    Raises
    ------
    IssueError
        It does not exist, has no story left, was put out without places for personal links, or its mail is under way
        or sent to all who get the list.
    WriteError
        Its file cannot be written; the next round tries again, and the mail waits for it.

    """
    need(newsroom)
    with newsroom.store.transaction(writes=True):
        found = issue.get(newsroom, ident)
        if found.state in ("draft", "planned"):
            issue.settle(newsroom, found)
            found = issue.get(newsroom, ident)
        _check_is_mail(newsroom, found)
        entered = ledger.enter(newsroom, found)
        counts = newsroom.store.count_deliveries(found.issue.ident)
        if found.mail in ("sending", "sent") and not entered:
            state = "is under way" if found.mail == "sending" else "has been sent to everybody who gets this list"
            raise errors.IssueError(f"the mail of {found.issue.ident} {state} ({said(counts)})")
        state = "sending" if counts.get("waiting") else "sent"
        newsroom.store.save_issue(msgspec.structs.replace(found, mail=state))
    issue.finish(newsroom)
    return issue.get(newsroom, ident)


def send_uncertain(newsroom: Newsroom, ident: str) -> int:
    """Send again what may have arrived; return how many mails. Some may come twice, with the same Message-ID."""
    need(newsroom)
    with newsroom.store.transaction(writes=True):
        found = issue.get(newsroom, ident)
        count = newsroom.store.change_deliveries("uncertain", "waiting", newsroom.now(), found.issue.ident)
        if not count:
            raise errors.IssueError(f"no mail of {found.issue.ident} is uncertain")
        newsroom.store.save_issue(msgspec.structs.replace(found, mail="sending"))
    return count


def parts(newsroom: Newsroom, found: StoredIssue, tag: str) -> tuple[str, str]:
    """Return plain text and HTML of an issue in the language in use; in the site's, the HTML that was settled."""
    letter = issue.letter_of(newsroom, found)
    with current.speaking(newsroom) as own:
        settled = newsroom.store.issue_html(found.issue.ident) if own.tag == tag and found.public else None
    return mail.text(letter), settled if settled is not None else mail.html(letter)


def _check_is_mail(newsroom: Newsroom, found: StoredIssue) -> None:
    """Raise ``IssueError`` where an issue cannot be mail: better now than with half of its readers entered."""
    with current.speaking(newsroom) as own:
        text, html = parts(newsroom, found, own.tag)
    message.of_issue(newsroom.settings, found, text, html, links.key(newsroom), newsroom.now())


def said(counts: dict[str, int]) -> str:
    """Return the counts of a ledger in words."""
    return ", ".join(f"{count} {state}" for state, count in counts.items()) or "nobody gets it"


def need(newsroom: Newsroom) -> None:
    """Raise ``ConfigError`` where no mail is set up, ``MissingExtra`` where its library is not installed."""
    if not ledger.is_set_up(newsroom.settings):
        raise errors.ConfigError(
            "no mail is set up, so nobody gets anything: write `sender` and `servers` below [mail]; "
            "`coranto issue archive` puts an issue on the site and in its feeds, which a mail service can send on",
            settings_file.place(newsroom.settings, "mail"),
        )
    extras.need("mail", settings_file.place(newsroom.settings, "mail.servers"))
