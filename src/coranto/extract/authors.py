"""The authors of an article: personal names, without "By" and without the outlet."""

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
_SUFFIX = r"(?:jr|sr|ii|iii|iv|md|m\.d|phd|ph\.d|esq|dds|rn|mba)\b"
_LIST = re.compile(rf"\s*(?:[;|•·]|\s/\s|\s[–—-]\s)\s*|\s*,(?!\s*{_SUFFIX})\s*(?:and\s+|und\s+|&\s*)?", re.IGNORECASE)
_AND = re.compile(r"\s*&\s*|\s+(?:and|und|with|mit|avec)\s+", re.IGNORECASE)
# Words that join two people, and also two of one person's surnames (da Costa e Silva, Ortega y Gasset).
_JOINS = re.compile(r"\s(?:y|e|et|og|och|en|i)\s(?=[A-ZÀ-Þ])")
_LAST_FIRST = re.compile(
    rf"\A([^\W\d_][\w'’. -]{{0,40}}?),\s+(?!{_SUFFIX})([^\W\d_][\w'’. -]{{0,40}})\Z", re.IGNORECASE
)
_WORD = r"[^\W\d_][\w'’-]+"
_TURNED = re.compile(  # "Smith, John", "van der Berg, Piet", "da Costa e Silva, Maria": no part is a whole name
    rf"\A((?:(?:van|von|der|den|de|da|di|du|del|della|dos|das|la|le|ter|ten|zu|bin|al|el)\s)*{_WORD}(?:\s(?:e|y)\s{_WORD})?"
    rf"(?:\s(?:jr|sr)\.?)?),\s+(?!{_SUFFIX})({_WORD}(?:\s[^\W\d_]\.)*|(?:[^\W\d_]\.\s?)+)\Z",
    re.IGNORECASE,
)
_MAIL_FIRST = re.compile(r"\A\s*[^\s@()]+@[^\s@()]+\s+\(([^()@]{2,60})\)\s*\Z")
_AFTER = re.compile(r"\s*(?:\([^)]*\)?|\[[^]]*\]?|\s기자|\s?記者|,?\s(?:MD|PhD|M\.D\.|Ph\.D\.))\s*\Z")
_FOR = re.compile(r"(?<=\w{2})\s+(?:(?:for|via|at|para|pour|für|@)\s+(?:the\s+)?\S|of\s+the\s+\S).*\Z", re.IGNORECASE)
_MAILBOX = re.compile(r"\s*[<(]\s*(?:mailto:)?[^\s<>()@]+@[^\s<>()]+\s*[>)]")
# What follows a name in a list and is not another name: a post, or the outlet.
_NO_SECOND = re.compile(
    r"\A(?:for|via|für|pour|para|the)\s|"
    r"\b(?:reporter|correspondent|journalist|(?:staff|senior) writer|(?:chief|deputy|managing|news|[a-z]+) editor|"
    r"redakteur(?:in)?|korrespondent(?:in)?|journaliste?|correspondante?|redactora?|giornalista)\Z",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|[{}<>=_\[\]$#|\\]|%\w+%|\d{3,}|"
    r"\A(?:image|photo|foto|bild|video|credits?|updated?|published|share|follow)\b|"
    r"\A(?:(?:wp|site)?[- ]?admin\w*|editors?|staff|guest|redaktion|redaction|redazione|rédaction|"
    r"(?:unknown|anonymous)(?: (?:authors?|users?))?|authors?(?: names?)?|none|"
    r"null|undefined|nan|n/?a|names?|tba|tbd|test|user\d*|super user|root|webmaster|webmestre|default|wordpress|"
    r"staff writer|"
    r"news desk|newsroom|web ?desk|editorial(?: (?:team|staff))?|"
    r"(?:the |your |author'?s? |first|last|full|user|display|my)\s?names?|"
    r"(?:first|last)name(?: (?:first|last)name)?|first last|lorem ipsum|name (?:surname|lastname)|vorname nachname|"
    r"autor(?:e|in)?|auteur|nombre(?: y)? apellidos?)\Z|"
    r"getty images|istock|shutterstock|min read|\bago\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|@")
_METAS = """
    author article:author parsely-author sailthru.author dc.creator dcterms.creator byl byline cxenseparse:author
    citation_author citation_authors article:author_name authors twitter:data1
"""
# Catalogues of libraries and journals: "Last, First" is one name there.
_CATALOGUES = frozenset(("citation_author", "citation_authors", "dc.creator", "dcterms.creator"))
_CLASSES = "author-name byline__name byline author article-author article__author post-author entry-author autor"
_XPATHS = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[@rel='author']",
    *(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]" for name in _CLASSES.split()),
    "//a[contains(@href, '/author/') or contains(@href, '/autor/') or contains(@href, '/auteur/')]",
)


class Person(str):
    """A name that the page marks as one person: it is split only where each part is a full name."""

    __slots__ = ()


def find(document: Document, sites: list[str]) -> Fact[tuple[str, ...]]:
    """Find the authors' names in page order, without duplicates.

    The order: the JSON-LD article's ``author``, ``meta`` elements, then what the page marks as its byline. A name of
    the site is not an author, unless the JSON-LD names only that.
    """
    outlets = {words.folded(site) for site in sites}
    for names, because in _candidates(document):
        if found := clean(names, outlets):
            return Fact(found, because)
    own = [name for name in _people(document.article.get("author")) if words.folded(name) in outlets]
    if own:
        return Fact(clean(own)[:1], "json-ld author, an organisation")
    catalogued = [Person(name) for name in document.meta.get("dc.creator", ()) if words.folded(name) in outlets]
    return Fact(clean(catalogued)[:1], "meta dc.creator, an organisation") if catalogued else Fact(())


