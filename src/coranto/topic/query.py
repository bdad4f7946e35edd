"""The keyword language: words, "phrases", AND, OR, NOT, NEAR, wildcards, as people know them from search.

======================  =========================================================================================
``heat pump``           the words side by side, in any of their forms
``"heat pump"``         exactly these words
``AI``                  up to four capitals: only where the text has capitals too (``A.I.`` is ``AI``)
``decarboni*``          any word that begins so; ``*`` may stand anywhere in a word
``oil AND price*``      both, anywhere; ``OR`` either; ``NOT`` without; brackets group
``oil NEAR price``      at most ten words between them; ``NEAR/3`` at most three
``de:Wärmepumpe``       in texts of this language only
======================  =========================================================================================
"""

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from coranto.language import words
from coranto.model.reason import Reason

NEAR = 10  # the default of the most words between two near terms
_CAPITALS = 4  # the most letters of an acronym in capitals
_DEEPEST = 20  # the deepest nesting of brackets
_TOKEN = re.compile(r'\s*(?:(?P<bracket>[()])|"(?P<quoted>[^"]*)"|“(?P<curly>[^”]*)”|(?P<word>[^\s()"“”]+))')
_NEAR = re.compile(r"NEAR(?:/(\d{1,3}))?")
_LANGUAGE = re.compile(r"\s*([a-z]{2,3}):(?=[^\s/])")


class Term(msgspec.Struct, frozen=True):
    """One word of a query.

    Attributes
    ----------
    form : str
        Without case; ``*`` matches any letters. A run of an unspaced script matches within a longer run.
    exact : bool
        Whether only this form matches.
    capitals : bool
        Whether the text must write it in capitals.

    """

    form: str
    exact: bool = False
    capitals: bool = False


class Phrase(msgspec.Struct, frozen=True):
    """Terms side by side; at least one."""

    terms: tuple[Term, ...]


class Near(msgspec.Struct, frozen=True):
    """Two phrases with at most ``distance`` words between them, in either order."""

    left: Phrase
    right: Phrase
    distance: int


class Both(msgspec.Struct, frozen=True):
    """All of its parts match."""

    parts: "tuple[Node, ...]"


class Either(msgspec.Struct, frozen=True):
    """At least one of its parts matches."""

    parts: "tuple[Node, ...]"


class Without(msgspec.Struct, frozen=True):
    """A query that must not match anywhere in the text."""

    part: "Node"


Node = Phrase | Near | Both | Either | Without


class Query(msgspec.Struct, frozen=True):
    """A keyword as written, its parsed form, and the language of the texts it applies to (empty: any)."""

    written: str
    node: Node
    language: str = ""


