"""Reprints: whether two near duplicates are one article printed twice, and which print is the original. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from coranto.dedupe import address, near
from coranto.model.article import Article, Reprint
from coranto.model.reason import Reason

REACH = timedelta(days=7)  # between two prints of the same article
TOGETHER = timedelta(seconds=2)  # between what two sources show at one look
_SURE = 0.8  # likeness from which a different headline does not matter
OWN = 0.9  # likeness within an outlet, whose articles may follow a pattern: results, weather, prices
_TITLES = 1 / 3  # of the words of two headlines
_WORD = re.compile(r"\w+")


class Print(NamedTuple):
    """One print of an article: its outlet, headline, times, and the address of the original that it credits."""

    url: str
    outlet: str
    title: str
    published: datetime
    seen: datetime
    credits: str | None = None


def seen(one: Article | Reprint) -> Print:
    """Return the print of an article or of a reprint."""
    url = one.web_url if isinstance(one, Article) else one.url
    return Print(url, one.provider.domain, one.title, one.published, one.seen, one.credits)


def same(one: Print, other: Print, likeness: float) -> bool:
    """Whether two prints whose texts have this likeness (0 to 1, see ``near.likeness``) are the same article.

    Nearly identical texts are, whatever their headlines; less similar texts only with headlines that share a third of
    their words. Within one outlet the texts must be nearly identical and the headlines have the same words: an outlet
    may write many articles after one pattern. Of different outlets it is enough that both were seen within a week: a
    copy does not hide behind an invented date.
    """
    heads = _alike(one.title, other.title)
    if one.outlet == other.outlet:
        if abs(one.published - other.published) > REACH:
            return False
        return likeness >= OWN and heads == 1.0
    if min(abs(one.published - other.published), abs(one.seen - other.seen)) > REACH:
        return False
    return likeness >= _SURE or (likeness >= near.SAME and heads >= _TITLES)


def replaces(new: Print, old: Print) -> bool:
    """Whether a new print is the original, and not the print that is known already.

    First seen decides: a date that a newcomer claims counts only against a print that was seen with it, in one look at
    the sources. A credit counts where the print that loses gives it; what a third outlet says does not count.
    """
    if _credits(old, new):
        return True
    together = new.seen - old.seen <= TOGETHER
    return together and not _credits(new, old) and new.published < old.published


def original(first: Print, others: Sequence[Print]) -> Reason:
    """Return why the print of an article that leads its reprints is the original.

    Parameters
    ----------
    first : Print
        The print that leads.
    others : sequence of Print
        Its reprints.

    """
    by = next((other.outlet for other in others if _credits(other, first)), None)
    return Reason("original.credited", {"outlet": by}) if by else Reason("original.earliest")


def _credits(loser: Print, credited: Print) -> bool:
    """Whether a print names another outlet's print as its original, by address or by outlet."""
    if loser.credits is None or loser.outlet == credited.outlet:
        return False
    return address.canonical(loser.credits) == credited.url or address.outlet(loser.credits) == credited.outlet


def _alike(one: str, other: str) -> float:
    words = [set(_WORD.findall(title.casefold())) for title in (one, other)]
    every = words[0] | words[1]
    return len(words[0] & words[1]) / len(every) if every else 0.0
