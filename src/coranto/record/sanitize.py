"""Clean texts and addresses before they are written to a file, a page or a feed.

Texts lose control characters, lone surrogates and characters that YAML does not allow; line breaks that only some
readers recognise (NEL, LS, PS) become newlines. Addresses that are neither http, https nor relative are left out.
"""

import re

from coranto.text import address as addresses

TITLE = 500  # letters; a longer text is not a headline
NAME = 200  # letters of an outlet's or a writer's name

# Characters that YAML does not allow, and the byte order mark, which is invisible and causes errors in files.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAK = re.compile("[\x85\u2028\u2029]")
_SCHEME = re.compile(r"([^/?#]*?):")
_PLAIN_ADDRESS = re.compile(r"https?://[\x21\x23-\x5b\x5d-\x7e]+\Z")


def text(text: str) -> str:
    """Return the text without characters that cannot be written; it may have several lines and keeps their endings."""
    if text.isascii() and text.isprintable():
        return text
    return _BREAK.sub("\n", _UNFIT.sub("", text))


def line(text: str) -> str:
    """Return the text on one line, with runs of white space as one space."""
    return " ".join(_BREAK.sub("\n", _UNFIT.sub("", text)).split())


def title(text: str, most: int = TITLE) -> str:
    """Return a headline or a name on one line, cut at a word if it has more than ``most`` letters."""
    whole = line(text[: 2 * most + 1_000])
    if len(whole) <= most:
        return whole
    head = whole[: most - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head[most // 2 :] else head}…"


def web(url: str | None) -> str | None:
    """Return an http or https address without white space; None for anything else."""
    cleaned = address(url or "")
    return cleaned if cleaned.lower().startswith(("http://", "https://")) else None


def address(url: str) -> str:
    """Return the address as browsers read it; "" if it is neither relative nor http nor https.

    Spaces become ``%20``. Tabs and line breaks are removed, because browsers ignore them inside a script address.
    """
    if _PLAIN_ADDRESS.match(url):
        return url
    url = addresses.tidy(text(url))
    scheme = _SCHEME.match(url)
    return "" if scheme and scheme[1].lower() not in ("http", "https") else url
