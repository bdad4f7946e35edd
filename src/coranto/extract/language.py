"""The language of an article, as a BCP 47 tag."""

import re

import py3langid

from coranto.extract import jsonld
from coranto.extract.document import Document
from coranto.extract.fact import Fact

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.].*)?\Z", re.IGNORECASE)
_ENOUGH = 200  # characters from which a text can be told by itself
_SAMPLE = 1_000


def find(document: Document, text: str) -> Fact[str | None]:
    """Find the language: what the page declares, unless its text is plainly in another."""
    declared = _declared(document)
    if len(text) < _ENOUGH:
        return declared
    heard, _ = py3langid.classify(text[:_SAMPLE])
    if declared.value is None:
        return Fact(heard, "its text")
    if declared.value.partition("-")[0] in (heard, *_SAME.get(heard, ())):
        return declared
    return Fact(heard, f"its text, although {declared.because} says {declared.value}")


_SAME = {
    "no": ("nb", "nn"),
    "nb": ("no", "nn"),
    "nn": ("no", "nb"),
    "hr": ("bs", "sr"),
    "bs": ("hr", "sr"),
    "sr": ("hr", "bs"),
    "id": ("ms",),
    "ms": ("id",),
}


def tag(text: object) -> str | None:
    """Give the usual spelling of a language tag (``en_us`` is ``en-US``); None for what is none."""
    match = _TAG.match(text.strip()) if isinstance(text, str) and len(text) < 40 else None
    if match is None:
        return None
    language, script, region = match.groups()
    return "-".join(part for part in (language.lower(), script and script.title(), region and region.upper()) if part)


def _coded(value: object) -> str | None:
    """Give the code in a JSON-LD language, which may be an object with a name and a code."""
    if isinstance(value, dict):
        codes = (jsonld.text(value.get(key)) for key in ("alternateName", "@value", "identifier", "name"))
        return next((code for code in codes if tag(code)), None)
    return jsonld.text(value)


def _declared(document: Document) -> Fact[str | None]:
    """Give what the page says its language is."""
    root = document.tree
    for value, because in (
        (
            root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
            "html lang",
        ),
        (_coded(document.article.get("inLanguage")), "json-ld inLanguage"),
        (document.first("og:locale"), "og:locale"),
        (document.first("content-language", "language", "dc.language", "dcterms.language"), "meta language"),
    ):
        if found := tag(value):
            return Fact(found, because)
    return Fact(None)
