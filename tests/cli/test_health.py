"""`coranto health` asks the site where the settings say that it is."""

import http.server
import socketserver
import threading
import time

import pytest

from console import free_port, run


class Unwell(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error(503)

    def log_message(self, *_):
        pass


class Answering(Unwell):
    def do_GET(self):
        assert self.path == "/health"
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def address_string(self):  # a Unix socket's client has none
        return ""


def site(folder, host, port=8000):
    (folder / "coranto.toml").write_text(f'[serve]\nhost = "{host}"\nport = {port}\n')


def answers(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_site_that_answers_is_well(tmp_path, host):
    with answers(http.server.HTTPServer(("127.0.0.1", 0), Answering)) as server:
        site(tmp_path, host, server.server_port)
        assert run("health", cwd=tmp_path).stdout == f"http://{host}:{server.server_port} answers\n"
        server.shutdown()


def test_a_socket_is_asked_too(tmp_path):
    with answers(socketserver.UnixStreamServer(str(tmp_path / "site.sock"), Answering)) as server:
        site(tmp_path, tmp_path / "site.sock")
        assert run("health", cwd=tmp_path).stdout == f"unix:{tmp_path}/site.sock answers\n"
        server.shutdown()


def test_a_site_that_is_not_there_or_cannot_work_ends_with_1_and_a_sentence(tmp_path):
    site(tmp_path, "127.0.0.1", free_port())
    said = run("health", cwd=tmp_path, code=1).stderr
    assert "the site does not answer: Connection refused; is `coranto run` at work?" in said
    with answers(http.server.HTTPServer(("127.0.0.1", 0), Unwell)) as server:
        site(tmp_path, "127.0.0.1", server.server_port)
        assert "cannot work (status 503)" in run("health", cwd=tmp_path, code=1).stderr
        server.shutdown()


def test_who_serves_nothing_is_asked_for_its_last_round(tmp_path):
    site(tmp_path, "127.0.0.1", free_port())
    assert "no round has ended yet" in run("health", "--round", "60", cwd=tmp_path, code=1).stderr
    run("run", "--once", cwd=tmp_path)
    assert run("health", "--round", "60", cwd=tmp_path).stdout.startswith("the last round ended ")
    time.sleep(1.1)  # the clock of the newsroom has whole seconds
    assert "s ago; is `coranto run` at work?" in run("health", "--round", "0.5", cwd=tmp_path, code=1).stderr
