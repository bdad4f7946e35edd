"""Text from markup: one line of plain text, or HTML that is safe to show."""

import html
import re

import nh3

from coranto.text import tags

_TAGS = {
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "time": {"datetime"}}
_CLEANER = nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None)
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ud800-\udfff\ufffe\uffff\ufeff]")
_DROPPED = re.compile(r"<(script|style)\b[^<>]*>|<!--", re.IGNORECASE)  # where it begins
_TAG = re.compile(r"</?([a-zA-Z][\w:-]*)(?:\s[^<>]*|/)?>|<![^<>]*>|<\?[^<>]*>")  # </etc/shadow> is not a tag
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|figure|hr)\b[^<>]*>", re.IGNORECASE)
_NO_COMMENT = re.compile(r"<!(?!--|doctype\b|\[CDATA\[|\[if\b|\[endif\b)", re.IGNORECASE)
LONGEST = 10_000  # letters of a line; anything longer is not a title


def strip(text: str) -> str:
    """Drop control characters, lone surrogates and byte order marks: no file, page or feed may contain them.

    Characters between 128 and 159 are Windows-1252 bytes that were not decoded; they become the letters they stand for.
    """
    return text if text.isprintable() else _BAD.sub(_meant, text)


def _meant(match: re.Match[str]) -> str:
    code = ord(match[0])
    return bytes([code]).decode("cp1252", "ignore") if 0x80 <= code <= 0x9F else ""


def line(text: str) -> str:
    """Make one line of plain text: white space folded, unwritable characters dropped."""
    if (
        len(text) <= LONGEST and text.isprintable() and "  " not in text
    ):  # the usual case: the only white space is spaces
        return text.strip()
    return " ".join(strip(text[: 2 * LONGEST]).split())[:LONGEST].rstrip()


def plain(text: str) -> str:
    """Make one line of text from HTML, or from what may be HTML; entities are decoded once, tags dropped."""
    if "<" in text:
        text = _BLOCK.sub(" ", _without(text))
        text = _TAG.sub(lambda match: "" if _is_tag(match, text) else match[0], text)
    return line(html.unescape(text) if "&" in text else text)


def _is_tag(match: re.Match[str], text: str) -> bool:
    """Whether a match is a tag; what only looks like one (``Vec<u8>``, ``Cell<Object>``) is text.

    A type's parameter may be named as an element. It has a capital, follows a word without a space, and is not closed.
    """
    name = match[1]
    if name is None:
        return True
    start = match.start()
    if name[0].isupper() and start and text[start - 1].isalnum() and match[0] == f"<{name}>":
        return f"</{name.lower()}>" in text.lower()
    return tags.is_tag(name)


def _without(text: str) -> str:
    """Drop scripts, styles and comments; an opening without an end stays, and its kind is not searched again."""
    parts, at, lower, endless = [], 0, "", set[str]()
    for begin in _DROPPED.finditer(text):
        close = f"</{begin[1].lower()}" if begin[1] else "-->"
        if begin.start() < at or close in endless:
            continue
        lower = lower or (text.lower() if text.isascii() else "".join(c.lower() if c.isascii() else c for c in text))
        end = lower.find(close, begin.end())
        after = end + 3 if close == "-->" else lower.find(">", end) + 1
        if end < 0 or after <= 0:
            endless.add(close)
            continue
        parts += [text[at : begin.start()], " "]
        at = after
    return "".join(parts) + text[at:]


def clean(text: str) -> str:
    """Keep the HTML that is safe to show: known tags, no scripts, no styles, web and mail addresses only."""
    if "<" not in text and "&" not in text:
        return strip(text).strip()
    if "<!" in text:
        text = _NO_COMMENT.sub("&lt;!", text)  # otherwise everything up to the next bracket is lost
    return _CLEANER.clean(strip(text)).strip()
