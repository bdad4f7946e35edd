"""The outlets' pages as bytes: an article, its AMP form, an outlet's front page, the list of outlets."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import jinja2

from coranto.demo import feeds, pictures
from coranto.demo.newsstand import Newsstand, Outlet, Piece

_WORDS = {
    "en": {"by": "By", "more": "More from us", "home": "Home", "credit": "This report first appeared at"},
    "de": {"by": "Von", "more": "Weitere Beiträge", "home": "Startseite", "credit": "Zuerst erschienen bei"},
    "es": {"by": "Por", "more": "Más noticias", "home": "Portada", "credit": "Publicado antes en"},
}
_DATES = {"en": "{:%d %B %Y, %H:%M}", "de": "{:%d.%m.%Y, %H:%M} Uhr", "es": "{:%d/%m/%Y, %H:%M}"}

_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("coranto.demo"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def article(piece: Piece, others: Sequence[Piece], address: str) -> bytes:
    """Return an article's page.

    Parameters
    ----------
    piece : Piece
        The article.
    others : sequence of Piece
        Articles of the same outlet, for the list beside it.
    address : str
        The address of the press, without a slash at its end.

    """
    return _print("article.html", piece=piece, others=others, **_about(piece, address))


def amp(piece: Piece, address: str) -> bytes:
    """Return an article's AMP page, without the script that the format loads from another server."""
    return _print("amp.html", piece=piece, **_about(piece, address))


def front(outlet: Outlet, pieces: Sequence[Piece], address: str) -> bytes:
    """Return an outlet's front page, newest first, with the link to its feed."""
    feed = {"url": address + feeds.path(outlet), "type": feeds.TYPES[outlet.feed]}
    return _print("front.html", outlet=outlet, pieces=pieces, feed=feed, address=address)


def street(stand: Newsstand, address: str) -> bytes:
    """Return the page with the list of all outlets."""
    return _print("street.html", outlets=stand.outlets.values(), address=address)


def _about(piece: Piece, address: str) -> dict[str, Any]:
    outlet = piece.outlet
    local = piece.published.astimezone(ZoneInfo(outlet.zone))
    source = piece.original if piece.original is not None and outlet.credits else None
    return {
        "outlet": outlet,
        "address": address,
        "canonical": address + (source or piece).path,
        "source": source,
        "words": _WORDS[outlet.language],
        "shown": _DATES[outlet.language].format(local),
        "local": local,
        "width": pictures.WIDTH,
        "height": pictures.HEIGHT,
        "facts": _facts(piece, local, address),
    }


def _facts(piece: Piece, local: datetime, address: str) -> str:
    """Return the article as JSON-LD, escaped for a script element."""
    outlet = piece.outlet
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "description": piece.lede,
        "url": address + piece.path,
        "datePublished": local.isoformat(),
        "dateModified": local.isoformat(),
        "inLanguage": outlet.language,
        "author": {"@type": "Person", "name": piece.author},
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": outlet.name,
            "url": f"https://{outlet.domain}/",
            "logo": {"@type": "ImageObject", "url": f"{address}/o/{outlet.id}/icon.svg", "width": 64, "height": 64},
        },
    }
    if piece.picture_path:
        picture = {"@type": "ImageObject", "url": address + piece.picture_path}
        facts["image"] = picture | {"width": pictures.WIDTH, "height": pictures.HEIGHT}
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")


def _print(name: str, **values: Any) -> bytes:
    return _templates.get_template(name).render(values).encode()
