"""Sign in and out: sessions of people, access tokens of their programs, and how often one may try.

Secrets are random, 256 bits, and kept as SHA-256 digests: a copy of the database is no way to sign in.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import msgspec

from coranto import errors
from coranto.i18n.messages import N_
from coranto.model.edit import By
from coranto.model.person import AccessToken, Person, Scope, Session
from coranto.newsroom import Newsroom
from coranto.people import passwords, rights

REST = timedelta(days=14)  # a session that is not used for so long ends
LAST = timedelta(days=60)  # and every session after so long
_NOTE = timedelta(minutes=5)  # how exactly the last use is noted
TRIES, WINDOW = 5, timedelta(minutes=15)
_OF_NETWORK, _OF_NAME = 30, 100  # tries in a window: of a network for all names, and for a name from all networks
_LONGEST_BROWSER = 120  # letters

TOKEN_NAME = N_("An access token has a name of 1 to 60 letters: what it is for.")
TOKEN_SCOPES = N_("An access token has one or more of the scopes read and edit.")
WRONG = N_("Name or password is wrong. After five tries a name waits a quarter of an hour.")
WAITS = {  # by what was tried too often
    "here": N_(
        "This name was tried five times from your network. Try again in {minutes} minutes, sign in with a passkey, or "
        "reset the password on the machine: coranto people reset NAME."
    ),
    "network": N_("Your network has tried too many names. Try again in {minutes} minutes."),
    "name": N_(
        "This name was tried from very many networks. Try again in {minutes} minutes, from a network where you are "
        "signed in, or with a passkey."
    ),
}


class Trying(msgspec.Struct, frozen=True):
    """A try to sign in: the name that was typed, the client's network, what the browser calls itself."""

    name: str
    network: str
    browser: str = ""

    def limits(self) -> dict[str, tuple[str, int]]:
        """Return what tries are counted for: which of ``WAITS`` says so, and how many are allowed in a window."""
        name = " ".join(self.name.split()).casefold()[:80]
        here, network, everywhere = f"{name}@{self.network}", f"@{self.network}", f"{name}@"
        return {here: ("here", TRIES), network: ("network", _OF_NETWORK), everywhere: ("name", _OF_NAME)}


class Wait(msgspec.Struct, frozen=True):
    """A limit of tries is reached: its sentence, and the minutes to wait."""

    rule: str
    minutes: int


