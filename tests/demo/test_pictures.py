"""The pictures: real PNG files of the promised size, the same for the same slug."""

import struct
import zlib
from io import BytesIO
from xml.etree import ElementTree as ET

import imagesize
import pytest

from coranto.demo import newsstand, pictures

SLUGS = ["lower-house-passes", "peat", "", "übung", *(f"picture-{number}" for number in range(20))]


def chunks(data: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(kind + body)
        found[kind] = body
        at += 12 + length
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_a_picture_is_a_small_whole_png(slug):
    data = pictures.png(slug)
    assert data == pictures.png(slug)
    assert len(data) < 20_000
    assert imagesize.get(BytesIO(data)) == (pictures.WIDTH, pictures.HEIGHT)
    parts = chunks(data)
    assert list(parts) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    rows = zlib.decompress(parts[b"IDAT"])
    assert len(rows) == (pictures.WIDTH + 1) * pictures.HEIGHT
    assert 3 <= max(rows) < len(parts[b"PLTE"]) // 3


def test_pictures_differ():
    assert len({pictures.png(slug) for slug in SLUGS}) == len(SLUGS)


def test_every_outlet_has_a_mark():
    for outlet in newsstand.outlets().values():
        tree = ET.fromstring(pictures.svg(outlet))
        assert len(tree[1].text) == 1
