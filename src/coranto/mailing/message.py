"""The bytes of mails: an issue, rendered once, each reader's own fields and links spliced in; and notes to one."""

import hashlib
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

import msgspec

from coranto import errors
from coranto.config import mail_server
from coranto.i18n import formats
from coranto.i18n.messages import N_, _
from coranto.letter import lists, splice
from coranto.mailing import links
from coranto.mailing.note import Note
from coranto.model.newsletter import StoredIssue
from coranto.model.settings import Settings
from coranto.model.subscriber import Subscriber
from coranto.text import address as addresses

_DAY = N_("d MMMM y")
PAGES = ("leave", "settings")  # the personal links of a mail


class IssueMail(msgspec.Struct, frozen=True, kw_only=True):
    """An issue as mail: the head and body that all readers share, and what their own parts are made of."""

    head: str
    body: splice.Spliced
    ident: str
    site: str
    domain: str
    signing: bytes

    def bytes_for(self, one: Subscriber) -> bytes:
        """Return the mail for a subscriber."""
        token = links.token(self.signing, "person", one.number)
        made = {page: links.address(self.site, page, token) for page in PAGES}
        head = (
            self.head
            + splice.raw_field("To", [one.email])
            + splice.raw_field("Message-ID", [self.message_id(one.number)])
            + "".join(_one_click(made["leave"]))
        )
        return head.encode("ascii") + self.body.fill({page: splice.link(made[page]) for page in PAGES})

    def message_id(self, subscriber: int) -> str:
        """Return the id of the mail, the same whenever this issue is sent to this subscriber."""
        made = hashlib.sha256(self.signing + f"{self.ident} {subscriber}".encode()).hexdigest()[:24]
        return f"<{made}.{self.ident}@{self.domain}>"


def of_issue(settings: Settings, issue: StoredIssue, text: str, html: str, signing: bytes, now: datetime) -> IssueMail:
    """Return an issue as mail.

    Parameters
    ----------
    settings : Settings
        Whose sender and address.
    issue : StoredIssue
        The issue.
    text, html : str
        Its parts, with the placeholders of personal links.
    signing : bytes
        The newsroom's key for links.
    now : datetime
        The date of the mail.

    Raises
    ------
    IssueError
        Its parts have no placeholders: it was put out while no mail was set up.

    """
    site, answering = settings.site, links.site(settings)
    name, address = mail_server.sender(settings.mail.sender)
    domain, public = address.rpartition("@")[2], addresses.in_ascii(site.url)
    try:
        body = splice.alternative(text, html, {page: links.address(answering, page) for page in PAGES})
    except ValueError:
        raise errors.IssueError(
            f"{issue.issue.ident} was put out without a link to leave, so it cannot be mail; "
            f"`coranto issue recall {issue.issue.ident}` makes it a draft again"
        ) from None
    listed = f"{lists.topic(issue.topic) or 'all'}{'.weekly' if lists.weekly(issue.topic) else ''}"
    head = [
        f"From: {splice.mailbox(name or site.title, address)}\r\n",
        splice.field("Subject", subject(issue)),
        splice.raw_field("Date", [format_datetime(now)]),
        splice.raw_field("List-Id", [f"<{_label(listed)}.letter.{urlsplit(public).hostname or domain}>"]),
        splice.raw_field("List-Archive", [f"<{public}/newsletter/>"]),
        splice.raw_field("Precedence", ["bulk"]),
        splice.raw_field("Auto-Submitted", ["auto-generated"]),
    ]
    return IssueMail(
        head="".join(head), body=body, ident=issue.issue.ident, site=answering, domain=domain, signing=signing
    )


def subject(issue: StoredIssue) -> str:
    """Return the subject of an issue's mail, in the language in use: its name and its day, as people write it."""
    name = issue.issue.title.removesuffix(f" ({issue.day})")
    return _("{name}, {day}", name=name, day=formats.written(issue.day, _DAY))


def of_note(settings: Settings, note: Note, now: datetime, key: str) -> bytes:
    """Return a note to one person; ``key`` makes its id, the same whenever it is sent again."""
    name, address = mail_server.sender(settings.mail.sender)
    made = hashlib.sha256(key.encode()).hexdigest()[:24]
    head = [
        f"From: {splice.mailbox(name or settings.site.title, address)}\r\n",
        splice.raw_field("To", [note.to]),
        splice.field("Subject", note.subject),
        splice.raw_field("Date", [format_datetime(now)]),
        splice.raw_field("Message-ID", [f"<{made}.note@{address.rpartition('@')[2]}>"]),
        splice.raw_field("Auto-Submitted", ["auto-generated"]),
        *(_one_click(note.leave) if note.leave else ()),
    ]
    body = EmailMessage(policy=SMTP)
    body.set_content(note.text, cte="quoted-printable")
    return "".join(head).encode("ascii") + body.as_bytes()


def _one_click(address: str) -> tuple[str, str]:
    """Return the fields by which a mail program lets its reader leave (RFC 8058)."""
    return (
        splice.raw_field("List-Unsubscribe", [f"<{address}>"]),
        splice.raw_field("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]),
    )


def _label(text: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-.") else "-" for sign in text)
