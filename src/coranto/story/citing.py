"""Whom a text names as its source: "according to X", "X reported", "(AP) —", in the languages of the table.

A phrase of ``citation_patterns`` anchors the search; beside it must stand a name that is an outlet's: one that the
newsroom knows, an agency, or a capitalised name with a masthead's word. "According to the ministry" cites no outlet.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coranto.language import stem
from coranto.model.sourcing import Citation, Way
from coranto.story import citation_patterns as patterns
from coranto.story.outlet_names import AGENCIES, MASTHEAD, OUTLET_CHARACTERS

MOST = 8  # citations kept of an article
SENTENCE = 240  # characters of a sentence that is kept
READ = 40_000  # characters of a text that are read
_ENDS = 400  # characters at either end of a text where its credit stands
_WINDOW = 90  # characters beside a phrase in which the name stands
_LONGEST = 5  # words of a name
_ROLES = 4  # words such as "the news agency" between phrase and name
_SHORT = 3  # letters up to which a name counts only in capitals
_BENT = 3  # letters that an ending may add to a name
_UNSPACED = frozenset({"zh", "ja"})
_BENDING = frozenset({"pl", "ru", "tr"})  # languages whose names have endings
_LOWER = frozenset({"dpa", "apa", "sid", "sda"})  # agencies that write themselves so
_CASELESS = frozenset({"ar", "fa", "he"})
_JOINING = frozenset({"of", "the", "de", "la", "le", "el", "der", "du", "del", "della", "y", "and", "&"})

_TOKEN = re.compile(r"[^\W_](?:[\w&.+-]*\w)?")
_WORD = re.compile(r"\w+|\(")
_STOP = re.compile(r"[,;:()\[\]\n!?|]|\.(?=\s|$)|\s[-–—]\s|['’]\s")
_END = re.compile(r"(?<=[.!?…][\s\"”’»])(?<!\W[A-Z]\.\s)|(?<=[。！？])|\n")
_OPENERS = frozenset(
    {"as", "and", "but", "in", "on", "while", "when", "after", "so", "how", "wie", "als", "comme", "como", "come"}
)
_QUOTES = " \"'“”„’«»"
_QUOTED = re.compile(r"[\"“”„«»]")
_YEAR = 4  # digits
_FEWEST = 2  # words of a name that is not known
_SPACE = re.compile(r"\s+")


class Phrase(NamedTuple):
    """One way to cite: the text before and after the name."""

    before: str
    after: str


_UNNAMED = Phrase("", "")  # names nobody


class Names:
    """The outlets' names that a newsroom knows, and the agencies'.

    Parameters
    ----------
    known : iterable of (str, str)
        Name and domain of each outlet.

    """

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self._domains: dict[str, str] = dict(AGENCIES)
        for name, domain in known:
            if len(key := folded(name)) > 1:
                self._domains[key] = domain
            self._domains[domain.casefold()] = domain

    def domain(self, name: str, language: str = "") -> str | None:
        """Return the domain of a name as written; empty if it has none, None if it is no known outlet's."""
        key = folded(name)
        if len(key) <= _SHORT and not (name.isupper() or key in _LOWER or name.lower() == name.upper()):
            return None
        found = self._domains.get(key)
        if found is None and language in _BENDING:
            ends = (key[:-cut] for cut in range(1, _BENT + 1) if len(key) - cut > _BENT)
            found = next((self._domains[end] for end in ends if end in self._domains), None)
        return found


def folded(name: str) -> str:
    """Return a name without case, article and spare spaces, as names are compared."""
    plain = _SPACE.sub(" ", name.casefold()).strip(" .\"'“”„«»")
    return plain.removeprefix("the ")


def read(text: str, language: str | None, names: Names, own: Iterable[str] = ()) -> tuple[Citation, ...]:
    """Return the outlets that a text names as its source, each once, in order; at most eight.

    Parameters
    ----------
    text : str
        Headline and text of an article, plain.
    language : str or None
        BCP 47; decides which phrases are looked for.
    names : Names
        The outlets' names that are known.
    own : iterable of str
        Names and domain of the article's own outlet, which does not cite itself.

    Returns
    -------
    tuple of Citation
        ``way`` is ``credit`` for what tells where the whole text comes from. A citation without ``outlet`` names
        nobody ("media reports").

    """
    text, tongue = text[:READ], stem.primary(language)
    mine = {squashed(name) for name in own} - {""}
    found: dict[str, Citation] = {}
    offers = [*_credits(text, tongue, names), *(_named(text, tongue, names) if tongue in patterns.NAMED else ())]
    for way, name, domain, start in offers:
        key = domain or folded(name)
        if len(found) >= MOST or key in found or _same_outlet(mine, name, domain):
            continue
        found[key] = Citation(outlet=name, domain=domain, way=way, sentence=sentence(text, start))
    return tuple(found.values())


