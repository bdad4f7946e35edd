"""The size of a page's leading picture, read from its first bytes if the page does not state it."""

import io
from typing import Protocol

import imagesize
import msgspec

from coranto.extract import images as pictures
from coranto.model.article import Page
from coranto.model.entry import Image
from coranto.model.response import Failure, Response

FIRST = 1 << 16  # bytes: camera metadata and a thumbnail may precede the size of a JPEG
LOOKS = 2  # pictures per page, at most
# SVG is a program, not a photograph; other formats that browsers do not show are not requested either.
_KINDS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"RIFF")


class Door(Protocol):
    """The part of the client that is used here."""

    async def get(
        self, url: str, *, robots: bool = False, accept: str | None = None, first: int | None = None
    ) -> Response | Failure:
        """Fetch the first bytes of an address."""


async def measured(page: Page, client: Door) -> Page:
    """Read the first bytes of the leading picture; measure it, and drop it if it is not a picture of the article.

    A size that the page states is checked too: it proves nothing. A picture that cannot be fetched, is not an image, or
    turns out to be an icon or a tracker is replaced by the next one. A picture whose size is not in its first bytes is
    kept with the size that the page states.
    """
    images, because, looks = list(page.images), page.provenance.get("images", ""), 0
    sound = False
    while images and not sound and looks < LOOKS:
        looks += 1
        answer = await client.get(images[0].url, robots=True, accept="image/*", first=FIRST)
        if isinstance(answer, Failure):
            reason = "it is not there" if answer.status in (404, 410) else "it could not be fetched"
        elif not _shown(answer.body):
            reason = "it is no picture that a browser shows"
        elif (sides := size(answer.body)) is None:
            sound = True
            continue
        elif min(sides) >= pictures.SMALLEST:
            if images[0].width is None:
                because += ", size from its first bytes"
            images[0] = Image(url=images[0].url, width=sides[0], height=sides[1])
            sound = True
            continue
        else:
            reason = f"it is an icon or a tracker of {sides[0]} x {sides[1]}"
        because += f", {images.pop(0).url} left out: {reason}"
    if not sound:
        images = []  # nothing was found that the page promises
    if images == list(page.images):
        return page
    return msgspec.structs.replace(
        page, images=tuple(images), provenance=page.provenance | {"images": because.removeprefix(", ")}
    )


def size(beginning: bytes) -> tuple[int, int] | None:
    """Read width and height from the first bytes of a picture, in pixels, as a browser turns it.

    None where the size is not among them, or the bytes are not a picture.
    """
    if not _shown(beginning):
        return None
    try:
        width, height = imagesize.get(io.BytesIO(beginning))
    except Exception:  # noqa: BLE001 - the library failed on hostile bytes: no size
        return None
    return (int(width), int(height)) if 0 < width < 100_000 and 0 < height < 100_000 else None


def _shown(beginning: bytes) -> bool:
    """Whether the bytes start a picture in a format that every browser shows."""
    return beginning.startswith(_KINDS) or beginning[4:12] in (b"ftypavif", b"ftypavis", b"ftypmif1")
