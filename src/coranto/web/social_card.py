"""Posters: the picture that stands for a page where its address is shared. Drawn here, of words and a rule alone.

As on every list the red rule is the story's heat, and the headline's left edge the line for publication. Letters that
the font has not are not drawn as boxes: a line that holds one is left out, and of a headline the site's own name
stays. A newsroom that writes in such a script puts a font of its own into its folder, ``poster.ttf`` or ``poster.otf``.
"""

import io
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import fontpkg_source_serif_4 as source_serif
import structlog
from PIL import Image, ImageDraw, ImageFont, features

SIZE = WIDE, HIGH = 800, 420  # pixels: large enough for a wide card, and drawn in some milliseconds
TYPE = "image/png"
_log = structlog.get_logger("coranto.web")
FONTS = ("poster.ttf", "poster.otf")
EDGE = 80  # where lines begin: the length of the rule at the threshold
_RIGHT, _TOP, _FOOT = 48, 88, 368  # where lines end, the headline begins at the highest, and the last line stands
_SIZES = (56, 48, 42, 36)  # pixels of a headline's letters; the largest in which it fits
_SMALL = 22
_LINES = 4
_LEADING = 1.14
_PAPER, _INK, _HEAT = (0xFB, 0xFA, 0xF7), (0x1B, 0x1A, 0x17), (0xB3, 0x36, 0x0B)
_SHADES = 15  # of 16 colours in the file: paper to ink; the last is that of heat
_MUTED = 9
_PALETTE = [
    *(round(a + (b - a) * n / (_SHADES - 1)) for n in range(_SHADES) for a, b in zip(_PAPER, _INK, strict=True)),
    *_HEAT,
]


def draw(folder: str, site: str, title: str, below: str, rule: int) -> bytes:
    """Draw a poster: PNG, ``SIZE``.

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
    source = _source(folder)
    shades = Image.new("L", SIZE)
    lines, size = _fit(source, title) if _has(source, title) else ([], 0)
    if not lines and _has(source, site):
        lines, size = _fit(source, site)
        site = ""
    if site and _has(source, site):
        _write(shades, source, _SMALL, 40, _cut(source, _SMALL, site), _MUTED)
    top = _TOP + max(0.0, (_FOOT - _TOP - len(lines) * size * _LEADING) / 3)
    for n, line in enumerate(lines):
        _write(shades, source, size, round(top + n * size * _LEADING), line, _SHADES - 1)
    if below and _has(source, below):
        _write(shades, source, _SMALL, _FOOT, _cut(source, _SMALL, below), _MUTED)
    poster = Image.frombytes("P", SIZE, shades.tobytes())
    poster.putpalette(_PALETTE)
    if rule > 0:
        ImageDraw.Draw(poster).rectangle((0, 20, min(rule, WIDE) - 1, 25), fill=_SHADES)
    written = io.BytesIO()
    poster.save(written, "PNG", bits=4, compress_level=1)
    return written.getvalue()


def _write(shades: Image.Image, source: str, size: int, top: int, line: str, shade: int) -> None:
    """Set a line word by word, as words come again and again; a script of the newsroom's own may run the other way."""
    x = float(EDGE)
    for word in line.split(" ") if source == _ours() else [line]:
        ink, left, above, wide = _set(source, size, word)
        if ink is not None:
            shades.paste(shade, (round(x) + left, top + above), ink)
        x += wide + _advance(source, size, " ")


@lru_cache(4_000)
def _set(source: str, size: int, word: str) -> tuple[Image.Image | None, int, int, float]:
    """Set a word: its ink, where that begins from the word's place, and how far the next one is."""
    font = _font(source, size)
    left, above, right, below = (int(side) for side in font.getbbox(word))
    if right <= left or below <= above:
        return None, 0, 0, font.getlength(word)
    ink = Image.new("L", (right - left, below - above))
    ImageDraw.Draw(ink).text((-left, -above), word, 255, font)
    return ink, left, above, font.getlength(word)


def _fit(source: str, title: str) -> tuple[list[str], int]:
    """Break a headline into lines, in the largest letters in which it fits; in the smallest it is cut."""
    words = title.split()
    lines: list[str] = []
    for size in _SIZES:
        lines = _broken(source, size, words)
        wide = max((_width(source, size, line) for line in lines), default=0)
        high = len(lines) * size * _LEADING
        if len(lines) <= _LINES and wide <= WIDE - EDGE - _RIGHT and high <= _FOOT - _TOP - 2 * _SMALL:
            return lines, size
    kept = [_cut(source, _SIZES[-1], line) for line in lines[:_LINES]]
    if len(lines) > _LINES:
        kept[-1] = _cut(source, _SIZES[-1], " ".join(lines[_LINES - 1 :]))
    return kept, _SIZES[-1]


def _broken(source: str, size: int, words: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(source, size, longer) <= WIDE - EDGE - _RIGHT:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(source: str, size: int, line: str) -> str:
    """Cut a line at a letter where it is too wide."""
    whole = line
    while line and _width(source, size, line + ("…" if line != whole else "")) > WIDE - EDGE - _RIGHT:
        line = line[: -max(1, len(line) // 16)].rstrip(" ,;:–")
    return line if line == whole else line + "…"


def _width(source: str, size: int, line: str) -> float:
    """Measure a line letter by letter: a little too wide where letters move closer, and much cheaper."""
    return sum(_advance(source, size, letter) for letter in line)


@lru_cache(10_000)
def _advance(source: str, size: int, letter: str) -> float:
    return _font(source, size).getlength(letter)


def _has(source: str, line: str) -> bool:
    """Whether the font has every letter of a line."""
    return all(_drawn(source, letter) for letter in set(line) if not letter.isspace())


@lru_cache(10_000)
def _drawn(source: str, letter: str) -> bool:
    return bytes(_font(source, _SMALL).getmask(letter)) != _box(source)


@cache
def _box(source: str) -> bytes:
    """Give what the font draws for a letter that it has not."""
    return bytes(_font(source, _SMALL).getmask("\uffff"))


@cache
def _font(source: str, size: int) -> ImageFont.FreeTypeFont:
    """Open the font; one that comes with the newsroom may be of a script whose letters join."""
    own = source != _ours()
    layout = ImageFont.Layout.RAQM if own and features.check("raqm") else ImageFont.Layout.BASIC
    font = ImageFont.truetype(source, size, layout_engine=layout)
    if not own:
        font.set_variation_by_axes([400 if size == _SMALL else 600, min(60, size)])
    return font


@cache
def _source(folder: str) -> str:
    for path in (Path(folder) / name for name in FONTS):
        try:
            ImageFont.truetype(str(path), _SMALL)
        except OSError as why:
            if path.exists():
                _log.error(
                    "a font cannot be used; posters are drawn in Coranto's own", file=str(path), trouble=str(why)
                )
        else:
            return str(path)
    return _ours()


@cache
def _ours() -> str:
    return str(source_serif.ROOT / "files" / "SourceSerif4[opsz,wght].ttf")
