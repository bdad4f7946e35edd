"""Count what came back, from the IMAP folder of bounces and from notices of services. Needs the extra ``mail``."""

import ssl
from imaplib import IMAP4

import structlog
from imap_tools import AND, MailBox, MailBoxUnencrypted, MailMessage, MailMessageFlags
from imap_tools.errors import ImapToolsError

from coranto import errors
from coranto.config import mail_server
from coranto.config.mail_server import MailServer
from coranto.mailing import bounce_report, links, send, subscribe
from coranto.mailing.bounce_report import Kind
from coranto.model.subscriber import Subscriber
from coranto.newsroom import Newsroom

log = structlog.get_logger("coranto")

_MOST = 200  # mails of one look
_AT_ONCE = 20  # of them fetched, and so in memory
_LARGEST = 500_000  # bytes; a report is smaller, and anybody can write to the folder
_TIMEOUT = 30


def fetch(newsroom: Newsroom) -> int:
    """Read the unread mails of the folder, count what they report, mark them as read; return how many counted.

    Each is counted before it is marked: one that is killed in between counts a mail twice, and loses none.

    Raises
    ------
    MailError
        The folder cannot be read.

    """
    if not newsroom.settings.mail.bounces:
        return 0
    server, signing, counted = mail_server.imap(newsroom.settings.mail.bounces), links.key(newsroom), 0
    if server.tls != "implicit" and not server.local:
        raise errors.MailError("only imaps:// is read from another machine: the password would go open", server.name)
    try:
        with _opened(server).login(server.user, server.password, server.folder) as box:
            reports = AND(seen=False, size_lt=_LARGEST)
            for mail in box.fetch(reports, limit=_MOST, mark_seen=False, bulk=_AT_ONCE):
                report = bounce_report.read(_raw(mail), signing)
                one = newsroom.store.get_subscriber(report.subscriber) if report else None
                if report is not None and one is not None:
                    count(newsroom, one, report.kind, report.status)
                    counted += 1
                if mail.uid:
                    box.flag(mail.uid, MailMessageFlags.SEEN, True)
    except (OSError, IMAP4.error, ImapToolsError) as why:
        raise errors.MailError(f"the folder of bounces cannot be read: {type(why).__name__}", server.name) from why
    return counted


def _opened(server: MailServer) -> MailBox | MailBoxUnencrypted:
    """Connect to a server; left to itself, the library would give the password to one with any certificate."""
    if server.tls == "implicit":
        return MailBox(server.host, server.port, timeout=_TIMEOUT, ssl_context=ssl.create_default_context())
    return MailBoxUnencrypted(server.host, server.port, timeout=_TIMEOUT)


def _raw(mail: MailMessage) -> bytes:
    """Return a mail as it was written; b"" for one that cannot be written again: it is no reason to miss the others."""
    try:
        return mail.obj.as_bytes()
    except Exception:  # noqa: BLE001 - whatever the library makes of what strangers wrote
        return b""


def take(newsroom: Newsroom, body: bytes) -> int:
    """Count what a service says; return how many of its addresses are subscribers'."""
    counted = 0
    for notice in bounce_report.notices(body):
        one = subscribe.by_address(newsroom, notice.address)
        if one is not None:
            count(newsroom, one, notice.kind)
            counted += 1
    return counted


def count(newsroom: Newsroom, one: Subscriber, kind: Kind, status: str = "") -> None:
    """Count a refusal, or take a complaint for a word to leave."""
    if kind == "complained":
        subscribe.leave(newsroom, one, "complained")
        log.info("a subscriber complained, and is removed")
    else:
        send.bounced(newsroom, one, status or "bounce")


def secret(newsroom: Newsroom) -> str:
    """Return what stands at the end of the address for notices of services."""
    return links.token(links.key(newsroom), "bounces", 0)


def is_secret(newsroom: Newsroom, token: str) -> bool:
    """Whether a token is that of the address for notices."""
    return links.read(links.key(newsroom), "bounces", token) is not None
