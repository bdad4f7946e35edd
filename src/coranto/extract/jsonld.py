"""JSON-LD: a page's metadata for machines, and which of its objects is the article."""

import contextlib
import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from coranto.extract import loose_json

Node = dict[str, Any]

ARTICLE_TYPES = re.compile(
    r"(?:.*Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|Report|Review)\Z"
)
OTHER_TYPES = re.compile(
    r"(?:VideoObject|ImageGallery|MediaGallery|CreativeWork|WebPage|ItemPage|Recipe|PodcastEpisode|.*Episode)\Z"
)
CLIPS = frozenset({"VideoObject", "AudioObject", "MusicVideoObject", "Clip", "MediaObject"})
_LISTS = frozenset(
    {
        "itemListElement",
        "hasPart",
        "mentions",
        "relatedLink",
        "review",
        "comment",
        "isPartOf",
        "liveBlogUpdate",
        "citation",
        "video",
        "audio",
        "associatedMedia",
        "subjectOf",
    }
)
_NAMES = {
    name.lower(): name
    for name in (
        "@type", "@id", "@graph", "@context", "@value", "headline", "name", "description", "datePublished",
        "dateModified", "dateCreated", "uploadDate", "author", "creator", "publisher", "image", "thumbnailUrl",
        "inLanguage", "url", "mainEntityOfPage", "isAccessibleForFree", "givenName", "familyName",
    )
}  # fmt: skip
_TYPES = {
    name.lower(): name
    for name in (
        "Article", "NewsArticle", "BlogPosting", "LiveBlogPosting", "ReportageNewsArticle", "OpinionNewsArticle",
        "AnalysisNewsArticle", "TechArticle", "Report", "Review", "WebPage", "ItemPage", "ImageGallery", *CLIPS,
    )
}  # fmt: skip
_TEXTS = ("@value", "value", "#text", "text", "name", "alternateName", "@id", "en")
_COMMENTS = re.compile(r"/\*.{0,200}?\*/|<!--|-->|(?://\s*)?(?:<!\[CDATA\[|\]\]>)", re.DOTALL)
_ESCAPED = re.compile(r"[{\[,:]\s*&(?:quot|#34|#x22|#39);", re.IGNORECASE)
_PREFIX = re.compile(r"\A(?:https?://(?:www\.)?schema\.org/|schema:)")
_DEPTH = 12


def load(scripts: Iterable[str]) -> list[Node]:
    """Read every object of a page's ``application/ld+json`` scripts, outer ones first; broken scripts are skipped.

    Objects under ``@graph`` count as outer ones; those in lists of other articles (``itemListElement``) are skipped.
    References (``{"@id": ...}``) are replaced by the objects they refer to.
    """
    found = [node for script in scripts for node in _nodes(_parsed(script), 0)]
    known = {node["@id"]: node for node in found if isinstance(node.get("@id"), str) and len(node) > 1}
    for node in found:
        for key, value in node.items():
            node[key] = [_target(one, known) for one in value] if isinstance(value, list) else _target(value, known)
    return found


def types(node: Node) -> list[str]:
    """Return an object's types without the address of the vocabulary, in their usual case."""
    bare = (re.split(r"[/#:]", kind)[-1] for kind in many(node.get("@type")) if isinstance(kind, str))
    return [_TYPES.get(kind.lower(), kind) for kind in bare]


def many(value: Any) -> list[Any]:
    """Return a value as a list: a list as it is, one value in a list, None as an empty list."""
    return [] if value is None else value if isinstance(value, list) else [value]


def text(value: Any, depth: int = 0) -> str | None:
    """Return the text of a value in any form: a string, ``{"@value": ...}``, a text per language, a list of these."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if depth > 3:
        return None
    if isinstance(value, list):
        return next((found for one in value if (found := text(one, depth + 1))), None)
    if isinstance(value, dict):
        return next((found for key in _TEXTS if (found := text(value.get(key), depth + 1))), None)
    return None


def main(nodes: list[Node], addresses: Iterable[str | None]) -> Node | None:
    """Choose the object that describes the page: an article that names the page's address, then any article.

    Parameters
    ----------
    nodes : list of dict
        As ``load`` returns them.
    addresses : iterable of str or None
        The page's own addresses: as fetched, canonical, ``og:url``.

    """
    own = {_bare(address) for address in addresses if address}
    best: tuple[int, Node] | None = None
    for node in nodes:
        kinds = types(node)
        if any(ARTICLE_TYPES.match(kind) for kind in kinds):
            rank = 40
        elif any(OTHER_TYPES.match(kind) for kind in kinds):
            rank = 10 if {"VideoObject", "ImageGallery", "MediaGallery"} & set(kinds) else 0
        else:
            continue
        named = {_bare(text) for text in _addresses(node)}
        rank += 20 if named & own else -5 if named else 0
        rank += 4 * ("headline" in node) + 2 * ("datePublished" in node) + ("author" in node)
        if best is None or rank > best[0]:
            best = (rank, node)
    return best[1] if best else None


def _parsed(script: str) -> Any:
    """Parse one script strictly, else leniently."""
    text = script.strip().rstrip(";")
    with contextlib.suppress(msgspec.DecodeError, RecursionError):
        value = msgspec.json.decode(text)
        if isinstance(value, str):  # encoded twice
            value = msgspec.json.decode(value)
        return value
    if _ESCAPED.search(text[:2_000]):  # the whole script is escaped as if it were text
        text = html.unescape(text)
    text = _COMMENTS.sub("", text).strip()
    with contextlib.suppress(ValueError, RecursionError):
        return json.loads(text, strict=False)  # allows raw line breaks in strings
    return loose_json.load(text)


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    """Walk a parsed script: every object with a type or an id, except in lists of other articles."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for one in value[:200]:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict):
        named = _named(value)
        if "@type" in named or "@id" in named:
            yield named
        for key, inner in named.items():
            if isinstance(inner, (dict, list)) and key not in _LISTS:
                yield from _nodes(inner, depth + 1)


def _named(node: Node) -> Node:
    """Return an object with its usual property names: no vocabulary prefix, ``@type`` for ``type``, usual case."""
    named = {_NAMES.get(bare.lower(), bare): value for key, value in node.items() if (bare := _PREFIX.sub("", key))}
    if "@type" not in named and "@context" in named and isinstance(named.get("type"), str):
        named["@type"] = named["type"]
    return named


def _target(value: Any, known: dict[str, Node]) -> Any:
    """Follow a reference, one step."""
    if isinstance(value, dict) and len(value) <= 2 and "@id" in value and isinstance(value["@id"], str):
        return known.get(value["@id"], value)
    return value


def _addresses(node: Node) -> Iterator[str]:
    """Yield the addresses of the page that an object describes."""
    for key in ("url", "mainEntityOfPage", "@id"):
        for value in many(node.get(key)):
            text = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
            if isinstance(text, str) and text.startswith(("http", "//", "/")):
                yield text


def _bare(address: str) -> str:
    """Reduce an address to its path, which survives a change of host and scheme."""
    try:
        return urlsplit(address).path.rstrip("/").casefold()
    except ValueError:
        return address
