"""Who wrote it: names of people, without "By", without the outlet."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from coranto.extract import jsonld, words
from coranto.extract.document import Document
from coranto.extract.fact import Fact

_WRITTEN = r"articles?|beiträge|artikel|posts?|post author|written|published|reported|story|words|text|interview|ein\w*"
_BY = re.compile(
    rf"\A(?:(?:[\w ]{{0,30}}\b(?:{_WRITTEN})\s+)?"
    r"(?:by|von|par|por|di|door|af|av|of|texte? de|a cura di|redazione di|przez)|"
    r"text|interview|autor(?:in|e)?|author|auteur)\b\s*:?\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:By|Von|Par|Por|Di|Door|Af|Av|Text)\b:?\s+[A-ZÀ-Þ][\w.'’-]*"
    r"(?:,?\s+(?:(?:und|and|et|y|e|&)\s+)?[A-ZÀ-Þ][\w.'’-]*){1,7}\Z"
)
_BETWEEN = re.compile(
    r"\s*(?:[;|•·]|\s/\s|\b(?:and|und|with|mit|avec)\b|&|\s(?:y|e|et|og|och|en)\s(?=[A-Z])|\s[–—-]\s)\s*"
    r"|\s*,(?!\s*(?:jr|sr|ii|iii|md|phd)\b)\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:\([^)]*\)?|\[[^]]*\]?|\s기자|\s?記者|,?\s(?:MD|PhD|M\.D\.|Ph\.D\.))\s*\Z")
_NO_NAME = re.compile(
    r"https?:|www\.|@|[{}<>=_]|\d{3,}|\A(?:image|photo|foto|bild|video|credits?|updated?|published|share|follow)\b|"
    r"\A(?:admin|administrator|editor|staff|guest|redaktion|redaction|unknown|anonymous|author|none|null|undefined)\Z|"
    r"getty images|istock|shutterstock|min read|\bago\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|@")
_METAS = """
    author article:author parsely-author sailthru.author dc.creator dcterms.creator byl byline cxenseparse:author
    citation_author article:author_name authors twitter:data1
"""
_CLASSES = "author-name byline__name byline author article-author article__author post-author entry-author autor"
_XPATHS = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[@rel='author']",
    *(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]" for name in _CLASSES.split()),
    "//a[contains(@href, '/author/') or contains(@href, '/autor/') or contains(@href, '/auteur/')]",
)


def find(document: Document, sites: list[str]) -> Fact[tuple[str, ...]]:
    """Find the authors' names, in the page's order, each once.

    The order: the JSON-LD article's ``author``, ``meta`` elements, then what the page marks as its byline. A name of
    the site is no author, unless the JSON-LD names it and nobody else.
    """
    outlets = {words.folded(site) for site in sites}
    for names, because in _witnesses(document):
        if found := clean(names, outlets):
            return Fact(found, because)
    own = [name for name in _people(document.article.get("author")) if words.folded(name) in outlets]
    return Fact(clean(own, set())[:1], "json-ld author, an organisation") if own else Fact(())


def clean(names: Iterable[str], outlets: Collection[str] = ()) -> tuple[str, ...]:
    """Split, strip and filter names; ``outlets`` are folded names that are no authors."""
    found: dict[str, str] = {}
    for text in names:
        if _ADDRESS.match(text):
            continue
        for piece in _BETWEEN.split(_AFTER.sub("", _BY.sub("", text))):
            name = _AFTER.sub("", _BY.sub("", piece.strip(" ,.:;*\"'"))).strip(" ,:;")
            folded = words.folded(name)
            fits = 2 <= len(name) <= 60 and len(name.split()) <= 6 and folded not in outlets
            if fits and folded and not _NO_NAME.search(name):
                found.setdefault(folded, name)
    return tuple(found.values())


def _witnesses(document: Document) -> Iterator[tuple[list[str], str]]:
    """Give lists of names, the most telling evidence first."""
    for key in ("author", "creator"):
        yield list(_people(document.article.get(key))), f"json-ld {key}"
    for name in _METAS.split():
        contents = document.meta.get(name, [])[:20]
        yield [text for content in contents if (text := words.line(content))], f"meta {name}"
    for xpath in _XPATHS:
        elements = document.tree.xpath(xpath)[:5]
        texts = [
            text for element in elements if (text := words.line(" ".join(element.itertext()), 300)) and len(text) < 120
        ]
        yield texts[:1] if "@class" in xpath or "@href" in xpath else texts, "byline"
    for text in _signed(document):
        # "By Ada Example, Washington": beside whole names, a single word is a place or an agency
        yield [name for name in clean([text]) if " " in name], "byline"
        break


def _signed(document: Document) -> Iterator[str]:
    """Give lines that read "By Ada Example"."""
    body = document.tree.find("body")
    for element in islice(
        () if body is None else body.iter("p", "span", "div", "address", "em", "strong", "small"), 2_000
    ):
        if len(element) <= 2 and (text := words.line(" ".join(element.itertext()), 200)) and _SIGNED.match(text):
            yield text


def _people(value: Any, depth: int = 0) -> Iterator[str]:
    """Give the names in a JSON-LD author: a text, a person, or a list of them."""
    for one in jsonld.many(value):
        if isinstance(one, dict) and depth < 3:
            yield from _people(one.get("name"), depth + 1)
        elif text := words.line(one):
            yield text
