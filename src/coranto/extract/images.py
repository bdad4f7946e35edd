"""The pictures of an article, the leading one first; logos, icons and trackers left out."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from coranto.extract import jsonld
from coranto.extract.document import Document
from coranto.extract.fact import Fact
from coranto.model.entry import Image

# Words that mark a file as decoration where its name contains little else.
_MARKS = frozenset(["logo", "logos", "favicon", "favicons", "gravatar", "placeholder", "spacer", "fallback"])
# Words that may also be a subject (a telephone, a film, an idol, a drink): the name must contain nothing else.
_DOUBTFUL = frozenset(
    [
        "icon",
        "icons",
        "avatar",
        "avatars",
        "pixel",
        "blank",
        "default",
        "share",
        "sharing",
        "user",
        "profile",
        "sprite",
        "sprites",
    ]
)
_FILLERS = frozenset(
    [
        "image", "images", "img", "pic", "picture", "photo", "thumb", "thumbnail", "social", "og", "fb", "facebook",
        "twitter", "card", "site", "brand", "header", "footer", "small", "large", "big", "white", "black", "dark",
        "light", "color", "colour", "rgb", "main", "new", "full", "square", "round", "wide", "apple", "touch",
        "empty", "generic",
        "android", "chrome", "mobile", "web", "www", "no", "missing", "amp", "rss", "cover", "banner",
        "v", "x", "px", "min", "retina", "png", "jpg", "the", "of", "and", "opengraph", "publisher", "schema",
    ]
)  # fmt: skip
_FOLDERS = re.compile(r"/(?:logos?|icons|avatars|favicons?|sprites|gravatar|emoji|smil(?:ies|eys))/", re.IGNORECASE)
_TRACKERS = re.compile(
    r"doubleclick|scorecardresearch|gravatar\.com/avatar|/1x1(?![\w-])|\.svg(?:[?#]|\Z)|pixel\.(?:gif|png|php)|"
    r"\b(?:facebook\.com/tr|google-analytics|quantserve|chartbeat)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_LARGE = 400  # pixels of a side: larger than an icon or a tracker
SMALLEST = 90  # pixels of a side, where the page states them


def find(document: Document) -> Fact[tuple[Image, ...]]:
    """Find the leading picture and, after it, the other pictures that the page's head names."""
    found: dict[str, Image] = {}
    first = ""
    for address, width, height, because in _candidates(document):
        url = document.absolute(address)
        if (
            url is None
            or _is_decoration(url, width)
            or any(side is not None and side < SMALLEST for side in (width, height))
        ):
            continue
        known = found.get(url)
        if known is None or (known.width is None and width is not None):
            found[url] = Image(url=url, width=width, height=height)
        first = first or because
    return Fact(tuple(found.values())[:10], first)


def _is_decoration(url: str, width: int | None) -> bool:
    """Whether an address is that of a logo, an icon or a tracker, judging by the whole file name.

    A word within a longer name proves nothing: ``google-pixel-10-review.jpg`` is a telephone.
    """
    if _TRACKERS.search(url):
        return True
    path = urlsplit(url).path
    if _FOLDERS.search(path) and (width is None or width < _LARGE):
        return True
    stem = unquote(path.rstrip("/").rpartition("/")[2]).rpartition(".")[0] or path.rpartition("/")[2]
    words = [word.lower() for word in _WORD.findall(re.sub(r"([a-z])([A-Z])", r"\1 \2", stem))]
    significant = [word for word in words if not word.isdigit() and word not in _FILLERS]
    if any(word in _MARKS for word in significant):
        others = sum(word not in _MARKS for word in significant)
        drawn = not url.lower().partition("?")[0].endswith((".jpg", ".jpeg"))  # logos are rarely photographs
        return others <= (2 if drawn else 1)
    numbers = sum(word.isdigit() for word in words)
    plain = bool(words) and all(word in _DOUBTFUL or word in _FILLERS or word.isdigit() for word in words)
    return plain and numbers <= 2 and any(word in _DOUBTFUL for word in words) and (width is None or width < _LARGE)


def _candidates(document: Document) -> Iterator[tuple[Any, int | None, int | None, str]]:
    """Yield address, width, height and evidence, the strongest evidence first."""
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
