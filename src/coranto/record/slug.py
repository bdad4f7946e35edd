"""A record's path: the day and the title's words, as the contract requires."""

import itertools
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime

from coranto.model.article import Article

_LENGTH = 150  # characters of a title that are used
_SIGN = re.compile(r"[^\w\s-]")  # removed first: when decomposed, some signs (¨, ˜) would leave a space
_GONE = re.compile(r"[^a-z0-9\s-]")
_GAP = re.compile(r"[\s-]+")
# Letters that do not decompose into a base letter and an accent.
_SPELT = str.maketrans({
    "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ĸ": "k",
    "ŋ": "ng", "ŧ": "t",
})  # fmt: skip


def slug(title: str) -> str:
    """Return a title as the words of a path: a-z, 0-9 and single hyphens; "" for a title that has none of these."""
    words = _SIGN.sub("", title[:_LENGTH].lower().translate(_SPELT))
    letters = unicodedata.normalize("NFKD", words)
    return _GAP.sub("-", _GONE.sub("", letters))[:_LENGTH].strip("-")


def path(article: Article, taken: Callable[[str], bool]) -> str:
    """Choose the path of a new record.

    Parameters
    ----------
    article : Article
        Its title and UTC date make the path; its id replaces a title without any ASCII letter or digit.
    taken : callable
        Returns whether another record has a path; the second article with the same day and title gets ``-2``.

    """
    return choose(slug(article.title) or article.id, article.published, taken)


def choose(name: str, day: datetime, taken: Callable[[str], bool]) -> str:
    """Return ``_news/<day>-<name>.md``, with the first number that makes it unique."""
    stem = f"_news/{day.astimezone(UTC).date().isoformat()}-{name}"
    names = itertools.chain([f"{stem}.md"], (f"{stem}-{number}.md" for number in itertools.count(2)))
    return next(name for name in names if not taken(name))
