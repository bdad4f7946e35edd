"""Sign in and out: sessions of people, access tokens of their programs, and how often one may try.

Secrets are random, 256 bits, and kept as SHA-256 digests: whoever reads the database cannot sign in with it.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import msgspec

from coranto import errors
from coranto.i18n.messages import N_
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
WAIT = N_(
    "That was tried too often. Try again in {minutes} minutes, or reset the password on the machine: "
    "coranto people reset NAME."
)


class Trying(msgspec.Struct, frozen=True):
    """Somebody who tries to sign in: the name that was typed, the client's network, what the browser calls itself."""

    name: str
    network: str
    browser: str = ""

    def limits(self) -> dict[str, int]:
        """Return what tries are counted for, and how many are allowed in a window."""
        name = " ".join(self.name.split()).casefold()[:80]
        return {f"{name}@{self.network}": TRIES, f"@{self.network}": _OF_NETWORK, f"{name}@": _OF_NAME}


def wait(newsroom: Newsroom, trying: Trying) -> int:
    """Return the minutes until somebody may try again; 0 for at once."""
    now, limits = newsroom.now(), trying.limits()
    tried = newsroom.store.sign_in_tries(limits, now)
    ends = [until for key, (count, until) in tried.items() if count >= limits[key]]
    return max((-(-(until - now) // timedelta(minutes=1)) for until in ends), default=0)


def sign_in(newsroom: Newsroom, trying: Trying, password: str) -> str:
    """Return the secret of a new session.

    The try is counted before the password is looked at, so that many at once are no way around the limit.

    Raises
    ------
    PeopleError
        Name or password is wrong (without saying which), or it was tried too often.

    """
    with newsroom.store.transaction(writes=True):
        if minutes := wait(newsroom, trying):
            raise errors.PeopleError(WAIT.format(minutes=minutes))
        now, limits = newsroom.now(), trying.limits()
        newsroom.store.add_sign_in_try(limits, now, now + WINDOW)
        name = " ".join(trying.name.split()).casefold()
        person = next((one for one in newsroom.store.get_people() if one.name.casefold() == name), None)
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
        return open_session(newsroom, person, trying.browser)


def open_session(newsroom: Newsroom, person: Person, browser: str) -> str:
    """Return the secret of a new session of a person."""
    secret, now = secrets.token_urlsafe(32), newsroom.now()
    shown = "".join(letter for letter in browser if letter.isprintable())[:_LONGEST_BROWSER]
    session = Session(person=person.number, at=now, seen=now, ends=now + REST, browser=shown)
    newsroom.store.add_session(session, digest(secret))
    return secret


def find(newsroom: Newsroom, secret: str) -> tuple[Person, Session] | None:
    """Return whose session a secret opens, and note that it was used; None if it has ended or never was."""
    if (session := newsroom.store.find_session(digest(secret))) is None:
        return None
    now, person = newsroom.now(), _person(newsroom, session.person)
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
    newsroom.store.add_access_token(token, digest(secret))
    return secret


def find_token(newsroom: Newsroom, secret: str) -> tuple[Person, AccessToken] | None:
    """Return whose access token a secret is, and note that it was used; None if it has ended or never was."""
    if (token := newsroom.store.find_access_token(digest(secret))) is None:
        return None
    now, person = newsroom.now(), _person(newsroom, token.person)
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


def _person(newsroom: Newsroom, number: int) -> Person | None:
    return next((one for one in newsroom.store.get_people() if one.number == number), None)
