"""An outlet's own series: "Morning briefing", "Live: …", the weather, the market report of the day.

The name of a series ties its instalments together for months, and says nothing about what happened. It is learnt per
outlet from arriving titles: what stands before a colon or after a dash, over or under titles that have nothing in
common; and whole titles that come back day after day but for their numbers and dates. Memory is bounded: names that do
not recur are forgotten after two generations.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator

import msgspec
from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

_TITLES = 3  # titles with nothing in common that a name must have stood over
_DAYS = 3  # days on which a name must have come
_SAME = 4  # days on which a whole title must have come
_KEPT = 20_000  # names per generation
_LEARNT = 20_000  # names known as series, before the least recently seen are forgotten
_LONGEST = 6  # words of a name
_WORD = re.compile(r"\w+")
_BEFORE = re.compile(r"\s*(?::\s+|：|\s[-–—|]\s|\s\|\s)")
_AFTER = re.compile(r"\s[-–—|]\s(?!.*\s[-–—|]\s)")


class Name(msgspec.Struct, array_like=True):
    """What is known of a name that may be one of a series: its days, titles without it, and how many are alike."""

    days: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()
    alike: int = 0


class Series(msgspec.Struct, array_like=True):
    """The series of the outlets of a language.

    Attributes
    ----------
    recent, before : dict
        Outlet and name to what is known of it; two generations.
    learnt : dict
        Outlets and names that are series, the most recently seen last.

    """

    recent: dict[str, Name] = {}
    before: dict[str, Name] = {}
    learnt: dict[str, bool] = {}

    def strip(
        self, outlet: str, title: str, day: int, language: str, words: Callable[[str], Collection[str]] | None
    ) -> tuple[str, str]:
        """Return a title without the name of its outlet's series, and that name.

        Parameters
        ----------
        outlet, title : str
            An outlet's domain, and the title as it arrived.
        day : int
            The day of the article, since 1970.
        language : str
            Primary subtag; its names of months and days are as good as numbers.
        words : callable or None
            Returns the significant words of a title; None: learn nothing.

        Returns
        -------
        rest, name : str
            What the title says beside the name, nothing where it is all name; the whole title and no name where it is
            of no series.

        """
        if not outlet or not title:
            return title, ""
        for name, rest in _names(title):
            key = f"{outlet} {_shape(name, language)}{'…' if rest else ''}"
            if key in self.learnt or (words is not None and self._learn(key, rest, day, words)):
                if words is not None:
                    self.learnt.pop(key, None)
                    self.learnt[key] = True
                    if len(self.learnt) > _LEARNT:
                        del self.learnt[next(iter(self.learnt))]
                return rest, name
        return title, ""

    def _learn(self, key: str, rest: str, day: int, words: Callable[[str], Collection[str]]) -> bool:
        """Add a title to what is known of a name; return whether it is one of a series now."""
        known = self.recent.get(key) or self.before.get(key) or Name()
        days, titles, alike = known.days, known.titles, known.alike
        if day not in days:
            days = (*days, day)[-_SAME:]
        if rest and len(titles) < _TITLES * 2:
            about = set(words(rest))
            if not about or any(not about.isdisjoint(words(other)) for other in titles):
                alike += 1
            else:
                titles = (*titles, rest[:200])
        if len(days) >= _SAME if not rest else (len(days) >= _DAYS and len(titles) >= max(_TITLES, 2 * alike)):
            self.recent.pop(key, None)
            self.before.pop(key, None)
            return True
        if len(self.recent) >= _KEPT:
            self.before, self.recent = self.recent, {}
        self.recent[key] = Name(days, titles, alike)
        return False


def _names(title: str) -> Iterator[tuple[str, str]]:
    """Yield what may be the name of a series in a title, each with the rest of the title."""
    yield title, ""
    if (found := _BEFORE.search(title)) and found.start():
        name, rest = title[: found.start()], title[found.end() :]
        if rest and len(_WORD.findall(name)) <= _LONGEST:
            yield name, rest
    if (found := _AFTER.search(title)) and found.start():
        name, rest = title[found.end() :], title[: found.start()]
        if name and len(_WORD.findall(name)) <= _LONGEST:
            yield name, rest


def _shape(name: str, language: str) -> str:
    """Return a name with its numbers, months and days of the week made alike."""
    dates = _dates(language)
    return " ".join("#" if word.isdigit() or word in dates else word for word in _WORD.findall(name.casefold()))


@functools.cache
def _dates(language: str) -> frozenset[str]:
    """Return the names of the months and of the days of the week in a language."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return frozenset(
        name.casefold().strip(".")
        for names in (get_month_names, get_day_names)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in names(width, context, locale).values()
    )
