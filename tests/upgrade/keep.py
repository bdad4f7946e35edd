"""Keep the store of a version that is released: ``python tests/upgrade/keep.py`` writes ``<version>.tar.zst`` beside it.

It has the store of a small newsroom as this version leaves it, its files, the API's pages that are the same for good,
and the addresses of all pages. ``test_upgrade.py`` holds every later version to it. Run it once, before the tag; a file
that is kept is never made again.
"""

import asyncio
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

from backports import zstd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "edit"))

import gathered

import coranto
from coranto import testing
from coranto.config import settings_file
from coranto.site import build

TOML = gathered.TOML + "[fetch]\npages = false\n"
ITEM = "<item><title>{}</title><link>https://outlet{n}.example/{n}</link><description>{} {}</description><pubDate>Mon, 02 Mar 2026 0{at}:00:00 GMT</pubDate></item>"
SAME = ("api/news", "api/topics")  # as bytes, for good


def made(folder):
    """Gather six articles in a folder."""
    (folder / "topics").mkdir()
    for name, text in gathered.TOPICS.items():
        (folder / "topics" / f"{name}.yaml").write_text(text)
    (folder / "coranto.toml").write_text(TOML)
    asyncio.run(_gather(folder, settings_file.load(folder / "coranto.toml")))


async def _gather(folder, settings):
    web = testing.Web()
    with testing.newsroom(folder, settings) as newsroom:
        for n, (title, excerpt) in enumerate(zip(gathered.TITLES, gathered.EXCERPTS, strict=True)):
            item = ITEM.format(title, excerpt, "More of it is told here. " * 4, n=n, at=n + 2)
            feed = f"<rss version='2.0'><channel><title>Outlet {n}</title>{item}</channel></rss>"
            web.put(f"https://outlet{n}.example/feed", feed.encode(), "application/rss+xml")
            testing.listen(newsroom, f"https://outlet{n}.example/feed")
        await testing.round_of(newsroom, web)
        await testing.round_of(newsroom, web)
        build.build(newsroom, folder / "site")


def keep(folder, file):
    """Write what is kept of a newsroom and its built site."""
    site = folder / "site"
    (folder / "pages.txt").write_text("".join(f"{page.relative_to(site)}\n" for page in sorted(site.rglob("*.html"))))
    with sqlite3.connect(folder / "coranto.db") as db:
        db.execute("VACUUM INTO ?", (str(folder / "kept.db"),))
    with zstd.open(file, "wb", level=19) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        tar.add(folder / "kept.db", "coranto.db")
        for name in ("coranto.toml", "topics", "_news", "pages.txt", *(f"site/{path}" for path in SAME)):
            tar.add(folder / name, name)


if __name__ == "__main__":
    target = HERE / f"{coranto.__version__}.tar.zst"
    if target.exists():
        sys.exit(f"{target} is kept already")
    with tempfile.TemporaryDirectory() as name:
        made(Path(name))
        keep(Path(name), target)
