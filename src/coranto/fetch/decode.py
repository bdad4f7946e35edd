"""Decode content encodings as the bytes arrive, with a cap on the output: a decompression bomb stops at the cap."""

import contextlib
import importlib
import sys
import zlib
from typing import Any, ClassVar, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

brotli: Any = None  # from the extra `fast`; without it the encoding is not offered to servers
with contextlib.suppress(ModuleNotFoundError):
    brotli = importlib.import_module("brotli")

ENCODINGS = ("gzip", "deflate", "br", "zstd") if brotli else ("gzip", "deflate", "zstd")
_ERRORS = (zlib.error, zstd.ZstdError, *((brotli.error,) if brotli else ()))
MEMBERS = 200  # gzip members or zstd frames in one body; each costs time, even if it is empty
ENCODED = 3  # encodings around each other; every one multiplies what a byte on the wire can become
_MEMBER = b"\x1f\x8b"  # first bytes of gzip
_FRAMES = (b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18")  # first bytes of zstd; the second pattern from its second byte
# Compressions that we cannot decode; any other token (aws-chunked, none, utf-8) is not a compression.
_FOREIGN = frozenset(
    [
        "compress", "x-compress", "exi", "pack200-gzip", "dcb", "dcz", "bzip2", "x-bzip2", "lzma", "x-lzma", "xz",
        "x-xz", "sdch", "snappy", "x-snappy", "lz4", "lzip", "br-dict",
    ]
)  # fmt: skip


class TooLarge(Exception):
    """The decoded output exceeds the cap."""


class Broken(Exception):
    """The bytes do not match the declared encoding."""


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...


class _Checked:
    """A decoder for a compression with a signature; bytes without the signature are passed through as plain."""

    def __init__(self, decoder: _Decoder, name: str) -> None:
        self._decoder, self._name = decoder, name
        self._start: bytes | None = b""  # bytes received before the signature is decided; None: decided
        self._plain = False

    def feed(self, data: bytes, room: int) -> bytes:
        if self._start is not None:
            data = self._start + data
            if len(data) < 4 and not self._is_text(data):
                self._start = data
                return b""
            self._start, self._plain = None, not self._begins(data)
        if self._plain:
            if len(data) > room:
                raise TooLarge
            return data
        return self._decoder.feed(data, room)

    def _begins(self, data: bytes) -> bool:
        if self._name == "gzip":
            return data.startswith(_MEMBER)
        if self._name == "zstd":
            return data.startswith(_FRAMES[0]) or data[1:4] == _FRAMES[1]
        return not self._is_text(data)  # brotli and deflate have no signature

    @staticmethod
    def _is_text(data: bytes) -> bool:
        text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
        if text[:1] not in (b"<", b"{", b"["):
            return False
        return text[1:2] in (b"?", b"!", b'"', b"\n", b"\r", b" ") or (len(text) >= 3 and text[1:3].isalpha())


class _Zlib:
    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._machine = zlib.decompressobj(bits)
        self._begun = False
        self._members = 1

    def feed(self, data: bytes, room: int) -> bytes:
        out = b""
        while data:
            if self._machine.eof:  # gzip may continue in another member; other trailing bytes are ignored
                if self._bits == zlib.MAX_WBITS or not _MEMBER.startswith(data[: len(_MEMBER)]):
                    break
                self._members = _one_more(self._members)
                self._machine = zlib.decompressobj(self._bits)
            out += self._member(data, room - len(out))
            data = self._machine.unused_data
        return out

    def _member(self, data: bytes, room: int) -> bytes:
        room += 1  # one byte more than the remaining room shows that there is more
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
    # A window of 8 MB, the limit of RFC 9659 for the web.
    _OPTIONS: ClassVar[dict[int, int]] = {zstd.DecompressionParameter.window_log_max: 23}

    def __init__(self) -> None:
        self._machine = zstd.ZstdDecompressor(options=self._OPTIONS)
        self._frames = 1

    def feed(self, data: bytes, room: int) -> bytes:
        out = b""
        while data or not (self._machine.needs_input or self._machine.eof):
            if self._machine.eof:  # another frame may follow
                self._frames = _one_more(self._frames)
                self._machine = zstd.ZstdDecompressor(options=self._OPTIONS)
            out += self._machine.decompress(data, room + 1 - len(out))
            if len(out) > room:
                raise TooLarge
            data = self._machine.unused_data if self._machine.eof else b""
        return out


def _one_more(members: int) -> int:
    """Count a further member of a body; raise Broken where it has too many."""
    if members == MEMBERS:
        raise Broken(f"it is made of more than {MEMBERS} parts")
    return members + 1


class Decoder:
    """A decoder for the list in a Content-Encoding header, last encoding first.

    Parameters
    ----------
    header : str
        ``gzip``, ``br``, ``deflate``, ``zstd``, ``identity``, or several with commas.
    cap : int
        Maximum decoded bytes in total.

    Raises
    ------
    Broken
        A compression that was not requested, or more than ``ENCODED`` around each other. A token that is not a
        compression (``none``, ``aws-chunked``) is skipped, and plain text is accepted whatever encoding the header
        declares.

    """

    def __init__(self, header: str, cap: int) -> None:
        self._room = cap
        self._chain: list[_Decoder] = []
        for name in reversed([part.partition(";")[0].strip(" \t\"'").lower() for part in header.split(",")]):
            if name in ("gzip", "x-gzip"):
                self._chain.append(_Checked(_Zlib(zlib.MAX_WBITS | 16), "gzip"))
            elif name == "deflate":
                self._chain.append(_Checked(_Zlib(zlib.MAX_WBITS), name))
            elif name == "br" and brotli:
                self._chain.append(_Checked(_Brotli(), name))
            elif name == "zstd":
                self._chain.append(_Checked(_Zstd(), name))
            elif name in _FOREIGN or name == "br":
                shown = name[:50].encode("ascii", "backslashreplace").decode()
                raise Broken(f"it is encoded as `{shown}`, which was not asked for")
            if len(self._chain) > ENCODED:
                raise Broken(f"it is encoded more than {ENCODED} times")

    @property
    def plain(self) -> bool:
        """Whether there is nothing to decode."""
        return not self._chain

    def feed(self, data: bytes) -> bytes:
        """Decode a chunk; raise TooLarge past the cap, Broken where the bytes do not match the declared encoding."""
        try:
            for decoder in self._chain:
                data = decoder.feed(data, self._room)
        except _ERRORS as why:
            raise Broken(f"its compression is broken ({why})") from why
        if len(data) > self._room:
            raise TooLarge
        self._room -= len(data)
        return data
