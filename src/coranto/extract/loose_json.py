"""A lenient JSON reader for pages: it continues where a strict reader gives up.

Accepts common template mistakes: quotation marks that are not escaped, missing and superfluous commas, single quotes,
names without quotes, comments, several objects one after the other, a missing end. Pure and linear: every character
is examined a bounded number of times.
"""

import contextlib
import json
import re
from typing import Any

DEEPEST = 60  # levels of nesting; deeper values are left out
LONGEST = 2_000_000  # characters that are read

_LONGEST_STRING = 500_000
_SPACE = re.compile(r"(?:[\s\ufeff\u00a0;]+|/\*(?:[^*]|\*(?!/)){0,2000}\*/|//(?=[^\n\"]{0,200}\n)[^\n]*)+")
_BARE = re.compile(r"[^\s,:{}\[\]\"']+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}
_KEY = r"(?:[\"'][\w@$:./ -]{1,60}[\"']|[A-Za-z_@$][\w$]{0,60})\s*:"
# What follows the closing quotation mark, by the position of the string; any other mark is part of the string.
_ENDS = {
    "name": re.compile(r"\s*:"),
    "value": re.compile(rf"\s*(?:[}}\]]|\Z|(?:,\s*)+(?:{_KEY}|[}}\]]|/[/*])|[\"'][\w@$:./ -]{{1,60}}[\"']\s*:)"),
    "item": re.compile(r"\s*(?:[,\]}\"'{\[]|\Z)"),
}
_START = re.compile(r"[{\[]")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def load(text: str) -> list[Any]:
    """Return the consecutive objects and lists in a text; anything else is skipped."""
    reader = _Reader(text[:LONGEST])
    found = []
    while (value := reader.next_value()) is not None:
        found.append(value)
    return found


class _Reader:
    """A reader of values from a text, with a current position."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._endless = False  # whether an unterminated string was found: later ones are cut without a search

    def next_value(self) -> Any:
        """Return the next object or list of the text; None at its end."""
        start = _START.search(self._text, self._at)
        if start is None:
            return None
        self._at = start.start()
        return self._value(0)

    def _value(self, depth: int, place: str = "item") -> Any:
        self._skip()
        char = self._text[self._at : self._at + 1]
        if char in ("{", "["):
            self._at += 1
            if depth > DEEPEST:
                return None
            return self._object(depth) if char == "{" else self._list(depth)
        if char in ('"', "'"):
            return self._string(char, place)
        bare = _BARE.match(self._text, self._at)
        if bare is None:
            self._at += 1
            return None
        self._at = bare.end()
        if _NUMBER.match(bare[0]):
            with contextlib.suppress(ValueError):  # "07" is no number, but a text without quotes
                return json.loads(bare[0])
        return _WORDS.get(bare[0], bare[0])

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while (char := self._peek()) not in ("", "}", "]"):
            if char in ",:{[":
                self._at += 1  # out of place
                continue
            name = self._name(char)
            if self._peek() == ":":
                self._at += 1
                value = None if self._peek() in (",", "}") else self._value(depth + 1, "value")
                found.setdefault(name, value)
        self._at += 1
        return found

    def _list(self, depth: int) -> list[Any]:
        found = []
        while (char := self._peek()) not in ("", "]", "}"):
            if char in ",:":
                self._at += 1
                continue
            found.append(self._value(depth + 1))
        self._at += char == "]"  # a brace ends the object around the list
        return found

    def _name(self, char: str) -> str:
        if char in ('"', "'"):
            return self._string(char, "name")
        bare = _BARE.match(self._text, self._at)
        self._at = bare.end() if bare else self._at + 1
        return bare[0] if bare else ""

    def _string(self, quote: str, place: str) -> str:
        """Read a string up to its closing quotation mark, judged by what follows; else cut it at the first mark."""
        parts: list[str] = []
        at = start = self._at + 1
        text, first = self._text, -1
        while True:
            at = _nearest(text, quote, at)
            if at < 0 or at - self._at > _LONGEST_STRING or (self._endless and first >= 0):
                self._endless = True
                end = first if first >= 0 else min(len(text), self._at + _LONGEST_STRING)
                begin, self._at = self._at + 1, min(end + 1, len(text))
                return text[begin:end]
            if text[at] == "\\":
                parts += [text[start:at], _escape(text, at)]
                at = start = at + (6 if text[at + 1 : at + 2] == "u" else 2)
                continue
            if _ENDS[place].match(text, at + 1):
                self._at = at + 1
                return "".join([*parts, text[start:at]])
            first = at if first < 0 else first
            at += 1

    def _peek(self) -> str:
        self._skip()
        return self._text[self._at : self._at + 1]

    def _skip(self) -> None:
        if space := _SPACE.match(self._text, self._at):
            self._at = space.end()


def _nearest(text: str, quote: str, at: int) -> int:
    """Return the position of the next quotation mark or backslash, -1 if there is none."""
    mark = text.find(quote, at)
    slash = text.find("\\", at, mark if mark >= 0 else len(text))
    return slash if slash >= 0 else mark


def _escape(text: str, at: int) -> str:
    """Return the character of an escape; an unknown escape stands for its letter."""
    kind = text[at + 1 : at + 2]
    if kind == "u":
        digits = text[at + 2 : at + 6]
        try:
            return chr(int(digits, 16))
        except ValueError:
            return ""
    return _ESCAPES.get(kind, kind)
