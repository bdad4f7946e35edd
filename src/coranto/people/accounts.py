"""Add people, reset their passwords, remove them. There is always an owner."""

import unicodedata
from typing import Any

import msgspec

from coranto import errors
from coranto.i18n.messages import N_
from coranto.model.edit import By
from coranto.model.person import Person, Role
from coranto.newsroom import Newsroom
from coranto.people import passwords, rights
from coranto.text import mail_address

NOBODY = By()
LONGEST = 60  # letters of a name
NAME = N_("A name has 1 to 60 letters, without control characters.")
LAST = N_("The last owner stays. Make another person an owner first.")
NO_MAIL = N_("This is no address of mail; write one like marta@example.org, or nothing.")
TAKEN = N_("This name is taken already.")
FIRST = N_("This newsroom has people already; an owner can add you.")


def add(
    newsroom: Newsroom, name: str, role: Role, password: str | None, *, first: bool = False, by: By = NOBODY
) -> Person:
    """Add a person.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    name : str
        Shown in the log; unique without regard to case.
    role : str
        One of ``rights.ROLES``.
    password : str, optional
        See ``passwords.check``; None for a person whom a proxy signs in.
    first : bool
        Only if there is nobody yet.
    by : By
        Who adds the person, for the log; by default the person.

    Raises
    ------
    PeopleError
        The name, role or password cannot be taken, or there are people already.

    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise errors.PeopleError(NAME)
    if role not in rights.ROLES:
        raise errors.PeopleError(f"a role is one of {', '.join(rights.ROLES)}", role)
    hashed = ""
    if password is not None:
        passwords.check(password, name)
        hashed = passwords.hashed(password)  # before the transaction: it takes a while
    person = Person(name=name, role=role, at=newsroom.now())
    with newsroom.store.transaction(writes=True):
        if first and newsroom.store.get_people():
            raise errors.PeopleError(FIRST)
        number = newsroom.store.add_person(person, hashed)
        if not number:
            raise errors.PeopleError(TAKEN, name)
        newsroom.log_change("person", name, None, role, by if by != NOBODY else By(who=name))
    return find(newsroom, name)


def find(newsroom: Newsroom, name: str) -> Person:
    """Return the person with a name, without regard to case; ``PeopleError`` names those there are."""
    if person := named(newsroom, name):
        return person
    people = newsroom.store.get_people()
    there = ", ".join(person.name for person in people) or "nobody yet; `coranto people add NAME --role owner` adds one"
    raise errors.PeopleError(f"nobody has this name; there is {there}", name)


def named(newsroom: Newsroom, name: str) -> Person | None:
    """Return the person with a name, without regard to case; None if there is none."""
    wanted = unicodedata.normalize("NFC", name).strip().casefold()
    return next((one for one in newsroom.store.get_people() if one.name.casefold() == wanted), None)


def reset(newsroom: Newsroom, name: str, password: str, by: By = NOBODY) -> Person:
    """Replace a password; ends all sessions, access tokens and passkeys, and forgets failed tries."""
    person = find(newsroom, name)
    passwords.check(password, person.name)
    hashed = passwords.hashed(password)
    with newsroom.store.transaction(writes=True):
        newsroom.store.save_password(person.number, hashed)
        newsroom.store.delete_sessions(person.number)
        newsroom.store.delete_access_tokens(person.number)
        newsroom.store.delete_passkeys(person.number)
        newsroom.store.forget_sign_in_tries(start=f"{person.name.casefold()}@")
        newsroom.log_change("password", person.name, None, True, by)
    return person


def change_role(newsroom: Newsroom, name: str, role: Role, by: By = NOBODY) -> Person:
    """Change a person's role, from the next request on. ``PeopleError`` for the last owner."""
    with newsroom.store.transaction(writes=True):
        person = find(newsroom, name)
        if role == person.role:
            return person
        if role != "owner":
            _keep_an_owner(newsroom, person)
        changed = msgspec.structs.replace(person, role=role)
        newsroom.store.save_person(changed)
        newsroom.log_change("person", person.name, person.role, role, by)
    return changed


def set_mail(newsroom: Newsroom, name: str, email: str) -> Person:
    """Set where a person's alerts go; "" for nowhere. ``PeopleError`` for what is no address.

    The log has nothing of it: it is only ever added to, and an address can be taken back for good.
    """
    clean = mail_address.clean(email)
    if email.strip() and not clean:
        raise errors.PeopleError(NO_MAIL)
    with newsroom.store.transaction(writes=True):
        changed = msgspec.structs.replace(find(newsroom, name), email=clean)
        newsroom.store.save_person(changed)
    return changed


def remove(newsroom: Newsroom, name: str, by: By = NOBODY) -> Person:
    """Remove a person with all that signs in, and with alerts. ``PeopleError`` for the last owner.

    The log keeps the name, and the newsroom what it takes to bring the person back: alerts, but no password.
    """
    store = newsroom.store
    with store.transaction(writes=True):
        person = find(newsroom, name)
        _keep_an_owner(newsroom, person)
        kept: dict[str, Any] = {"email": person.email, "password": bool(store.get_password(person.number))}
        ended = {alert.number: alert for alert in store.get_alerts() if alert.person == person.number}
        hooks = [hook for hook in store.get_webhooks() if hook.alert in ended]
        kept["alerts"] = [
            {"alert": alert, "addresses": [hook.url for hook in hooks if hook.alert == number]}
            for number, alert in ended.items()
        ]
        for hook in hooks:
            store.delete_webhook(hook.number)
        for number in ended:
            store.delete_alert(number)
        store.delete_person(person.number)
        newsroom.log_change("person", person.name, person.role, None, by, kept)
    return person


def _keep_an_owner(newsroom: Newsroom, leaving: Person) -> None:
    if [one for one in newsroom.store.get_people() if one.role == "owner"] == [leaving]:
        raise errors.PeopleError(LAST, leaving.name)
