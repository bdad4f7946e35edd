"""Untrusted YAML and JSON as a small tree of untyped texts with their lines.

Records and topic files are read by this module. Events of the C parser are read one by one, so nesting is known
before it can do harm. Anchors, aliases and tags are refused: no record or topic needs them, and YAML bombs do.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from coranto import errors

SIZE = 1_000_000  # characters of a file
DEPTH = 32  # tables and lists within each other
NAME = 200  # characters of a field's name


class Scalar(NamedTuple):
    """A scalar as written; ``plain`` if it is not quoted. ``line`` counts from 1; 0 means not from a file."""

    text: str
    plain: bool
    line: int


class Table(NamedTuple):
    """Fields by name, in order; ``lines`` has the line of each name that comes from a file."""

    fields: "dict[str, Node]"
    line: int
    lines: Mapping[str, int] = MappingProxyType({})


class Sequence(NamedTuple):
    """A list."""

    items: "list[Node]"
    line: int


Node = Scalar | Table | Sequence


def documents(text: str, where: str, error: type[errors.CorantoError]) -> list[Node]:
    """Read the YAML documents of a text; skip empty ones.

    Parameters
    ----------
    text : str
        YAML 1.1 or 1.2.
    where : str
        The file's name, for messages.
    error : type
        The class of errors to raise.

    Raises
    ------
    CorantoError
        Of the given type, with file and line: not YAML, too large, nested too deeply, a name twice, an anchor, an
        alias or a tag.

    """
    if len(text) > SIZE:
        raise error(f"has {len(text):,} characters; {SIZE:,} are read", where)
    nodes: list[Node] = []
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                node = _Composer(events, where, error).node(event, 0)
                if not (isinstance(node, Scalar) and node.plain and not node.text):
                    nodes.append(node)
    except yaml.MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        line = f"{where}:{mark.line + 1}" if mark else where
        what = str(why.problem or why.context)
        if "nesting depth" in what:  # libyaml's own limit, from 0.2.6 on
            raise error(f"is nested more than {DEPTH} deep", line) from why
        raise error(f"not YAML: {what}", line) from why
    except yaml.YAMLError as why:  # a character that YAML does not allow; the message has its position
        raise error(f"not YAML: {' '.join(str(why).split())}", where) from why
    except UnicodeEncodeError as why:
        raise error(f"not text: half a character at {why.start}", where) from why
    return nodes


class _Composer:
    """Build nodes from parser events."""

    def __init__(self, events: Iterator[Any], where: str, error: type[errors.CorantoError]) -> None:
        self.events, self.where, self.error = events, where, error

    def node(self, event: Any, depth: int) -> Node:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self.error(
                "has an anchor or alias (& or *); write the value out, or put quotes around it", self._at(line)
            )
        if event.tag is not None:
            raise self.error(f"has a tag ({event.tag}); values are read without", self._at(line))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, bool(event.implicit[0]), line)
        if depth == DEPTH:
            raise self.error(f"is nested more than {DEPTH} deep", self._at(line))
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(list(self._items(depth)), line)
        return self._table(line, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self.node(event, depth + 1)

    def _table(self, line: int, depth: int) -> Table:
        fields: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar) or len(key.text) > NAME:
                raise self.error("has a name that is a table, a list or too long", self._at(key.line))
            if key.text in fields:
                raise self.error(f"`{key.text}` stands here twice", self._at(key.line))
            lines[key.text] = key.line
            fields[key.text] = self.node(next(self.events), depth + 1)
        return Table(fields, line, lines)

    def _at(self, line: int) -> str:
        return f"{self.where}:{line}"


def of(value: Any, where: str, error: type[errors.CorantoError], depth: int = 0) -> Node:
    """Build the same tree from a JSON value.

    Raises
    ------
    CorantoError
        Of the given type: nested too deeply, or a field's name is too long.

    """
    if isinstance(value, str):
        return Scalar(value, plain=False, line=0)
    if value is None:
        return Scalar("null", plain=True, line=0)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", plain=True, line=0)
    if isinstance(value, int | float):
        return Scalar(number(value), plain=True, line=0)
    if depth == DEPTH:
        raise error(f"is nested more than {DEPTH} deep", where)
    if isinstance(value, dict):
        if any(len(name) > NAME for name in value):
            raise error("has a name that is too long", where)
        return Table({name: of(part, where, error, depth + 1) for name, part in value.items()}, 0)
    return Sequence([of(part, where, error, depth + 1) for part in value], 0)


def number(value: float) -> str:
    """Write a number that YAML 1.1 and 1.2 both read as a number: ``1e-07`` gets the point that 1.1 requires."""
    text = repr(value)
    return text.replace("e", ".0e") if "e" in text and "." not in text else text
