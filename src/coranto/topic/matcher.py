"""Match many keywords in one article: the cost depends on the text, not on the number of keywords."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from coranto.language import country, stem, words
from coranto.topic import query

_PART = 5  # the fewest letters of a word that matches within a compound
_REST = 3  # the fewest letters of the rest of the compound
_GAP = 1_000  # positions between two fields, so that no phrase spans them
_END = 1 << 30  # a position after all fields
_KNOWN = 100_000  # distinct words whose terms are cached
_LONGEST = 40  # the most letters of a word that may be a compound


class Match(msgspec.Struct, frozen=True):
    """A matched keyword: its owner, the keyword as written, the numbers of its fields, and its count in each."""

    owner: str
    keyword: str
    fields: tuple[int, ...]
    counts: tuple[int, ...]


class Matcher:
    """Keywords with their owners, prepared for the texts of one language.

    Parameters
    ----------
    pairs : iterable of (owner, Query)
        The keywords; queries for another language are left out.
    language : str
        Primary subtag of the texts' language.

    """

    def __init__(self, pairs: Iterable[tuple[str, query.Query]], language: str) -> None:
        self._language = language
        self._queries = [(owner, q) for owner, q in pairs if q.language in ("", language)]
        self._numbers: dict[query.Term, int] = {}
        self._of_term: list[set[int]] = []  # per term, the queries that may match if it is present
        for number, (_, keyword) in enumerate(self._queries):
            for term in query.terms(keyword.node):
                self._of_term[self._number(term)].add(number)
            for term in query.terms(keyword.node, wanted=False):
                self._number(term)
        self._forms: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._parts: dict[str, list[int]] = {}
        self._patterns: list[tuple[re.Pattern[str], int]] = []
        self._runs: list[tuple[str, int]] = []
        self._known: dict[str, tuple[int, ...]] = {}
        self._capitals = {number for term, number in self._numbers.items() if term.capitals}
        for term, number in self._numbers.items():
            self._prepare(term, number)

    def find(self, fields: Sequence[str]) -> list[Match]:
        """Find the keywords in an article.

        Parameters
        ----------
        fields : sequence of str
            Title, summary, first paragraphs: plain texts. Words that a keyword excludes are searched in all of them.

        Returns
        -------
        list of Match
            In the order of the keywords. A keyword that needs several fields to match counts in the last of them.

        """
        hits: dict[int, list[int]] = {}
        for number, text in enumerate(fields):
            if text:
                self._scan(text, number * _GAP, hits)
        if not hits:
            return []
        candidates = set[int]().union(*(self._of_term[term] for term in hits))
        results = []
        for number in sorted(candidates):
            owner, keyword = self._queries[number]
            if match := self._match(owner, keyword, hits, len(fields)):
                results.append(match)
        return results

    def _number(self, term: query.Term) -> int:
        if term not in self._numbers:
            self._numbers[term] = len(self._of_term)
            self._of_term.append(set())
        return self._numbers[term]

    def _prepare(self, term: query.Term, number: int) -> None:
        if "*" in term.form:
            self._patterns.append((re.compile(".*".join(map(re.escape, term.form.split("*")))), number))
        elif words.UNSPACED.search(term.form):
            self._runs.append((term.form, number))
        elif term.exact:
            self._forms.setdefault(term.form, []).append(number)
        else:
            keys = stem.keys(term.form, self._language)
            for key in keys:
                self._stems.setdefault(key, []).append(number)
            for form in country.forms(term.form, self._language):
                self._forms.setdefault(form, []).append(number)
            if self._language in stem.COMPOUNDING:
                for part in keys:
                    if len(part) >= _PART:
                        self._parts.setdefault(part, []).append(number)

    def _scan(self, text: str, start: int, hits: dict[int, list[int]]) -> None:
        """Record the positions of every term in a field, in as many words as fit between two fields."""
        split = words.split(text)
        forms = split.forms[: _GAP - query.NEAR]
        known = self._known
        capitals = None
        for at, form in enumerate(forms):
            numbers = known.get(form)
            if numbers is None:
                numbers = self._learn(form)
            for number in numbers:
                if number in self._capitals and not split.written[at].isupper():
                    if capitals is None:  # a text without capitals writes acronyms in lower case too
                        capitals = split.written != split.forms
                    if capitals:
                        continue
                hits.setdefault(number, []).append(start + at)

    def _learn(self, form: str) -> tuple[int, ...]:
        """Return the terms that a word matches, and cache them: words repeat across articles."""
        numbers = list(self._forms.get(form, ()))
        if self._stems:
            (root,) = stem.stems([form], self._language)
            numbers += [number for number in self._stems.get(root, ()) if number not in numbers]
        numbers += [number for pattern, number in self._patterns if pattern.fullmatch(form)]
        if self._parts and _PART + _REST <= len(form) <= _LONGEST:
            numbers += self._within(form) - set(numbers)
        for run, number in self._runs:
            numbers += [number] * form.count(run)
        if len(self._known) >= _KNOWN:
            self._known.clear()
        self._known[form] = tuple(numbers)
        return self._known[form]

    def _within(self, form: str) -> set[int]:
        """Return the terms that a compound begins or ends with."""
        terms: set[int] = set()
        for length in range(_PART, len(form) - _REST + 1):
            terms.update(self._parts.get(form[:length], ()))
            terms.update(self._parts.get(form[-length:], ()))
        return terms

    def _match(self, owner: str, keyword: query.Query, hits: dict[int, list[int]], fields: int) -> Match | None:
        if not self._holds(keyword.node, hits, 0, fields * _GAP):
            return None
        alone = [n for n in range(fields) if self._holds(keyword.node, hits, n * _GAP, (n + 1) * _GAP)]
        if not alone:
            alone = [next(n for n in range(fields) if self._holds(keyword.node, hits, 0, (n + 1) * _GAP))]
        counts = [self._count(keyword.node, hits, n * _GAP, (n + 1) * _GAP) for n in alone]
        return Match(owner, keyword.written, tuple(alone), tuple(counts))

    def _holds(self, node: query.Node, hits: dict[int, list[int]], start: int, end: int) -> bool:
        """Whether a query matches the words between two positions; excluded words are searched everywhere."""
        if isinstance(node, query.Phrase):
            return bool(self._starts(node, hits, start, end))
        if isinstance(node, query.Near):
            return self._near(node, hits, start, end)
        if isinstance(node, query.Without):
            return not self._holds(node.part, hits, 0, _END)
        if isinstance(node, query.Both):
            return all(self._holds(part, hits, start, end) for part in node.parts)
        return any(self._holds(part, hits, start, end) for part in node.parts)

    def _count(self, node: query.Node, hits: dict[int, list[int]], start: int, end: int) -> int:
        """Return how often a phrase occurs; 1 for any other query."""
        return len(self._starts(node, hits, start, end)) if isinstance(node, query.Phrase) else 1

    def _starts(self, phrase: query.Phrase, hits: dict[int, list[int]], start: int, end: int) -> list[int]:
        places = [hits.get(self._numbers[term], ()) for term in phrase.terms]
        first = [at for at in places[0] if start <= at < end]
        for offset, more in enumerate(places[1:], 1):
            known = set(more)
            first = [at for at in first if at + offset in known]
        return first

    def _near(self, near: query.Near, hits: dict[int, list[int]], start: int, end: int) -> bool:
        left, right = (self._starts(side, hits, start, end) for side in (near.left, near.right))
        marks = sorted(
            [(at, len(near.left.terms), 0) for at in left] + [(at, len(near.right.terms), 1) for at in right]
        )
        return any(
            side != other and nxt - (at + length) <= near.distance
            for (at, length, side), (nxt, _, other) in pairwise(sorted(marks))
        )
