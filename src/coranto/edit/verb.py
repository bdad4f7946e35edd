"""What a verb is: what it takes, its check, its effect, and how it is taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coranto.model.edit import Edit
from coranto.newsroom import Newsroom
from coranto.story.cluster import Clusterer


@dataclass(frozen=True)
class Argument:
    """What a person says with a verb: one word, several (``many``), or a whole number."""

    name: str
    metavar: str
    many: bool = False
    number: bool = False


@dataclass(frozen=True)
class Option:
    """What a person may say beside: a switch, or with a value as often as they like (``many``)."""

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
        As people type it.
    summary, example : str
        For the help.
    arguments, options : tuple
        What it takes, in order.
    check : callable
        Make an edit of what a person said, by the names of arguments and options; raises ``EditError`` with what to
        do. Changes nothing.
    carry_out : callable
        Change the store (and the clusterer, for an edit of stories), within an open transaction; the edit with what
        became of it. Raises ``EditError`` where it no longer applies.
    take_back : callable
        Make the edit that undoes a given one; raises ``EditError`` where that is no longer possible.
    replay : callable, optional
        Bring a clusterer to where a carried-out edit of stories had brought it; the store is there already.

    """

    name: str
    summary: str
    example: str
    arguments: tuple[Argument, ...]
    check: Callable[[Newsroom, Mapping[str, Any]], Edit]
    carry_out: Callable[[Newsroom, Edit, Clusterer | None], Edit]
    take_back: Callable[[Newsroom, Edit], Edit]
    options: tuple[Option, ...] = ()
    replay: Callable[[Newsroom, Edit, Clusterer], None] | None = None


ARTICLE = Argument("article", "ARTICLE|STORY")
OFF = Option("off", "Leave it to the rules again.")
