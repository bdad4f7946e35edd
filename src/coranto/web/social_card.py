"""Posters: the picture that stands for a page where its address is shared. Drawn here, of words and a rule alone.

As on every list the red rule is the story's heat, and the headline's left edge the line for publication. Letters that
no font has are not drawn as boxes: a line that holds one is left out, and of a headline the site's own name stays.
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw

from coranto.web import card_fonts
from coranto.web.card_fonts import SMALL, width

SIZE = WIDE, HIGH = 800, 420  # pixels: large enough for a wide card, and drawn in some milliseconds
TYPE = "image/png"
EDGE = 80  # where lines begin: the length of the rule at the threshold
_RIGHT, _TOP, _FOOT = 48, 88, 368  # where lines end, the headline begins at the highest, and the last line stands
_SIZES = (56, 48, 42, 36)  # pixels of a headline's letters; the largest in which it fits
_LINES = 4
_LEADING = 1.14
_PAPER, _INK, _HEAT = (0xFB, 0xFA, 0xF7), (0x1B, 0x1A, 0x17), (0xB3, 0x36, 0x0B)
_SHADES = 15  # of 16 colours in the file: paper to ink; the last is that of heat
_MUTED = 9
_PALETTE = [
    *(round(a + (b - a) * n / (_SHADES - 1)) for n in range(_SHADES) for a, b in zip(_PAPER, _INK, strict=True)),
    *_HEAT,
]
# Where a line may be broken: after spaces, and after a sign of a script that sets none, with the stops that follow it.
_SIGN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_STOPS = "、。，．・：；？！」』）】》〉”’…ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_PIECE = re.compile(rf"[^\s{_SIGN}]*[{_SIGN}][{_STOPS}]*\s*|[^\s{_SIGN}]+\s*")


def draw(folder: str, site: str, title: str, below: str, rule: int) -> bytes:
    """Draw a social card: PNG, ``SIZE``.

    Parameters
    ----------
    folder : str
        The newsroom's; its own font is looked for there.
    site : str
        The site's name, above.
    title : str
        The headline; in at most four lines, the rest cut off.
    below : str
        One line at the foot, such as who tells the story.
    rule : int
        Pixels of the red rule from the left side; ``EDGE`` at the threshold.

    """
    shades = Image.new("L", SIZE)
    source, lines, size = _headline(folder, title)
    if not lines:
        source, lines, size = _headline(folder, site)
        site = ""
    _small(shades, folder, 40, site)
    top = _TOP + max(0.0, (_FOOT - _TOP - len(lines) * size * _LEADING) / 3)
    for n, line in enumerate(lines):
        _write(shades, source, size, round(top + n * size * _LEADING), line, _SHADES - 1)
    _small(shades, folder, _FOOT, below)
    card = Image.frombytes("P", SIZE, shades.tobytes())
    card.putpalette(_PALETTE)
    if rule > 0:
        ImageDraw.Draw(card).rectangle((0, 20, min(rule, WIDE) - 1, 25), fill=_SHADES)
    written = io.BytesIO()
    card.save(written, "PNG", bits=4, compress_level=1)
    return written.getvalue()


def _headline(folder: str, title: str) -> tuple[str, list[str], int]:
    """Return the font of a headline, its lines, and the size of its letters; no lines where no font has its letters."""
    source = card_fonts.of_line(folder, title)
    return (source, *_fit(source, title)) if source else ("", [], 0)


def _small(shades: Image.Image, folder: str, top: int, line: str) -> None:
    if line and (source := card_fonts.of_line(folder, line)):
        _write(shades, source, SMALL, top, _cut(source, SMALL, line), _MUTED)


def _write(shades: Image.Image, source: str, size: int, top: int, line: str, shade: int) -> None:
    """Set a line word by word, as words come again; in another font as a whole, as it may run from the right."""
    if source != card_fonts.ours():
        ink, left, above, wide = _set(source, size, line)
        x = WIDE - _RIGHT - wide if _from_the_right(line) else EDGE
        if ink is not None:
            shades.paste(shade, (round(x) + left, top + above), ink)
        return
    x = float(EDGE)
    for word in line.split(" "):
        ink, left, above, wide = _set(source, size, word)
        if ink is not None:
            shades.paste(shade, (round(x) + left, top + above), ink)
        x += wide + card_fonts.advance(source, size, " ")


def _from_the_right(line: str) -> bool:
    """Whether the first letter of a line with a direction runs from the right."""
    directions = (unicodedata.bidirectional(letter) for letter in line)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"


@lru_cache(4_000)
def _set(source: str, size: int, word: str) -> tuple[Image.Image | None, int, int, float]:
    """Set a word: its ink, where that begins from the word's place, and how far the next one is."""
    font = card_fonts.font(source, size)
    left, above, right, below = (int(side) for side in font.getbbox(word))
    if right <= left or below <= above:
        return None, 0, 0, font.getlength(word)
    ink = Image.new("L", (right - left, below - above))
    ImageDraw.Draw(ink).text((-left, -above), word, 255, font)
    return ink, left, above, font.getlength(word)


def _fit(source: str, title: str) -> tuple[list[str], int]:
    """Break a headline into lines, in the largest letters in which it fits; in the smallest it is cut."""
    pieces = _PIECE.findall(" ".join(title.split()))
    lines: list[str] = []
    for size in _SIZES:
        lines = _broken(source, size, pieces)
        wide = max((width(source, size, line) for line in lines), default=0)
        high = len(lines) * size * _LEADING
        if len(lines) <= _LINES and wide <= WIDE - EDGE - _RIGHT and high <= _FOOT - _TOP - 2 * SMALL:
            return lines, size
    kept = [_cut(source, _SIZES[-1], line) for line in lines[:_LINES]]
    if len(lines) > _LINES:
        kept[-1] = _cut(source, _SIZES[-1], " ".join(lines[_LINES - 1 :]))
    return kept, _SIZES[-1]


def _broken(source: str, size: int, pieces: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{piece}" if lines else piece
        if lines and width(source, size, longer.rstrip()) <= WIDE - EDGE - _RIGHT:
            lines[-1] = longer
        else:
            lines.append(piece)
    return [line.rstrip() for line in lines]


def _cut(source: str, size: int, line: str) -> str:
    """Cut a line at a letter where it is too wide."""
    whole = line
    while line and width(source, size, line + ("…" if line != whole else "")) > WIDE - EDGE - _RIGHT:
        line = line[: -max(1, len(line) // 16)].rstrip(" ,;:–")
    return line if line == whole else line + "…"
