"""The fonts of social cards: which one has the letters of a line, and how wide they are.

Source Serif has Latin, Greek and Cyrillic letters. Arabic, Hebrew and Devanagari have fonts that come with the same
extra; a Chinese, Japanese or Korean font is too large for one, so that of the machine is taken where it has one. A
newsroom's own font, ``poster.ttf`` or ``poster.otf`` in its folder, comes before all of them.
"""

import importlib.util
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import fontpkg_source_serif_4 as source_serif
import structlog
from PIL import ImageFont, features

FILES = ("poster.ttf", "poster.otf")
SMALL = 22  # pixels of the lines beside the headline
# Packages and files of letters that are joined or run from the right.
_SHAPED = (
    ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
    ("fontpkg_noto_sans_devanagari", "NotoSansDevanagari[wdth,wght].ttf"),
    ("fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf"),
)
# Names of files that Pillow looks for where the system keeps its fonts.
_OF_THE_SYSTEM = (
    "NotoSerifCJK-Bold.ttc",
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJK-Regular.ttc",
    "Hiragino Sans GB.ttc",
    "msyh.ttc",
)
_log = structlog.get_logger("coranto.web")


def of_line(folder: str, line: str) -> str | None:
    """Return the file of the first font with every letter of a line; None if there is no such font."""
    return next((source for source in _sources(folder) if _has(source, line)), None)


@cache
def ours() -> str:
    """Return the file of Coranto's own font."""
    return str(source_serif.ROOT / "files" / "SourceSerif4[opsz,wght].ttf")


@cache
def font(source: str, size: int) -> ImageFont.FreeTypeFont:
    """Open a font; letters of scripts other than Coranto's own font's may join or run from the right."""
    own = source == ours()
    opened = ImageFont.truetype(source, size, layout_engine=_layout(plain=own))
    weight = 400.0 if size == SMALL else 600.0
    if own:
        opened.set_variation_by_axes([weight, min(60, size)])
    elif source in _shaped():
        opened.set_variation_by_axes([weight, 100.0][: len(opened.get_variation_axes())])
    return opened


def width(source: str, size: int, line: str) -> float:
    """Measure a line letter by letter: a little too wide where letters move closer, and much cheaper."""
    return sum(advance(source, size, letter) for letter in line)


@lru_cache(10_000)
def advance(source: str, size: int, letter: str) -> float:
    """Return how wide a letter is."""
    return font(source, size).getlength(letter)


def _layout(*, plain: bool) -> ImageFont.Layout:
    return ImageFont.Layout.RAQM if not plain and _shapes() else ImageFont.Layout.BASIC


@cache
def _shapes() -> bool:
    """Whether letters can be joined and turned; Pillow brings one library for that and loads the other one."""
    return bool(features.check("raqm") and features.check("fribidi"))


@cache
def _sources(folder: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_find(folder)))


def _find(folder: str) -> Iterator[str]:
    for path in (Path(folder) / name for name in FILES):
        try:
            ImageFont.truetype(str(path), SMALL)
        except OSError as why:
            if path.exists():
                _log.error(
                    "a font cannot be used; posters are drawn in Coranto's own", file=str(path), trouble=str(why)
                )
        else:
            yield str(path)
            break
    yield ours()
    yield from _shaped()
    yield from _of_the_system()


@cache
def _shaped() -> tuple[str, ...]:
    """Return the fonts of joined letters; none where letters cannot be joined."""
    found = ((importlib.util.find_spec(package), file) for package, file in _SHAPED if _shapes())
    return tuple(str(Path(spec.origin).parent / "files" / file) for spec, file in found if spec and spec.origin)


@cache
def _of_the_system() -> tuple[str, ...]:
    for name in _OF_THE_SYSTEM:
        try:
            return (str(ImageFont.truetype(name, SMALL).path),)
        except OSError:
            continue
    return ()


def _has(source: str, line: str) -> bool:
    return all(_drawn(source, letter) for letter in set(line) if not letter.isspace())


@lru_cache(10_000)
def _drawn(source: str, letter: str) -> bool:
    return bytes(font(source, SMALL).getmask(letter)) != _box(source)


@cache
def _box(source: str) -> bytes:
    """Return what the font draws for a letter that it has not."""
    return bytes(font(source, SMALL).getmask("\uffff"))
