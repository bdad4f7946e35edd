"""A mail to one person, in plain text."""

import msgspec

from coranto.newsroom import Newsroom


class Note(msgspec.Struct, frozen=True):
    """Whom it goes to, what it is about, and what it says.

    ``leave`` is the address at which a mail program ends such mails with one click (RFC 8058), "" for a mail that was
    asked for.
    """

    to: str
    subject: str
    text: str
    leave: str = ""


def signed(newsroom: Newsroom, parts: list[str]) -> str:
    """Return paragraphs with the newsroom's foot below."""
    foot = [newsroom.settings.site.title, *filter(None, [newsroom.settings.letter.postal])]
    return "\n\n".join([*parts, "-- \n" + "\n".join(foot)]) + "\n"
