"""The proxies' configurations of `deploy/`, running: TLS, sub-path, compression, whose word is believed, broken links."""

import contextlib
import dataclasses
import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import msgspec
import pytest

from console import free_port
from coranto.config import extras
from coranto.web import app

DEPLOY = Path(__file__).parents[2] / "deploy"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
HOST = "news.example"
CERTIFICATE = "/etc/letsencrypt/live/news.example/fullchain.pem"
KEY = "/etc/letsencrypt/live/news.example/privkey.pem"


def installed(name):
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        pytest.skip(f"{name} is not installed: its configuration is not run")
    return found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    command = [
        installed("openssl"),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-keyout", "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", f"/CN={HOST}"]
    subprocess.run([*command, "-addext", f"subjectAltName=DNS:{HOST}"], cwd=folder, check=True, capture_output=True)
    return folder


class Behind:
    """A client of the proxy, which knows its certificate."""

    def __init__(self, port, plain, certificate):
        self.port, self.plain = port, plain
        self._tls = ssl.create_default_context(cafile=certificate / "certificate.pem")

    def ask(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection(HOST)
        connection.sock = self._tls.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port)), server_hostname=HOST
        )
        with contextlib.closing(connection):
            connection.request(method, path, body, {"User-Agent": "curl/8", **headers})
            answer = connection.getresponse()
            return answer, answer.read()