def _same_outlet(mine: set[str], name: str, domain: str) -> bool:
    """Whether a name is the article's own outlet's: "Worthy News" on worthynews.com."""
    named = {squashed(domain), squashed(name)} - {""}
    return any(one.startswith(other) or other.startswith(one) for one in named for other in mine)


def squashed(name: str) -> str:
    """Return a name, or the longest label of a domain, as letters and digits without case."""
    plain = folded(name)
    if " " not in plain and "." in plain:
        plain = max(plain.split(".")[:-1], key=len)
    return "".join(char for char in plain if char.isalnum())


def sentence(text: str, at: int) -> str:
    """Return the sentence around a position as one line of at most 240 characters, cut with an ellipsis."""
    starts = [match.end() for match in _END.finditer(text, max(0, at - 600), at)]
    start = starts[-1] if starts else max(0, at - 600)
    end = next((match.start() for match in _END.finditer(text, at + 1)), len(text))
    before, whole = at - start, text[start : max(end, at + 1)]
    if len(whole) > SENTENCE:
        cut = max(0, min(before - SENTENCE // 2, len(whole) - SENTENCE))
        head, tail = "…" if cut else "", "…" if cut + SENTENCE < len(whole) else ""
        piece = whole[cut : cut + SENTENCE - 2]
        whole = head + (piece.partition(" ")[2] if cut and " " in piece else piece).rstrip() + tail
    return _SPACE.sub(" ", whole).strip()


_Offer = tuple[Way, str, str, int]  # how, name, domain, position


def _credits(text: str, tongue: str, names: Names) -> Iterator[_Offer]:
    phrases = _phrases("")
    starts = ((0, text),) if len(text) <= 2 * _ENDS else ((0, text[:_ENDS]), (len(text) - _ENDS, text[-_ENDS:]))
    for offset, piece in starts:
        for match in _anchors(piece, ""):
            if found := _beside(piece, match, phrases[_SPACE.sub(" ", match[0])], tongue, names):
                yield "credit", found[0], found[1], offset + match.start()


def _named(text: str, tongue: str, names: Names) -> Iterator[_Offer]:
    phrases = _phrases(tongue)
    for match in _anchors(text, tongue):
        beside = phrases[_SPACE.sub(" ", match[0])]
        if beside == [_UNNAMED]:
            yield "named", "", "", match.start()
        elif found := _beside(text, match, beside, tongue, names):
            yield "named", found[0], found[1], match.start()


def _anchors(text: str, tongue: str) -> Iterator[re.Match[str]]:
    """Yield the phrases of a language in a text; a word that opens none of them costs one look into a table."""
    if tongue in _UNSPACED:
        yield from _search(tongue).finditer(text)
        return
    openers, low = _openers(tongue), _lower(text)
    for word in _WORD.finditer(low):
        search = openers.get(word[0])
        if search and (match := search.match(low, word.start())):
            yield match


def _lower(text: str) -> str:
    """Return a text in lower case with every letter at its place; unchanged where a letter would become two."""
    low = text.lower()
    return low if len(low) == len(text) else text


def _beside(
    text: str, anchor: re.Match[str], phrases: list[Phrase], tongue: str, names: Names
) -> tuple[str, str] | None:
    """Return name and domain of the outlet beside an anchor; None if there is none."""
    for phrase in phrases:
        if tongue in _UNSPACED:
            found = _unspaced(text, anchor, phrase, names)
        elif phrase.before:
            found = _following(text, anchor.end(), phrase, tongue, names)
        else:
            found = _preceding(text, anchor.start(), tongue, names)
        if found:
            return found
    return None


def _following(text: str, at: int, phrase: Phrase, tongue: str, names: Names) -> tuple[str, str] | None:
    window = text[at : at + _WINDOW]
    stop = _STOP.search(window)
    limit = stop.start() if stop else len(window)
    tokens = [match for match in _TOKEN.finditer(window) if match.end() <= limit]
    offers = [
        window[first.start() : last.end()]
        for first, last in _spans(tokens, tongue)
        if window[last.end() :].lstrip(_QUOTES).lower().startswith(phrase.after)
    ]
    return _chosen(offers, tongue, names)


def _preceding(text: str, at: int, tongue: str, names: Names) -> tuple[str, str] | None:
    window = text[max(0, at - _WINDOW) : at].rstrip(_QUOTES)
    stops = [match.end() for match in _STOP.finditer(window)]
    tokens = [match for match in _TOKEN.finditer(window) if match.start() >= (stops[-1] if stops else 0)]
    offers = [window[first.start() : last.end()] for last, first in _spans(tokens[::-1], tongue)]
    return _chosen(offers, tongue, names)


def _spans(tokens: list[re.Match[str]], tongue: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield the runs of words beside a phrase that may be a name, nearest first, longest first.

    ``tokens`` begin at the phrase, in either direction; words such as "news agency" may stand between.
    """
    roles = patterns.ROLES.get(tongue, ())
    for skip in range(min(_ROLES + 1, len(tokens))):
        if skip and tokens[skip - 1][0].lower() not in roles:
            return
        for count in range(min(_LONGEST, len(tokens) - skip), 0, -1):
            yield tokens[skip], tokens[skip + count - 1]


def _chosen(offers: list[str], tongue: str, names: Names) -> tuple[str, str] | None:
    """Return name and domain of the first offer that is known, else of the first that looks like an outlet's."""
    plain = [offer for offer in offers if not _QUOTED.search(offer)]
    for offer in plain:
        if (domain := names.domain(offer, tongue)) is not None:
            return _without_article(offer), domain
    if tongue not in _CASELESS:
        return next(((_without_article(offer), "") for offer in plain if _masthead(offer)), None)
    return None


def _without_article(name: str) -> str:
    return name[4:] if name[:4].lower() == "the " else name


def _unspaced(text: str, anchor: re.Match[str], phrase: Phrase, names: Names) -> tuple[str, str] | None:
    """Return the outlet beside an anchor in a script without spaces."""
    if phrase.before:
        window = text[anchor.end() : anchor.end() + 14]
        window = window[: stop.start()] if (stop := re.search(r"[,，。;；:：\s]", window)) else window
        if phrase.after:
            window, met, _ = window.partition(phrase.after)
            if not met:
                return None
        offers = [window[:size].strip("《》“”\"'") for size in range(len(window), 1, -1)]
    else:
        window = re.split(r"[,，。;；:：\s]", text[max(0, anchor.start() - 10) : anchor.start()])[-1]
        offers = [window[start:].strip("《》“”\"'") for start in range(len(window) - 1)]
    for name in offers:
        domain = names.domain(name)
        if "的" in name or name.startswith("据"):
            continue
        if domain is not None or (len(name) > 2 and name.endswith(OUTLET_CHARACTERS) and len(name) <= 8):
            return name, domain or ""
    return None


def _masthead(name: str) -> bool:
    """Whether a name is capitalised, of two words or more, and has a masthead's word."""
    words = _TOKEN.findall(name)
    capital = [word[0].isupper() or (word[0].isdigit() and len(word) != _YEAR) for word in words]
    if len(words) < _FEWEST or words[0].lower() in _OPENERS or not (capital[0] and capital[-1]):
        return False
    joined = all(up or word.lower() in _JOINING for up, word in zip(capital, words, strict=True))
    return joined and any(word.lower() in MASTHEAD for word in words)


@functools.cache
def _phrases(tongue: str) -> Mapping[str, list[Phrase]]:
    """Return the phrases of a language ("": credits) by the text that anchors them."""
    anchors: dict[str, list[Phrase]] = {}
    for line in patterns.NAMED.get(tongue, ()) if tongue else patterns.CREDITS:
        before, met, after = (part.lower().strip() for part in line.partition("{outlet}"))
        if met:
            anchors.setdefault(before or after, []).append(Phrase(before, after))
    return anchors | {phrase: [_UNNAMED] for phrase in patterns.UNNAMED.get(tongue, ())}


@functools.cache
def _search(tongue: str) -> re.Pattern[str]:
    return _pattern(_phrases(tongue), spaced=tongue not in _UNSPACED)


@functools.cache
def _openers(tongue: str) -> Mapping[str, re.Pattern[str]]:
    """Return the pattern of the anchors that begin with each word."""
    grouped: dict[str, list[str]] = {}
    for anchor in _phrases(tongue):
        if first := _WORD.match(anchor):
            grouped.setdefault(first[0], []).append(anchor)
    return {word: _pattern(anchors, spaced=True) for word, anchors in grouped.items()}


def _pattern(phrases: Iterable[str], *, spaced: bool) -> re.Pattern[str]:
    """Return a pattern that finds phrases as whole words, longest first."""
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    each = []
    for phrase in longest:
        body = r"\s+".join(map(re.escape, phrase.split()))
        left = r"(?<!\w)" if spaced and phrase[0].isalnum() else ""
        right = r"(?!\w)" if spaced and phrase[-1].isalnum() and not _attached(phrase) else ""
        each.append(left + body + right)
    return re.compile("|".join(each))


def _attached(phrase: str) -> bool:
    """Whether a name is written together with the phrase's end, as with the Arabic preposition li-."""
    return phrase.endswith("ل")
