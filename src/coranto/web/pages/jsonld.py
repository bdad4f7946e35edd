"""What a page says of itself for search engines: a collection of links (JSON-LD), and none of the pieces as ours."""

from collections.abc import Iterable

import msgspec
from markupsafe import Markup

_ESCAPES = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))  # nothing in it can end the script it stands in


def link_collection(address: str, name: str, about: str, language: str, links: Iterable[tuple[str, str]]) -> Markup:
    """Describe a page as a ``CollectionPage`` whose main entity is an ``ItemList``.

    Parameters
    ----------
    address : str
        The page's own, whole.
    name, about : str
        Its title and a sentence.
    language : str
        BCP 47.
    links : iterable of (str, str)
        Whole address and name of what it lists, in its order. A link says where something is, not whose.

    Returns
    -------
    Markup
        The body of a ``script`` of type ``application/ld+json``.

    """
    items = [
        {"@type": "ListItem", "position": n, "url": url, "name": said} for n, (url, said) in enumerate(links, 1) if url
    ]
    told = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "url": address,
        "name": name,
        "description": about,
        "inLanguage": language,
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
    }
    body = msgspec.json.encode(told)
    for raw, escaped in _ESCAPES:
        body = body.replace(raw, escaped)
    return Markup(body.decode())  # noqa: S704 - no character of it can end the script
