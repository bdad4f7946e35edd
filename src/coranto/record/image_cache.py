"""The gallery: our own copies of pictures, of those outlets alone that let us keep them.

Nobody's pictures are copied unless the newsroom's folder has a file ``pictures.txt`` that names the outlet, a domain a
line. A copy is a small picture made anew, so that nothing but pixels is taken over; its name is signed, so that nobody
can ask the site for pictures it does not have, or learn from a name which address it stands for.
"""

import hashlib
import hmac
import io
import re
import secrets
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from coranto.config import line_file
from coranto.record import write
from coranto.store.protocol import Store

FILE = "pictures.txt"
MOST = 5_000_000  # bytes of a picture that is to be copied
SIDE = 1200  # pixels of the longer side of a copy
_PIXELS = 50_000_000  # of a picture that is opened at all
_COPY = 400_000  # bytes of a copy
_KINDS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_QUALITIES = (80, 60, 40)
_NAME = re.compile(r"[0-9a-f]{40}\.webp")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_WHAT = "domain; write one a line, like `example.org`"
_KEY = "gallery.secret"
warnings.filterwarnings("ignore", module=r"PIL\.")  # damage in notes that are not kept, sizes that are refused below


class ImageCache:
    """Keeps copies of pictures, and knows whose may be kept.

    Parameters
    ----------
    folder : Path
        The newsroom's; the copies stand in ``pictures`` below it.
    store : Store
        Keeps the secret that names are signed with.

    Raises
    ------
    ConfigError
        A line of ``pictures.txt`` is no domain.

    """

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder, self._store = folder / "pictures", store
        self._outlets = allowed(folder)
        self._secret = b""

    def wants(self, outlet: str) -> bool:
        """Whether an outlet's pictures may be kept."""
        return outlet in self._outlets

    def has(self, url: str) -> bool:
        """Whether there is a copy of the picture at an address."""
        return (bool(self._outlets) or self._folder.is_dir()) and (self._folder / self.name(url)).is_file()

    def name(self, url: str) -> str:
        """Give the name of the file that is the copy of the picture at an address."""
        if not self._secret:
            kept = self._store.get_value(_KEY)
            if kept is None:
                kept = secrets.token_bytes(32)
                self._store.put_value(_KEY, kept)
            self._secret = kept
        return hmac.new(self._secret, url.encode(), hashlib.sha256).hexdigest()[:40] + ".webp"

    def names(self) -> list[str]:
        """Give the names of all copies."""
        return sorted(path.name for path in self._folder.glob("*.webp") if _NAME.fullmatch(path.name))

    def read(self, name: str) -> bytes | None:
        """Give the copy of a name; None where there is none."""
        if not _NAME.fullmatch(name):
            return None
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    def keep(self, url: str, body: bytes) -> str:
        """Keep a copy of a picture; why it cannot be kept, or nothing.

        Raises
        ------
        WriteError
            The copy cannot be written.

        """
        try:
            copy = copied(body)
        except ValueError as why:
            return str(why)
        write.write_if_changed(self._folder / self.name(url), copy, self._folder.parent)
        return ""


def allowed(folder: Path) -> frozenset[str]:
    """Read whose pictures may be kept; ``ConfigError`` names the line of ``pictures.txt`` that is no domain."""
    return frozenset(line_file.read_lines(folder / FILE, _DOMAIN, _WHAT))


def copied(body: bytes) -> bytes:
    """Make a picture anew: a WebP of at most ``SIDE`` pixels a side, of the first frame, without a camera's notes.

    Raises
    ------
    ValueError
        It is no picture of a kind that is copied, or too large; the message says which.

    """
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


def _small(picture: Image.Image) -> Image.Image:
    """Turn a picture as its camera was held, and make it smaller."""
    picture.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than it is needed
    turned = ImageOps.exif_transpose(picture)
    small = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    small.thumbnail((SIDE, SIDE))
    return small
