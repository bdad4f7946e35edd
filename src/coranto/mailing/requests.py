"""Carry out what forms asked for: a mail that asks an address to confirm, or that sends what is known of it.

Only here is looked at whether an address is known; the form has answered long before. No address is asked more than
three times; one that has confirmed gets a mail that says so once a day at most, with the link to the own pages.
"""

from datetime import datetime, timedelta

import msgspec

from coranto.i18n import current, formats
from coranto.i18n.messages import N_, _
from coranto.mailing import alert_mail, links, subscribe
from coranto.mailing.note import Note, signed
from coranto.model.subscriber import MailRequest, Subscriber
from coranto.newsroom import Newsroom

_ASKS = 3  # mails to an address that does not confirm
_BETWEEN = timedelta(hours=1)
_KNOWN = timedelta(days=1)  # between two mails to an address that has confirmed
_DAY = N_("d MMMM y")


def carry_out(newsroom: Newsroom, request: MailRequest) -> Note | None:
    """Return the mail that a request leads to, None for none; one that is carried out again leads to the same."""
    if request.kind == "alert":
        return alert_mail.note(newsroom, request)
    with newsroom.store.transaction(writes=True):
        hashed = links.digest(newsroom, request.email)
        one = newsroom.store.find_subscriber(hashed)
        if request.kind == "data":
            return _data(newsroom, one) if one else None
        left = newsroom.store.get_suppressions([hashed]).get(hashed)
        if left is not None and (left.why == "complained" or request.batch or left.at > request.at):
            return None  # who left, or is to be forgotten, since it was asked for is not written to
        note = _subscribe(newsroom, request, one, hashed)
        if note is not None:  # one that is killed before the mail is sent leads to the same when it begins again
            newsroom.store.save_mail_request(msgspec.structs.replace(request, tries=request.tries + 1))
        return note


def _subscribe(newsroom: Newsroom, request: MailRequest, one: Subscriber | None, hashed: str) -> Note | None:
    now, again = newsroom.now(), request.tries > 0
    if one is None:
        one = Subscriber(
            email=request.email, name=request.name, state="waiting", wish=request.wish, at=request.at,
            consent=request.consent, origin=request.origin, nonce=links.nonce(), asked=now, asks=1, batch=request.batch,
        )  # fmt: skip
        one = msgspec.structs.replace(one, number=newsroom.store.add_subscriber(one, hashed))
        return _asking(newsroom, one)
    if request.batch and not again:
        return None
    if not again and not _may_write(one, now):
        return None
    if not again:
        one = msgspec.structs.replace(one, asked=now)
        if one.state != "confirmed":
            one = msgspec.structs.replace(
                one, nonce=one.nonce or links.nonce(), wish=request.wish, consent=request.consent,
                origin=request.origin, at=request.at, asks=one.asks + 1,
            )  # fmt: skip
        newsroom.store.save_subscriber(one)
    return _known(newsroom, one) if one.state == "confirmed" else _asking(newsroom, one)


def _may_write(one: Subscriber, now: datetime) -> bool:
    if one.asked is None:
        return True
    if one.state == "confirmed":
        return now - one.asked >= _KNOWN
    return one.asks < _ASKS and now - one.asked >= _BETWEEN


def _asking(newsroom: Newsroom, one: Subscriber) -> Note:
    site = newsroom.settings.site
    token = links.token(links.key(newsroom), "confirm", one.number, one.nonce)
    with current.speaking(newsroom, one.wish.language):
        said = _(
            "On {day} the newsletter of {site} was asked for with this address, by somebody who agreed to this:",
            day=formats.written(one.at, _DAY), site=site.title,
        )  # fmt: skip
        parts = [
            said,
            _("“{words}”", words=one.consent),
            _("If that was you, open this page and press its button. Nothing is sent before:"),
            links.address(links.site(newsroom.settings), "confirm", token),
            _("If it was not you, do nothing: the address is forgotten after seven days."),
        ]
        return Note(one.email, _("Please confirm: newsletter of {site}", site=site.title), signed(newsroom, parts))


def _known(newsroom: Newsroom, one: Subscriber) -> Note:
    site = newsroom.settings.site
    with current.speaking(newsroom, one.wish.language):
        parts = [
            _("The newsletter of {site} was asked for with this address, which gets it already.", site=site.title),
            _("Here you change what you get, or leave:"),
            links.address(links.site(newsroom.settings), "settings", links.person(newsroom, one.number)),
        ]
        return Note(one.email, _("You get the newsletter of {site}", site=site.title), signed(newsroom, parts))


def _data(newsroom: Newsroom, one: Subscriber) -> Note:
    site = newsroom.settings.site
    known = msgspec.json.format(msgspec.json.encode(subscribe.data(newsroom, one.email)), indent=2).decode()
    with current.speaking(newsroom, one.wish.language):
        parts = [_("This is everything that {site} knows of this address.", site=site.title), known]
        return Note(one.email, _("What {site} knows of you", site=site.title), signed(newsroom, parts))
