"""The language of an article, as a BCP 47 tag."""

import re

import py3langid

from coranto.extract import jsonld
from coranto.extract.document import Document
from coranto.extract.fact import Fact

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.].*)?\Z", re.IGNORECASE)
_ENOUGH = 200  # characters of prose from which a language can be detected
_SAMPLE = 1_000
_CODE = re.compile(r"[/\\=&{}()<>;_$|#*\[\]@~^`+]")
# Languages that a detector confuses or knows under another code: the page's declaration is trusted.
_GROUPS = """
    no nb nn da|hr bs sr sh me cnr|id ms jv su|tl fil ceb|zh wuu yue cmn gan hak nan lzh zh-classical|he iw|yi ji|ro mo
    fa prs tg|ku ckb kmr|et ekk|lv lvs|az azb|ar arz ary aeb ajp apc|sq als|de lb nds bar gsw ksh|es gl ast an|pt gl
    nl li fy af vls|cs sk|ru be uk|bg mk|it scn lmo vec pms nap fur co|fr oc wa br|en sco|sw swa|uz uzn|mn khk|or ory
    hi mr ne bho mai|xh zu ss nr|st tn nso|kk ky tt ba|qu quz|mg plt|ps pbt|ms zsm|el grc|la it
"""
_ALIKE: dict[str, frozenset[str]] = {}
for _group in _GROUPS.replace("\n", "|").split("|"):
    for _name in _group.split():
        _ALIKE[_name] = _ALIKE.get(_name, frozenset()) | frozenset(_group.split())
_USUAL = {"wuu": "zh", "yue": "zh", "tl": "fil", "iw": "he", "in": "id", "ji": "yi", "mo": "ro"}  # codes of detectors
# The letters of a language; a language that is not listed is written in Latin letters.
_SCRIPTS = {
    "han": (r"[\u3400-\u9fff]", "zh wuu yue cmn"),
    "japanese": (r"[\u3040-\u30ff\u3400-\u9fff]", "ja"),
    "hangul": (r"[\u1100-\u11ff\uac00-\ud7af]", "ko"),
    "cyrillic": (r"[\u0400-\u052f]", "ru uk bg be mk ky kk mn tg ba tt ce"),
    "greek": (r"[\u0370-\u03ff\u1f00-\u1fff]", "el"),
    "arabic": (r"[\u0600-\u06ff\u0750-\u077f]", "ar fa ur ps ckb ug sd arz"),
    "hebrew": (r"[\u0590-\u05ff]", "he yi iw"),
    "indic": (r"[\u0900-\u0dff]", "hi mr ne bn as gu pa or ta te kn ml si"),
    "thai": (r"[\u0e00-\u0eff]", "th lo"),
    "caucasian": (r"[\u0530-\u058f\u10a0-\u10ff]", "hy ka"),
    "other": (r"[\u1000-\u109f\u1200-\u139f\u1780-\u17ff]", "my am ti km"),
}
_LETTERS = {name: re.compile(letters) for letters, names in _SCRIPTS.values() for name in names.split()}
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def find(document: Document, text: str) -> Fact[str | None]:
    """Find the language: the declared one, unless the prose is clearly in another.

    The detector overrides the page where two samples agree, where it is not merely confusing two similar languages,
    and where the prose is not written in the letters of the declared language.
    """
    declared = _declared(document)
    prose = _prose(text)
    if len(prose) < _ENOUGH:
        return declared if declared.value or len(text) < _ENOUGH else Fact(_heard(text), "its text")
    detected = _heard(prose[:_SAMPLE])
    if declared.value is None:
        return Fact(detected, "its text")
    stated = declared.value.partition("-")[0]
    if _same(stated, detected) or not _plainly(prose, stated, detected):
        return declared
    return Fact(detected, f"its text, although {declared.because} says {declared.value}")


def of_prose(prose: str, stated: str | None) -> str | None:
    """Return the stated language, unless prose without a page is clearly in another; too little of it says nothing."""
    if len(prose) < _ENOUGH:
        return stated
    detected = _heard(prose)
    if stated is None:
        return detected
    own = stated.partition("-")[0]
    return stated if _same(own, detected) or not _plainly(prose, own, detected) else detected


def _prose(text: str) -> str:
    """Return the lines of a text that are not commands, code or tables."""
    lines = (line for line in text.splitlines() if len(_CODE.findall(line)) * 30 <= len(line))
    return "\n".join(lines)[: 3 * _SAMPLE]


def _heard(text: str) -> str:
    name: str = py3langid.classify(text[:_SAMPLE])[0]
    return _USUAL.get(name, name)


def _same(one: str, other: str) -> bool:
    return one == other or other in _ALIKE.get(one, ()) or _USUAL.get(one, one) == other


def _plainly(prose: str, stated: str, detected: str) -> bool:
    """Whether prose is in the detected language and not in the declared one."""
    own, other = (len(_LETTERS.get(name, _LATIN).findall(prose)) for name in (stated, detected))
    if _LETTERS.get(stated, _LATIN) is not _LETTERS.get(detected, _LATIN):
        return other > 3 * own
    half = len(prose) // 2
    return half < _ENOUGH // 2 or all(_same(detected, _heard(part)) for part in (prose[:half], prose[half:]))


def tag(text: object) -> str | None:
    """Return the usual spelling of a language tag (``en_us`` is ``en-US``); None if it is not a language tag."""
    match = _TAG.match(text.strip()) if isinstance(text, str) and len(text) < 40 else None
    if match is None:
        return None
    language, script, region = match.groups()
    return "-".join(part for part in (language.lower(), script and script.title(), region and region.upper()) if part)


def _coded(value: object) -> str | None:
    """Return the code in a JSON-LD language, which may be an object with a name and a code."""
    if isinstance(value, dict):
        codes = (jsonld.text(value.get(key)) for key in ("alternateName", "@value", "identifier", "name"))
        return next((code for code in codes if tag(code)), None)
    return jsonld.text(value)


def _declared(document: Document) -> Fact[str | None]:
    """Return the language that the page declares."""
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