def wait(newsroom: Newsroom, trying: Trying) -> Wait | None:
    """Return how long a client must wait to try again; None for not at all.

    Nobody can lock a person out from elsewhere: where the person is signed in, tries of other networks do not count.
    """
    now, limits = newsroom.now(), trying.limits()
    waits = []
    for key, (count, until) in newsroom.store.sign_in_tries(limits, now).items():
        kind, most = limits[key]
        if count >= most and not (kind == "name" and _is_known(newsroom, trying)):
            waits.append(Wait(WAITS[kind], -(-(until - now) // timedelta(minutes=1))))
    return max(waits, key=lambda one: one.minutes, default=None)


def _is_known(newsroom: Newsroom, trying: Trying) -> bool:
    """Whether the person of the name is signed in from the network that tries."""
    person = _named(newsroom, trying.name)
    opened = newsroom.store.sessions_of(person.number) if person else []
    return any(one.network == trying.network and one.ends > newsroom.now() for one in opened)


def sign_in(newsroom: Newsroom, trying: Trying, password: str) -> str:
    """Return the secret of a new session.

    The try is counted before the password is looked at, so that many at once are no way around the limit.

    Raises
    ------
    PeopleError
        Name or password is wrong (without saying which), or it was tried too often.

    """
    with newsroom.store.transaction(writes=True):
        if waits := wait(newsroom, trying):
            raise errors.PeopleError(waits.rule.format(minutes=waits.minutes))
        now, limits = newsroom.now(), trying.limits()
        newsroom.store.add_sign_in_try(limits, now, now + WINDOW)
        person = _named(newsroom, trying.name)
        kept = newsroom.store.get_password(person.number) if person else ""
    right = passwords.matches(kept, password)
    if person is None or not right:
        raise errors.PeopleError(WRONG)
    renewed = passwords.hashed(password) if passwords.outdated(kept) else ""
    with newsroom.store.transaction(writes=True):
        if newsroom.store.get_password(person.number) != kept:  # reset or removed meanwhile
            raise errors.PeopleError(WRONG)
        if renewed:
            newsroom.store.save_password(person.number, renewed)
        newsroom.store.forget_sign_in_tries([key for key in limits if not key.startswith("@")])
        return open_session(newsroom, person, trying.browser, trying.network)


def open_session(newsroom: Newsroom, person: Person, browser: str, network: str = "", *, by_proxy: bool = False) -> str:
    """Return the secret of a new session of a person; ``by_proxy``: it holds while a proxy names the person."""
    secret, now = secrets.token_urlsafe(32), newsroom.now()
    shown = "".join(letter for letter in browser if letter.isprintable())[:_LONGEST_BROWSER]
    session = Session(
        person=person.number, at=now, seen=now, ends=now + REST, browser=shown, network=network, by_proxy=by_proxy
    )
    newsroom.store.add_session(session, digest(secret))
    return secret


def find(newsroom: Newsroom, secret: str) -> tuple[Person, Session] | None:
    """Return whose session a secret opens, and note that it was used; None if it has ended or never was."""
    if (session := newsroom.store.find_session(digest(secret))) is None:
        return None
    now, person = newsroom.now(), newsroom.store.get_person(session.person)
    if person is None or session.ends <= now:
        return None
    if now - session.seen >= _NOTE:
        session = msgspec.structs.replace(session, seen=now, ends=min(now + REST, session.at + LAST))
        newsroom.store.save_session(session)
    return person, session


def make_token(
    newsroom: Newsroom, person: Person, name: str, scopes: tuple[Scope, ...], ends: datetime | None = None
) -> str:
    """Return the secret of a new access token; ``PeopleError`` if its name or scopes cannot be taken."""
    name = " ".join(name.split())
    if not name or len(name) > 60 or not name.isprintable():
        raise errors.PeopleError(TOKEN_NAME)
    if not scopes or not set(scopes) <= set(rights.SCOPES):
        raise errors.PeopleError(TOKEN_SCOPES)
    secret = "coranto_" + secrets.token_urlsafe(32)
    token = AccessToken(person=person.number, name=name, scopes=scopes, at=newsroom.now(), ends=ends)
    with newsroom.store.transaction(writes=True):
        number = newsroom.store.add_access_token(token, digest(secret))
        kept = {"person": person.number, "number": number}
        newsroom.log_change("token", f"{person.name}: {name}", None, list(scopes), By(who=person.name), kept)
    return secret


def take_token(newsroom: Newsroom, person: Person, number: int, by: By) -> None:
    """Take away an access token of a person; an unknown number is ignored."""
    with newsroom.store.transaction(writes=True):
        for token in newsroom.store.access_tokens_of(person.number):
            if token.number == number:
                newsroom.store.delete_access_tokens(person.number, number)
                newsroom.log_change("token", f"{person.name}: {token.name}", list(token.scopes), None, by)


def end_all(newsroom: Newsroom, person: Person, by: By) -> None:
    """Sign a person out everywhere."""
    with newsroom.store.transaction(writes=True):
        if newsroom.store.sessions_of(person.number):
            newsroom.store.delete_sessions(person.number)
            newsroom.log_change("sessions", person.name, True, None, by)


def find_token(newsroom: Newsroom, secret: str) -> tuple[Person, AccessToken] | None:
    """Return whose access token a secret is, and note that it was used; None if it has ended or never was."""
    if (token := newsroom.store.find_access_token(digest(secret))) is None:
        return None
    now, person = newsroom.now(), newsroom.store.get_person(token.person)
    if person is None or (token.ends is not None and token.ends <= now):
        return None
    if token.seen is None or now - token.seen >= _NOTE:
        newsroom.store.save_access_token(msgspec.structs.replace(token, seen=now))
    return person, token


def form_token(secret: str) -> str:
    """Return what a form must carry to be taken from the browser that has this secret in its cookie."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def digest(secret: str) -> str:
    """Return the digest by which a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _named(newsroom: Newsroom, name: str) -> Person | None:
    typed = " ".join(name.split()).casefold()
    return next((one for one in newsroom.store.get_people() if one.name.casefold() == typed), None)
