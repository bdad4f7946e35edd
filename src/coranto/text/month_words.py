"""Month names in scripts whose vowels are marks (Thai, Hindi, Bengali, Tamil …), and the Thai year."""

import functools
import re
import unicodedata

from babel import Locale

_SCRIPTS = re.compile(r"[\u0900-\u0eff]")  # from Devanagari to Lao
_LANGUAGES = ("hi", "mr", "ne", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si", "th", "lo")
_ENGLISH = "January February March April May June July August September October November December".split()  # noqa: SIM905
_OTHERS = {  # spellings that newsrooms use beside those of CLDR
    "फरवरी": 2, "सितम्बर": 9, "अक्तूबर": 10, "नवम्बर": 11, "दिसम्बर": 12, "জানুয়ারী": 1, "ফেব্রুয়ারী": 2,
}  # fmt: skip
_BUDDHIST = re.compile(r"(?<!\d)2[4-6]\d\d(?!\d)")
_AHEAD = 543  # years that the Buddhist era is ahead of the common one
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_BUDDHIST_FROM = 2400


def in_english(text: str) -> str:
    """Return a text (NFKC) with its month names in English, and a Thai year as the common one."""
    if not _SCRIPTS.search(text):
        return text
    thai = bool(_THAI.search(text))
    pattern, numbers = _names()
    text = pattern.sub(lambda match: f" {_ENGLISH[numbers[match[0]] - 1]} ", text).replace(" ,", ",")
    return _BUDDHIST.sub(_common_year, text) if thai else text


def _common_year(match: re.Match[str]) -> str:
    year = int(match[0])
    return str(year - _AHEAD) if year >= _BUDDHIST_FROM else match[0]


@functools.cache
def _names() -> tuple[re.Pattern[str], dict[str, int]]:
    """Return the pattern of all names, the longest first, and the month of each."""
    numbers = {unicodedata.normalize("NFKC", name): number for name, number in _OTHERS.items()}
    for language in _LANGUAGES:
        months = Locale(language).months["format"]
        for width in ("wide", "abbreviated"):
            for number, name in months[width].items():
                numbers.setdefault(unicodedata.normalize("NFKC", name), number)
    longest = sorted((name for name in numbers if _SCRIPTS.search(name)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), numbers
