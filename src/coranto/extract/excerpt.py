"""The excerpt: the page's description of itself in a sentence or two, cut at the end of a sentence."""

import re

from coranto.extract import jsonld, words
from coranto.extract.document import Document
from coranto.extract.fact import Fact

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\W\d]*[A-ZÀ-ÞА-ЯΑ-Ω\"“„«‘¿¡]|\s*\Z)|[。！？]+[」』”]?")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|[A-Z]\.[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|vs|No|Nr|bzw|ca|Abs|Art|Inc|Ltd|Co|Corp|Jr|Sr|M|Mme|Mio|Mrd|Str|Tel|usw|evtl|inkl|zzgl|"
    r"Jan|Feb|Aug|Sept|Okt|Oct|Nov|Dez|Dec|approx|al|etc|Hr|Fr|Sra|Dra|Ud|pág|núm|env)|(?<![\d.,:])\b\d{1,2})\.\Z"
)
_HEADLINE = 20  # characters of a title from which a text that begins with it repeats the headline
_BETWEEN = " .:|–—-"  # what stands between a headline and the text
_CUT_OFF = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*\Z")


def find(document: Document, text: str, title: str | None, length: int) -> Fact[str | None]:
    """Find the excerpt, at most ``length`` characters on one line.

    The page's own description is used, unless it only repeats the title or is the truncated start of the text.
    """
    opening = _without_title(words.line(text, 4 * length + 1_000) or "", words.line(title) or "")
    for description, because in (
        (document.first("og:description"), "og:description"),
        (document.first("description"), "meta description"),
        (words.line(jsonld.text(document.article.get("description"))), "json-ld description"),
        (document.first("twitter:description"), "twitter:description"),
    ):
        if description is None or len(description) < 25 or words.folded(description) == words.folded(title or ""):
            continue
        kept = _CUT_OFF.sub("", description)
        if kept != description and opening.startswith(kept[:60]):
            break
        return Fact(cut(description, length), because)
    return Fact(cut(opening, length), "text") if opening else Fact(None)


def _without_title(opening: str, title: str) -> str:
    """Return the start of a text without the headline that it repeats, however often; a sentence of its own stays."""
    while len(title) >= _HEADLINE and opening[: len(title)].lower() == title.lower():
        rest = opening[len(title) :]
        following = rest.lstrip(_BETWEEN)
        if rest[:1].isalnum() or following[:1].islower():
            break
        opening = following
    return opening


def limit(text: str | None, length: int) -> str | None:
    """Cut to the number of characters that a page allows; None where it allows no excerpt."""
    return cut(text, length) or None if text and length > 0 else None


def cut(text: str, length: int) -> str:
    """Cut a line at the last sentence end within ``length`` characters, else after a word, with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[:length]
    best = 0
    for match in _END.finditer(text, 0, min(len(text), length + 4)):
        if match.end() <= length and not _ABBREVIATION.search(text[max(0, match.end() - 8) : match.end()]):
            best = match.end()
    if best >= length * 0.4:
        return head[:best].rstrip()
    word = head[: length - 1].rpartition(" ")[0] or head[: length - 1]
    return word.rstrip(" ,;:–—-(") + "…"
