"""The links in an article's text to other sites, each with the sentence around it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from coranto.extract import words
from coranto.extract.document import Document
from coranto.extract.fact import Fact
from coranto.model.sourcing import Citation

MOST = 40  # links of a text
_SENTENCE = 240  # characters of a sentence that is kept
_READ = 400  # paragraphs that are read
_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")


def find(page: Document, text: str) -> Fact[tuple[Citation, ...]]:
    """Return the links to other sites in those paragraphs that the main text has, each address once, in order."""
    home, found = _site(page.url), dict[str, Citation]()
    for element in _paragraphs(page):
        anchors = [one for one in element.iter("a") if one.get("href")]
        line = words.line("".join(element.itertext())) if anchors else None
        if not line or line[:60] not in text:
            continue
        for anchor in anchors:
            url = page.absolute(anchor.get("href"))
            site = _site(url) if url else ""
            if url and site and site != home and url not in found:
                label = words.line("".join(anchor.itertext())) or ""
                found[url] = Citation(outlet=site, domain=site, way="link", sentence=_sentence(line, label), url=url)
        if len(found) >= MOST:
            break
    return Fact(tuple(found.values())[:MOST], "links in the text" if found else "")


def _paragraphs(page: Document) -> Iterator[HtmlElement]:
    for number, element in enumerate(page.tree.iter("p", "li", "blockquote")):
        if number >= _READ:
            return
        yield element


def _site(url: str) -> str:
    """Return the host of an address without ``www.``; empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _sentence(line: str, label: str) -> str:
    """Return the sentence of a paragraph that has a link's words, cut."""
    held = next((one for one in _END.split(line) if label and label in one), label or line)
    return held if len(held) <= _SENTENCE else held[: _SENTENCE - 1].rstrip() + "…"
