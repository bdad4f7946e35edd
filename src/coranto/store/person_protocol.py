"""The part of the store's interface that is about people, and how they sign in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from coranto.model.person import AccessToken, Passkey, Person, Session


class PersonStore(Protocol):
    """People, sessions, access tokens and failed tries. Secrets are kept as digests; readers see none of it."""

    def add_person(self, one: Person, password: str) -> int:
        """Add a person with the hash of a password; return the number, 0 if the name is taken (case aside)."""

    def get_people(self) -> list[Person]:
        """Return all people, in the order in which they were added."""

    def get_person(self, number: int) -> Person | None:
        """Return the person with a number."""

    def get_password(self, number: int) -> str:
        """Return the hash of a person's password; "" for an unknown number."""

    def save_password(self, number: int, hashed: str) -> None:
        """Replace the hash of a person's password."""

    def save_person(self, one: Person) -> None:
        """Save a person whose role has changed; the name stays."""

    def delete_person(self, number: int) -> None:
        """Delete a person with all sessions, access tokens and passkeys."""

    def add_passkey(self, one: Passkey, key: str) -> int:
        """Add a passkey under the id that its device gave it; return its number, 0 if it is there already."""

    def find_passkey(self, key: str) -> Passkey | None:
        """Return the passkey with the id that its device gave it."""

    def passkeys_of(self, person: int) -> list[Passkey]:
        """Return the passkeys of a person, oldest first."""

    def save_passkey(self, one: Passkey) -> None:
        """Save a passkey; one that was taken away meanwhile does not come back."""

    def delete_passkeys(self, person: int, number: int | None = None) -> None:
        """Take away one passkey of a person, or all."""

    def add_session(self, one: Session, key: str) -> int:
        """Add a session under its secret's digest, and delete those that have ended; return its number."""

    def find_session(self, key: str) -> Session | None:
        """Return the session with the digest of a secret, also one that has ended by time."""

    def sessions_of(self, person: int) -> list[Session]:
        """Return the sessions of a person, oldest first."""

    def save_session(self, one: Session) -> None:
        """Save a session; one that was ended meanwhile does not come back."""

    def delete_sessions(self, person: int, number: int | None = None) -> None:
        """End one session of a person, or all."""

    def add_access_token(self, one: AccessToken, key: str) -> int:
        """Add an access token under its secret's digest; return its number."""

    def find_access_token(self, key: str) -> AccessToken | None:
        """Return the access token with the digest of a secret, also one that has ended by time."""

    def access_tokens_of(self, person: int) -> list[AccessToken]:
        """Return the access tokens of a person, oldest first."""

    def save_access_token(self, one: AccessToken) -> None:
        """Save an access token; one that was taken away meanwhile does not come back."""

    def delete_access_tokens(self, person: int, number: int | None = None) -> None:
        """Take away one access token of a person, or all."""

    def add_sign_in_try(self, keys: Iterable[str], now: datetime, until: datetime) -> None:
        """Count a failed try for each key; ``until`` is when a new count is forgotten."""

    def sign_in_tries(self, keys: Iterable[str], now: datetime) -> dict[str, tuple[int, datetime]]:
        """Return the failed tries that count for keys, and when each count is forgotten; keys without are left out."""

    def forget_sign_in_tries(self, keys: Iterable[str] = (), start: str = "") -> None:
        """Forget the failed tries of keys, and of all keys that start with a text."""
