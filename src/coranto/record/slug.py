"""A record's path: the day and the title's words, as the contract requires."""

import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from datetime import UTC, datetime

from coranto.model.article import Article

Taken = Callable[[Sequence[str]], Container[str]]  # which of these paths another record has

_LENGTH = 150  # characters of a title that are used
_MOST = 1_000  # paths that are asked for together
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


def path(article: Article, taken: Taken, numbers: dict[str, int] | None = None) -> str:
    """Choose the path of a new record.

    Parameters
    ----------
    article : Article
        Its title and UTC date make the path; its id replaces a title without any ASCII letter or digit.
    taken : callable
        Returns which of some paths other records have; the second article with the same day and title gets ``-2``.
    numbers : dict, optional
        By day and title the number to begin with: what is below it is taken. It is kept up to date, for the next path
        that is chosen in one transaction; the caller takes what it is given.

    """
    return choose(slug(article.title) or article.id, article.published, taken, numbers)


def choose(name: str, day: datetime, taken: Taken, numbers: dict[str, int] | None = None) -> str:
    """Return ``_news/<day>-<name>.md``, with the first number that makes it unique (see ``path``).

    It asks for more numbers at a time the more are taken: a thousand articles may bear one headline.
    """
    stem = f"_news/{day.astimezone(UTC).date().isoformat()}-{name}"
    first, count = (numbers or {}).get(stem, 1), 1
    while True:
        asked = [f"{stem}-{number}.md" if number > 1 else f"{stem}.md" for number in range(first, first + count)]
        have = taken(asked)
        for number, one in enumerate(asked, first):
            if one not in have:
                if numbers is not None:
                    numbers[stem] = number + 1
                return one
        first, count = first + count, min(2 * count, _MOST)
