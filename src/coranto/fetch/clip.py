"""Whether the video that a page is about is there: its first bytes, or its player's page."""

from urllib.parse import urlsplit

import msgspec

from coranto.dedupe import address
from coranto.fetch.image_size import Door
from coranto.model.article import Page
from coranto.model.response import Failure

FIRST = 1 << 10  # bytes: enough to recognize a file
_TYPES = ("video/", "application/x-mpegurl", "application/vnd.apple.mpegurl", "application/dash+xml", "audio/mpegurl")
_BEGINNINGS = (b"#EXTM3U", b"\x1a\x45\xdf\xa3", b"OggS", b"FLV")  # HLS, Matroska and WebM, Ogg, Flash
_FILES = (".mp4", ".m4v", ".mov", ".webm", ".ogv", ".m3u8", ".mpd", ".mkv", ".avi", ".mp3")


async def checked(page: Page, client: Door) -> Page:
    """Return the page without its clip if that is not of the page's own outlet, or not there.

    A page without a clip counts as an article, whatever it calls itself.
    """
    if page.clip is None:
        return page
    own = address.outlet(page.clip) == address.outlet(page.url)
    if own and await _there(page, client):
        return page
    because = "no video of its own outlet" if not own else "its video is not there"
    kind = f"{page.provenance.get('type', 'video')}: not believed, {because}"
    return msgspec.structs.replace(page, clip=None, provenance=page.provenance | {"type": kind})


async def _there(page: Page, client: Door) -> bool:
    clip = page.clip or ""
    answer = await client.get(clip, robots=True, accept="video/*, text/html", first=FIRST)
    if isinstance(answer, Failure):
        return False
    kind = (answer.content_type or "").lower()
    if kind.startswith(_TYPES) or answer.body.startswith(_BEGINNINGS) or answer.body[4:8] == b"ftyp":
        return True
    player = not urlsplit(clip).path.lower().endswith(_FILES)  # a page that plays it
    return player and "html" in kind
