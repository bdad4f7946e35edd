"""What a page allows others to show of it: the length of an excerpt, and whether its pictures may be shown.

Reads the directives that search engines made common (``nosnippet``, ``max-snippet``, ``noimageindex``,
``max-image-preview``), in ``meta`` elements named ``robots`` or ``coranto`` and in the header ``X-Robots-Tag``.
Directives addressed to another robot by name do not apply to us. Where several apply, the strictest counts.

``tdm-reservation`` reserves text and data mining (TDMRep): the excerpt is then the page's own description, and the
newsroom neither keeps nor judges the text. ``noarchive`` forbids copies of the page: copies are never shown anyway, and
its pictures are then not copied either.
"""

import re
from typing import NamedTuple

from coranto.extract.document import Document

_OURS = "coranto"
_NUMBER = re.compile(r"-?\d{1,6}")


class Rights(NamedTuple):
    """The rights of a page, with the directives that state them.

    Maximum characters of an excerpt (None: any), whether pictures may be shown, who reserves mining (empty: no one),
    and whether copies may be kept.
    """

    snippet: int | None = None
    pictures: bool = True
    snippet_because: str = ""
    pictures_because: str = ""
    reserved: str = ""
    copies: bool = True


def find(document: Document, header: str | None = None, mining: str | None = None) -> Rights:
    """Find the restrictions of a page and its response headers; on mining the page takes precedence over its server."""
    texts = [text for agent in ("robots", _OURS) for text in document.meta.get(agent, ())]
    own = next((text.strip() for text in document.meta.get("tdm-reservation", ())), None)
    by = "meta tdm-reservation" if own is not None else "tdm-reservation"
    rights = Rights(reserved=by if (own if own is not None else (mining or "").strip()) == "1" else "")
    for directive in (one for text in [*texts, *_to_us(header or "")] for one in text.lower().split(",")):
        rights = _stricter(rights, directive.strip())
    return rights


def _to_us(header: str) -> list[str]:
    """Return the directives of a header for every robot or for us; a name precedes the directives it applies to."""
    found, ours = [], True
    for part in header.lower().split(","):
        agent, colon, rest = part.partition(":")
        if colon and agent.strip() not in (
            "max-snippet",
            "max-image-preview",
            "max-video-preview",
            "unavailable_after",
        ):
            ours, part = agent.strip() == _OURS, rest
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
    if name == "noarchive":
        return rights._replace(copies=False)
    return rights
