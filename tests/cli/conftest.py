"""A newsroom that several files of these tests ask."""

import functools
import http.server
import json
import threading

import pytest

from console import free_port, start


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """The demo's newsroom, kept in a folder; its summary."""
    folder = tmp_path_factory.mktemp("kept") / "demo"
    done = start("demo", "--once", "--dir", folder, "--port", free_port(), cwd=folder.parent)
    return folder, json.loads(done.stdout)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, without a word about it."""

    def log_message(self, *words):
        pass


@pytest.fixture
def outlet(tmp_path):
    """A folder that is served on loopback, and its address."""
    folder = tmp_path / "outlet"
    folder.mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
