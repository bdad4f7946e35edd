"""The type of a page: article, video, live report or gallery; free or paid; or not an article at all."""

import re
from urllib.parse import urlsplit

from coranto.extract import jsonld
from coranto.extract.document import Document
from coranto.extract.fact import Fact

_PAID = re.compile(r"\A(?:locked|paid|premium|metered|subscri\w*|registration|false|no)\Z", re.IGNORECASE)
_NOT_FOUND = re.compile(
    r"\b(?:404|page not found|not found|seite nicht gefunden|page introuvable|access denied|forbidden|just a moment|"
    r"attention required|are you a robot|error \d{3})\b",
    re.IGNORECASE,
)
_LINE = 60  # letters: an index has many lines, most of them headlines
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|einwilligung|zustimmen|consentement|javascript|captcha|log ?in|sign in|anmelden)\b",
    re.IGNORECASE,
)


def find(document: Document) -> Fact[str]:
    """Return whether the page is an article, a video, a live report or a gallery."""
    kinds = set(jsonld.types(document.article))
    if "LiveBlogPosting" in kinds:
        return Fact("live", "json-ld LiveBlogPosting")
    if kinds & jsonld.CLIPS - {"AudioObject"}:
        return Fact("video", "json-ld VideoObject")
    if kinds & {"ImageGallery", "MediaGallery"}:
        return Fact("gallery", "json-ld gallery")
    if (document.first("og:type") or "").lower().startswith("video"):
        return Fact("video", "og:type")
    return Fact("article", "json-ld" if kinds else "og:type" if document.first("og:type") else "")


def paywalled(document: Document) -> Fact[bool]:
    """Return whether the page declares that it is not free."""
    for node in [document.article, *jsonld.many(document.article.get("hasPart"))]:
        if isinstance(node, dict) and str(node.get("isAccessibleForFree", "")).lower() in (
            "false",
            "no",
            "https://schema.org/false",
        ):
            return Fact(True, "json-ld isAccessibleForFree")
    for name in ("article:content_tier", "og:article:content_tier", "content_tier", "content-tier"):
        if (text := document.first(name)) and _PAID.match(text):
            return Fact(True, f"meta {name}")
    return Fact(False)


def trouble(document: Document, title: str | None, text: str, dated: bool) -> str | None:
    """Return why a page has no article; None where it has one.

    A wrong article costs more than a missing one, so short pages need positive evidence: a JSON-LD article or the
    ``og:type`` of an article.
    """
    letters = len(text)
    og_type = (document.first("og:type") or "").lower()
    declared = bool(document.article) or og_type.startswith(("article", "video"))
    start = urlsplit(document.url)
    signs = (
        (not title and letters < 200, "no title and no text; is it the address of an article?"),
        (
            letters < 1_000 and not document.article and _NOT_FOUND.search(title or "") is not None,
            f'the page says "{(title or "")[:60]}" and holds no article',
        ),
        (
            letters < 600 and not declared and document.tree.xpath("boolean(//input[@type='password'])"),
            "the page asks for a login",
        ),
        (
            letters < 400 and not declared and _CONSENT.search(f"{title} {text}") is not None,
            "the page shows a cookie, login or script notice instead of an article",
        ),
        (
            letters < 150 and not declared and not dated,
            f"only {letters} characters of text and nothing that says it is an article",
        ),
        (
            start.path in ("", "/")
            and not start.query
            and not declared
            and not dated
            and letters < _LINE * text.count("\n"),
            "the front page of a site, not an article",
        ),
    )
    return next((why for sign, why in signs if sign), None)