@contextlib.contextmanager
def nginx(folder, text, certificate, upstream):
    """Run nginx with the shown configuration, at ports and with a certificate of the test's own."""
    port, plain = free_port(), free_port()
    for shown, ours in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80": f"listen 127.0.0.1:{plain}",
        CERTIFICATE: certificate / "certificate.pem",
        KEY: certificate / "key.pem",
        "server 127.0.0.1:8000;": f"server {upstream};",
        "rate=10r/s": "rate=1000r/s",  # a crawl is no reader
    }.items():
        assert text.count(shown) == 1, shown
        text = text.replace(shown, str(ours))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;\n" if os.getuid() == 0 else ""
    whole = f"{user}pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{places}\n{text}\n}}\n"
    (folder / "nginx.conf").write_text(whole)
    command = [
        installed("nginx"),
        "-p",
        folder,
        "-e",
        folder / "error.log",
        "-c",
        folder / "nginx.conf",
        "-g",
        "daemon off;",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            reached(port, process)
            yield Behind(port, plain, certificate)
        finally:
            process.terminate()


def reached(port, process):
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(process.stderr.read())


def served(newsroom, url, **serve):
    """Return the newsroom with a public address behind a proxy that it names."""
    settings = newsroom.settings
    site = msgspec.structs.replace(settings.site, url=url)
    named = msgspec.structs.replace(settings.serve, proxies=("127.0.0.1",), **serve)
    return dataclasses.replace(newsroom, settings=msgspec.structs.replace(settings, site=site, serve=named))


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        self.found |= {value for name, value in attrs if name in ("href", "src", "action") and value}


def crawl(proxy, prefix):
    """Follow every link from the front page; return the paths that answered, each within the site and in one piece."""
    waiting, seen = [f"{prefix}/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer, body = proxy.ask(path)
        assert answer.status in (200, 301), (path, answer.status)
        assert path.startswith(f"{prefix}/")
        found = [answer.headers["location"]] if answer.status == 301 else []
        if answer.headers.get_content_type() == "text/html":
            links = Links()
            links.feed(body.decode())
            found += links.found
        elif answer.headers.get_content_type() == "text/css":
            found += re.findall(r"url\(\"?([^\")]+)", body.decode())
        for link in found:
            there = urlsplit(urljoin(f"https://{HOST}{path}", link))
            if there.netloc == HOST and "/density/" not in there.path and not there.path.endswith("/search/"):
                waiting.append(urlunsplit(("", "", there.path, there.query, "")))
    return seen


def test_nginx_as_shown(fresh, tmp_path, certificate):
    text = (DEPLOY / "nginx.conf").read_text()
    newsroom = served(fresh, f"https://{HOST}")
    lead = fresh.store.get_stories(["000000"])["000000"].lead
    with (
        app.Server(newsroom, port=0) as server,
        nginx(tmp_path, text, certificate, f"127.0.0.1:{server.port}") as proxy,
    ):
        plain = http.client.HTTPConnection("127.0.0.1", proxy.plain)
        plain.request("GET", "/river/?page=2", headers={"Host": HOST})
        moved = plain.getresponse()
        assert (moved.status, moved.headers["location"]) == (301, f"https://{HOST}/river/?page=2")
        plain.close()

        answer, packed = proxy.ask("/", **{"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed) == proxy.ask("/")[1]
        assert answer.headers["server"] == "nginx"
        for name in ("strict-transport-security", "content-security-policy", "x-content-type-options"):
            assert len(answer.headers.get_all(name)) == 1, name
        assert proxy.ask("/", **{"If-None-Match": answer.headers["etag"]})[0].status == 304
        assert proxy.ask("/websub/1", "POST", b"x" * 11_000_000)[0].status == 413

        for claimed in ("198.51.100.1", "198.51.100.2, 10.0.0.1", "203.0.113.9"):
            headers = {"User-Agent": BROWSER, "X-Forwarded-For": claimed}
            assert proxy.ask(f"/a/{lead}/", **headers)[0].status == 200
        if extras.there("desk"):
            desk, _ = proxy.ask("/desk/sign-in/", **{"User-Agent": BROWSER})
            assert "__Host-" in desk.headers["set-cookie"]
            assert "Secure" in desk.headers["set-cookie"]
    # Readers are counted when the server ends.
    assert fresh.store.reader_counts([lead], ["2026-03-07"]) == {lead: 1}, "what clients claim is believed"


def below_a_path(fresh, tmp_path, certificate, slash):
    """nginx as the guide changes it for a site below a path, with a Unix socket behind it."""
    text = (DEPLOY / "nginx.conf").read_text()
    for shown, written in {"location / {": "location /news/ {", "http://coranto;": f"http://coranto{slash};"}.items():
        assert text.count(shown) == 1
        text = text.replace(shown, written)
    newsroom = served(fresh, f"https://{HOST}/news", host=str(tmp_path / "site.sock"))
    stack = contextlib.ExitStack()
    stack.enter_context(app.Server(newsroom))
    proxy = stack.enter_context(nginx(tmp_path, text, certificate, f"unix:{tmp_path}/site.sock"))
    return stack, proxy


def test_nginx_below_a_path_and_over_a_socket_has_no_broken_link(fresh, tmp_path, certificate):
    stack, proxy = below_a_path(fresh, tmp_path, certificate, "/")
    with stack:
        seen = {page.partition("?")[0] for page in crawl(proxy, "/news")}
        assert {"/news/", "/news/river/", "/news/static/style.css", "/news/manifest.webmanifest"} <= seen
        assert len(seen) > 40
        assert f"https://{HOST}/news/".encode() in proxy.ask("/news/feed.xml")[1]
        assert proxy.ask("/feed.xml")[0].status == 404


def test_a_path_that_nginx_leaves_in_the_request_is_taken_off(fresh, tmp_path, certificate):
    stack, proxy = below_a_path(fresh, tmp_path, certificate, "")
    with stack:
        for page in ("/news/", "/news/river/", "/news/api/v1/sources"):
            assert proxy.ask(page)[0].status == 200


def test_caddy_as_shown(fresh, tmp_path):
    caddy = installed("caddy")
    port, text = free_port(), (DEPLOY / "Caddyfile").read_text()
    newsroom = served(fresh, f"https://{HOST}/news")
    lead = fresh.store.get_stories(["000000"])["000000"].lead
    with app.Server(newsroom, port=0) as server:
        text = text.replace("\nnews.example {", f"\nhttp://{HOST}:{port} {{").replace(
            "127.0.0.1:8000", f"127.0.0.1:{server.port}"
        )
        text = text.replace("\treverse_proxy", "\thandle /news/*").replace(f"127.0.0.1:{server.port}\n", f"{{\n\t\treverse_proxy 127.0.0.1:{server.port}\n\t}}\n")  # fmt: skip
        (tmp_path / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text)
        command = [caddy, "run", "--adapter", "caddyfile", "--config", tmp_path / "Caddyfile"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, env={"HOME": str(tmp_path)}) as process:
            try:
                reached(port, process)
                for claimed in ("198.51.100.1", "203.0.113.9"):
                    one = http.client.HTTPConnection("127.0.0.1", port)
                    headers = {
                        "Host": HOST,
                        "User-Agent": BROWSER,
                        "X-Forwarded-For": claimed,
                        "Accept-Encoding": "gzip",
                    }
                    one.request("GET", f"/news/a/{lead}/", headers=headers)
                    answer = one.getresponse()
                    assert (answer.status, answer.headers["content-encoding"]) == (200, "gzip")
                    assert answer.headers["strict-transport-security"] == "max-age=31536000"
                    one.close()
            finally:
                process.terminate()
    assert fresh.store.reader_counts([lead], ["2026-03-07"]) == {lead: 1}
