"""A press for workers: many hosts on loopback, bodies that are nearly made, a PostgreSQL of one's own, and its workers."""

import asyncio
import contextlib
import functools
import json
import multiprocessing
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import psycopg
import uvloop

BINARIES = Path(shutil.which("pg_ctl") or "/usr/lib/postgresql/15/bin/pg_ctl").resolve().parent
BEGAN = 1_772_400_000.0  # the time of the first article
_chance = random.Random(7)
WORDS = ["".join(_chance.choice("bdfgklmnprst") + _chance.choice("aeiou") for _ in range(_chance.randint(2, 4))) for _ in range(8_000)]  # fmt: skip


def host(source: int) -> str:
    """Return the address of a source's host."""
    return f"127.{1 + source // 60_000}.{source // 250 % 240}.{source % 250 + 1}"


@functools.cache
def words_of(language: str) -> list[str]:
    """Return words of a language without its most frequent ones; invented ones if none is named."""
    if not language:
        return WORDS
    import wordfreq

    return [word for word in wordfreq.top_n_list(language, 9_000)[100:] if word.isalpha() and len(word) > 2]


def language_of(number: int, languages: tuple[str, ...]) -> str:
    """Return the language of an article: stories of three articles have one."""
    return languages[number // 3 % len(languages)] if languages else ""


def title(number: int, languages: tuple[str, ...] = ()) -> str:
    """Return the title of an article; some in a row tell the same story."""
    known = words_of(language_of(number, languages))
    words = random.Random(number // 3).sample(known, 6)
    return " ".join([*words, *random.Random(number).sample(known, 3), "ferry"]).capitalize()


def pages(words: int, language: str = "") -> list[bytes]:
    """Return pages with the parts that real ones have, and two marks for title and date."""
    made, WORDS = [], words_of(language)  # noqa: N806 - as the module's
    for number in range(40):
        chance = random.Random(number)
        links = "".join(f'<li><a href="/section/{n}">{chance.choice(WORDS)}</a></li>' for n in range(120))
        text = "".join(f"<p>{' '.join(chance.choices(WORDS, k=words // 12)).capitalize()}.</p>" for _ in range(12))
        aside = "".join(f'<div class="teaser"><h3><a href="/t/{n}">{" ".join(chance.choices(WORDS, k=7))}</a></h3><p>{" ".join(chance.choices(WORDS, k=20))}</p></div>' for n in range(20))  # fmt: skip
        made.append(f'<!doctype html><html lang="@L@"><head><title>@T@</title><meta property="og:title" content="@T@"><meta property="article:published_time" content="@D@"><meta property="og:image" content="/i.jpg"></head><body><header><nav><ul>{links}</ul></nav></header><main><article><h1>@T@</h1><time datetime="@D@">@D@</time>{text}</article></main><aside>{aside}</aside><footer>{links}</footer></body></html>'.replace("@L@", language or "en").encode())  # fmt: skip
    return made


@contextlib.contextmanager
def press(
    sources: int,
    articles: int,
    seconds: float,
    words: int = 400,
    core: int | None = None,
    languages: tuple[str, ...] = (),
) -> Iterator["Press"]:
    """Serve feeds on as many hosts; after ``seconds`` all of ``articles`` are out. 0: from the beginning."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    server = spawn.Process(target=_serve, args=(theirs, sources, articles, seconds, words, languages), daemon=True)
    server.start()
    if core is not None:
        os.sched_setaffinity(server.pid, {core})
    try:
        yield Press(ours.recv(), server.pid, sources, articles)
    finally:
        server.kill()
        server.join()


class Press:
    """What is served, and by which process."""

    def __init__(self, port: int, pid: int, sources: int, articles: int) -> None:
        self.port, self.pid, self.sources, self.articles = port, pid, sources, articles

    def opml(self) -> str:
        rows = "".join(f'<outline type="rss" text="Outlet {n}" xmlUrl="http://{host(n)}:{self.port}/feed"/>' for n in range(self.sources))  # fmt: skip
        return f"<opml version='2.0'><head><title>Sources</title></head><body>{rows}</body></opml>"

    def urls(self) -> set[str]:
        return {f"http://{host(n % self.sources)}:{self.port}/{n}" for n in range(self.articles)}


def _serve(tell, sources: int, articles: int, seconds: float, words: int, languages: tuple[str, ...]) -> None:
    made_of, began = {one: pages(words, one) for one in languages or ("",)}, time.time()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("0.0.0.0", 0))
    port = listener.getsockname()[1]
    number_of = {host(n): n for n in range(sources)}

    def answer(head: bytes) -> bytes:
        way = head.split(b" ", 2)[1]
        named = head[head.lower().index(b"host:") + 5 :].split(b"\r\n", 1)[0].strip().split(b":")[0].decode()
        source = number_of.get(named)
        if source is None or (way != b"/feed" and not way[1:].isdigit()):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if way == b"/feed":
            out = articles if not seconds else min(articles, int(articles * (time.time() - began) / seconds))
            shown = range(source, out, sources)[-30:]
            etag = b'"%d"' % len(range(source, out, sources))
            if b"If-None-Match: " + etag in head:
                return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag
            items = "".join(f"<item><title>{title(n, languages)}</title><link>http://{named}:{port}/{n}</link><pubDate>{formatdate(began + n * 0.05 - articles * 0.05)}</pubDate></item>" for n in shown)  # fmt: skip
            body = f"<rss version='2.0'><channel><title>Outlet {source}</title>{items}</channel></rss>".encode()
            return b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n" % (etag, len(body)) + body  # fmt: skip
        number = int(way[1:])
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(began + number * 0.05 - articles * 0.05)).encode()
        named, language = title(number, languages), language_of(number, languages)
        made = made_of[language]
        body = made[number % len(made)].replace(b"@T@", named.encode()).replace(b"@D@", at)
        body = body.replace(b"</article>", f"<p>{named} {' '.join(random.Random(number).choices(words_of(language), k=200))}.</p></article>".encode())  # fmt: skip
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body  # fmt: skip

    class Answering(asyncio.Protocol):
        def connection_made(self, transport):
            self._out, self._rest = transport, b""

        def data_received(self, data):
            self._rest += data
            while b"\r\n\r\n" in self._rest:
                head, _, self._rest = self._rest.partition(b"\r\n\r\n")
                self._out.write(answer(head))

    async def main() -> None:
        await asyncio.get_running_loop().create_server(Answering, sock=listener, backlog=4096)
        tell.send(port)
        parent = os.getppid()
        while os.getppid() == parent:
            await asyncio.sleep(1)

    uvloop.run(main())


class Server:
    """A PostgreSQL of one's own in a folder, so that nobody else's is restarted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        if self._user:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self.run("initdb", "-D", "data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        (folder / "data" / "postgresql.auto.conf").open("a").write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{folder}'\nmax_connections = 200\n")  # fmt: skip
        self.start()

    def run(self, what: str, *words: str) -> None:
        drop = {"user": self._user.pw_uid, "group": self._user.pw_gid} if self._user else {}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([BINARIES / what, *words], cwd=self.folder, check=True, env=os.environ | {"HOME": str(self.folder), "LC_ALL": "C"}, **drop, **quiet)  # fmt: skip

    def start(self) -> None:
        self.run("pg_ctl", "-D", "data", "-w", "-t", "60", "-l", "log", "start")

    def stop(self, how: str = "fast") -> None:
        self.run("pg_ctl", "-D", "data", "-w", "-m", how, "stop")

    @property
    def pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def ask(self, statement: str) -> list:
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Make a PostgreSQL and take it away again."""
    with tempfile.TemporaryDirectory(prefix="workers-pg-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        one = Server(Path(name))
        try:
            yield one
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                one.stop("immediate")


def scaffold(folder: Path, database: str, made: Press, more: str = "") -> None:
    """Write the newsroom that reads a press."""
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    (folder / "topics" / "ferry.yaml").write_text("taxonomy: topic\n_id: ferry\nname: Ferry\nkeywords: [ferry]\n")
    (folder / "sources.opml").write_text(made.opml())
    (folder / "coranto.toml").write_text(f'database = "{database}"\n{more}\n[fetch]\nallow = ["127.0.0.0/8"]\nspacing = 0.0\nper_host = 8\nhourly = 0\nlook_again = []\n[publish]\nthreshold = 20\n')  # fmt: skip


class Worker:
    """A process of ``coranto worker``, with its log."""

    def __init__(self, folder: Path, number: int, *only: str, core: int | None = None) -> None:
        self.log = folder / f"worker-{number}.log"
        named = [word for kind in only for word in ("--only", kind)]
        pinned = ["taskset", "-c", str(core)] if core is not None else []
        with self.log.open("ab") as out:
            self.process = subprocess.Popen([*pinned, Path(sys.executable).parent / "coranto", "-v", "--log", "json", "--config", folder / "coranto.toml", "worker", *named], stdout=out, stderr=out)  # fmt: skip

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def said(self) -> list[dict]:
        lines = self.log.read_text("utf-8", "replace").splitlines() if self.log.exists() else []
        found = []
        for line in lines:
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
        return found


def cpu(pid: int | str) -> float:
    """Return the seconds of processor time of a process and of all that it has started, ended ones included."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(cpu, children(pid)))


def children(pid: int | str) -> list[str]:
    try:
        return [one for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
    except OSError:
        return []
