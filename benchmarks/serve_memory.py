"""Does the memory of the server grow with the requests?

    python benchmarks/serve_memory.py [--requests 100000] [--stored 10000] [--clients 8]

A newsroom of that size (``serve_newsroom.py``), served in a process of its own on loopback. Each client asks for
addresses by chance: those that the front page leads to in a few steps (stories, topics, outlets, lists, feeds, the
API), each with a query of its own now and then, so that the answers are not all kept, and searches. Prints a line of
JSON each twentieth: memory of the process (RSS, megabytes), open files, threads, and answers that were a server's
error (5xx); at the end by how much the last quarter lies above the second.
"""

import argparse
import asyncio
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import mean
from urllib.parse import urljoin, urlsplit

import aiohttp

import serve
import serve_newsroom
from day import resident

STEPS, MOST = 4, 4_000  # of links from the front page, and addresses
_LINK = re.compile(r'(?:href|src)="([^"#]+)|<(?:loc|link)>([^<]+)')


def state(pid: int) -> dict[str, float]:
    """Return memory, open files and threads of a process."""
    files, threads = (len(list(Path(f"/proc/{pid}/{name}").iterdir())) for name in ("fd", "task"))
    return {"rss": round(resident(pid), 1), "files": files, "threads": threads}


async def addresses(client: aiohttp.ClientSession) -> list[str]:
    """Return addresses of this site that its front page leads to."""
    known, new = {"/": None}, ["/", "/sitemap.xml", "/api/v1/stories", "/api/v1/articles", "/metrics", "/health"]
    for _ in range(STEPS):
        found = []
        for path in new:
            async with client.get(path) as answer:
                text = await answer.text(errors="replace")
            for pair in _LINK.findall(text):
                url = urlsplit(urljoin(str(answer.url), "".join(pair).replace("&amp;", "&")))
                if url.hostname in ("127.0.0.1", "news.example") and url.path not in known and len(known) < MOST:
                    known[url.path] = None
                    found.append(url.path)
        new = random.sample(found, min(len(found), 200))
    return list(known)


async def ask(port: int, pid: int, asked: argparse.Namespace) -> list[dict[str, float]]:
    words, left, seen, states = serve_newsroom.Arrivals(1).words, asked.requests, Counter(), []
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers={"User-Agent": "bot/"}) as client:
        paths = await addresses(client)
        print(json.dumps({"addresses": len(paths)}), flush=True)

        async def some() -> None:
            nonlocal left
            while left > 0:
                left -= 1
                path = random.choice(paths)
                if random.random() < 0.1:
                    path = f"/search/?q={random.choice(words)}+{random.choice(words)}"
                elif random.random() < 0.2:
                    path += f"?page={random.randint(1, 50)}"
                async with client.get(path) as answer:
                    await answer.read()
                    seen[answer.status // 100] += 1
                if seen.total() % (asked.requests // 20) == 0:
                    states.append({"requests": seen.total(), **state(pid), "ok": seen[2], "errors": seen[5]})
                    print(json.dumps(states[-1]), flush=True)

        await asyncio.gather(*(some() for _ in range(asked.clients)))
    return states


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--requests", type=int, default=100_000)
    options.add_argument("--stored", type=int, default=10_000)
    options.add_argument("--clients", type=int, default=8)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        url = serve.store_of(Path(name), asked.stored)
        command = [sys.executable, serve.__file__, ".", "--serve", url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                port = int(server.stdout.readline().strip().rpartition(":")[2])
                states = asyncio.run(ask(port, server.pid, asked))
            finally:
                server.terminate()
    quarter = max(1, len(states) // 4)
    second, last = states[quarter : 2 * quarter], states[-quarter:]
    growth = {
        what: round(100 * (mean(one[what] for one in last) / mean(one[what] for one in second) - 1), 1)
        for what in ("rss", "files", "threads")
    }
    print(json.dumps({"percent more in the last quarter than in the second": growth}))


if __name__ == "__main__":
    main()
