"""Words of any alphabet in Latin letters, and as they sound: *Kanada* and *Canada*, *Армения* and *Armenia* meet.

A small table of our own for alphabets whose letters are sounds. Scripts whose signs are words are left out: between
them and the rest only numbers and Latin names tell.
"""

import re
import unicodedata

_LATIN = {"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d", "œ": "oe", "ħ": "h"}


def _written(text: str) -> list[str]:
    """Return the Latin letters of a table, in order; an underscore is a sign without a sound."""
    return ["" if one == "_" else one for one in text.split()]


def _sounds(signs: str, latin: str) -> dict[str, str]:
    """Return for each sign of an alphabet its Latin letters."""
    return dict(zip(signs, _written(latin), strict=True))


_CYRILLIC = _sounds(
    "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяђѓјљњћќџўѕё",
    ("a b v g g d e ie zh z i i i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia dj g j lj nj c k dz u z e"),
)
_GREEK = _sounds(
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
)
_ARABIC = _sounds(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةپچژگ",
    "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a a p ch zh g",
)
_TABLE = str.maketrans(_LATIN | _CYRILLIC | _GREEK | _ARABIC)
_HANGUL, _HANGUL_END, _VOWELS, _FINALS = 0xAC00, 0xD7A3, 21, 28
_INITIAL = _written("g kk n d tt r m b pp s ss _ j jj ch k t p h")
_MEDIAL = _written("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_FINAL = _written("_ k k ks n nj nh t l lg lm lb ls lt lp lh m p bs s ss ng j ch k t p h")
_SOUNDS = (("sch", "s"), ("ph", "f"), ("ck", "k"), ("ch", "k"), ("sh", "s"), ("th", "t"), ("qu", "kv"), ("x", "ks"))
_LIKE = str.maketrans("cqyjwz", "kkiivs")
_DOUBLE = re.compile(r"(.)\1+")


def latin(text: str) -> str:
    """Return a text without case and accents, in Latin letters as far as its letters are sounds."""
    text = unicodedata.normalize("NFKC", text)
    if any(_HANGUL <= ord(char) <= _HANGUL_END for char in text):
        text = "".join(map(_syllable, text))
    text = unicodedata.normalize("NFKD", text.casefold()).translate(_TABLE)
    return "".join(char for char in text if not unicodedata.combining(char))


def sound(word: str) -> str:
    """Return a word in Latin letters as it is compared: letters that languages write for one sound are one."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _DOUBLE.sub(r"\1", word.translate(_LIKE))


def _syllable(char: str) -> str:
    at = ord(char) - _HANGUL
    if not 0 <= at <= _HANGUL_END - _HANGUL:
        return char
    return _INITIAL[at // (_VOWELS * _FINALS)] + _MEDIAL[at % (_VOWELS * _FINALS) // _FINALS] + _FINAL[at % _FINALS]
