"""The title, without the name of the site."""

import re
from collections.abc import Iterator

from coranto.extract import words
from coranto.extract.document import Document
from coranto.extract.fact import Fact

_SEPARATOR = re.compile(
    r"\s+(?:[|\u2013\u2014\u00b7\u2022\u00bb\u00ab\u203a:/~]|-{1,2}|::|>{1,2})\s+|\s*[|\u2022\u00bb]\s*"
)
_HOST_NOISE = re.compile(
    r"\A(?:www\d?|m|mobile|amp|news|edition)\.|\.(?:com|org|net|co|gov|ac|edu|info|[a-z]{2})(?=\.|\Z)"
)


def find(document: Document, sites: list[str]) -> Fact[str | None]:
    """Find the title.

    The order: the headline of the JSON-LD article, ``og:title``, the only ``h1``, ``twitter:title``, ``title``. The
    page's own ``h1`` settles what of a title is the site's name.

    Parameters
    ----------
    document : Document
    sites : list of str
        Names the site goes by, to be cut off the title's ends.

    """
    names = {words.folded(name) for name in [*sites, *_host_names(document.url)]} - {""}
    heading = _heading(document)
    for text, because in _candidates(document, heading):
        bare = without_site(text, names, heading)
        if words.folded(bare) not in names and len(bare) > 1:
            return Fact(bare, because)
    return Fact(None)


def without_site(text: str, names: set[str], heading: str | None = None) -> str:
    """Cut the site's names off both ends of a title; also whatever is left over beside the page's heading."""
    pieces = list(_SEPARATOR.finditer(text))
    if not pieces:
        return text
    if heading and len(heading) > 12:
        left, right = text[: len(heading)], text[-len(heading) :]
        if left == heading and _SEPARATOR.match(text[len(heading) :]):
            return left
        if right == heading and text[: -len(heading)].rstrip().endswith(("|", ":", "-", "–", "—", "»", "•")):
            return right
    start, end = 0, len(text)
    while pieces and _is_site(text[pieces[-1].end() : end], names):
        end = pieces.pop().start()
    while pieces and _is_site(text[start : pieces[0].start()], names):
        start = pieces.pop(0).end()
    return text[start:end].strip()


def _is_site(piece: str, names: set[str]) -> bool:
    """Say whether a piece of a title is a name of the site, or an address."""
    folded = words.folded(piece)
    if folded in names or re.fullmatch(r"(?:www\.)?[\w-]+\.(?:com|org|net|[a-z]{2}|co\.\w\w)", piece.strip().lower()):
        return True
    return len(folded) > 3 and any(
        len(name) > 3 and (folded.startswith(name) or name.startswith(folded)) for name in names
    )


def _host_names(url: str) -> Iterator[str]:
    """Give names a host suggests: ``dailynews`` for ``www.dailynews.co.uk``."""
    host = url.partition("://")[2].partition("/")[0].partition(":")[0].lower()
    bare = host
    while (shorter := _HOST_NOISE.sub("", bare)) != bare and shorter:
        bare = shorter
    yield from {host, host.removeprefix("www."), bare, bare.rpartition(".")[2]}


def _heading(document: Document) -> str | None:
    """Give the page's heading: its only ``h1``, or the first of several that the ``title`` contains."""
    texts = [
        text for element in document.headings[:20] if (text := words.line(" ".join(element.itertext(with_tail=False))))
    ]
    if len(set(texts)) == 1:
        return texts[0]
    title = _page_title(document)
    return next((text for text in texts if title and len(text) > 12 and text in title), None)


def _page_title(document: Document) -> str | None:
    """Give the text of the first ``title`` that has one, but for those of drawings."""
    return next((text for element in document.titles[:5] if (text := words.line(element.text))), None)


def _candidates(document: Document, heading: str | None) -> Iterator[tuple[str, str]]:
    """Give titles, the most telling evidence first."""
    if text := words.line(document.article.get("headline")):
        yield text, "json-ld headline"
    if text := document.first("og:title"):
        yield text, "og:title"
    if heading:
        yield heading, "h1"
    if text := document.first("twitter:title", "dc.title", "dcterms.title", "headline", "title"):
        yield text, "meta title"
    if text := words.line(document.article.get("name")):
        yield text, "json-ld name"
    if text := _page_title(document):
        yield text, "title"
