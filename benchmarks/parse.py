"""Feeds: agreement with two other parsers over real feeds, hostile files, speed, large inputs.

    python benchmarks/parse.py FOLDER [--peers]

FOLDER holds ``real.jsonl``, ``real.tar.xz`` and ``hostile/``. ``real.jsonl`` has, for each of 132 real feeds, the values on
which two parsers agree; a value on which they do not is not counted. ``--peers`` times feedparser and fastfeedparser over
the same bytes in the same run, where they are installed. Prints a line of JSON a part; misses are named on standard error.
"""

import argparse
import contextlib
import html
import importlib
import json
import re
import resource
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from urllib.parse import urljoin

from coranto import errors
from coranto.dedupe import address
from coranto.parse import feed
from coranto.parse.known import Known

ROUNDS = 5


def real(folder: Path) -> list[tuple[dict, bytes]]:
    rows = {row["file"]: row for row in map(json.loads, (folder / "real.jsonl").open())}
    with tarfile.open(folder / "real.tar.xz") as archive:
        return [
            (rows[member.name], archive.extractfile(member).read())
            for member in archive.getmembers()
            if member.name in rows
        ]


def same(ours: object, theirs: object) -> bool:
    return " ".join(str(ours or "").split()) == " ".join(str(theirs or "").split())


def said(theirs: str) -> set[str]:
    """Give what a value means, where a peer hands on what the feed's writer escaped once more."""
    return {theirs, html.unescape(theirs), re.sub(r"</?[a-z]+>", "", html.unescape(theirs))}


def name(theirs: str) -> str:
    """Give the name of ``mail (name)``."""
    return re.sub(r"^\s*\S+@\S+\s*\((.+)\)\s*$", r"\1", theirs)


def same_date(ours: datetime | None, theirs: str) -> bool:
    return ours is not None and abs((ours - datetime.fromisoformat(theirs)).total_seconds()) < 1


def agreement(feeds: list[tuple[dict, bytes]]) -> dict:
    right, counted = Counter(), Counter()

    def count(what: str, holds: bool, where: str, ours: object, theirs: object) -> None:
        counted[what] += 1
        right[what] += holds
        if not holds:
            print(f"{what}\t{where}\t{ours!r}\t{theirs!r}"[:300], file=sys.stderr)

    for row, data in feeds:
        try:
            got = feed.read(data, url=row["url"])
        except errors.NotAFeed as why:
            count("feed", False, row["file"], str(why), None)
            continue
        agreed = row["consensus"]
        if agreed["entries"] is None:
            continue
        where = row["file"]
        count("entries", len(got.entries) == agreed["entries"], where, len(got.entries), agreed["entries"])
        if len(got.entries) != agreed["entries"]:
            continue
        base = got.link or row["url"]
        for ours, theirs in zip(got.entries, agreed["consensus"], strict=False):
            if theirs.get("title"):
                count(
                    "title",
                    any(same(ours.title, one) for one in said(theirs["title"])),
                    where,
                    ours.title,
                    theirs["title"],
                )
            if theirs.get("link"):
                holds = address.canonical(ours.url or "") == address.canonical(urljoin(base, theirs["link"]))
                count("link", holds, where, ours.url, theirs["link"])
            if theirs.get("id"):
                count("id", same(ours.id, theirs["id"]), where, ours.id, theirs["id"])
            if (theirs.get("date") or "0001").startswith("0001"):
                count("no date", ours.published is None, where, ours.published, theirs.get("date"))
            else:
                best = ours.published or ours.updated
                holds = same_date(best, theirs["date"]) or same_date(ours.updated, theirs["date"])
                count("date", holds, where, best, theirs["date"])
            if theirs.get("author"):
                holds = same(", ".join(ours.authors), theirs["author"]) or name(theirs["author"]) in ours.authors
                count("author", holds, where, ours.authors, theirs["author"])
    return {what: f"{right[what]} of {counted[what]} ({right[what] / counted[what]:.4f})" for what in counted}


