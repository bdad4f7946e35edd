"""Compressed bodies, undone as they arrive in pieces."""

import gzip
import zlib

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from coranto.fetch.decode import Decoder, TooLarge

PACKED = {
    "gzip": gzip.compress,
    "zstd": zstd.compress,
}


def undone(encoding, data, size, cap=1_000):
    decoder = Decoder(encoding, cap)
    return b"".join(decoder.feed(data[at : at + size]) for at in range(0, len(data), size))


@given(st.sampled_from(sorted(PACKED)), st.lists(st.binary(max_size=50), min_size=1, max_size=5), st.integers(1, 200))
def test_a_body_in_several_members_is_read_whole(encoding, parts, size):
    assert undone(encoding, b"".join(map(PACKED[encoding], parts)), size) == b"".join(parts)


@given(st.integers(1, 40), st.sampled_from([b"\0\0\0", b"<!-- cached -->", b"\x00\x1f"]))
def test_what_follows_and_is_no_member_is_no_part_of_the_body(size, rest):
    assert undone("gzip", gzip.compress(b"news") + rest, size) == b"news"


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_many_members_stop_at_the_cap(encoding):
    with pytest.raises(TooLarge):
        undone(encoding, PACKED[encoding](b"x" * 400) * 3, 10_000)
    assert len(undone(encoding, PACKED[encoding](b"x" * 500) * 2, 10_000)) == 1_000


@pytest.mark.parametrize("bits", [zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_deflate_is_read_with_and_without_its_header(bits):
    packer = zlib.compressobj(wbits=bits)
    assert undone("deflate", packer.compress(b"news") + packer.flush(), 3) == b"news"
