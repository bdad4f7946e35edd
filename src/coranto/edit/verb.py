"""The definition of a verb: its arguments, its check, its effect, and its undo."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coranto.model.edit import Edit
from coranto.newsroom import Newsroom
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item


@dataclass(frozen=True)
class Argument:
    """An argument of a verb: one word, several (``many``), or a whole number."""

    name: str
    metavar: str
    many: bool = False
    number: bool = False


@dataclass(frozen=True)
class Option:
    """An option of a verb: a switch, or a value; ``many`` allows it several times."""

    name: str
    help: str
    metavar: str = ""
    many: bool = False


@dataclass(frozen=True)
class Verb:
    """A verb of editing.

    Attributes
    ----------
    name : str
        The name, as typed on the command line.
    summary, example : str
        Texts for the help.
    arguments, options : tuple
        Its arguments and options, in order.
    check : callable
        Returns an edit for the arguments and options, given by name; raises ``EditError`` with what to
        do. Changes nothing.
    carry_out : callable
        Changes the store (and the clusterer, for an edit of stories) within an open transaction; returns the edit with
        its result. Raises ``EditError`` if it no longer applies.
    take_back : callable
        Returns the edit that undoes a given one; raises ``EditError`` if that is no longer possible.
    replay : callable, optional
        Repeats a carried-out edit of stories in a clusterer; the store already has it.

    """

    name: str
    summary: str
    example: str
    arguments: tuple[Argument, ...]
    check: Callable[[Newsroom, Mapping[str, Any]], Edit]
    carry_out: Callable[[Newsroom, Edit, Clusterer | None], Edit]
    take_back: Callable[[Newsroom, Edit], Edit]
    options: tuple[Option, ...] = ()
    replay: Callable[[Newsroom, Edit, Clusterer, Mapping[str, Item]], None] | None = None


ARTICLE = Argument("article", "ARTICLE|STORY")
OFF = Option("off", "Leave it to the rules again.")
