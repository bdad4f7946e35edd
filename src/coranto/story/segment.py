"""Segment scripts without spaces into words: the most likely cut by the frequencies of a language's list."""

import re
from collections.abc import Mapping
from math import log

# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters.
UNSPACED = re.compile(r"[฀-๿຀-໿က-႟ក-៿぀-ヿ㐀-鿿豈-﫿\U00020000-\U0003ffff]+")
_UNKNOWN = 18.0  # cost of a character that is not in a word of the list: e to the minus 18
_LONGEST = 6  # characters of a word


def costs(frequencies: Mapping[str, float]) -> dict[str, float]:
    """Return the costs (minus logarithms of the frequencies) of the words in scripts without spaces."""
    return {word: -log(frequency) for word, frequency in frequencies.items() if UNSPACED.fullmatch(word)}


def cut(run: str, words: Mapping[str, float]) -> list[str]:
    """Cut a run of characters into words.

    Parameters
    ----------
    run : str
        Characters of one script, without spaces.
    words : mapping
        Words to their costs, as ``costs`` returns them; empty: the run becomes pairs of characters.

    Returns
    -------
    list of str
        Words of two characters or more. Neighbouring characters that belong to no word of the list (a name, mostly)
        become pairs.

    """
    if not words:
        return pairs(run)
    found: list[str] = []
    lone = ""
    for word in _cheapest(run, words):
        if len(word) == 1:
            lone += word
            continue
        if len(lone) > 1:
            found += pairs(lone)
        lone = ""
        found.append(word)
    return found + pairs(lone) if len(lone) > 1 else found


def pairs(run: str) -> list[str]:
    """Return the pairs of neighbouring characters of a run; a single character as it is."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _cheapest(run: str, words: Mapping[str, float]) -> list[str]:
    """Return the cut of least total cost (dynamic programming over the ends of words)."""
    best = [0.0] + [float("inf")] * len(run)
    begins = [0] * (len(run) + 1)
    for begin in range(len(run)):
        for end in range(begin + 1, min(len(run), begin + _LONGEST) + 1):
            cost = words.get(run[begin:end], _UNKNOWN if end == begin + 1 else None)
            if cost is not None and best[begin] + cost < best[end]:
                best[end], begins[end] = best[begin] + cost, begin
    found: list[str] = []
    end = len(run)
    while end:
        found.append(run[begins[end] : end])
        end = begins[end]
    return found[::-1]
