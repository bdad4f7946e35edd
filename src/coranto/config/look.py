"""The look that is chosen on the desk: a marked block at the top of ``theme.css``; the rest of the file is its owner's.

What the owner wrote stands below the block, so it wins.
"""

import re
from collections.abc import Mapping

import msgspec

FILE = "theme.css"
LINKS: Mapping[str, tuple[str, str]] = {  # each on light and on dark paper; the first is the stylesheet's own
    "blue": ("#0b4f8a", "#8ec5ff"),
    "teal": ("#00595c", "#6fd3d6"),
    "green": ("#1b5e33", "#86d6a0"),
    "olive": ("#55590a", "#cdd06a"),
    "brown": ("#6b4410", "#e0b876"),
    "red": ("#8e1f3a", "#ff9fb0"),
}
FACES = ("serif", "sans")  # the first is the stylesheet's own
_BEGIN = "/* Chosen on the desk, on the page of settings. What stands below is yours, and wins. */"
_END = "/* Until here chosen on the desk. */"
_SANS = "--serif: var(--sans);"
_BLOCK = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}(?:\r?\n)?", re.DOTALL)
# Statements that count only before all rules, with the comments between them.
_FIRST = re.compile(
    r"\ufeff?(?:(?:\s|/\*(?:[^*]|\*(?!/))*\*/)*@(?:charset|import|namespace)\b[^;{}]*;[ \t]*(?:\r?\n)?)*"
)


class Look(msgspec.Struct, frozen=True):
    """The colour of links, a key of ``LINKS``, and the typeface of headlines, one of ``FACES``."""

    link: str = "blue"
    face: str = "serif"


def read(css: str) -> Look:
    """Return the look that the block of a style sheet has; Coranto's own where there is no block."""
    found = _BLOCK.search(css)
    block = found[0] if found else ""
    link = next((name for name in LINKS if _link(name) in block), Look().link)
    return Look(link, "sans" if _SANS in block else "serif")


def write(css: str, look: Look) -> str:
    """Return a style sheet with the block of a look, and without one for Coranto's own; all else stays."""
    rest = _BLOCK.sub("", css)
    lines = [_link(look.link)] if look.link != Look().link else []
    lines += [_SANS] if look.face == "sans" else []
    if not lines:
        return rest
    first = _FIRST.match(rest)
    at = first.end() if first else 0
    block = "\n".join([_BEGIN, ":root {", *(f"  {line}" for line in lines), "}", _END, ""])
    return f"{rest[:at]}{block}{rest[at:]}"


def overruled(css: str) -> list[str]:
    """Return the properties of a look that the owner's part of a style sheet sets: there the choice has no effect."""
    rest = re.sub(r"/\*.*?\*/", "", _BLOCK.sub("", css), flags=re.DOTALL)
    return [name for name in ("--link", "--serif") if re.search(rf"{name}\s*:", rest)]


def _link(name: str) -> str:
    return "--link: light-dark({}, {});".format(*LINKS[name])
