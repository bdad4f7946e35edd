"""The text before a feed: program warnings, a comment, a line of text; and whether it is a feed at all."""

import re

from coranto import errors
from coranto.model.reason import Reason
from coranto.parse import blank

_ROOTS = rb"rss|rdf|feed|channel|entry|urlset|sitemapindex|opml"
_FIRST = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})(?=[\s>/])")
_SKIPPED = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"), (b"<!", b">"))
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(" + _ROOTS + rb")(?=[\s>])[^<>]*>", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml\s[^<>]{0,300}\?>\s*(?:<[?!][^<>]{0,1000}>\s*)*\Z")
_FAR = 100_000  # bytes within which a feed must begin


def begin(data: bytes) -> bytes:
    """Return a document from the start of its feed, with its XML declaration.

    Raises
    ------
    NotAFeed
        It is a web page, which may contain the word ``rss`` but no feed.

    """
    head = data[:_FAR]
    if b"\x00" in head[:200]:  # UTF-16 and similar: left to the decoder
        return data
    bare = blank.out(head, *_SKIPPED)
    first = _FIRST.search(bare)
    if first is None or re.fullmatch(_ROOTS, first[1], re.IGNORECASE):
        return data[_start(head, first.start()) :] if first and bare[: first.start()].strip() else data
    root = _ROOT.search(bare, first.start())
    page = first[1].lower() == b"html"
    if root and (not page or _is_feed(root, data)):
        return data[_start(head, root.start()) :]
    if page or b"<html" in bare[:2_000].lower():
        raise errors.NotAFeed(Reason("feed.web_page"))
    return data


def _start(head: bytes, root: int) -> int:
    """Return where to start reading: at the declaration directly before the root, else at the root."""
    declaration = _DECLARATION.search(head, max(0, root - 5_000), root)
    return declaration.start() if declaration else root


def _is_feed(root: re.Match[bytes], data: bytes) -> bool:
    """Whether a root element within a page is a feed: it declares its format and is closed."""
    tag = root[0].lower()
    return (b"version" in tag or b"xmlns" in tag) and b"</" + root[1] in data[root.end() :]
