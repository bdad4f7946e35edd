"""What a page allows to be shown of it: how long an excerpt may be, and whether its pictures may be shown.

Read are the directives that search engines made common (``nosnippet``, ``max-snippet``, ``noimageindex``,
``max-image-preview``), in ``meta`` elements named ``robots`` or ``coranto`` and in the header ``X-Robots-Tag``. What is
said to another robot by its name is not said to us. Where several are given the strictest counts.
"""

import re
from typing import NamedTuple

from coranto.extract.document import Document

_OURS = "coranto"
_NUMBER = re.compile(r"-?\d{1,6}")


class Rights(NamedTuple):
    """Characters an excerpt may have (None: any), whether pictures may be shown, and the directives that say so."""

    snippet: int | None = None
    pictures: bool = True
    snippet_because: str = ""
    pictures_because: str = ""


def find(document: Document, header: str | None = None) -> Rights:
    """Find what the page, or the header of its answer, restricts."""
    said = [text for agent in ("robots", _OURS) for text in document.meta.get(agent, ())]
    rights = Rights()
    for directive in (one for text in [*said, *_to_us(header or "")] for one in text.lower().split(",")):
        rights = _stricter(rights, directive.strip())
    return rights


def _to_us(header: str) -> list[str]:
    """Give the directives of a header that are for every robot or for us; a name stands before those it is for."""
    found, ours = [], True
    for part in header.lower().split(","):
        agent, colon, rest = part.partition(":")
        if colon and agent.strip() not in (
            "max-snippet",
            "max-image-preview",
            "max-video-preview",
            "unavailable_after",
        ):
            ours, part = agent.strip() == _OURS, rest  # noqa: PLW2901 - what follows the name
        if ours:
            found.append(part)
    return found


def _stricter(rights: Rights, directive: str) -> Rights:
    name, _, value = (part.strip() for part in directive.partition(":"))
    if name == "nosnippet":
        return rights._replace(snippet=0, snippet_because=name)
    if name == "max-snippet" and (number := _NUMBER.fullmatch(value)) and int(number[0]) >= 0:
        most = int(number[0])
        if rights.snippet is None or most < rights.snippet:
            return rights._replace(snippet=most, snippet_because=directive)
    if name == "noimageindex" or (name == "max-image-preview" and value == "none"):
        return rights._replace(pictures=False, pictures_because=directive)
    return rights
