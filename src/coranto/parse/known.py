"""Hashes of the entries' raw texts at the last poll, so that only new or changed texts are cleaned."""

from hashlib import blake2b

SIZE = 8  # bytes of a hash: among a million texts the chance of a false match is one in 30 million
MOST = 5_000  # hashes kept per source: 40 kB


class Known:
    """The texts of a source, as hashes of their source text.

    Parameters
    ----------
    blob : bytes
        What ``blob()`` returned after the previous poll; b"" at the first.

    """

    def __init__(self, blob: bytes = b"") -> None:
        whole = len(blob) - len(blob) % SIZE
        self._before = {blob[at : at + SIZE] for at in range(0, min(whole, MOST * SIZE), SIZE)}
        self._now: dict[bytes, None] = {}

    def has(self, url: str | None, summary: str | None, content: str | None) -> bool:
        """Whether this address had these texts before; records that it has them now. False without texts."""
        if not summary and not content:
            return False
        text = "\0".join((url or "", summary or "", content or ""))
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()
        if len(self._now) < MOST:
            self._now[key] = None
        return key in self._before

    def blob(self) -> bytes:
        """Return the hashes of the texts seen in this poll, to be kept for the next."""
        return b"".join(self._now)
