"""Pictures drawn by code: a PNG for an article, an SVG mark for an outlet; one slug, one picture."""

import hashlib
import html
import math
import struct
import zlib
from collections.abc import Iterator

from coranto.demo.newsstand import Outlet

WIDTH, HEIGHT = 1200, 675  # pixels

# Background, two middle tones, ink, accent.
_PALETTES = (
    ("f4efe6", "d9cbb2", "8aa29e", "1f2a30", "c8472b"),
    ("e8eef0", "b7c9cf", "5f8a9b", "17303b", "e0a03a"),
    ("f7f1ea", "e6c9b8", "b5838d", "3d2f3f", "e56b4e"),
    ("edf0e6", "c3cfae", "7d9470", "26332a", "d8843c"),
    ("eceaf2", "c5c0dc", "8078ab", "241f3d", "e3b23c"),
    ("f2f0ec", "cfc9bf", "9b9488", "22211f", "2f6f9f"),
    ("1d2530", "31455a", "5d7f99", "dfe7ea", "f0a35e"),
    ("2a1f24", "553b46", "a0707d", "f1e4e0", "e8c15a"),
)
_STEPS = 4  # shades between two colours at an edge


def png(seed: str) -> bytes:
    """Draw an abstract picture of 1200 x 675 pixels and a few kB."""
    dice = hashlib.sha256(seed.encode()).digest()
    canvas = _Canvas(_PALETTES[dice[0] % len(_PALETTES)])
    _MOTIFS[dice[1] % len(_MOTIFS)](canvas, dice[2:])
    return canvas.encoded()


def svg(outlet: Outlet) -> bytes:
    """Draw an outlet's mark: its initial on its colour."""
    initial = html.escape(outlet.name.removeprefix("The ").removeprefix("Der ").removeprefix("La ")[0])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">'
        f'<rect width="64" height="64" rx="6" fill="{outlet.colour}"/>'
        '<text x="32" y="45" font-family="Georgia, serif" font-size="38" font-weight="bold" text-anchor="middle" '
        f'fill="#fff">{initial}</text></svg>'
    ).encode()


