"""Two versions of an article to the headlines, numbers, names and quotes that differ, before and after.

Sentences are aligned first; only one that remains, with a few words exchanged, is compared word by word. What was
added, left out or written anew is an update and no correction: it is not named.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from coranto.model.revision import Difference, Kind, Place, Version
from coranto.revision import sentence as sentences
from coranto.revision.sentence import Sentence, Token

MOST = 20  # differences of two versions that are named; a page with more is another article
_LONGEST = 60_000  # characters of a text that are compared
_BLOCK = 40  # sentences of a changed passage; longer ones were written anew
_ALIKE = 0.6  # share of equal words from which two sentences are versions of one
_ALONE = 0.4  # the same, where one sentence stands in the place of one
_SURE = 0.75  # share from which a number that was added or left out is named
_NAME, _NUMBER, _ADDED = 5, 8, 3  # words of an exchanged passage, at most
_CONTEXT = 6  # words before and after a difference
_CUT = 240  # characters of a quote, a headline or a context
_SAME_PAGE = 0.2  # share of sentences from which two texts are one article
_FEW = 4  # sentences: fewer do not show whether it is the same page
_LABEL = re.compile(
    r"\A(?:\(\d+\)\s*|(?:update|updated|live|breaking|watch|exclusive|eilmeldung|liveticker|ticker)"
    r"(?:\s*\d+)?\s*[-:|]\s*)+",
    re.IGNORECASE,
)


def compare(before: Version, after: Version) -> list[Difference]:
    """Return what differs between two versions of an article, each difference once.

    Parameters
    ----------
    before, after : Version
        As they were seen; what one of them lacks is not compared.

    Returns
    -------
    list of Difference
        The headline first. Empty where the later version is another page (a login, an error).

    """
    old, new = _read(before.text), _read(after.text)
    if _is_elsewhere(old, new):
        return []
    found = [*_headline(before.headline, after.headline)]
    found += _differences(old, new, "text")
    found += _differences(_read(before.excerpt), _read(after.excerpt), "summary")
    named: dict[tuple[str, str, str], Difference] = {}
    for one in found:
        named.setdefault((one.kind, one.before.casefold(), one.after.casefold()), one)
    return list(named.values()) if len(named) <= MOST else found[:1] if found[0].kind == "headline" else []


def limited(differences: Sequence[Difference], longest: int | None) -> list[Difference]:
    """Return the differences that an outlet allows to be shown: of a text, at most so many characters."""
    if longest is None:
        return list(differences)
    return [
        one if one.place == "headline" else msgspec.structs.replace(one, context=_cut(one.context, longest))
        for one in differences
        if one.place == "headline" or max(len(one.before), len(one.after)) <= longest
    ]


def same_headline(one: str, other: str) -> bool:
    """Whether two headlines say the same, but for case, punctuation, labels and clocks."""
    return _heading(one).keys == _heading(other).keys


def _read(text: str | None) -> list[Sentence]:
    return sentences.read(text[:_LONGEST]) if text else []


def _is_elsewhere(old: Sequence[Sentence], new: Sequence[Sentence]) -> bool:
    if min(len(old), len(new)) < _FEW:
        return False
    known = {one.identity for one in old}
    if any(one.identity in known for one in new):
        return False
    words = {key for one in old for key in one.keys}
    ours = {key for one in new for key in one.keys}
    return len(words & ours) / min(len(words), len(ours)) < 1 - _SAME_PAGE


def _heading(text: str) -> Sentence:
    return sentences.one(_LABEL.sub("", text.strip()))


def _headline(before: str | None, after: str | None) -> Iterator[Difference]:
    if before and after and not same_headline(before, after) and _heading(before).keys and _heading(after).keys:
        old, new = (_cut(" ".join(text.split())) for text in (before, after))
        yield Difference(kind="headline", before=old, after=new, place="headline")


def _differences(old: Sequence[Sentence], new: Sequence[Sentence], place: Place) -> Iterator[Difference]:
    if not old or not new:
        return
    left, right = [one.identity for one in old], [one.identity for one in new]
    remains = set(left) & set(right)
    told = _Told(old, new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "replace":
            continue
        before = [one for one in old[i1:i2] if one.identity not in remains]
        after = [one for one in new[j1:j2] if one.identity not in remains]
        if max(len(before), len(after)) <= _BLOCK:
            for pair in _pairs(before, after):
                yield from told.between(*pair, place)


def _pairs(before: Sequence[Sentence], after: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence, float]]:
    """Yield the sentences that are versions of each other, with how alike they are."""
    bar = _ALONE if len(before) == len(after) == 1 else _ALIKE
    offers = [(_alike(one, other), i, j) for i, one in enumerate(before) for j, other in enumerate(after)]
    taken: set[tuple[str, int]] = set()
    chosen = []
    for alike, i, j in sorted(offers, key=lambda offer: (-offer[0], abs(offer[1] - offer[2]), offer[1])):
        if alike >= bar and ("old", i) not in taken and ("new", j) not in taken:
            taken |= {("old", i), ("new", j)}
            chosen.append((i, j, alike))
    for i, j, alike in sorted(chosen):
        yield before[i], after[j], alike


def _alike(one: Sentence, other: Sentence) -> float:
    """Return the share of equal words; where both quote, those outside of the quotations may decide."""
    whole = _ratio(one.keys, other.keys)
    if len(one.frame) < len(one.keys) and len(other.frame) < len(other.keys):
        words = sum(1 for key in one.frame if key != '"')
        if words > 1:
            return max(whole, _ratio(one.frame, other.frame))
    return whole


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALONE and matcher.quick_ratio() >= _ALONE else 0.0


class _Told:
    """The differences between sentences of two texts, which show by their other sentences what is a name."""

    def __init__(self, old: Sequence[Sentence], new: Sequence[Sentence]) -> None:
        self._names: set[str] = set()
        self._common: set[str] = set()
        for one in (*old, *new):
            for token in one.tokens:
                if token.starts or token.is_mark:
                    continue
                (self._names if token.is_capital else self._common).add(token.key)
        self._before = " ".join(one.identity for one in old)
        self._after = " ".join(one.identity for one in new)

    def between(self, old: Sentence, new: Sentence, alike: float, place: Place) -> Iterator[Difference]:
        """Yield the differences of two versions of a sentence."""
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old.keys, new.keys, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            if quotes := _quoted(old, new, i1, i2, j1, j2):
                yield _difference("quote", *quotes, "", place)
                continue
            context = new.around(j1, j2, _CONTEXT)
            if tag != "replace":
                if alike >= _SURE and 0 < i1 < len(old.tokens) and max(i2 - i1, j2 - j1) <= _ADDED:
                    yield from _numbers(old.tokens[i1:i2], new.tokens[j1:j2], context, place)
                continue
            if max(i2 - i1, j2 - j1) <= _NUMBER:
                yield from _numbers(old.tokens[i1:i2], new.tokens[j1:j2], context, place)
            if max(i2 - i1, j2 - j1) <= _NAME or old.tokens[i1].is_caseless:
                yield from self._name(old, new, (i1, i2), (j1, j2), place)

    def _name(
        self, old: Sentence, new: Sentence, gone: tuple[int, int], come: tuple[int, int], place: Place
    ) -> Iterator[Difference]:
        left = [token for token in old.tokens[slice(*gone)] if not token.is_number]
        right = [token for token in new.tokens[slice(*come)] if not token.is_number]
        if not left or not right:
            return
        if self._is_renamed(left, right) or (self._has_name(left) and self._has_name(right)):
            one, other = _widened(old, gone), _widened(new, come)
            yield _difference("name", old.words(*one), new.words(*other), new.around(*come, _CONTEXT), place)

    def _has_name(self, tokens: Sequence[Token]) -> bool:
        return any(token.is_capital and (not token.starts or self._is_name(token.key)) for token in tokens)

    def _is_name(self, key: str) -> bool:
        """Whether a word that begins a sentence is a name: elsewhere it has a capital, or it is nowhere without one."""
        return key in self._names or (key not in self._common and len(key) > 3 and key not in _OPENERS)

    def _is_renamed(self, left: Sequence[Token], right: Sequence[Token]) -> bool:
        """Whether words of a script without capitals were exchanged throughout, as names are."""
        if not (left[0].is_caseless and right[0].is_caseless) or max(len(left), len(right)) > _NAME:
            return False
        gone, come = (" ".join(token.key for token in those) for those in (left, right))
        return gone not in self._after and come not in self._before


_OPENING = """
this that these those they there then when where while what which who whom whose after before since until also however
but although though because despite during from with without about into over under between among both another other
others some many most more much several such still just only even yesterday today tomorrow later earlier meanwhile
instead police officers officials authorities residents witnesses experts critics supporters according under every
each neither either once here your their have has had were been being would could should will shall might must does
did make made take taken said says asked added speaking people prosecutors lawyers investigators researchers
scientists workers students teachers voters investors analysts executives
"""
_OPENERS = frozenset(_OPENING.split())


def _widened(sentence: Sentence, span: tuple[int, int]) -> tuple[int, int]:
    """Return a passage together with the capitalised words beside it: the whole name."""
    first, last = span
    tokens = sentence.tokens

    def beside(at: int, gap: str) -> bool:
        return tokens[at].is_capital and not tokens[at].is_number and not gap.strip(" ")

    while first > 0 and beside(first - 1, sentence.line[tokens[first - 1].end : tokens[first].start]):
        first -= 1
    while last < len(tokens) and beside(last, sentence.line[tokens[last - 1].end : tokens[last].start]):
        last += 1
    return first, last


def _quoted(old: Sentence, new: Sentence, i1: int, i2: int, j1: int, j2: int) -> tuple[str, str] | None:
    """Return the quotations that a passage changed; None for a passage outside of them."""
    one, other = _quote(old, i1, i2), _quote(new, j1, j2)
    if one < 0 or other < 0:
        return None
    before, after = old.quotes[one], new.quotes[other]
    return (before, after) if sentences.one(before).keys != sentences.one(after).keys else None


def _quote(sentence: Sentence, first: int, last: int) -> int:
    """Return the number of the quotation that a passage is in; of an empty passage, that of both its neighbours."""
    tokens = sentence.tokens
    inside = [token.quote for token in tokens[first:last] if token.quote >= 0]
    if inside:
        return inside[0]
    if first < last:
        return -1
    beside = {tokens[at].quote for at in (first - 1, first) if 0 <= at < len(tokens) and tokens[at].quote >= 0}
    return beside.pop() if len(beside) == 1 else -1


def _numbers(old: Sequence[Token], new: Sequence[Token], context: str, place: Place) -> Iterator[Difference]:
    left, right = ([token for token in tokens if token.is_number] for tokens in (old, new))
    if [token.key for token in left] == [token.key for token in right]:
        return
    for at in range(max(len(left), len(right))):
        before = left[at].text if at < len(left) else ""
        after = right[at].text if at < len(right) else ""
        if before.casefold() != after.casefold():
            yield _difference("number", before, after, context, place)


def _difference(kind: Kind, before: str, after: str, context: str, place: Place) -> Difference:
    return Difference(kind=kind, before=_cut(before), after=_cut(after), context=_cut(context), place=place)


def _cut(text: str, longest: int = _CUT) -> str:
    if len(text) <= longest:
        return text
    return text[: max(0, longest - 1)].rsplit(" ", 1)[0] + "…" if longest else ""
