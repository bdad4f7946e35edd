"""The one-time code of a newsroom without people: with it the first owner is added in a browser."""

import hmac
import secrets
from datetime import datetime, timedelta

from coranto import errors
from coranto.i18n.messages import N_
from coranto.model.person import Person
from coranto.newsroom import Newsroom
from coranto.people import accounts, sessions

_KEY = "desk.code"
_HOLDS = timedelta(days=7)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for each other
DEAD = N_(
    "This code does not hold: it was used, it is too old, or the newsroom was started again since. "
    "The last start of coranto run has printed the one that does."
)


def make(newsroom: Newsroom) -> str:
    """Return a new code, which replaces the one before; "" if there are people already."""
    with newsroom.store.transaction(writes=True):
        if newsroom.store.get_people():
            newsroom.store.put_value(_KEY, b"")
            return ""
        code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(5))
        kept = f"{sessions.digest(code)} {(newsroom.now() + _HOLDS).isoformat()}"
        newsroom.store.put_value(_KEY, kept.encode())
        return code


def holds(newsroom: Newsroom, code: str) -> bool:
    """Whether a code holds: there are no people yet, and it is the last one, not a week old."""
    digest, _, until = (newsroom.store.get_value(_KEY) or b"").decode().partition(" ")
    if not digest or newsroom.store.get_people() or newsroom.now() >= datetime.fromisoformat(until):
        return False
    return hmac.compare_digest(digest, sessions.digest(code.strip().lower()))


def redeem(newsroom: Newsroom, code: str, name: str, password: str) -> Person:
    """Add the owner whom a code allows, once; ``PeopleError`` says what is wrong."""
    if not holds(newsroom, code):
        raise errors.PeopleError(DEAD)
    person = accounts.add(newsroom, name, "owner", password, first=True)
    newsroom.store.put_value(_KEY, b"")
    return person
