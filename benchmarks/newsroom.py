"""From feed bytes to files, on one core: articles a second, the stages apart, and the cost as the store grows.

    python benchmarks/newsroom.py [--sizes 1000,10000,100000] [--a-day 2000]

Invented news: a vocabulary of made-up words in which stories of one to eight articles share names, spread over days as
the stream grows. How many arrive in a day says how many stories are open at a time, and so with how many an arrival is
compared. Feeds are parsed from bytes, entries judged, filed, and their records written. No page is fetched. At each size
the cost of the last 1,000 articles is given: the median of five batches, each stage for itself. Prints a line of JSON a
size.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from statistics import median

from coranto import newsroom as newsrooms
from coranto.dedupe import address
from coranto.model.change import PendingEntry
from coranto.model.settings import Settings
from coranto.model.source import Source
from coranto.parse import feed
from coranto.run import assemble, publish, read
from coranto.run.ingest import Ingest

BATCH, LAST = 200, 5  # articles of a feed; batches whose median counts
START = datetime(2026, 1, 1, tzinfo=UTC)
_chance = random.Random(5)
WORDS = [
    "".join(_chance.choice("bdfgklmnprst") + _chance.choice("aeiou") for _ in range(_chance.randint(2, 4)))
    for _ in range(20_000)
]
TOPIC = "taxonomy: topic\n_id: ai\nname: AI\nkeywords:\n  - ai\n"


def feed_bytes(first: int, a_day: int) -> bytes:
    """Write a feed of the articles from this number on."""
    rows, story = [], []
    for number in range(first, first + BATCH):
        if not story or _chance.random() < 0.4:
            story = _chance.sample(WORDS, 8)
        words = _chance.sample(story, 4) + _chance.sample(WORDS[:4000], 5)
        more = _chance.sample(story, 4) + _chance.sample(WORDS[:4000], 16)
        at = format_datetime(START + timedelta(seconds=number * 86_400 / a_day))
        title = " ".join(words).capitalize() + (" AI" if number % 3 == 0 else "")
        url = f"https://outlet{number % 40}.example/{number}"
        rows.append(
            f"<item><title>{title}</title><link>{url}</link><pubDate>{at}</pubDate>"
            f"<description>{' '.join(more).capitalize()}.</description></item>"
        )
    return f"<rss><channel><title>F</title>{''.join(rows)}</channel></rss>".encode()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", default="1000,10000,100000")
    options.add_argument("--a-day", type=int, default=2000)
    given = options.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "topics").mkdir()
        (Path(name) / "topics" / "ai.yaml").write_text(TOPIC)
        with newsrooms.open_newsroom(Settings(folder=name)) as newsroom:
            ingest, batches, number = Ingest(newsroom), [], 0
            while number < max(sizes):
                data, took, clock = feed_bytes(number, given.a_day), Counter(), time.process_time()
                wall = time.perf_counter()

                def lap(stage: str) -> None:
                    nonlocal clock
                    now = time.process_time()
                    took[stage] += now - clock  # noqa: B023
                    clock = now

                entries = feed.read(data).entries
                lap("parse")
                now = START + timedelta(seconds=(number + BATCH) * 86_400 / given.a_day)
                drafts = []
                for entry in entries:
                    waiting = PendingEntry(
                        source="s", url=address.canonical(entry.url or "") or "", entry=entry, seen=now
                    )
                    source = Source(id="s", url=f"https://{address.outlet(waiting.url)}/feed")  # each outlet's own feed
                    draft = assemble.article(waiting, None, source, newsroom.settings, now)
                    assert draft is not None
                    drafts.append(assemble.judged(draft, ("AI",), newsroom.taxonomy, newsroom.settings))
                lap("judge")
                for first in range(0, len(drafts), read.AT_ONCE):
                    with newsroom.store.transaction(writes=True):
                        for draft in drafts[first : first + read.AT_ONCE]:
                            ingest.add(draft, None)
                lap("group and store")
                publish.publish(newsroom, Counter())
                lap("record and write")
                number += BATCH
                batches.append((took, time.perf_counter() - wall))
                if number in sizes:
                    recent = batches[-LAST:]
                    cpu = {stage: round(median(t[stage] for t, _ in recent) / BATCH * 1e6) for stage in took}
                    total = sum(cpu.values())
                    seconds = median(w for _, w in recent)
                    print(
                        json.dumps(
                            {
                                "stored": number,
                                "microseconds": cpu,
                                "in all": total,
                                "articles a CPU second": round(1e6 / total),
                                "a second": round(BATCH / seconds),
                            }
                        ),
                        flush=True,
                    )


if __name__ == "__main__":
    main()
