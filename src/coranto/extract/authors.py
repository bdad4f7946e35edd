"""Who wrote it: names of people, without "By", without the outlet."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from coranto.extract import jsonld, words
from coranto.extract.document import Document
from coranto.extract.fact import Fact

_BY = re.compile(
    r"\A(?:(?:written|posted|published|reported|story|text|article|authored|words|report)\s+)?(?:by|von|par|por|di|door|af|av|"
    r"texte? de|text|autor|author|auteur|redazione di|a cura di|przez)\b\s*:?\s*",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:[;|/•·]|\band\b|\bund\b|\bet\b|&|\sy\s|\se\s|\sen\s(?=[A-Z])|\bwith\b|\smit\s|\s[–—-]\s)\s*|\s*,\s*(?!(?:jr|sr|ii|iii|md|phd)\b)",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|fr|co\.uk)\b|[{}<>\[\]=_]|\d{3,}", re.IGNORECASE)
_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
    "cxenseparse:author",
    "citation_author",
    "article:author_name",
    "authors",
    "twitter:data1",
)
_CLASSES = (
    "author-name",
    "byline__name",
    "byline",
    "author",
    "article-author",
    "article__author",
    "post-author",
    "entry-author",
)
_XPATHS = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[@rel='author']",
    *(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]" for name in _CLASSES),
)


def find(document: Document, sites: list[str]) -> Fact[tuple[str, ...]]:
    """Find the authors' names, in the page's order, each once.

    The order: the JSON-LD article's ``author``, ``meta`` elements, then what the page marks as its byline. A name of
    the site is no author.
    """
    outlets = {words.folded(site) for site in sites}
    for names, because in _candidates(document):
        if found := clean(names, outlets):
            return Fact(found, because)
    return Fact(())


def clean(names: Iterable[str], outlets: set[str]) -> tuple[str, ...]:
    """Split, strip and filter names; ``outlets`` are folded names that are no authors."""
    found: dict[str, str] = {}
    for text in names:
        for piece in _AND.split(_BY.sub("", text)):
            name = _BY.sub("", piece.strip(" ,.:;*\"'()")).strip(" ,:;")
            folded = words.folded(name)
            if (
                2 <= len(name) <= 60
                and folded
                and not _NOT_A_NAME.search(name)
                and folded not in outlets
                and len(name.split()) <= 6
            ):
                found.setdefault(folded, name)
    return tuple(found.values())


def _candidates(document: Document) -> Iterator[tuple[list[str], str]]:
    """Give lists of names, the most telling evidence first."""
    for key in ("author", "creator"):
        yield list(_people(document.article.get(key))), f"json-ld {key}"
    for name in _METAS:
        texts = [text for content in document.meta.get(name, ()) if (text := words.line(content))]
        yield texts, f"meta {name}"
    for xpath in _XPATHS:
        elements = document.tree.xpath(xpath)
        texts = [
            text
            for element in elements[:5]
            if (text := words.line(" ".join(element.itertext()), 300)) and len(text) < 120
        ]
        yield texts[:1] if "@class" in xpath else texts, "byline"


def _people(value: Any, depth: int = 0) -> Iterator[str]:
    """Give the names in a JSON-LD author: a text, a person, or a list of them."""
    for one in jsonld.many(value):
        if isinstance(one, dict) and depth < 3:
            yield from _people(one.get("name"), depth + 1)
        elif text := words.line(one):
            yield text
