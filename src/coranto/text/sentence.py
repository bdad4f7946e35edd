"""The first sentence of a text."""

import re

_STOP = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s)|[。！？]+[」』”]*")
_SHORT = 4  # letters: "Dr.", "U.S.", "No." end no sentence


def first(text: str, limit: int = 200) -> str:
    """Return the first sentence of a text, cut at a word where it is longer than ``limit`` characters."""
    text = text.strip()
    for stop in _STOP.finditer(text):
        last = text[: stop.start()].rsplit(None, 1)[-1:]
        if not text[stop.start()].isascii() or (last and len(last[0]) >= _SHORT and "." not in last[0]):
            text = text[: stop.end()]
            break
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(None, 1)[0].rstrip(",;:–—- ") + "…"
