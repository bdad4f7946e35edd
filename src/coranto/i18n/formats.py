"""Format numbers and dates in the language in use, with Babel."""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_decimal

from coranto.i18n import catalogue, current


def grouped(number: int) -> str:
    """Write a number with the language's thousands separator: ``1,000``."""
    return format_decimal(number, locale=_locale(current.current().tag))


def decimal(number: float, digits: int = 2) -> str:
    """Write a number with ``digits`` decimals: ``0.50``."""
    return _decimal(f"{number:.{digits}f}", digits, current.current().tag)


def written(day: date, pattern: str) -> str:
    """Write a day with a CLDR pattern (``d MMM y``), which is a message and may be translated.

    A translated pattern that is not valid is ignored.
    """
    day = date(day.year, day.month, day.day)
    try:
        return _written(day, current.current().form("", pattern) or pattern, current.current().tag)
    except (ValueError, KeyError, AttributeError):
        return _written(day, pattern, current.current().tag)


def weekday(number: int) -> tuple[str, str]:
    """Return the full and short name of a day of the week, 0 for Monday: ``Monday``, ``Mon``."""
    names = _locale(current.current().tag).days["stand-alone"]
    return str(names["wide"][number]), str(names["abbreviated"][number])


def language_name(code: str) -> str:
    """Return what a language is called: ``German`` for ``de``; the code for one without a name."""
    return str(_locale(current.current().tag).languages.get(code, code))


def country_name(code: str) -> str:
    """Return what a country is called: ``Austria`` for ``AT``; what has no such code stays as it is."""
    return str(_locale(current.current().tag).territories.get(code.upper(), code))


@cache
def _locale(tag: str) -> Locale:
    """Return the locale of a language; English if Babel does not know it."""
    return catalogue.locale(tag) or Locale("en")


@lru_cache(4096)
def _decimal(number: str, digits: int, tag: str) -> str:
    return format_decimal(Decimal(number), format=f"0.{'0' * digits}", locale=_locale(tag))


@lru_cache(4096)
def _written(day: date, pattern: str, tag: str) -> str:
    return format_date(day, pattern, _locale(tag))


def locale_name(tag: str) -> str:
    """Return a language with its territory as Open Graph writes it: ``en_US``; the likeliest one if it names none."""
    parts = [part for part in tag.replace("_", "-").split("-") if part]
    territory = next((part.upper() for part in parts[1:] if len(part) == 2 or part.isdigit()), "")
    primary = parts[0].lower() if parts else "en"
    likely = str(get_global("likely_subtags").get(primary, "")).rpartition("_")[2]
    return f"{primary}_{territory or likely}" if territory or likely else primary
