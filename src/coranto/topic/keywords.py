"""Match many keywords in one short text, as whole words in any script."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Scripts that put no space between words: a keyword is found wherever it stands, and words of other scripts end there.
_SCRIPTS = r"぀-ヿ㐀-鿿豈-﫿฀-๿຀-໿က-႟ក-៿\U00020000-\U0003ffff"
_UNSPACED = re.compile(f"[{_SCRIPTS}]")
_RUN = re.compile(rf"[^\W{_SCRIPTS}]+")
_GAP = re.compile(r"[\s\-‐‑–—_/]+")
_FOLDS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})


class Keywords:
    """Keywords with their owners, indexed by first word: the cost depends on the title, not on the number of keywords.

    Parameters
    ----------
    pairs : iterable of (owner, keyword)
        Two spellings of one owner that read the same (case, hyphens) count once, the first.
    match : {"word", "substring"}
        "substring" matches the keyword as written anywhere, ignoring case, and counts it as often as
        it is listed: the older rule, kept so that older records can be judged again.

    """

    def __init__(self, pairs: Iterable[tuple[str, str]], match: str = "word") -> None:
        self._fold = fold if match == "word" else str.lower
        self._first: dict[str, list[tuple[int, str, int]]] = {}
        self._anywhere: list[tuple[int, str]] = []
        self._pairs: list[tuple[str, str]] = []
        seen = set()
        for owner, keyword in pairs:
            folded = self._fold(keyword)
            if not folded or (match == "word" and (owner, folded) in seen):
                continue
            seen.add((owner, folded))
            number, run = len(self._pairs), _RUN.search(folded)
            self._pairs.append((owner, keyword))
            if match == "substring" or run is None or _UNSPACED.search(folded):
                self._anywhere.append((number, folded))
            else:
                self._first.setdefault(run.group(), []).append((number, folded, run.start()))

    def found(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (owner, keyword) for each keyword in the text, in the order they were given."""
        text = self._fold(text)
        hits = {number for number, keyword in self._anywhere if keyword in text}
        for run in _RUN.finditer(text):
            for number, keyword, offset in self._first.get(run.group(), ()):
                start = run.start() - offset
                if start >= 0 and text.startswith(keyword, start) and _alone(text, start, start + len(keyword)):
                    hits.add(number)
        for number in sorted(hits):
            yield self._pairs[number]


def fold(text: str) -> str:
    """Normalise spelling: case, width and apostrophes; hyphens, dashes and slashes become spaces."""
    return _GAP.sub(" ", unicodedata.normalize("NFKC", text).casefold().translate(_FOLDS)).strip()


def _alone(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or mark touches the span."""
    return not (start and _joins(text[start - 1])) and not (end < len(text) and _joins(text[end]))


def _joins(character: str) -> bool:
    if _UNSPACED.match(character):
        return False
    return character.isalnum() or unicodedata.category(character)[0] == "M"
