"""The size of a page's leading picture, read from its first bytes if the page does not state it."""

import io
from typing import Protocol

import imagesize
import msgspec

from coranto.extract import images as pictures
from coranto.model.article import Page
from coranto.model.entry import Image
from coranto.model.response import Failure, Response

FIRST = 1 << 16  # bytes: a camera's notes and a thumbnail may stand before the size of a JPEG
LOOKS = 2  # pictures of a page, at most
# SVG is a program and no photograph; of all else that a browser does not show, nothing is asked either.
_KINDS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"RIFF")


class Door(Protocol):
    """What is needed of the client."""

    async def get(
        self, url: str, *, robots: bool = False, accept: str | None = None, first: int | None = None
    ) -> Response | Failure:
        """Fetch the beginning of an address."""


async def measured(page: Page, client: Door) -> Page:
    """Measure the leading picture if its size is unknown, and drop it if it is not a picture of the article.

    A picture that is gone, is no picture, or turns out an icon or a tracker gives way to the next one. One that cannot
    be had now, or whose size is not among its first bytes, stays as it is: a picture without a size is still one.
    """
    images, because, looks = list(page.images), page.provenance.get("images", ""), 0
    while images and images[0].width is None and looks < LOOKS:
        looks += 1
        answer = await client.get(images[0].url, robots=True, accept="image/*", first=FIRST)
        if isinstance(answer, Failure):
            if answer.status not in (404, 410):
                break
            reason = "it is not there"
        elif not _shown(answer.body):
            reason = "it is no picture that a browser shows"
        elif (sides := size(answer.body)) is None:
            break
        elif min(sides) >= pictures.SMALLEST:
            images[0] = Image(url=images[0].url, width=sides[0], height=sides[1])
            because += ", size from its first bytes"
            break
        else:
            reason = f"it is an icon or a tracker of {sides[0]} x {sides[1]}"
        because += f", {images.pop(0).url} left out: {reason}"
    if images == list(page.images):
        return page
    return msgspec.structs.replace(
        page, images=tuple(images), provenance=page.provenance | {"images": because.removeprefix(", ")}
    )


def size(beginning: bytes) -> tuple[int, int] | None:
    """Read width and height from the first bytes of a picture, in pixels, as a browser turns it.

    None where they are not among them, or the bytes are none of a picture.
    """
    if not _shown(beginning):
        return None
    try:
        width, height = imagesize.get(io.BytesIO(beginning))
    except Exception:  # noqa: BLE001 - whatever a foreign reader makes of hostile bytes: there is no size
        return None
    return (int(width), int(height)) if 0 < width < 100_000 and 0 < height < 100_000 else None


def _shown(beginning: bytes) -> bool:
    """Whether it is the beginning of a picture that every browser shows."""
    return beginning.startswith(_KINDS) or beginning[4:12] in (b"ftypavif", b"ftypavis", b"ftypmif1")
