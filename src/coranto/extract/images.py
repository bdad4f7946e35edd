"""The pictures of an article, the leading one first; logos, icons and trackers left out."""

import re
from collections.abc import Iterator
from typing import Any

from coranto.extract import jsonld
from coranto.extract.document import Document
from coranto.extract.fact import Fact
from coranto.model.entry import Image

_NO_PICTURE = re.compile(
    r"(?:\b|_)(?:logos?|favicon|icons?|avatars?|placeholder|default[-_]?(?:image|img|og|share)|spacer|blank|pixel|sprite|gravatar|"
    r"share[-_]?(?:image|default)|og[-_]?default|fallback)(?:\b|_)|\.svg(?:\?|\Z)|doubleclick|scorecardresearch|/1x1",
    re.IGNORECASE,
)
SMALLEST = 90  # pixels of a side, where the page says them


def find(document: Document) -> Fact[tuple[Image, ...]]:
    """Find the leading picture and, after it, others that the page's head names."""
    found: dict[str, Image] = {}
    first = ""
    for address, width, height, because in _candidates(document):
        url = document.absolute(address)
        if (
            url is None
            or _NO_PICTURE.search(url)
            or any(side is not None and side < SMALLEST for side in (width, height))
        ):
            continue
        known = found.get(url)
        if known is None or (known.width is None and width is not None):
            found[url] = Image(url=url, width=width, height=height)
        first = first or because
    return Fact(tuple(found.values())[:10], first)


def _candidates(document: Document) -> Iterator[tuple[Any, int | None, int | None, str]]:
    """Give address, width, height and evidence, the most telling first."""
    for key in ("image", "thumbnailUrl", "thumbnail"):
        for one in jsonld.many(document.article.get(key)):
            if isinstance(one, dict):
                address = next(
                    (value for name in ("url", "contentUrl", "@id") for value in jsonld.many(one.get(name))), None
                )
                yield address, _pixels(one.get("width")), _pixels(one.get("height")), f"json-ld {key}"
            else:
                yield one, None, None, f"json-ld {key}"
    sizes = [(_pixels(document.meta.get(f"og:image:{side}", [None])[0])) for side in ("width", "height")]
    for number, name in enumerate(("og:image", "og:image:url", "og:image:secure_url")):
        for place, content in enumerate(document.meta.get(name, ())):
            width, height = sizes if number == place == 0 else (None, None)
            yield content, width, height, "og:image"
    for name in ("twitter:image", "twitter:image:src", "parsely-image-url", "thumbnail", "image"):
        for content in document.meta.get(name, ()):
            yield content, None, None, f"meta {name}"
    if address := document.link("image_src"):
        yield address, None, None, "link image_src"


def _pixels(value: Any) -> int | None:
    """Read a number of pixels: ``1200``, ``"1200"``, ``"1200px"``, ``{"value": 1200}``."""
    if isinstance(value, dict):
        value = value.get("value")
    match = re.match(r"\s*(\d{1,5})(?:\.0+)?\s*(?:px)?\s*\Z", str(value))
    return int(match[1]) if match and int(match[1]) > 1 else None
