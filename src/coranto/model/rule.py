"""A rule of the newsroom: which articles it is about, and what happens to them."""

from typing import Literal

import msgspec

Action = Literal["mute", "favour", "hold", "topic", "unseen"]  # the last follows from the source list
ACTIONS: tuple[Action, ...] = ("mute", "favour", "hold", "topic")  # that a file of rules may have
Phrase = tuple[str, ...]  # folded words, side by side


class Condition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an article must meet: every field that is set.

    Attributes
    ----------
    wanted, unwanted : tuple of Phrase
        Phrases that title, excerpt or text has, or must not have.
    titled : tuple of Phrase
        Phrases that the title has.
    outlets : tuple of str
        Domains of outlets or ids of sources, one of which it comes from.
    authors : tuple of Phrase
        Words of a name, one of which an author has.
    addresses : tuple of str
        Patterns in lower case, one of which its address has in it; ``*`` stands for anything.
    languages : tuple of str
        Primary subtags, one of which is its language.
    topics : tuple of str
        Names or ids of topics, all of which it has.
    pattern : str
        A regular expression that is found in its title, upper and lower case alike; "" for none.

    """

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    titled: tuple[Phrase, ...] = ()
    outlets: tuple[str, ...] = ()
    authors: tuple[Phrase, ...] = ()
    addresses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    pattern: str = ""


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule: ``search`` as it is written; ``points`` of ``favour``, ``topic`` is the name that ``topic`` gives.

    ``family`` has id, name and role of that topic and of those above it, once the newsroom's topics are known.
    """

    action: Action
    search: str
    condition: Condition
    points: int = 0
    topic: str = ""
    family: tuple[tuple[str, str, str], ...] = ()


class Applied(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule that an article met when it was judged."""

    action: Action
    search: str
    points: int = 0


class RuleMatch(msgspec.Struct, frozen=True, kw_only=True):
    """The articles that meet a condition: how many, how many published, of how many stored; the last ids to arrive."""

    count: int
    published: int
    stored: int
    newest: tuple[str, ...]
