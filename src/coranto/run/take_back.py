"""Take back any line of the log: a decision by its verb, a change of people, access, webhooks or alerts by its kind.

A person or webhook that is brought back gets new secrets, which are returned once: the old ones are kept nowhere.
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.config import extras
from coranto.edit import undo, verbs
from coranto.i18n.messages import N_
from coranto.model.edit import TAKES_BACK, By, Edit
from coranto.model.person import Person
from coranto.newsroom import Newsroom
from coranto.notify import webhooks
from coranto.run import alerts

NO_WAY_BACK = {  # by kind
    "password": N_("no way back: the old password is kept nowhere; set a new one"),
    "sessions": N_("no way back: who was signed out signs in again"),
    "backup": N_("no way back: a backup changes nothing, and a deleted one is gone"),
    "download": N_("no way back: the copy is out of this newsroom’s hands"),
}
_TAKEN_AWAY = {
    "token": N_("no way back: its secret is kept nowhere; make a new access token"),
    "passkey": N_("no way back: its person adds the device again"),
}
_GONE = N_("no way back any more: what it takes is kept for some months only (coranto prune)")
_SINCE = N_("it was changed since; the log lists by what, take that back first")
_PASSWORD = 12  # random bytes of the password of a person who comes back


class TakenBack(msgspec.Struct, frozen=True):
    """The edit that took another back, and new secrets: a person's password, or those that sign webhooks' messages."""

    edit: Edit
    secrets: tuple[str, ...] = ()


def why_not(edit: Edit) -> str:
    """Return why an edit has no way back, in English for the catalogue; "" where it has one."""
    gone = all(value is None for value in edit.after.values())
    return NO_WAY_BACK.get(edit.kind, "") or (_TAKEN_AWAY.get(edit.kind, "") if gone else "")


def take_back(newsroom: Newsroom, number: int, *, who: str = "") -> TakenBack:
    """Take back the edit with a number.

    Raises
    ------
    CorantoError
        There is no such edit, it has no way back, or what it is about was changed since.

    """
    edit = undo.find(newsroom, number)
    if not edit.administrative:
        return TakenBack(verbs.take_back(newsroom, number, who=who))
    if reason := why_not(edit):
        raise errors.EditError(reason, f"edit {number}")
    by = By(who, TAKES_BACK.format(number), number)
    with newsroom.store.transaction(writes=True):
        kept = newsroom.kept_change(number)
        if not kept and edit.kind != "person":
            raise errors.EditError(_GONE, f"edit {number}")
        told = _UNDO[edit.kind](newsroom, edit, kept, by)
        done = next(one for one in reversed(newsroom.store.get_edits(number)) if one.undoes == number)
    return TakenBack(done, tuple(told))


def _person(newsroom: Newsroom, edit: Edit, kept: Mapping[str, Any], by: By) -> list[str]:
    extras.need("desk")
    from coranto.people import accounts  # noqa: PLC0415 - the library that hashes passwords is an extra

    ((name, role),), before = edit.after.items(), next(iter(edit.before.values()))
    person = accounts.named(newsroom, name)
    if (person.role if person else None) != role:
        raise errors.EditError(_SINCE, f"edit {edit.number}")
    if before is None:
        accounts.remove(newsroom, name, by)
        return []
    if person is not None:
        accounts.change_role(newsroom, name, before, by)
        return []
    password = secrets.token_urlsafe(_PASSWORD) if kept.get("password", True) else None
    person = accounts.add(newsroom, name, before, password, by=by)
    if kept.get("email"):
        accounts.set_mail(newsroom, name, kept["email"])
    brought = alerts.bring_back(newsroom, person, kept.get("alerts", ()), By(by.who, by.why))
    return [*([password] if password else []), *brought]


def _token(newsroom: Newsroom, edit: Edit, kept: Mapping[str, Any], by: By) -> list[str]:
    extras.need("desk")
    from coranto.people import passkeys, sessions  # noqa: PLC0415 - libraries of an extra

    person, store = _owner(newsroom, edit, kept), newsroom.store
    there = store.access_tokens_of(person.number) if edit.kind == "token" else store.passkeys_of(person.number)
    if kept["number"] not in [one.number for one in there]:
        raise errors.EditError(_SINCE, f"edit {edit.number}")
    take = sessions.take_token if edit.kind == "token" else passkeys.take
    take(newsroom, person, kept["number"], by)
    return []


def _webhook(newsroom: Newsroom, edit: Edit, kept: Mapping[str, Any], by: By) -> list[str]:
    if next(iter(edit.after.values())) is not None:
        if kept["number"] not in [hook.number for hook in newsroom.store.get_webhooks()]:
            raise errors.EditError(_SINCE, f"edit {edit.number}")
        webhooks.remove(newsroom, kept["number"], by)
        return []
    if kept["alert"]:
        alerts.one(newsroom, kept["alert"])
    return [webhooks.add(newsroom, kept["url"], kept["topic"], kept["alert"], by)[1]]


def _alert(newsroom: Newsroom, edit: Edit, kept: Mapping[str, Any], by: By) -> list[str]:
    if next(iter(edit.after.values())) is not None:
        if newsroom.store.get_alert(kept["number"]) is None:
            raise errors.EditError(_SINCE, f"edit {edit.number}")
        alerts.remove(newsroom, kept["number"], by)
        return []
    person = _owner(newsroom, edit, kept)
    brought = alerts.bring_back(newsroom, person, kept["alerts"], By(by.who, by.why))
    ((name, search),), number = edit.before.items(), kept["alerts"][0]["alert"]["number"]
    newsroom.log_change("alert", name, None, search, by, {"number": number, "person": person.number})
    return brought


def _owner(newsroom: Newsroom, edit: Edit, kept: Mapping[str, Any]) -> Person:
    person = newsroom.store.get_person(kept.get("person", 0))
    if person is None:
        raise errors.EditError(_SINCE, f"edit {edit.number}")
    return person


_UNDO: dict[str, Callable[[Newsroom, Edit, Mapping[str, Any], By], list[str]]] = {
    "person": _person, "token": _token, "passkey": _token, "webhook": _webhook, "alert": _alert,
}  # fmt: skip
