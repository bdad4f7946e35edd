"""A database server that goes away and comes back: its sentence, nothing lost, and the newsroom goes on by itself."""

import asyncio
import contextlib
import socket
import threading
import urllib.error
import urllib.request

import gathered
import pytest
import structlog
from sqlalchemy import make_url

from coranto import errors, pipeline
from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.mailing import send
from coranto.operate import round_log
from coranto.run import issue_mail
from coranto.store import open_store
from coranto.web import app as serving

pytestmark = pytest.mark.postgres


class Wire:
    """A wire to a server, which can be cut and mended: the server goes away for whoever is on it."""

    def __init__(self, host, port):
        self._to, self._open, self.listener = (host, port), [], None
        self.port = 0
        self.mend()

    def mend(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        while self._open:
            end = self._open.pop()
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._to)
                self._open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass(one, other):
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)


@pytest.fixture
def wire(schema):
    """A wire to the server, and the address of a store at its other end."""
    url = make_url(schema())
    wire = Wire(url.host, url.port or 5432)
    wire.address = url.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
    yield wire
    wire.cut()


def test_a_store_says_so_and_works_again(wire):
    store = open_store(wire.address)
    store.put_value("key", b"before")
    wire.cut()
    for _ in range(2):
        with pytest.raises(errors.StoreError, match=r"does not answer|connection"):
            store.put_value("key", b"lost")
    wire.mend()
    assert store.get_value("key") == b"before"
    with pytest.raises(errors.StoreError):
        two_values(store, wire.cut)
    wire.mend()
    assert (store.get_value("key"), store.get_value("other")) == (b"before", None)
    store.close()


async def test_rounds_fail_with_a_sentence_and_go_on(wire, tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "coranto.toml").write_text(f'database = "{wire.address}"\n' + gathered.TOML)
    stop = asyncio.Event()
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as newsroom:

        def rounds():
            return round_log.read(newsroom.store)

        with structlog.testing.capture_logs() as log:
            running = asyncio.create_task(pipeline.run_forever(newsroom, stop, lambda _: None, 0.05))
            try:
                await until(rounds)
                wire.cut()
                await until(lambda: [line for line in log if line["event"] == "round failed"])
                wire.mend()
                many = len(rounds())
                await until(lambda: len(rounds()) > many)
            finally:
                stop.set()
                await running
    failures = [line["reason"] for line in log if line["event"] == "round failed"]
    assert all("PostgreSQL database" in reason for reason in failures), failures
    assert not any("Traceback" in reason for reason in failures)


async def test_mail_says_it_once_and_a_page_in_one_line(wire, tmp_path):
    (tmp_path / "coranto.toml").write_text(f'database = "{wire.address}"\n')
    stop = asyncio.Event()
    with (
        newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as newsroom,
        serving.Server(newsroom, "127.0.0.1", 0) as server,
        structlog.testing.capture_logs() as log,
    ):
        wire.cut()
        with pytest.raises(urllib.error.HTTPError, match="503"):
            await asyncio.to_thread(urllib.request.urlopen, f"{server.address}/river/")
        (page,) = [line for line in log if line["event"] == "a page failed"]
        assert "PostgreSQL database" in page["reason"]
        assert "exc_info" not in page
        sending = asyncio.create_task(send.send_forever(newsroom, issue_mail.parts, stop, 0.01))
        await asyncio.sleep(0.5)
        stop.set()
        await sending
    said = [line["reason"] for line in log if line["event"] == "mail is not sent"]
    assert said
    assert len(said) == len(set(said))


def two_values(store, between):
    with store.transaction(writes=True):
        store.put_value("key", b"half")
        between()
        store.put_value("other", b"half")


async def until(reached, seconds=30):
    async with asyncio.timeout(seconds):
        while not reached():
            await asyncio.sleep(0.05)
