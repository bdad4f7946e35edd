"""The image cache: our own copies of pictures, for outlets that allow them.

Pictures are copied only from outlets in ``pictures.txt`` in the newsroom's folder, one domain per line. A copy is
encoded again from its pixels, so that no metadata remains. Its name is signed, so that a visitor can neither
request pictures that the site does not have nor learn a picture's address from the name.
"""

import hashlib
import hmac
import io
import re
import secrets
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from coranto.config import extras, line_file
from coranto.record import write
from coranto.store.protocol import Store

if TYPE_CHECKING:
    from PIL import Image

FILE = "pictures.txt"
MOST = 5_000_000  # bytes: the largest picture that is copied
SIDE = 1200  # pixels of the longer side of a copy
_PIXELS = 50_000_000  # the largest picture that is decoded
_COPY = 400_000  # bytes: the largest copy
_KINDS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_QUALITIES = (80, 60, 40)
_NAME = re.compile(r"[0-9a-f]{40}\.webp")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_WHAT = "domain; write one a line, like `example.org`"
_KEY = "gallery.secret"
warnings.filterwarnings("ignore", module=r"PIL\.")  # damaged metadata is not kept; sizes are checked below


class ImageCache:
    """Copies of pictures, and the outlets whose pictures may be copied.

    Parameters
    ----------
    folder : Path
        The newsroom's folder; the copies are in ``pictures`` below it.
    store : Store
        Has the secret that signs the names.

    Raises
    ------
    ConfigError
        A line of ``pictures.txt`` is not a domain, or the extra ``pictures``, which makes the copies, is missing.

    """

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder, self._store = folder / "pictures", store
        self._outlets = allowed(folder)
        self._secret = b""

    def wants(self, outlet: str) -> bool:
        """Whether an outlet's pictures may be copied."""
        return outlet in self._outlets

    def has(self, url: str) -> bool:
        """Whether there is a copy of the picture at an address."""
        return (bool(self._outlets) or self._folder.is_dir()) and (self._folder / self.name(url)).is_file()

    def name(self, url: str) -> str:
        """Return the file name of the copy of the picture at an address."""
        if not self._secret:
            kept = self._store.get_value(_KEY)
            if kept is None:
                kept = secrets.token_bytes(32)
                self._store.put_value(_KEY, kept)
            self._secret = kept
        return hmac.new(self._secret, url.encode(), hashlib.sha256).hexdigest()[:40] + ".webp"

    def names_of(self, urls: Iterable[str]) -> set[str]:
        """Return the file names of copies of pictures at these addresses; empty while nothing was ever copied."""
        return {self.name(url) for url in urls} if self._secret or self._store.get_value(_KEY) is not None else set()

    def names(self) -> list[str]:
        """Return the names of all copies."""
        return sorted(path.name for path in self._folder.glob("*.webp") if _NAME.fullmatch(path.name))

    def read(self, name: str) -> bytes | None:
        """Return the copy with this name; None where it does not exist."""
        if not _NAME.fullmatch(name):
            return None
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    def keep(self, url: str, body: bytes, encode: Callable[[bytes], bytes] | None = None) -> str:
        """Save a copy of a picture. Return "" on success, otherwise the reason why it cannot be copied.

        ``encode`` makes the copy where it shall not be made in this process; the same as ``copied``.

        Raises
        ------
        WriteError
            The copy cannot be written.

        """
        try:
            copy = (encode or copied)(body)
        except ValueError as why:
            return str(why)
        write.write_if_changed(self._folder / self.name(url), copy, self._folder.parent)
        return ""


def allowed(folder: Path) -> frozenset[str]:
    """Read the domains of ``pictures.txt``; ``ConfigError`` names a line that is not a domain."""
    outlets = frozenset(line_file.read_lines(folder / FILE, _DOMAIN, _WHAT))
    if outlets:
        extras.need("pictures", str(folder / FILE))
    return outlets


def copied(body: bytes) -> bytes:
    """Encode a picture as WebP: at most ``SIDE`` pixels a side, the first frame, without metadata.

    Raises
    ------
    ValueError
        Not a picture, not a supported format, or too large; the message says which.

    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - an extra

    if len(body) > MOST:
        raise ValueError(f"it is larger than {MOST / 1e6:.0f} MB")
    try:
        with Image.open(io.BytesIO(body), formats=_KINDS) as picture:
            width, height = picture.size
            small = _small(picture) if width * height <= _PIXELS else None
    except UnidentifiedImageError:
        raise ValueError("it is no picture of a kind that is copied") from None
    except Image.DecompressionBombError:
        raise ValueError("it has far too many pixels") from None
    except Exception as why:  # noqa: BLE001 - whatever a reader makes of hostile bytes
        raise ValueError(f"it cannot be opened: {type(why).__name__}") from None
    if small is None:
        raise ValueError(f"it is {width} x {height} pixels large")
    for quality in _QUALITIES:
        written = io.BytesIO()
        small.save(written, "WEBP", quality=quality)
        if written.tell() <= _COPY:
            return written.getvalue()
    raise ValueError("its copy would be too large")


def _small(picture: "Image.Image") -> "Image.Image":
    """Rotate a picture to its EXIF orientation, and scale it down."""
    from PIL import ImageOps  # noqa: PLC0415 - an extra

    picture.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than needed
    turned = ImageOps.exif_transpose(picture)
    small = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    small.thumbnail((SIDE, SIDE))
    return small