class QueryError(ValueError):
    """A keyword that cannot be parsed; ``reason`` says what is wrong, and what to write instead."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code, *reason.params.values())


def parse(text: str) -> Query:
    """Parse a keyword.

    Raises
    ------
    QueryError
        An operator without an operand, an unbalanced bracket or quote, or no word at all.

    """
    language = ""
    body = text
    if match := _LANGUAGE.match(text):
        language, body = match[1], text[match.end() :]
    node = _Parser(body).whole()
    if _only_without(node):
        raise QueryError(Reason("query.only_not", {"words": text, "without": text.replace("NOT", "").strip()}))
    return Query(text, node, language)


def phrase(text: str) -> Query | None:
    """Read any text as a plain phrase, for a keyword that cannot be parsed; None if it has no word."""
    terms = _terms(text.replace('"', " "), exact=False)
    return Query(text, Phrase(terms)) if terms else None


def terms(node: Node, wanted: bool = True) -> Iterator[Term]:
    """Yield the terms of which a text must have at least one (``wanted``), or those that it must not have."""
    if isinstance(node, Phrase):
        if wanted:
            yield from node.terms
    elif isinstance(node, Near):
        yield from terms(node.left, wanted)
        yield from terms(node.right, wanted)
    elif isinstance(node, Without):
        yield from terms(node.part, not wanted)
    else:
        for part in node.parts:
            yield from terms(part, wanted)


def _only_without(node: Node) -> bool:
    """Whether a text without any of the words could match."""
    if isinstance(node, Without):
        return True
    if isinstance(node, Both):
        return all(map(_only_without, node.parts))
    return isinstance(node, Either) and any(map(_only_without, node.parts))


def _terms(text: str, *, exact: bool) -> tuple[Term, ...]:
    parsed = []
    for chunk in re.split(r"(\S*\*\S*)", text):
        if "*" in chunk:
            form = re.sub(r"[^\w*]+", "", unicodedata.normalize("NFKC", chunk).casefold())
            if form.strip("*"):
                parsed.append(Term(re.sub(r"\*+", "*", form), exact=True))
            continue
        split = words.split(chunk)
        for form, written in zip(split.forms, split.written, strict=True):
            capitals = len(written.rstrip("+#")) <= _CAPITALS and written.isupper() and written != written.lower()
            parsed.append(Term(form, exact=exact or capitals or form.isdigit(), capitals=capitals))
    return tuple(parsed)


class _Parser:
    """A recursive descent parser; OR binds weakest, then AND and NOT, then NEAR, then adjacent words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._tokens(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        if not self.tokens:
            raise QueryError(Reason("query.empty"))
        node = self.either()
        if self.at < len(self.tokens):
            raise QueryError(Reason("query.closed", {"words": self.text}))
        return node

    def either(self) -> Node:
        parts = [self.both()]
        while self.take("OR"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self) -> Node:
        parts = [self.negated()]
        while self.take("AND") or self.ahead() not in ("", "OR", ")"):
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def negated(self) -> Node:
        if self.take("NOT"):
            return Without(self.near())
        return self.near()

    def near(self) -> Node:
        left = self.single()
        while match := _NEAR.fullmatch(self.ahead()):
            self.at += 1
            right = self.single()
            if not (isinstance(left, Phrase) and isinstance(right, Phrase)):
                raise QueryError(Reason("query.near_brackets", {"words": self.text}))
            left = Near(left, right, int(match[1]) if match[1] else NEAR)
            if _NEAR.fullmatch(self.ahead()):
                raise QueryError(Reason("query.near_many", {"words": self.text}))
        return left

    def single(self) -> Node:
        if self.take("("):
            self.depth += 1
            if self.depth > _DEEPEST:
                raise QueryError(Reason("query.deep", {"words": f"{self.text[:40]}…", "most": _DEEPEST}))
            node = self.either()
            if not self.take(")"):
                raise QueryError(Reason("query.open", {"words": self.text}))
            self.depth -= 1
            return node
        parsed: list[Term] = []
        while self.at < len(self.tokens) and self.tokens[self.at][0] == "word":
            parsed += _terms(self.tokens[self.at][1], exact=False)
            self.at += 1
        if not parsed and self.at < len(self.tokens) and self.tokens[self.at][0] == "quoted":
            parsed += _terms(self.tokens[self.at][1], exact=True)
            self.at += 1
        if not parsed:
            if not self.ahead():
                raise QueryError(Reason("query.ends", {"words": self.text}))
            raise QueryError(Reason("query.no_word", {"words": self.text, "operator": self.ahead()}))
        return Phrase(tuple(parsed))

    def take(self, operator: str) -> bool:
        if self.ahead() == operator:
            self.at += 1
            return True
        return False

    def ahead(self) -> str:
        """Return the next operator or bracket, ``word`` for a word, "" at the end."""
        if self.at >= len(self.tokens):
            return ""
        kind, text = self.tokens[self.at]
        return text if kind in ("operator", "bracket") else "word"

    def _tokens(self, text: str) -> Iterator[tuple[str, str]]:
        at = 0
        while match := _TOKEN.match(text, at):
            at = match.end()
            if match["bracket"]:
                yield "bracket", match["bracket"]
            elif match["word"]:
                operator = match["word"] in ("AND", "OR", "NOT") or _NEAR.fullmatch(match["word"])
                yield ("operator" if operator else "word"), match["word"]
            else:
                yield "quoted", match["quoted"] or match["curly"] or ""
        if text[at:].strip():
            raise QueryError(Reason("query.quote", {"words": text}))
