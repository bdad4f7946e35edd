"""Two thousand broken pages: real ones cut off, with bytes changed, pieces moved, markup put in, encodings mixed.

    python benchmarks/extract_mutations.py [DATA] [--count 2000] [--seed 1]

Counts articles, refusals with their reasons, and whatever else is raised; the slowest page, and what the process grew by while it read them.
"""

import argparse
import collections
import os
import random
import resource
import time
from pathlib import Path

from coranto.errors import NoArticle
from coranto.extract import page
from extract_facts import SETS, load

PIECES = (
    b"<div>" * 3_000, b"</div>" * 500, b"<script>", b"<!--", b"<table><tr><td>" * 400, b"\x00" * 200, b"<![CDATA[", b"&#x110000;&nbsp", b"<p>" * 5_000,
    b'<meta charset="utf-16">', b'<script type="application/ld+json">{"@graph":[' * 50, b"<b><i>" * 2_000, b"\xff\xfe\xfd", b"<svg><style><title>",
)  # fmt: skip
CODECS = ("utf-16", "utf-32", "latin-1", "cp1252", "shift_jis", "cp037", "utf-7")


def mutated(html: bytes) -> tuple[str, bytes]:
    """Break a page in one of the ways that were thought of; its name and the bytes."""
    kind = random.choice(("cut", "bytes", "moved", "put in", "repeated", "recoded", "noise", "empty", "large"))
    at = random.randrange(len(html) or 1)
    if kind == "cut":
        return kind, html[:at]
    if kind == "bytes":
        made = bytearray(html)
        for _ in range(random.choice((1, 30, 1_000))):
            made[random.randrange(len(made))] = random.randrange(256)
        return kind, bytes(made)
    if kind == "moved":
        end = random.randrange(at, len(html))
        return kind, html[end:] + html[at:end] + html[:at]
    if kind == "put in":
        return kind, html[:at] + random.choice(PIECES) + html[at:]
    if kind == "repeated":
        return kind, (html[:at] + html[at : at + 2_000] * random.choice((2, 50, 300)) + html[at:])[:5_900_000]
    if kind == "recoded":
        return kind, html.decode("utf-8", "replace").encode(random.choice(CODECS), "replace")
    if kind == "noise":
        return kind, random.randbytes(random.choice((10, 10_000, 1_000_000)))
    if kind == "large":
        return kind, (html * (20_000_000 // max(len(html), 1) + 1))[:20_000_000]
    return kind, random.choice((b"", b" ", b"\n" * 10_000, b"<html>", b"\x00"))


def main() -> None:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("CORANTO_SHARED", Path(__file__).parents[1].parent / "shared")) / "data/extraction"
    asked.add_argument("data", nargs="?", type=Path, default=default)
    asked.add_argument("--count", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    random.seed(args.seed)
    pages = [(html, row["url"]) for name in SETS for row, html in load(args.data / name) if html]
    page.read(pages[0][0], pages[0][1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    outcomes: collections.Counter[str] = collections.Counter()
    slowest: list[tuple[float, str, str]] = []
    for number in range(args.count):
        html, url = random.choice(pages)
        kind, made = mutated(html)
        start = time.process_time()
        try:
            page.read(made, url)
            outcome = "an article"
        except NoArticle:
            outcome = "no article, and why"
        except Exception as why:  # noqa: BLE001 - that is what is looked for
            outcome = f"CRASH {type(why).__name__}: {why} ({kind}, number {number})"
        slowest.append((time.process_time() - start, kind, url))
        outcomes[outcome] += 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    print(f"{args.count} pages: " + ", ".join(f"{count} {what}" for what, count in outcomes.most_common()))
    print(f"slowest: {', '.join(f'{took:.2f} s ({kind})' for took, kind, _ in sorted(slowest, reverse=True)[:5])}")
    print(f"the process grew by {grown:.0f} MB at most")


if __name__ == "__main__":
    main()
