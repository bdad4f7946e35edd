"""The words of a search: letters without case and accents, Chinese and Japanese characters one by one.

The search index, and the rules that are written like a search, compare words by this. A change needs a migration that
rebuilds the index.
"""

import re
import unicodedata

_PHRASE = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_ACCENTS = re.compile("[\u0300-\u036f]")
_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BETWEEN = re.compile(r"[\W_]+")
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}


def fold(written: str) -> str:
    """Return a text as it is compared: its folded words, separated by spaces."""
    if written.isascii():
        return written.lower().translate(_SPACED)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", written))
    return _BETWEEN.sub(" ", _IDEOGRAPH.sub(r" \g<0> ", unicodedata.normalize("NFKC", bare).casefold()))


def phrases(words: str) -> tuple[list[list[str]], list[list[str]]]:
    """Parse a query into wanted and excluded phrases of folded words.

    ``facial "in spain" GPT-4 -rain -"don't go"``: a hyphen before a word or a quoted phrase excludes it.
    """
    wanted: list[list[str]] = []
    unwanted: list[list[str]] = []
    for minus, quoted, single in _PHRASE.findall(words):
        if folded := fold(quoted or single).split():
            (unwanted if minus else wanted).append(folded)
    return wanted, unwanted