def clean(names: Iterable[str], outlets: Collection[str] = ()) -> tuple[str, ...]:
    """Split, strip and filter names; ``outlets`` are folded names that are not authors."""
    found: dict[str, str] = {}
    for text in names:
        if _ADDRESS.match(text):
            continue
        if behind := _MAIL_FIRST.match(text):  # as RSS has it: "mail (name)"
            text = type(text)(behind[1])
        for place, piece in enumerate(_pieces(type(text)(_MAILBOX.sub("", text)), outlets)):
            if place and _NO_SECOND.search(piece.strip()):
                continue
            name = _AFTER.sub("", _BY.sub("", piece.strip(" ,.:;*\"'"))).strip(" ,:;")
            name = _FOR.sub("", name) if " " in _FOR.sub("", name) or words.folded(name) not in outlets else name
            folded = words.folded(name)
            fits = 2 <= len(name) <= 60 and len(name.split()) <= 6 and folded not in outlets
            if fits and folded and not _NO_NAME.search(name):
                found.setdefault(folded, name)
    return tuple(found.values())


def _pieces(text: str, outlets: Collection[str] = ()) -> list[str]:
    """Split a line into names; where the parts are single words, a joining word stays inside one name."""
    bare = _AFTER.sub("", _BY.sub("", text))
    if isinstance(text, Person):
        turned = _LAST_FIRST.match(bare)
        if turned and (len(turned[1].split()) == 1 or len(turned[2].split()) == 1):
            return [f"{turned[2]} {turned[1]}"]
        parts = _LIST.split(bare)
        parts = parts if all(" " in part.strip() for part in parts) or not _LIST.search(bare) else parts[:1]
    elif not _BY.match(text) and (name := _turned(bare, outlets)):  # "By Ada, Washington" has a place
        return [name]
    elif inverted := _inverted(bare):
        return inverted
    else:
        parts = _LIST.split(bare)
    for joint in (_AND, _JOINS):
        strictly = joint is _JOINS or isinstance(text, Person)
        parts = [name for part in parts for name in _halves(part, joint, strictly=strictly)]
    return parts


def _turned(text: str, outlets: Collection[str]) -> str | None:
    """Return the one name of ``Smith, John`` in its usual order; None where a part is an outlet or an agency."""
    found = _TURNED.match(text)
    if found is None:
        return None
    last, first = found[1], found[2].strip()
    agency = any(part.isupper() and "." not in part for part in (last, first))
    if agency or any(words.folded(part) in outlets or _NO_NAME.search(part) for part in (last, first)):
        return None
    return f"{first} {last}"


def _inverted(text: str) -> list[str]:
    """Return the names of ``Example, Ada; Sample, Bo`` in their usual order; nothing for other texts."""
    names = [_LAST_FIRST.match(name.strip()) for name in text.split(";")]
    return [f"{name[2]} {name[1]}" for name in names if name] if len(names) > 1 and all(names) else []


def _halves(part: str, joint: re.Pattern[str], *, strictly: bool) -> list[str]:
    """Split at a joining word; with ``strictly`` only where every part is a name of two words or more."""
    parts = joint.split(part)
    return [part] if strictly and not all(" " in one.strip() for one in parts) else parts


def _candidates(document: Document) -> Iterator[tuple[list[str], str]]:
    """Yield lists of names, the strongest evidence first."""
    for key in ("author", "creator"):
        yield list(_people(document.article.get(key))), f"json-ld {key}"
    for name in _METAS.split():
        contents = [text for content in document.meta.get(name, [])[:20] if (text := words.line(content))]
        if name in _CATALOGUES:
            contents = [Person(one) for text in contents for one in text.split(";")]
        yield contents, f"meta {name}"
    for xpath in _XPATHS:
        elements = document.tree.xpath(xpath)[:5]
        texts = [
            text for element in elements if (text := words.line(" ".join(element.itertext()), 300)) and len(text) < 120
        ]
        yield texts[:1] if "@class" in xpath or "@href" in xpath else texts, "byline"
    for text in _signed(document):
        # "By Ada Example, Washington": next to full names, a single word is a place or an agency
        yield [name for name in clean([text]) if " " in name], "byline"
        break


def _signed(document: Document) -> Iterator[str]:
    """Yield lines that read "By Ada Example"."""
    body = document.tree.find("body")
    for element in islice(
        () if body is None else body.iter("p", "span", "div", "address", "em", "strong", "small"), 2_000
    ):
        if len(element) <= 2 and (text := words.line(" ".join(element.itertext()), 200)) and _SIGNED.match(text):
            yield text


def _people(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the names in a JSON-LD author: a string, a person with a name or name parts, or a list of these."""
    for one in jsonld.many(value):
        if isinstance(one, dict) and depth < 3:
            name = one.get("name")
            if isinstance(name, list):
                yield from _people(name, depth + 1)
            elif text := words.line(jsonld.text({"@value": name, "value": one.get("@value")})):
                yield Person(text)
            else:
                parts = (one.get(part) for part in ("givenName", "additionalName", "familyName"))
                if whole := " ".join(filter(None, (words.line(jsonld.text(part)) for part in parts))):
                    yield Person(whole)
        elif text := words.line(one):
            yield text
