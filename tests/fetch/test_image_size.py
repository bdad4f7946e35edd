"""The size of a leading picture, from its first bytes over real HTTP."""

import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.fetch import image_size
from coranto.fetch.client import Client
from coranto.model.article import Page
from coranto.model.entry import Image
from coranto.model.response import Response
from coranto.model.settings import Fetch


def png(width, height, rest=200_000):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + head
        + struct.pack(">I", zlib.crc32(b"IHDR" + head))
        + b"x" * rest
    )


def jpeg(width, height, notes=30_000, turned=False):
    exif = b""
    if turned:
        inner = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
        exif = b"\xff\xe1" + struct.pack(">H", len(inner) + 2) + inner
    note = b"\xff\xed" + struct.pack(">H", notes + 2) + b"n" * notes
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\x01\x11\0\x02\x11\0\x03\x11\0"
    return b"\xff\xd8" + exif + note + frame + b"\xff\xda" + b"x" * 1000


def webp(width, height):
    body = (
        b"VP8X"
        + struct.pack("<I", 10)
        + b"\0\0\0\0"
        + struct.pack("<I", width - 1)[:3]
        + struct.pack("<I", height - 1)[:3]
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


PICTURES = {
    "photo.png": png(1200, 630),
    "photo.jpg": jpeg(1024, 768),
    "turned.jpg": jpeg(1024, 768, turned=True),
    "late.jpg": jpeg(1024, 768, notes=65_000).replace(b"\xff\xed", b"\xff\xed\x03\xea" + b"m" * 1000 + b"\xff\xed")
    + b"y" * 9,
    "photo.webp": webp(800, 450),
    "photo.gif": b"GIF89a" + struct.pack("<HH", 640, 480) + b"\0" * 50,
    "dot.gif": b"GIF89a" + struct.pack("<HH", 1, 1) + b"\0" * 50,
    "strange.jpg": b"\xff\xd8" + b"\xff" * 70_000,
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'/>",
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list = []

    def log_message(self, *_):
        pass

    def do_GET(self):
        name = self.path.removeprefix("/ranged").strip("/")
        self.asked.append((self.path, self.headers.get("Range")))
        body = (
            b"User-agent: *\nDisallow: /private\n"
            if name == "robots.txt"
            else PICTURES.get(name.removeprefix("private/"))
        )
        if name == "busy.jpg":
            self.send_response(503)
        elif body is None:
            self.send_response(404)
        elif self.path.startswith("/ranged"):
            self.send_response(206)
            body = body[: image_size.FIRST]
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        try:
            self.wfile.write(body or b"")
        except OSError:
            self.close_connection = True


@pytest.fixture(scope="module")
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.fixture
async def client(server):
    async with Client(Fetch(allow=(server.removeprefix("http://"),), timeout=5.0), "https://site.example") as opened:
        yield opened


def page(*names, server, **size):
    images = tuple(Image(url=f"{server}/{name}", **(size if place == 0 else {})) for place, name in enumerate(names))
    return Page(url=f"{server}/a", images=images, provenance={"images": "og:image"})


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("photo.png", (1200, 630)),
        ("ranged/photo.png", (1200, 630)),
        ("photo.jpg", (1024, 768)),
        ("turned.jpg", (768, 1024)),
        ("photo.webp", (800, 450)),
        ("photo.gif", (640, 480)),
        ("late.jpg", (None, None)),
        ("strange.jpg", (None, None)),
    ],
)
async def test_a_picture_without_a_size_is_measured_or_left_as_it_is(client, server, name, size):
    found = await image_size.measured(page(name, server=server), client)
    assert [(image.width, image.height) for image in found.images] == [size]
    assert ("size from its first bytes" in found.provenance["images"]) == (size != (None, None))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("dot.gif", "an icon or a tracker of 1 x 1"),
        ("drawing.png", "no picture that a browser shows"),
        ("none.jpg", "it is not there"),
        ("busy.jpg", "it could not be fetched"),
        ("private/photo.png", "it could not be fetched"),
    ],
)
async def test_what_is_no_picture_gives_way_to_the_next(client, server, name, reason):
    found = await image_size.measured(page(name, "photo.jpg", server=server), client)
    assert [(image.url, image.width) for image in found.images] == [(f"{server}/photo.jpg", 1024)]
    assert reason in found.provenance["images"]


async def test_a_size_that_the_page_states_proves_nothing(client, server):
    claimed = page("photo.png", "photo.jpg", server=server, width=600, height=400)
    found = await image_size.measured(claimed, client)
    assert (found.images[0].width, found.images[0].height) == (1200, 630)
    invented = page("none.jpg", "drawing.png", server=server, width=600, height=400)
    assert (await image_size.measured(invented, client)).images == ()


async def test_only_the_beginning_is_asked_for_and_read(client, server):
    Handler.asked.clear()
    answer = await client.get(f"{server}/photo.png", first=1000)
    assert isinstance(answer, Response)
    assert len(answer.body) == 1000
    assert Handler.asked == [("/photo.png", "bytes=0-999")]


@given(st.sampled_from(sorted(PICTURES)), st.integers(0, 400), st.binary(max_size=8), st.integers(0, 500))
def test_any_bytes_have_a_size_or_none(name, place, noise, end):
    body = PICTURES[name]
    broken = (body[:place] + noise + body[place + len(noise) :])[: len(body) if end > 400 else end]
    sides = image_size.size(broken)
    assert sides is None or min(sides) > 0
