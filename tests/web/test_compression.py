import gzip
import subprocess
import sys

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.web.compression import SMALLEST, Compression, accepted

DECODE = {"br": brotli.decompress, "gzip": gzip.decompress}


async def ask(pieces, encoding, headers=()):
    """Send pieces through the middleware; the headers and the bodies as a client gets them."""
    sent = []

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"vary", b"Cookie"), *headers]})
        for n, piece in enumerate(pieces):
            await send({"type": "http.response.body", "body": piece, "more_body": n < len(pieces) - 1})

    async def send(message):
        sent.append(message)

    await Compression(app)({"type": "http", "headers": [(b"accept-encoding", encoding.encode())]}, None, send)
    assert [one["type"] for one in sent] == ["http.response.start", *["http.response.body"] * len(pieces)]
    assert [one["more_body"] for one in sent[1:]] == [*[True] * (len(pieces) - 1), False]
    return dict(sent[0]["headers"]), [one["body"] for one in sent[1:]]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@given(pieces=st.lists(st.binary(max_size=2000), min_size=1, max_size=5))
async def test_a_client_gets_the_bytes_that_were_sent(encoding, pieces):
    headers, bodies = await ask(pieces, encoding)
    whole = b"".join(bodies)
    if len(pieces) > 1 or len(pieces[0]) >= SMALLEST:
        assert headers[b"content-encoding"] == encoding.encode()
        assert headers[b"vary"] == b"Cookie, Accept-Encoding"
        whole = DECODE[encoding](whole)
    else:
        assert b"content-encoding" not in headers
    assert whole == b"".join(pieces)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_each_streamed_piece_can_be_read_when_it_arrives(encoding):
    _, bodies = await ask([b"first line\n", b"second line\n", b""], encoding)
    if encoding == "br":
        assert brotli.Decompressor().process(bodies[0]) == b"first line\n"
    else:
        assert gzip.zlib.decompressobj(31).decompress(bodies[0]) == b"first line\n"


async def test_the_length_is_that_of_the_compressed_body():
    headers, (body,) = await ask([b"x" * 5000], "br", [(b"content-length", b"5000")])
    assert headers[b"content-length"] == str(len(body)).encode()
    headers, _ = await ask([b"x" * 5000, b""], "br", [(b"content-length", b"5000")])
    assert b"content-length" not in headers  # nobody knows it yet


async def test_what_is_compressed_already_or_not_asked_for_stays_as_it_is():
    assert (await ask([b"x" * 5000], "br", [(b"content-encoding", b"gzip")]))[1] == [b"x" * 5000]
    assert (await ask([b"x" * 5000], "identity"))[1] == [b"x" * 5000]


def test_brotli_is_preferred():
    assert [accepted(one) for one in ("gzip, deflate, br", "gzip", "", "deflate")] == ["br", "gzip", "", ""]


def test_without_brotli_a_client_that_prefers_it_gets_gzip():
    without = "import sys; sys.modules['brotli'] = None; from coranto.web.compression import accepted"
    code = f"{without}; print(accepted('gzip, br'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "gzip\n"
