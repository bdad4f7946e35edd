"""How long it takes to try a rule on everything that is stored, and how many articles a second are judged with rules.

    .venv/bin/python benchmarks/rules.py [ARTICLES [FILE]]

Fills a SQLite newsroom with articles (300,000 by default) of two thousand letters, and tries a rule of every kind. A FILE is kept, and used again. Rows
are written straight into the tables: it is the trying that is measured. The third of three tries counts.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from coranto import errors
from coranto.config import rule_file, rule_search
from coranto.model.article import Article, Picture, Provider, TopicMatch
from coranto.model.reason import Reason
from coranto.model.settings import Settings
from coranto.score import rules
from coranto.store import open_store
from coranto.store.rule_match import facts
from coranto.text.search_words import fold

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = [f"{a}{b}{c}" for a in ("ba", "co", "du", "fe", "gri", "ho", "ja", "ku", "le", "mo") for b in ("r", "st", "l", "nd", "m", "x", "tt", "v", "ph", "g")
         for c in ("a", "en", "ing", "o", "us", "ity", "er", "al", "ix", "um", "ade", "ow", "ish", "ent", "ory", "ek", "yl", "ant", "ure", "ess")]  # fmt: skip
SEARCHES = (
    "source:outlet7.example", "barity", 'title:"bara coren"', "bara costing -dulo", 'author:"Ada Bara"', "url:/opinion/", "url:*outlet7*/opinion/",
    "lang:de", "topic:t3", r"/\b(win|won) \d+/", r"/(bara|costing).*ity$/", r"/(a|aa)+$/", r"/(\w+ )+ity$/", "lang:de title:bara source:outlet7.example",
)  # fmt: skip


def article(chance, number):
    outlet = f"outlet{min(int(chance.paretovariate(0.6)), 900)}.example"
    text = " ".join(chance.choices(WORDS, k=300))
    url = f"https://{outlet}/{chance.choice(('news', 'opinion', 'sport'))}/{number}"
    at = START + timedelta(seconds=9 * number)
    topics = tuple(
        TopicMatch(id=f"t{n}", name=f"Topic {n}", reasons=(Reason("topic.in_title", {"words": ["bara"]}),))
        for n in chance.sample(range(20), 2)
    )
    return Article(
        id=f"{number:024x}", url=url, original_url=url, web_url=url, title=" ".join(chance.choices(WORDS, k=11)).capitalize(),
        excerpt=" ".join(chance.choices(WORDS, k=30)), text=text, published=at, seen=at, authors=(f"Ada {chance.choice(WORDS)}",),
        language=chance.choice(("en", "en-gb", "de", "fr")), provider=Provider(name=outlet, domain=outlet), source=f"s{number % 200}",
        topics=topics, images=(Picture(url=f"{url}.jpg", width=1200, height=630),),
        provenance={"title": "json-ld", "published": "feed", "excerpt": "og", "language": "html", "authors": "json-ld"},
    )  # fmt: skip


def fill(path, count):
    open_store(f"sqlite:///{path}").close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = off")
    chance, encoder = random.Random(1), msgspec.json.Encoder()
    for start in range(0, count, 5_000):
        batch = [(n + 1, article(chance, n + 1)) for n in range(start, min(start + 5_000, count))]
        stamp = lambda one: int(one.published.timestamp() * 1_000_000)
        db.executemany("INSERT INTO article VALUES (?,?,?,?,?,?,?)",
                       [(n, a.id, a.url, stamp(a), a.source, a.provider.domain, encoder.encode(msgspec.structs.replace(a, text="")).decode()) for n, a in batch])  # fmt: skip
        db.executemany("INSERT INTO article_text VALUES (?,?)", [(n, a.text) for n, a in batch])
        db.executemany("INSERT INTO rule_facts VALUES (?,?,?,?)", [(n, *facts(a).values()) for n, a in batch])
        db.executemany("INSERT INTO record_facts VALUES (?,?,?,?,?,?,?)",
                       [(n, a.id, stamp(a), 40, a.provider.domain, a.source, n % 10 == 0) for n, a in batch])  # fmt: skip
        db.executemany(
            "INSERT INTO article_topic VALUES (?,?,?)", [(t.id, stamp(a), a.id) for _, a in batch for t in a.topics]
        )
        db.executemany(
            "INSERT INTO search (rowid, title, excerpt, text) VALUES (?,?,?,?)",
            [(n, fold(a.title), fold(a.excerpt), fold(a.text)) for n, a in batch],
        )
        db.commit()
    db.execute("ANALYZE")
    db.commit()
    db.close()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2] if len(sys.argv) > 2 else Path(folder) / "coranto.db")
        if not path.exists():
            fill(path, count)
        print(f"{count:,} articles, {path.stat().st_size / 1e9:.2f} GB\n")
        store = open_store(f"sqlite:///{path}")
        print("| rule | found | first, s | then, s | then, CPU s |\n|---|---|---|---|---|")
        slowest = 0.0
        for search in SEARCHES:
            condition, took = rule_search.read(search), []
            for _ in range(3):
                began, busy = time.monotonic(), time.process_time()
                try:
                    said = f"{store.match_rule(condition, 'en').count:,}"
                except errors.ConfigError:
                    said = "refused as too slow"
                took.append(time.monotonic() - began)
                busy = time.process_time() - busy
            slowest = max(slowest, *took)
            shown = search.replace("|", "\\|")
            print(f"| `{shown}` | {said} | {took[0]:.2f} | {took[-1]:.2f} | {busy:.2f} |")
        print(f"\nthe slowest of all: {slowest:.2f} s")
        store.close()
    some = rule_file.parse("\n".join(f"mute: {search}" for search in SEARCHES))
    settings, took = msgspec.structs.replace(Settings(), rules=some), []
    chance = random.Random(2)
    for one in [article(chance, n) for n in range(2_000)]:
        began = time.perf_counter()
        rules.applied(one, settings)
        took.append(time.perf_counter() - began)
    print(
        f"one article judged by these {len(some)} rules: p50 {statistics.median(took) * 1e6:.0f} µs, most {max(took) * 1e3:.1f} ms"
    )


if __name__ == "__main__":
    main()