class _Canvas:
    """A canvas of indexed pixels; edges are smoothed horizontally by mixing the two colours."""

    def __init__(self, colours: tuple[str, ...]) -> None:
        self.palette = [bytes.fromhex(colour) for colour in colours]
        self.rows = [bytearray(WIDTH) for _ in range(HEIGHT)]
        self._mixed: dict[tuple[int, int, int], int] = {}

    def span(self, y: int, start: float, end: float, colour: int) -> None:
        """Paint a stretch of one row."""
        start, end = max(0.0, start), min(float(WIDTH), end)
        if end <= start or not 0 <= y < HEIGHT:
            return
        row, first, last = self.rows[y], math.ceil(start), math.floor(end)
        if first > last:
            return
        if first - start > 0:
            row[first - 1] = self._mix(row[first - 1], colour, first - start)
        if end - last > 0:
            row[last] = self._mix(row[last], colour, end - last)
        row[first:last] = bytes([colour]) * (last - first)

    def box(self, x: float, y: float, width: float, height: float, colour: int) -> None:
        """Paint an upright rectangle."""
        for line in range(max(0, round(y)), min(HEIGHT, round(y + height))):
            self.span(line, x, x + width, colour)

    def disc(
        self, x: float, y: float, radius: float, colour: int, within: tuple[float, float, float, float] | None = None
    ) -> None:
        """Paint a disc; ``within`` (left, top, right, bottom) shows a part of it only."""
        left, top, right, bottom = within or (0, 0, WIDTH, HEIGHT)
        for line in range(max(0, round(top), round(y - radius)), min(HEIGHT, round(bottom), round(y + radius))):
            reach = math.sqrt(max(0.0, radius**2 - (line + 0.5 - y) ** 2))
            self.span(line, max(left, x - reach), min(right, x + reach), colour)

    def slant(self, x: float, width: float, lean: float, colour: int) -> None:
        """Paint a band from the top edge to the bottom, ``lean`` pixels further right at the foot."""
        for line in range(HEIGHT):
            start = x + lean * line / HEIGHT
            self.span(line, start, start + width, colour)

    def encoded(self) -> bytes:
        """Return the canvas as a PNG."""
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
        pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in self.rows), 9)
        chunks = ((b"IHDR", header), (b"PLTE", b"".join(self.palette)), (b"IDAT", pixels), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )

    def _mix(self, under: int, over: int, share: float) -> int:
        step = round(share * _STEPS)
        if under == over or step == 0:
            return under
        if step == _STEPS:
            return over
        key = (under, over, step)
        if key not in self._mixed:
            if len(self.palette) == 256:
                return over
            pairs = zip(self.palette[under], self.palette[over], strict=True)
            self._mixed[key] = len(self.palette)
            self.palette.append(bytes(low + (high - low) * step // _STEPS for low, high in pairs))
        return self._mixed[key]


def _dice(dice: bytes) -> Iterator[int]:
    while True:
        yield from dice


def _horizon(canvas: _Canvas, dice: bytes) -> None:
    """Draw a sun over bands of land."""
    canvas.disc(200 + dice[0] * 3, 190 + dice[1] // 2, 110 + dice[2] // 3, 4)
    for number in range(4):
        top = 360 + number * 78 + dice[3 + number] // 6
        canvas.box(0, top, WIDTH, HEIGHT - top, (1, 2, 3, 0)[number])
    canvas.box(0, 520 + dice[8] // 4, WIDTH, 5, 4)


def _rings(canvas: _Canvas, dice: bytes) -> None:
    """Draw rings around a point off the centre."""
    x, y = 250 + dice[0] * 2.8, 140 + dice[1] * 1.5
    for number in range(9, 0, -1):
        canvas.disc(x, y, number * (58 + dice[2] // 12), (1, 0, 2, 0, 1, 0, 3, 0, 4)[9 - number])


def _tiles(canvas: _Canvas, dice: bytes) -> None:
    """Draw a pavement of quarter discs."""
    side, throw = 225, _dice(dice)
    for y in range(0, HEIGHT, side):
        for x in range(0, WIDTH, side):
            roll = next(throw)
            right, bottom = min(x + side, WIDTH), y + side
            canvas.box(x, y, right - x, side, (0, 1, 2, 0)[roll & 3])
            corner = (x + side * (roll >> 2 & 1), y + side * (roll >> 3 & 1))
            canvas.disc(*corner, side, (3, 2, 4, 1, 3, 0)[(roll >> 4) % 6], (x, y, right, bottom))
            if roll > 200:
                canvas.disc(*corner, side / 2, 0, (x, y, right, bottom))


def _bands(canvas: _Canvas, dice: bytes) -> None:
    """Draw leaning bands."""
    x, lean, throw = -300.0, 90 + dice[0] * 1.2, _dice(dice[1:])
    while x < WIDTH:
        roll = next(throw)
        canvas.slant(x, 24 + roll * 0.7, lean, (1, 2, 0, 3, 0, 1, 4, 0)[roll % 8])
        x += 40 + roll * 0.8
    canvas.disc(180 + dice[3] * 3, 150 + dice[4], 64 + dice[5] // 4, 4)


def _columns(canvas: _Canvas, dice: bytes) -> None:
    """Draw a row of columns, like a chart or a skyline."""
    throw, width = _dice(dice), 60 + dice[0] % 3 * 15
    accent = dice[1] % (WIDTH // width)
    for number, x in enumerate(range(0, WIDTH, width)):
        roll = next(throw)
        height = 90 + roll * 1.7
        canvas.box(x + 6, HEIGHT - height, width - 12, height, 4 if number == accent else (1, 2, 3)[roll % 3])
    canvas.box(0, HEIGHT - 14, WIDTH, 14, 3)


def _dots(canvas: _Canvas, dice: bytes) -> None:
    """Draw a lattice of dots whose size follows two waves."""
    step, phase = 75, dice[0] / 40
    for row in range(10):
        for column in range(17):
            wave = math.sin(column * 0.55 + phase) + math.cos(row * 0.7 + dice[1] / 50)
            colour = 4 if (row * 17 + column) % 29 == dice[2] % 29 else (2 if wave > 0 else 3)
            canvas.disc(column * step, row * step, 8 + 13 * abs(wave), colour)


_MOTIFS = (_horizon, _rings, _tiles, _bands, _columns, _dots)
