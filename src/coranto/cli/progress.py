"""The progress of a round, shown on terminals only."""

import contextlib
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Iterator

_AGAIN = 0.2  # seconds between two updates
_WIDE = 40  # characters of a bar
_CLEAR = "\r\x1b[2K"


@contextlib.contextmanager
def shown(done: Counter[str]) -> Iterator[None]:
    """Show the counts of a running round as one line on standard error; erase the line at the end."""
    if not sys.stderr.isatty():
        yield
        return
    ended = threading.Event()
    drawing = threading.Thread(target=_draw, args=(done, ended), daemon=True)
    drawing.start()
    try:
        yield
    finally:
        ended.set()
        drawing.join()


def _draw(done: Counter[str], ended: threading.Event) -> None:
    while not ended.wait(_AGAIN):
        sys.stderr.write(_CLEAR + line(done, shutil.get_terminal_size().columns))
        sys.stderr.flush()
    sys.stderr.write(_CLEAR)
    sys.stderr.flush()


def line(done: Counter[str], columns: int) -> str:
    """Return the progress line, ``columns`` wide: sources and articles, each as a bar and as numbers."""
    settled = done["articles"] + done["reprints"] + done["gone"] + done["deferred"] + done["known"]
    counts = {
        "sources": (done["answered"], done["polled"]),
        "articles": (settled, max(done["new"], settled)),
    }
    numbers = {name: f"{part}/{whole}" for name, (part, whole) in counts.items()}
    spare = columns - 1 - sum(len(f"{name}  {number}  ") for name, number in numbers.items())
    wide = max(0, min(_WIDE, spare // 2))
    drawn = (f"{name} {_bar(*counts[name], wide)} {number}" for name, number in numbers.items())
    return "  ".join(drawn)[: columns - 1]


def _bar(part: int, whole: int, wide: int) -> str:
    filled = wide * min(part, whole) // whole if whole else 0
    return "━" * filled + "─" * (wide - filled)
