"""A newsroom whose only source is a server of the test's own, on loopback."""

import http.server
import os
import subprocess
import threading

import pytest

from console import CORANTO, run

TOPIC = "taxonomy: topic\n_id: vision\nname: Vision\nkeywords: [facial recognition]\n"


class Outlet:
    """A web server: ``pages`` maps a path to (content type, bytes) or to a status; what is not there is a 404."""

    def __init__(self):
        self.pages = {}
        outlet = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                found = outlet.pages.get(self.path, 404)
                if isinstance(found, int):
                    self.send_error(found)
                    return
                kind, body = found
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *why):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def outlet():
    with Outlet() as running:
        yield running


@pytest.fixture
def site(tmp_path, outlet):
    """A site in a folder; ``sources`` of the outlet are written with ``listen``."""
    folder = tmp_path / "site"
    (folder / "topics").mkdir(parents=True)
    (folder / "topics" / "vision.yaml").write_text(TOPIC)
    place = outlet.address.removeprefix("http://")
    (folder / "coranto.toml").write_text(f'[fetch]\nallow = ["{place}"]\nspacing = 0\n[publish]\nthreshold = 0\n')
    return folder


@pytest.fixture
def listen(site, outlet):
    def listen(*paths):
        rows = "".join(f'<outline type="rss" text="{p}" xmlUrl="{outlet.address}{p}"/>' for p in paths)
        (site / "sources.opml").write_text(f'<opml version="2.0"><body>{rows}</body></opml>')

    return listen


@pytest.fixture
def coranto(site):
    """Run a command in the site's folder: in a process of its own where bytes, limits or another user need one."""

    def coranto(*words, before=(), cwd=site, **options):
        if not before and options.keys() <= {"input"}:
            return run(*words, cwd=cwd, code=None, **options)
        return subprocess.run(
            [*before, CORANTO, *words],
            cwd=cwd,
            capture_output=True,
            check=False,
            timeout=120,
            env={name: value for name, value in os.environ.items() if not name.startswith("COV")} | {"NO_COLOR": "1"},
            **{"text": True} | options,
        )

    return coranto
