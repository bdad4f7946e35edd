"""Besiege a newsroom at work: idle connections, long questions, broken downloads, many readers, while rounds are run.

    python benchmarks/siege.py [--idle 2000] [--questions 24000] [--downloads 1000] [--clients 200] [--seconds 600]
                               [--apart]

The demo's press is the source. ``coranto run`` gathers and serves in one process, as it comes; with ``--apart`` it
gathers only, and `coranto serve` serves beside it. While readers read, every source is due again every 15 seconds. Prints a
line of JSON for each attack: whether the front page is served afterwards and after how many seconds, the memory of the
process and how much more that is than before the first attack, and for the readers requests a second, p50 and p99 in
milliseconds, the processor's seconds of the process, and the answers that were no 200.
"""

import argparse
import asyncio
import collections
import contextlib
import json
import os
import random
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from coranto.demo import Press
from coranto.run import scaffold

ROUNDS = 15.0  # seconds between two rounds


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


class Site:
    """A newsroom in a process of its own, or in two: ``process`` is the one that serves."""

    def __init__(self, folder: Path, press: Press, port: int, *, apart: bool) -> None:
        scaffold.demo(folder, press, port)
        self.port, self.address, self.folder, self.idle = port, f"http://127.0.0.1:{port}", folder, 0
        command = [
            sys.executable,
            "-c",
            "from coranto.cli import main; main()",
            "-q",
            "--config",
            folder / "coranto.toml",
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([*command, "serve" if apart else "run"], **quiet)
        self.beside = [subprocess.Popen([*command, "run", "--apart"], **quiet)] if apart else []

    def get(self, path: str = "/") -> bytes:
        request = urllib.request.Request(self.address + path, headers={"User-Agent": "siege bot/"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def wait(self, stories: int) -> None:
        while True:
            try:
                if len(json.loads(self.get("/api/v1/stories?limit=100"))["items"]) >= stories:
                    return
            except OSError:
                pass
            time.sleep(1)

    def memory(self) -> int:
        """Return the resident memory in MB."""
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1]) // 1024

    def cpu(self) -> float:
        """Return the seconds of processor time that the serving process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def report(self, what: str, **figures: object) -> None:
        began = time.monotonic()
        self.get()
        took = round(time.monotonic() - began, 2)
        print(
            json.dumps(
                {
                    "attack": what,
                    "alive": self.process.poll() is None,
                    "front page after s": took,
                    "MB": self.memory(),
                    "MB more": self.memory() - self.idle,
                    **figures,
                }
            ),
            flush=True,
        )

    def poll_again(self) -> None:
        """Make every source due."""
        with contextlib.suppress(sqlite3.OperationalError), sqlite3.connect(self.folder / "coranto.db") as store:
            store.execute("update source set due = 0")

    def open(self, sent: bytes) -> socket.socket:
        one = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        one.sendall(sent)
        return one


def idle(site: Site, count: int) -> None:
    connections = []
    for n in range(count):
        try:
            connections.append(site.open(b"GET / HT" if n % 2 else b""))
        except OSError:
            break
    site.report(f"{len(connections)} idle or half-sent connections")
    for one in connections:
        one.close()


def downloads(site: Site, count: int) -> None:
    for _ in range(count):
        with site.open(b"GET /api/v1/articles.jsonl HTTP/1.1\r\nHost: x\r\n\r\n") as one:
            one.recv(100)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    site.report(f"{count} interrupted downloads")


async def questions(site: Site, count: int) -> collections.Counter:
    codes = collections.Counter()

    async def ask(first: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        for n in range(first, count, 8):
            size = (400, 5_000, 50_000)[n % 3]
            writer.write(b"GET /search/?x=%d" % n + b"x" * size + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            try:
                codes[(await answer(reader))[0]] += 1
            except (OSError, asyncio.IncompleteReadError):
                codes["closed"] += 1
                reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.close()

    await asyncio.gather(*(ask(n) for n in range(8)))
    return codes


async def answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """Read an answer; return its status, and where it leads."""
    head = await reader.readuntil(b"\r\n\r\n")
    if length := re.search(rb"(?i)content-length: (\d+)", head):
        await reader.readexactly(int(length[1]))
    leads = re.search(rb"(?i)location: (?:\.\./)*([^\r]+)", head)
    return int(head[9:12]), f"/{leads[1].decode()}" if leads else ""


async def readers(site: Site, clients: int, seconds: float) -> dict:
    stories = [story["id"] for story in json.loads(site.get("/api/v1/stories?limit=100"))["items"]]
    paths = (
        ["/"] * 6
        + ["/river/"] * 2
        + [f"/s/{name}/" for name in stories[:40]]
        + ["/feed.xml", "/api/v1/articles", "/status/", "/sources/", "/archive/"] * 2
        + [f"/search/?q=model{n}" for n in range(6)]
    )
    times, other, end = [], collections.Counter(), time.monotonic() + seconds

    async def read(number: int) -> None:
        chance, writer, leads = random.Random(number), None, ""
        while time.monotonic() < end:
            began = time.monotonic()
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
                writer.write(
                    f"GET {leads or chance.choice(paths)} HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0 n{number}\r\nAccept-Encoding: br\r\n\r\n".encode()
                )
                code, leads = await answer(reader)
            except (OSError, asyncio.IncompleteReadError) as why:
                code, leads, writer = type(why).__name__, "", None
            if code not in (200, 301):
                other[code] += 1
            times.append(time.monotonic() - began)
            if not leads:
                await asyncio.sleep(chance.uniform(0, 2))  # a reader looks at what came

    async def rounds() -> None:
        while True:
            await asyncio.sleep(ROUNDS)
            await asyncio.to_thread(site.poll_again)

    beside = asyncio.create_task(rounds())
    await asyncio.gather(*(read(number) for number in range(clients)))
    beside.cancel()
    times.sort()
    return {
        "requests/s": round(len(times) / seconds), "p50 ms": round(times[len(times) // 2] * 1000),
        "p99 ms": round(times[int(len(times) * 0.99)] * 1000), "worst ms": round(times[-1] * 1000), "other answers": dict(other),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (
        ("idle", 2000),
        ("questions", 24_000),
        ("downloads", 1000),
        ("clients", 200),
        ("seconds", 600),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--apart", action="store_true")
    asked = parser.parse_args()
    with Press() as press, tempfile.TemporaryDirectory() as name:
        site = Site(Path(name) / "site", press, free_port(), apart=asked.apart)
        try:
            site.wait(1)
            began = time.monotonic()
            used, site.idle = site.cpu(), site.memory()
            figures = asyncio.run(readers(site, asked.clients, asked.seconds))
            figures["CPU s"] = round(site.cpu() - used, 1)
            site.report(f"{asked.clients} readers for {time.monotonic() - began:.0f} s", **figures)
            idle(site, asked.idle)
            downloads(site, asked.downloads)
            codes = asyncio.run(questions(site, asked.questions))
            site.report(
                f"{asked.questions} long questions", answers={str(code): count for code, count in codes.items()}
            )
            site.wait(1)
            began = time.monotonic()
            site.process.terminate()
            code = site.process.wait(30)
            print(json.dumps({"SIGTERM obeyed after s": round(time.monotonic() - began, 1), "exit": code}))
        finally:
            for process in (site.process, *site.beside):
                process.kill()
                process.wait()


if __name__ == "__main__":
    main()
