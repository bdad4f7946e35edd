"""The title, without the name of the site."""

import re
from collections.abc import Iterator

from coranto.extract import jsonld, words
from coranto.extract.document import Document
from coranto.extract.fact import Fact

_HEADLINE, _NAME, _OG, _H1, _META, _TITLE = (
    "json-ld headline", "json-ld name", "og:title", "h1", "meta title", "title",
)  # fmt: skip
_SHORT = 14  # letters of a heading that may be the name of a section
_QUOTES = "\"'“„«‘"
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»«›:/~_ㅣ│]|-{1,2}|::|>{1,2})\s+|\s*[|•»ㅣ│]\s*|\s*_\s+")
_TIGHT = re.compile(r"\s*[-–—_]\s*")  # separators that also occur inside words: they count only next to a known heading
_HOST_NOISE = re.compile(
    r"\A(?:www\d?|m|mobile|amp|news|edition)\.|\.(?:com|org|net|co|gov|ac|edu|info|[a-z]{2})(?=\.|\Z)"
)


def find(document: Document, sites: list[str]) -> Fact[str | None]:
    """Find the title.

    Candidates are the JSON-LD article's headline, ``og:title``, the page's heading and its ``title``; ``_choice``
    decides which is trusted where they differ.

    Parameters
    ----------
    document : Document
    sites : list of str
        Names the site goes by, to be cut off the title's ends.

    """
    names = {words.folded(name) for name in sites} - {""}
    heading = _heading(document)
    titles: dict[str, str] = {}
    for because, text in _candidates(document, heading):
        bare = without_site(text, names, heading)
        if words.folded(bare) not in names and len(bare) > 1:
            titles[because] = bare
    because = _choice(titles)
    return Fact(titles.get(because), because)


def without_site(text: str, names: set[str], heading: str | None = None) -> str:
    """Cut the site's names off both ends of a title; also anything beyond the page's heading."""
    text = text.rstrip(" |-–—•·⋆_").lstrip(" |:")
    pieces = list(_SEPARATOR.finditer(text))
    known = words.folded(heading or "")
    if words.weight(known) > 8:
        parts = [part for piece in pieces for part in (text[: piece.start()], text[piece.end() :])]
        parts += [text[: piece.start()] for piece in _TIGHT.finditer(text)]
        for part in parts:
            if words.folded(part) == known:
                return part.strip()
    start, end = 0, len(text)
    while pieces and _is_site(text[pieces[-1].end() : end], names):
        end = pieces.pop().start()
    while pieces and _is_site(text[start : pieces[0].start()], names):
        start = pieces.pop(0).end()
    return text[start:end].strip()


def _choice(titles: dict[str, str]) -> str:
    """Choose the most trusted candidate and return its name.

    A JSON-LD headline is the editor's, except for a kicker in front of it that ``og:title`` leaves out and on pages
    where it is a description (the ``name`` is the heading). Without one, ``title`` is written for search engines: of
    ``og:title`` and the heading, the differing one is the editor's.
    """
    flat = {because: words.folded(text) for because, text in titles.items()}
    headline, og, title = flat.get(_HEADLINE, ""), flat.get(_OG, ""), flat.get(_TITLE, "")
    heading = flat.get(_H1, "")
    if words.weight(heading) < _SHORT and heading not in title:  # "News", "Home": a section, not a headline
        heading = ""
    if headline:
        kicker = len(og) > 20 and headline != og and headline.endswith(og)
        quoted = headline == og and titles[_HEADLINE][0] in _QUOTES and titles[_OG][0] not in _QUOTES
        if heading and heading == flat.get(_NAME) != headline:
            return _H1
        return _OG if kicker or quoted else _HEADLINE
    if og and heading:
        return _H1 if title == og != heading or (title != heading and heading in og) else _OG
    if words.weight(heading) < _SHORT and not og and len(title) > 1.5 * len(heading):
        return _TITLE
    order = (_OG, _H1 if heading else "", _META, _NAME, _TITLE, _H1)
    return next((because for because in order if because in titles), "")


def _is_site(piece: str, names: set[str]) -> bool:
    """Return whether a part of a title is a name of the site, or an address."""
    folded = words.folded(piece)
    if folded in names or re.fullmatch(r"(?:www\.)?[\w-]+\.(?:com|org|net|[a-z]{2}|co\.\w\w)", piece.strip().lower()):
        return True
    return len(folded) > 3 and any(
        len(name) > 3 and (folded.startswith(name) or name.startswith(folded)) for name in names
    )


def host_names(url: str) -> Iterator[str]:
    """Yield the names that a host suggests: ``dailynews`` for ``www.dailynews.co.uk``."""
    host = url.partition("://")[2].partition("/")[0].partition(":")[0].lower()
    bare = host
    while (shorter := _HOST_NOISE.sub("", bare)) != bare and shorter:
        bare = shorter
    yield from {host, host.removeprefix("www."), bare, bare.rpartition(".")[2]}


def _heading(document: Document) -> str | None:
    """Return the page's heading: its only ``h1``, or the first of several that the ``title`` contains."""
    texts = [
        text for element in document.headings[:20] if (text := words.line(" ".join(element.itertext(with_tail=False))))
    ]
    if len(set(texts)) == 1:
        return texts[0]
    title = _page_title(document)
    return next((text for text in texts if title and words.weight(text) > 12 and text in title), None)


def _page_title(document: Document) -> str | None:
    """Return the text of the first ``title`` that has one, except in drawings (SVG)."""
    return next((text for element in document.titles[:5] if (text := words.line(element.text))), None)


def _candidates(document: Document, heading: str | None) -> Iterator[tuple[str, str]]:
    """Yield each candidate's name with its title."""
    for because, text in (
        (_HEADLINE, words.line(jsonld.text(document.article.get("headline")))),
        (_OG, document.first("og:title")),
        (_H1, heading),
        (_META, document.first("twitter:title", "dc.title", "dcterms.title", "headline", "title")),
        (_NAME, words.line(jsonld.text(document.article.get("name")))),
        (_TITLE, _page_title(document)),
    ):
        if text:
            yield because, text
