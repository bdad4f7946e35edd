"""Content encodings undone as the bytes arrive, with a cap on what comes out: a bomb stops at the cap."""

import contextlib
import importlib
import sys
import zlib
from typing import Any, ClassVar, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

brotli: Any = None  # of the extra `fast`; without it no server is asked for it
with contextlib.suppress(ModuleNotFoundError):
    brotli = importlib.import_module("brotli")

ENCODINGS = ("gzip", "deflate", "br", "zstd") if brotli else ("gzip", "deflate", "zstd")
_ERRORS = (zlib.error, zstd.ZstdError, *((brotli.error,) if brotli else ()))
_MEMBER = b"\x1f\x8b"  # how one of gzip begins


class TooLarge(Exception):  # noqa: N818 - not an error of ours
    """More came out than the cap allows."""


class Broken(Exception):  # noqa: N818 - not an error of ours
    """The bytes are not what the header calls them."""


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...


class _Zlib:
    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._machine = zlib.decompressobj(bits)
        self._begun = False

    def feed(self, data: bytes, room: int) -> bytes:
        out = b""
        while data:
            if self._machine.eof:  # gzip may go on in another member; what follows otherwise is no part of it
                if self._bits == zlib.MAX_WBITS or not _MEMBER.startswith(data[: len(_MEMBER)]):
                    break
                self._machine = zlib.decompressobj(self._bits)
            out += self._member(data, room - len(out))
            data = self._machine.unused_data
        return out

    def _member(self, data: bytes, room: int) -> bytes:
        room += 1  # one byte more than there is room for tells that there is more
        try:
            out = self._machine.decompress(data, room)
        except zlib.error:
            if self._begun or self._bits != zlib.MAX_WBITS:
                raise
            self._machine = zlib.decompressobj(-zlib.MAX_WBITS)  # "deflate" without its header, as some servers send it
            out = self._machine.decompress(data, room)
        self._begun = True
        while self._machine.unconsumed_tail and len(out) < room:
            out += self._machine.decompress(self._machine.unconsumed_tail, room - len(out))
        if len(out) == room:
            raise TooLarge
        return out


class _Brotli:
    def __init__(self) -> None:
        self._machine = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        out = b"".join(self._parts(data, room))
        if len(out) > room:
            raise TooLarge
        return out

    def _parts(self, data: bytes, room: int) -> list[bytes]:
        parts = [self._machine.process(data, output_buffer_limit=room + 1)]
        size = len(parts[0])
        while not self._machine.can_accept_more_data() and size <= room:
            parts.append(self._machine.process(b"", output_buffer_limit=room + 1 - size))
            size += len(parts[-1])
            if not parts[-1]:
                break
        return parts


class _Zstd:
    # A window of 8 MB, as RFC 9659 has it for the web.
    _OPTIONS: ClassVar[dict[int, int]] = {zstd.DecompressionParameter.window_log_max: 23}

    def __init__(self) -> None:
        self._machine = zstd.ZstdDecompressor(options=self._OPTIONS)

    def feed(self, data: bytes, room: int) -> bytes:
        out = b""
        while data or not (self._machine.needs_input or self._machine.eof):
            if self._machine.eof:  # another frame may follow
                self._machine = zstd.ZstdDecompressor(options=self._OPTIONS)
            out += self._machine.decompress(data, room + 1 - len(out))
            if len(out) > room:
                raise TooLarge
            data = self._machine.unused_data if self._machine.eof else b""
        return out


class Decoder:
    """Undoes a Content-Encoding header's list, last one first.

    Parameters
    ----------
    header : str
        ``gzip``, ``br``, ``deflate``, ``zstd``, ``identity``, or several with commas.
    cap : int
        Bytes that may come out in all.

    Raises
    ------
    Broken
        An encoding that nobody asked for.

    """

    def __init__(self, header: str, cap: int) -> None:
        self._room = cap
        self._chain: list[_Decoder] = []
        for name in reversed([part.strip().lower() for part in header.split(",") if part.strip()]):
            if name in ("gzip", "x-gzip"):
                self._chain.append(_Zlib(zlib.MAX_WBITS | 16))
            elif name == "deflate":
                self._chain.append(_Zlib(zlib.MAX_WBITS))
            elif name == "br" and brotli:
                self._chain.append(_Brotli())
            elif name == "zstd":
                self._chain.append(_Zstd())
            elif name != "identity":
                shown = name[:50].encode("ascii", "backslashreplace").decode()
                raise Broken(f"it is encoded as `{shown}`, which was not asked for")

    def feed(self, data: bytes) -> bytes:
        """Undo a piece; raises TooLarge past the cap, Broken where the bytes are not what they are called."""
        try:
            for decoder in self._chain:
                data = decoder.feed(data, self._room)
        except _ERRORS as why:
            raise Broken(f"its compression is broken ({why})") from why
        if len(data) > self._room:
            raise TooLarge
        self._room -= len(data)
        return data
