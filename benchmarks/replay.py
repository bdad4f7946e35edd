"""How long it takes to replay the front pages of a month by another number, with ten thousand articles a day.

    .venv/bin/python benchmarks/replay.py [ARTICLES A DAY [DAYS [FILE]]]

Fills a SQLite newsroom with articles in stories of one to a dozen (10,000 a day by default, 30 days, and the two weeks before them on which the first
lines are based), a third of them on a topic, and replays with each kind of number, in both profiles. A FILE is kept, and used again. Rows are written
straight into the tables: it is the replay that is measured. Each is one run, in a process that has read nothing before; "then" is the second run.
"""

import random
import resource
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.heat.line import DAYS as RUN_UP
from coranto.model.article import Article, Picture, Provider, TopicMatch
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings, Site
from coranto.model.story import Member
from coranto.run import past_fronts
from coranto.store import open_store, score_facts

NOW = datetime(2026, 3, 31, 18, tzinfo=UTC)
CHANGES = {
    "subject": (
        "publish.per_day=5", "publish.per_day=30", "publish.outlet=15", "subject.points=12", "outlets.outlet1.example.weight=-20", "site.front_days=2",
    ),
    "classic": ("publish.threshold=60", "publish.related=12", "judge.image=10", "outlets.outlet1.example.weight=-20"),
}  # fmt: skip


def articles(a_day, days):
    """Yield (story, article) in order of time; a story's articles come within some hours of each other."""
    chance, waiting, story, number = random.Random(5), [], 0, 0
    total = a_day * days
    step = timedelta(days=days) / total
    for at in range(total):
        moment = NOW - step * (total - at)
        if waiting and chance.random() < 0.55:
            story, topical = waiting[min(int(chance.expovariate(0.02)), len(waiting) - 1)]
        else:
            number += 1
            story, topical = number, chance.random() < 0.33
            waiting.insert(0, (story, topical))
            del waiting[400:]
        outlet = f"outlet{min(int(chance.paretovariate(0.7)), 400)}.example"
        topics = ()
        if topical and chance.random() < 0.85:
            topics = tuple(
                TopicMatch(id=f"t{n}", name=f"Topic {n}", evidence=chance.choice((1.5, 2.0, 2.5, 3.0, 4.0)), keywords=("word",) * chance.choice((1, 1, 2)))
                for n in chance.sample(range(8), chance.choice((1, 1, 2)))
            )  # fmt: skip
        quality = sum(round(10 * topic.evidence) for topic in topics[:1]) + 2 * len(topics[1:])
        url = f"https://www.{outlet}/{at}"
        yield f"{story:016x}", Article(
            id=f"{at:024x}", url=url, original_url=url, web_url=url, title=f"{chance.choice(('', 'Opinion: ', '10 things that '))}headline number {at} of the day{chance.choice(('', '?'))}",
            published=moment - timedelta(minutes=chance.randrange(90)), seen=moment, provider=Provider(name=outlet, domain=outlet), topics=topics,
            images=(Picture(url=f"{url}.jpg"),) if chance.random() < 0.8 else (), quality=quality, own_report=chance.random() < 0.6,
            same_text=("x",) if chance.random() < 0.15 else (), parts=(ScorePart(name="topic", points=quality, reason=Reason("quality.subject")),),
        )  # fmt: skip


def fill(path, a_day, days):
    open_store(f"sqlite:///{path}").close()
    db, encoder = sqlite3.connect(path), msgspec.json.Encoder()
    db.execute("PRAGMA synchronous = off")
    leads, newest = {}, {}
    stamp = lambda moment: int(moment.timestamp() * 1_000_000)
    everything = articles(a_day, days + RUN_UP)
    number = 0
    while batch := [pair for _, pair in zip(range(5_000), everything, strict=False)]:
        rows = []
        for story, one in batch:
            number += 1
            rows.append((number, story, one))
            leads.setdefault(story, one.id)
            newest[story] = max(newest.get(story, 0), stamp(one.published))
        db.executemany("INSERT INTO article VALUES (?,?,?,?,?,?,?)",
                       [(n, a.id, a.url, stamp(a.published), a.source, a.provider.domain, encoder.encode(a).decode()) for n, _, a in rows])  # fmt: skip
        evidence = tuple({"term": f"word{n}", "weight": 0.1} for n in range(6))
        db.executemany("INSERT INTO member (article, story, published, joined, data) VALUES (?,?,?,?,?)",
                       [(a.id, s, stamp(a.published), n << 16, encoder.encode({**msgspec.to_builtins(Member(article=a.id)), "evidence": evidence}).decode()) for n, s, a in rows])  # fmt: skip
        columns = [(n, *score_facts.columns(a).values()) for n, _, a in rows]
        db.executemany("INSERT INTO score_facts VALUES (?,?,?,?,?,?,?,?,?,?)", columns)
        db.commit()
    db.executemany(
        "INSERT INTO story (id, lead, heat, newest, shown) VALUES (?,?,40,?,0)",
        [(story, lead, newest[story]) for story, lead in leads.items()],
    )
    db.execute("ANALYZE")
    db.commit()
    db.close()


def main():
    a_day, days = (int(given) for given in (*sys.argv[1:3], *("10000", "30")[len(sys.argv[1:3]) :]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[3] if len(sys.argv) > 3 else Path(folder) / "coranto.db")
        if not path.exists():
            fill(path, a_day, days)
        print(
            "| profile | number | articles read | days that would be others | first, s | then, s |\n|---|---|---|---|---|---|"
        )
        for profile, changes in CHANGES.items():
            topics = Path(folder) / "topics"
            topics.mkdir(exist_ok=True)
            for n in range(8):
                (topics / f"t{n}.yaml").write_text(
                    f"taxonomy: topic\n_id: t{n}\nname: Topic {n}\nkeywords:\n  - word{n}\n"
                )
            settings = Settings(profile=profile, folder=folder, site=Site(title="Replay"), database=f"sqlite:///{path}")
            with newsrooms.open_newsroom(settings, now=lambda: NOW) as newsroom:
                for change in changes:
                    other, took = settings_file.changed(newsroom.settings, [change]), []
                    for _ in range(2):
                        began, busy = time.perf_counter(), time.process_time()
                        found = past_fronts.replay(newsroom, other, days=days)
                        took.append(time.perf_counter() - began)
                        busy = time.process_time() - busy
                    print(
                        f"| {profile} | `{change}` | {found.articles:,} | {found.changed} of {days} | {took[0]:.2f} | {took[1]:.2f} | {busy:.2f} |",
                        flush=True,
                    )
        print(f"\nmemory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
