"""Reprints: whether two near duplicates are one article printed twice, and which print is the original. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from coranto.dedupe import address, near
from coranto.model.article import Article, Reprint
from coranto.model.reason import Reason

REACH = timedelta(days=7)  # between two prints of the same article
_SURE = 0.8  # likeness from which a different headline does not matter
_OWN = 0.9  # likeness within an outlet, whose articles may follow a pattern: results, weather, prices
_TITLES = 1 / 3  # of the words of two headlines
_WORD = re.compile(r"\w+")


class Print(NamedTuple):
    """One print of an article: its outlet, headline, time, and the address of the original that it credits."""

    url: str
    outlet: str
    title: str
    published: datetime
    credits: str | None = None


def seen(one: Article | Reprint) -> Print:
    """Return the print of an article or of a reprint."""
    url = one.web_url if isinstance(one, Article) else one.url
    return Print(url, one.provider.domain, one.title, one.published, one.credits)


def same(one: Print, other: Print, likeness: float) -> bool:
    """Whether two prints whose texts have this likeness (0 to 1, see ``near.likeness``) are the same article.

    Nearly identical texts are, whatever their headlines; less similar texts only with headlines that share a third of
    their words. Within one outlet the texts must be nearly identical and the headlines have the same words: an outlet
    may write many articles after one pattern.
    """
    if abs(one.published - other.published) > REACH:
        return False
    heads = _alike(one.title, other.title)
    if one.outlet == other.outlet:
        return likeness >= _OWN and heads == 1.0
    return likeness >= _SURE or (likeness >= near.SAME and heads >= _TITLES)


def original(prints: Sequence[Print]) -> tuple[int, Reason]:
    """Return which print of an article is the original.

    Parameters
    ----------
    prints : sequence of Print
        At least one, in order of arrival.

    Returns
    -------
    int
        Its index: the print that the other prints credit by address, else by outlet, else the earliest.
    Reason
        Why it is the original.

    """
    for match in (_by_address, _by_outlet):
        for place, one in enumerate(prints):
            by = next((other.outlet for other in prints if other.outlet != one.outlet and match(other, one)), None)
            if by:
                return place, Reason("original.credited", {"outlet": by})
    first = min(range(len(prints)), key=lambda place: (prints[place].published, place))
    return first, Reason("original.earliest")


def _by_address(crediting: Print, credited: Print) -> bool:
    return crediting.credits is not None and address.canonical(crediting.credits) == credited.url


def _by_outlet(crediting: Print, credited: Print) -> bool:
    return crediting.credits is not None and address.outlet(crediting.credits) == credited.outlet


def _alike(one: str, other: str) -> float:
    words = [set(_WORD.findall(title.casefold())) for title in (one, other)]
    every = words[0] | words[1]
    return len(words[0] & words[1]) / len(every) if every else 0.0
