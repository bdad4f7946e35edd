"""What came back, read: reports of mail programs (delivery status, complaints), and notices of services that send mail.

A report counts only if it has a link that was signed for the reader: anybody can write to the folder of bounces.
Needs the extra ``mail``.
"""

import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from typing import Any, Literal

import msgspec
from flufl.bounce import all_failures

from coranto.mailing import links
from coranto.text import mail_address

Kind = Literal["refused", "complained"]

_LEAVE = re.compile(rb"/letter/(?:leave|settings)/(\d+\.[\w-]{20})/")
_SOFT = re.compile(rb"=\r?\n")
_STATUS = re.compile(rb"^Status:\s*([45]\.\d{1,3}\.\d{1,3})", re.MULTILINE | re.IGNORECASE)
_PERMANENT = {"bounce", "hardbounce", "hard_bounce", "permanent", "invalid", "blocked", "dropped"}
_COMPLAINT = {"complaint", "spamcomplaint", "spamreport", "spam", "complained", "abuse"}


class Report(msgspec.Struct, frozen=True):
    """What happened to a mail of a subscriber, by number."""

    subscriber: int
    kind: Kind
    status: str = ""


class Notice(msgspec.Struct, frozen=True):
    """What a service says of an address."""

    address: str
    kind: Kind


def read(raw: bytes, signing: bytes) -> Report | None:
    """Read a mail of the folder of bounces; None for what is no report, is of passing trouble, or proves nothing."""
    subscriber = next(
        (
            found[0]
            for one in _LEAVE.findall(_SOFT.sub(b"", raw))
            if (found := links.read(signing, "person", one.decode()))
        ),
        None,
    )
    if subscriber is None:
        return None
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        if isinstance(mail, EmailMessage) and mail.get_param("report-type") == "feedback-report":
            return Report(subscriber, "complained")
        _passing, failed = all_failures(email.message_from_bytes(raw))
    except Exception:  # noqa: BLE001 - what strangers wrote must not end the round; it is no report then
        return None
    status = _STATUS.search(raw)
    return Report(subscriber, "refused", status[1].decode() if status else "") if failed else None


def notices(body: bytes) -> list[Notice]:
    """Read a notice of a service: Amazon SES, Brevo, Mailgun, Postmark, SendGrid, or ``{"email", "type"}``."""
    try:
        given = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return []
    found = [one for part in (given if isinstance(given, list) else [given]) for one in _notices(part)]
    return list(dict.fromkeys(found))


def _notices(given: Any) -> Iterator[Notice]:
    if not isinstance(given, Mapping):
        return
    if isinstance(inner := given.get("Message"), str):  # Amazon's, as text within
        try:
            yield from _amazon(msgspec.json.decode(inner))
        except (msgspec.DecodeError, RecursionError):
            return
        return
    if "notificationType" in given:
        yield from _amazon(given)
        return
    data = given.get("event-data", given)  # Mailgun's
    if not isinstance(data, Mapping):
        return
    address = next((data[name] for name in ("email", "Email", "recipient") if isinstance(data.get(name), str)), "")
    said = {str(data.get(name, "")).lower() for name in ("type", "Type", "event", "RecordType", "severity")}
    yield from _notice(address, said)


def _amazon(given: Any) -> Iterator[Notice]:
    if not isinstance(given, Mapping):
        return
    for name, people in (("bounce", "bouncedRecipients"), ("complaint", "complainedRecipients")):
        part = given.get(name)
        if not isinstance(part, Mapping) or (name == "bounce" and part.get("bounceType") != "Permanent"):
            continue
        for one in part.get(people) or ():
            if isinstance(one, Mapping):
                yield from _notice(str(one.get("emailAddress", "")), {name})


def _notice(address: str, said: set[str]) -> Iterator[Notice]:
    if not (clean := mail_address.clean(address)):
        return
    if said & _COMPLAINT:
        yield Notice(clean, "complained")
    elif said & _PERMANENT and not said & {"softbounce", "soft_bounce", "temporary", "transient"}:
        yield Notice(clean, "refused")
