"""Passwords: which are taken, and their Argon2id hashes. Needs the extra ``desk``."""

from functools import cache

import argon2

from coranto import errors
from coranto.i18n.messages import N_

SHORTEST, LONGEST = 12, 1_000  # letters
# The memory in KiB and the passes of a hash: what OWASP asks for, on one core, so that a small machine bears a sign-in.
_MEMORY, _PASSES = 47_104, 2
_COMMON = ("password", "passwort", "123456", "qwert", "coranto", "letmein")  # no long password is one of these repeated


def check(password: str, name: str) -> None:
    """Refuse a password that is easily guessed; ``PeopleError`` says why. No rules about kinds of letters."""
    if len(password) < SHORTEST:
        raise errors.PeopleError(_SHORT)
    if len(password) > LONGEST:
        raise errors.PeopleError(_LONG)
    plain = password.casefold()
    rest = plain.replace(name.casefold(), "") if name else plain
    for word in _COMMON:
        rest = rest.replace(word, "")
    if len(set(plain)) < 5 or len(rest) < 6:
        raise errors.PeopleError(_EASY)


def hashed(password: str) -> str:
    """Return the hash of a password, with its salt and cost."""
    return _hasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one of a hash. Without a hash it takes as long, and is False."""
    try:
        return _hasher().verify(kept or _nobody(), password[:LONGEST]) and bool(kept)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether a hash was made at another cost than new ones are."""
    return _hasher().check_needs_rehash(kept)


@cache
def _hasher() -> argon2.PasswordHasher:
    return argon2.PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY, parallelism=1)


@cache
def _nobody() -> str:
    return hashed("a password that nobody has")


_SHORT = N_("A password has 12 letters or more; a few words in a row are easy to keep in mind.")
_LONG = N_("A password has 1,000 letters at most.")
_EASY = N_("This password is guessed easily; take a few words that have nothing to do with each other.")
