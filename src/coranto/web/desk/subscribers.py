"""Subscribers: who gets the newsletter, bringing a list, and the two rights of a person, each in one field."""

from collections.abc import Mapping
from typing import cast

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto import errors
from coranto.i18n import wording
from coranto.i18n.messages import N_, _
from coranto.mailing import address_list, bring, held_list, subscribe
from coranto.mailing.held_list import Held
from coranto.model.subscriber import Batch, Subscriber, SubscriberState
from coranto.web import words
from coranto.web.desk import forms, page
from coranto.web.desk.call import Call, route

_HERE = "desk/subscribers/"
_SHOWN = 100
_STATES = {
    "confirmed": N_("confirmed"),
    "waiting": N_("waiting to confirm"),
    "undeliverable": N_("does not arrive"),
    "left": N_("left"),
}
_FORGOTTEN = N_("Forgotten. A fingerprint keeps the address out.")
_NO_LIST = N_("Choose a file with addresses, or write them into the field.")


@route("/desk/subscribers/", action="subscribers.see")
def people(call: Call) -> Response:
    """Show who gets the newsletter."""
    return _page(call)


@route("/desk/subscribers.csv", action="subscribers.see")
def export(call: Call) -> Response:
    """Send all subscribers as a file."""
    headers = {**page.HEADERS, "Content-Disposition": 'attachment; filename="subscribers.csv"'}
    return Response(bring.write(call.newsroom), media_type="text/csv; charset=utf-8", headers=headers)


@route("/desk/subscribers/look/", action="subscribers.change", method="POST")
def look(call: Call) -> Response:
    """Look through a list; nothing is added."""
    form = call.form
    given = form.files.get("file", b"") or form.first("addresses").encode()
    if not given.strip():
        return _page(call, trouble=_(_NO_LIST), typed=form.first("consent"), status=422)
    try:
        rows = address_list.read(given.decode("utf-8-sig"))
        bring.check_consent(form.first("consent"))
    except errors.SubscriberError as why:
        return _page(call, trouble=wording.error(why), typed=form.first("consent"), status=422)
    except UnicodeDecodeError:
        return _page(call, trouble=_("This file is no text in UTF-8."), typed=form.first("consent"), status=422)
    now = call.newsroom.now()
    held = Held("a list of the desk", form.first("consent"), form.first("as") == "confirmed", rows, now)
    held_list.put(call.newsroom, call.who.number, held)
    return page.redirect(call, _HERE)


@route("/desk/subscribers/add/", action="subscribers.change", method="POST")
def add(call: Call) -> Response:
    """Add the list that this person looked through, or throw it away."""
    held = held_list.get(call.newsroom, call.who.number)
    held_list.put(call.newsroom, call.who.number, None)
    if held is not None and call.form.first("do") == "add":
        try:
            bring.bring(call.newsroom, held.rows, held.file, held.consent, confirmed=held.confirmed)
        except errors.SubscriberError as why:
            return _page(call, trouble=wording.error(why), status=409)
    return page.redirect(call, _HERE)


@route("/desk/subscribers/undo/", action="subscribers.change", method="POST")
def undo(call: Call) -> Response:
    """Take a list back as a whole."""
    number = forms.number(call.form.first("number"))
    if not number:
        raise HTTPException(404)
    try:
        bring.undo(call.newsroom, number)
    except errors.SubscriberError as why:
        return _page(call, trouble=wording.error(why), status=409)
    return page.redirect(call, _HERE)


@route("/desk/subscribers/one/", action="subscribers.change", method="POST")
def one_person(call: Call) -> Response:
    """Send a subscriber's data as a file, or forget a subscriber."""
    address = call.form.first("mail")
    try:
        if call.form.first("do") == "forget":
            subscribe.forget(call.newsroom, address)
            return _page(call, done=_(_FORGOTTEN))
        known = subscribe.data(call.newsroom, address)
    except errors.SubscriberError as why:
        return _page(call, trouble=_(why.what), status=422)
    headers = {**page.HEADERS, "Content-Disposition": 'attachment; filename="data.json"'}
    body = msgspec.json.format(msgspec.json.encode(known), indent=2)
    return Response(body, media_type="application/json", headers=headers)


def _page(call: Call, *, trouble: str = "", done: str = "", typed: str = "", status: int = 200) -> Response:
    newsroom, store = call.newsroom, call.newsroom.store
    counts, state, query = store.count_subscribers(), call.query("state"), call.query("q").strip().lower()
    wanted = cast("SubscriberState", state) if state in _STATES and state != "left" else None
    found, count = store.find_subscribers(query, wanted, _SHOWN)
    held = held_list.get(newsroom, call.who.number)
    batches = {batch.number: batch for batch in store.get_batches()}
    return page.render(
        call, "subscribers.html", _("Subscribers"), _HERE, status=status, trouble=trouble, done=done, typed=typed,
        counts=[(name, _(says), counts.get(name, 0)) for name, says in _STATES.items()], state=state, query=query,
        rows=[_row(call, one, batches) for one in found], more=count - len(found),
        held=held, found=bring.look(newsroom, held.rows) if held else None,
        undoable=[one for one in batches.values() if not one.undone and newsroom.now() - one.at <= bring.UNDO],
    )  # fmt: skip


def _row(call: Call, one: Subscriber, batches: Mapping[int, Batch]) -> tuple[Subscriber, str, str, str]:
    names = {topic.id: topic.name for topic in call.newsroom.taxonomy}
    gets = ", ".join(names.get(topic, _("everything")) for topic in one.wish.topics)
    came = batches[one.batch].consent if one.batch in batches else one.origin
    return one, _(_STATES[one.state]), words.date(one.at), f"{gets}, {_('weekly')}" if one.wish.weekly else gets or came


ROUTES = (people, export, look, add, undo, one_person)
