"""JSON-LD for list pages: a collection of links. Never claims authorship of an article."""

from collections.abc import Iterable

import msgspec
from markupsafe import Markup

_ESCAPES = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))  # nothing in it can end the enclosing script


def link_collection(address: str, name: str, about: str, language: str, links: Iterable[tuple[str, str]]) -> Markup:
    """Describe a page as a ``CollectionPage`` whose main entity is an ``ItemList``.

    Parameters
    ----------
    address : str
        The absolute address of the page.
    name, about : str
        Its title and a sentence.
    language : str
        BCP 47.
    links : iterable of (str, str)
        Absolute address and name of each listed item, in page order. A link says where an item is, not who made it.

    Returns
    -------
    Markup
        The body of a ``script`` of type ``application/ld+json``.

    """
    items = [
        {"@type": "ListItem", "position": n, "url": url, "name": label}
        for n, (url, label) in enumerate(links, 1)
        if url
    ]
    values = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "url": address,
        "name": name,
        "description": about,
        "inLanguage": language,
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
    }
    body = msgspec.json.encode(values)
    for raw, escaped in _ESCAPES:
        body = body.replace(raw, escaped)
    return Markup(body.decode())  # noqa: S704 - no character of it can end the script