def hostile(folder: Path) -> dict:
    expected, wrong, slowest = json.loads((folder / "expected.json").read_text()), [], 0.0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, wish in expected.items():
        start = time.perf_counter()
        try:
            entries = feed.read((folder / name).read_bytes()).entries
        except errors.NotAFeed:
            entries = ()
        slowest = max(slowest, time.perf_counter() - start)
        allowed = wish.get("entries_any") or [wish.get("entries", len(entries))]
        said = json.dumps([entry.title for entry in entries], ensure_ascii=False)
        if len(entries) not in allowed:
            wrong.append(f"{name}: {len(entries)} entries, not {allowed}")
        if (
            entries
            and wish.get("title")
            and " ".join(wish["title"].split()) != " ".join((entries[0].title or "").split())
        ):
            wrong.append(f"{name}: {entries[0].title!r}, not {wish['title']!r}")
        if wish.get("must_not_contain", "\0") in said:
            wrong.append(f"{name}: contains what it must not")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"files": len(expected), "wrong": wrong, "slowest seconds": round(slowest, 2), "MB more": round(grown)}


def speed(parse: Callable[[bytes], int], feeds: list[tuple[dict, bytes]]) -> float:
    rates = []
    for _ in range(ROUNDS if parse is ours else 1):
        start, entries = time.process_time(), 0
        for _, data in feeds:
            entries += parse(data)
        rates.append(entries / (time.process_time() - start))
    return round(median(rates))


def ours(data: bytes) -> int:
    try:
        return len(feed.read(data).entries)
    except errors.NotAFeed:
        return 0


def again(feeds: list[tuple[dict, bytes]]) -> float:
    """Give the rate of a look at feeds whose entries were all read before: nothing is cleaned."""
    kept = []
    for _, data in feeds:
        met = Known()
        with contextlib.suppress(errors.NotAFeed):
            feed.read(data, known=met)
        kept.append(met.blob())
    rates = []
    for _ in range(ROUNDS):
        start, entries = time.process_time(), 0
        for (_, data), blob in zip(feeds, kept, strict=True):
            with contextlib.suppress(errors.NotAFeed):
                entries += len(feed.read(data, known=Known(blob)).entries)
        rates.append(entries / (time.process_time() - start))
    return round(median(rates))


def peer(name: str) -> Callable[[bytes], int]:
    module = importlib.import_module(name)

    def parse(data: bytes) -> int:
        try:
            return len(module.parse(data).entries)
        except Exception:  # noqa: BLE001 - a peer that fails has read nothing
            return 0

    return parse


def large() -> dict:
    item = b"<item><title>A title of news &amp; more</title><link>https://a.example/%d</link><guid>%d</guid><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;Some text of a summary.&lt;/p&gt;</description></item>"
    body = b"".join(item % (n, n) for n in range(220_000))
    data = b"<rss><channel><title>Large</title>" + body + b"</channel></rss>"
    start = time.process_time()
    entries = len(feed.read(data).entries)
    took = time.process_time() - start
    urls = b"".join(
        b"<url><loc>https://a.example/page/%d</loc><lastmod>2026-03-02T10:00:00Z</lastmod></url>" % n
        for n in range(50_000)
    )
    sitemap = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + urls + b"</urlset>"
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        count = len(feed.read(sitemap).entries)
        rates.append(count / (time.process_time() - start))
    return {
        "MB": round(len(data) / 1e6),
        "entries": entries,
        "seconds of CPU": round(took, 2),
        "sitemap addresses a second": round(median(rates)),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--peers", action="store_true")
    given = options.parse_args()
    feeds = real(given.folder)
    print(json.dumps({"real": agreement(feeds)}), flush=True)
    print(json.dumps({"hostile": hostile(given.folder / "hostile")}), flush=True)
    rates = {"coranto": speed(ours, feeds), "coranto, nothing new": again(feeds)}
    for name in ("feedparser", "fastfeedparser") if given.peers else ():
        rates[name] = speed(peer(name), feeds)
    print(json.dumps({"entries a CPU second": rates}), flush=True)
    print(json.dumps({"large": large()}), flush=True)


if __name__ == "__main__":
    main()
