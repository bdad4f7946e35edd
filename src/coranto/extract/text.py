"""The main text of a page, behind an interface: any function from a document to plain text."""

import logging
from collections.abc import Callable

import trafilatura
from lxml import etree
from trafilatura.settings import Extractor

from coranto.extract import words
from coranto.extract.document import Document
from coranto.extract.fact import Fact

Reader = Callable[[Document], str]
"""Returns the paragraphs of the main text, one per line; must leave the document's tree unchanged."""

MOST_ELEMENTS = 20_000  # a larger page is a list or a trap, and trafilatura takes seconds
LONGEST = 300_000  # characters of a text; no article is longer
_SHORTEST = 40  # characters of a paragraph that the plain reader accepts

# Pages without a text are reported to the caller by NoArticle, not in the log.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def read(document: Document) -> Fact[str]:
    """Return the main text: by trafilatura, by paragraphs where the page is too large for it or it finds nothing."""
    if document.elements <= MOST_ELEMENTS:
        try:
            if text := words.block(by_trafilatura(document)[:LONGEST]).strip():
                return Fact(text, "trafilatura")
        except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
            pass  # a page it fails on is still a page
    text = words.block(by_paragraphs(document)[:LONGEST]).strip()
    return Fact(text, "paragraphs" if text else "")


def by_trafilatura(document: Document) -> str:
    """Read with trafilatura in its default mode, on the existing tree (it works on a copy)."""
    found = trafilatura.bare_extraction(document.tree, options=Extractor(output_format="python", comments=False))
    return found.text or "" if found is not None and not isinstance(found, dict) else ""


def by_paragraphs(document: Document) -> str:
    """Read every paragraph of some length: fast and coarse."""
    lines = []
    for element in document.tree.iter("p"):
        text = words.line("".join(element.itertext()))
        if text and len(text) >= _SHORTEST:
            lines.append(text)
    return "\n".join(lines)
