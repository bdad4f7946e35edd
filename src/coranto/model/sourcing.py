"""Sourcing: whom an article names as its source, and who told a story with words of their own."""

from typing import Literal

import msgspec

Way = Literal["named", "link", "credit"]
Kind = Literal["own", "cites", "copies"]


class Citation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place where an article names another outlet as its source.

    Attributes
    ----------
    outlet : str
        The outlet's name as written; empty for "media reports".
    domain : str
        Its domain, where the name or the link tells; else empty.
    way : str
        ``named`` in a sentence, ``link`` to its article, ``credit`` of the whole text ("(AP) —", "with AFP").
    sentence : str
        The sentence that shows it, one line, cut; empty if the page allows no quotation.
    url : str
        Where a link leads.

    """

    outlet: str = ""
    domain: str = ""
    way: Way = "named"
    sentence: str = ""
    url: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What an article is to its story.

    ``own``: words of its own, and it cites nobody. ``cites``: it names another outlet as its source. ``copies``: its
    text is mostly another's. ``source`` is the id of the member that it copies or cites first, None where that is not
    in the story; ``outlet`` is the name of the copied or cited outlet, empty if it is not named.
    """

    article: str
    kind: Kind
    source: str | None = None
    outlet: str = ""
    sentence: str = ""


class CitationLink(msgspec.Struct, frozen=True, kw_only=True):
    """A directed link within a story: one article cites or copies another; the sentence shows it."""

    article: str
    source: str
    way: Literal["named", "link", "credit", "text"]
    sentence: str = ""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Who told a story: each article's part in order of arrival, the links, and the article seen first.

    ``outlets`` counts all outlets, ``own`` those with an article of their own, ``citing`` and ``copying`` those that
    only cite and only copy; ``own + citing + copying == outlets``.
    """

    told: tuple[Told, ...] = ()
    links: tuple[CitationLink, ...] = ()
    first: str | None = None
    outlets: int = 0
    own: int = 0
    citing: int = 0
    copying: int = 0
