"""The last door: what may stand in a file, a page or a feed.

Texts lose control characters, lone surrogates and what YAML readers do not allow; the line breaks that only some of
them see (NEL, LS, PS) become the one that all see. Addresses are of the web or relative, or they are left out.
"""

import re

from coranto.text import address as addresses

TITLE = 500  # letters; what is longer is no headline
NAME = 200  # letters of an outlet's or a writer's name

# Beyond YAML's printable characters, and the byte order mark, which is invisible in a text and trouble at its start.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAK = re.compile("[\x85\u2028\u2029]")
_SCHEME = re.compile(r"([^/?#]*?):")
_PLAIN_ADDRESS = re.compile(r"https?://[\x21\x23-\x5b\x5d-\x7e]+\Z")


def text(text: str) -> str:
    """Return the text without what cannot be written; it may have several lines, ended as they were."""
    if text.isascii() and text.isprintable():
        return text
    return _BREAK.sub("\n", _UNFIT.sub("", text))


def line(text: str) -> str:
    """Return the text on one line, runs of white space as one space."""
    return " ".join(_BREAK.sub("\n", _UNFIT.sub("", text)).split())


def title(text: str, most: int = TITLE) -> str:
    """Return a headline or a name on one line, cut at a word where it has more than ``most`` letters."""
    whole = line(text[: 2 * most + 1_000])
    if len(whole) <= most:
        return whole
    head = whole[: most - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head[most // 2 :] else head}…"


def web(url: str | None) -> str | None:
    """Return an address of the web (http or https) without white space, or None for anything else."""
    found = address(url or "")
    return found if found.lower().startswith(("http://", "https://")) else None


def address(url: str) -> str:
    """Return the address as browsers read it, or "" for one that is neither relative nor http nor https.

    Spaces become ``%20``; tabs and line breaks go, since a browser sees a script where a line break hides one.
    """
    if _PLAIN_ADDRESS.match(url):
        return url
    url = addresses.tidy(text(url))
    scheme = _SCHEME.match(url)
    return "" if scheme and scheme[1].lower() not in ("http", "https") else url
