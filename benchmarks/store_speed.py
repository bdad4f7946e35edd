"""How fast the store is, and whether it stays so: cost a filing at 1,000, 10,000 and 100,000 stored articles.

    python benchmarks/store_speed.py [URL] [--most 100000] [--sources 100000]

Without a URL a SQLite file in a temporary folder. Articles are made here: a title, an excerpt and some 3,500 characters
of text each from a vocabulary with the frequencies of a language, two topics, 60 days, 2.5 articles a story; a fifth are
near another story; each arrival asks for two records. Each filing is one transaction. Prints two tables.
"""

import argparse
import itertools
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta

from coranto.model.article import Article, Provider, TopicMatch
from coranto.model.change import ArticleChange, LeadAndHeat, PendingEntry
from coranto.model.entry import Entry
from coranto.model.record import Record
from coranto.model.score import ScorePart
from coranto.model.source import Source
from coranto.model.story import EvidenceTerm, Member, Neighbour
from coranto.store import open_store

START = datetime(2026, 1, 1, tzinfo=UTC)
TOPICS = [TopicMatch(id=f"topic-{n}", name=f"Topic {n}", because="parent") for n in range(12)]
SAMPLE = 1_000  # the last so many filings before each size are measured


class Newsroom:
    """Makes arrivals that look like a newsroom's, the same in every run."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)
        letters = "etaoinshrdlucmfwypvbgk"
        self.words = ["".join(self.random.choices(letters, k=self.random.randint(2, 10))) for _ in range(40_000)]
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.story_leads: list[str] = []

    def text(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=count))

    def arrival(self, n: int, most: int) -> tuple[PendingEntry, ArticleChange]:
        url = f"https://outlet{n % 400}.example/2026/news/{n}-{self.random.getrandbits(32):08x}.html"
        at = START + timedelta(days=60 * n / most)
        article = Article(
            id=f"{self.random.getrandbits(48):012x}",
            url=url,
            original_url=url,
            web_url=url,
            title=self.text(9),
            excerpt=self.text(30),
            text=self.text(600),
            published=at,
            seen=at,
            provider=Provider(name=f"Outlet {n % 400}", domain=f"outlet{n % 400}.example"),
            source=f"s{n % 400}",
            topics=tuple(self.random.sample(TOPICS, 2)),
            quality=self.random.randint(0, 120),
            parts=(
                ScorePart(name="topics", points=17, because="Topic 1"),
                ScorePart(name="image", points=20, because="it has one"),
            ),
            provenance={"title": "json-ld", "published": "json-ld"},
        )
        ties = tuple(EvidenceTerm(term=self.text(1), weight=0.05) for _ in range(6))
        if self.story_leads and self.random.random() < 0.6:
            story = max(0, len(self.story_leads) - self.random.randint(1, 300))
        else:
            story = len(self.story_leads)
            self.story_leads.append(article.id)
        lead = self.story_leads[story]
        near = ()
        if self.random.random() < 0.2:
            other = max(0, len(self.story_leads) - self.random.randint(1, 300))
            near = ((f"st{other}", Neighbour(article=article.id, score=0.12, evidence=ties)),) if other != story else ()
        return PendingEntry(
            source=article.source, url=url, entry=Entry(url=url, title=article.title), seen=at
        ), ArticleChange(
            article=article,
            members=((f"st{story}", Member(article=article.id, score=0.3, evidence=ties)),),
            near=near,
            standings=(LeadAndHeat(story=f"st{story}", lead=lead, heat=self.random.randint(0, 200)),),
            dirty=tuple({article.id, lead}),
        )


def fill(store, room: Newsroom, first: int, last: int, most: int) -> list[tuple[float, float]]:
    """File arrivals from number ``first`` up to ``last``; the seconds each took, by the clock and of this process."""
    took = []
    for start in range(first, last, 500):
        arrivals = [room.arrival(n, most) for n in range(start, min(start + 500, last))]
        store.save_poll(Source(id="s", url="https://s.example/feed"), [entry for entry, _ in arrivals])
        numbers = {one.url: one.number for one in store.pending_entries(START + timedelta(days=99), 10_000)}
        for _, filing in arrivals:
            whole = ArticleChange(
                **{name: getattr(filing, name) for name in ArticleChange.__struct_fields__}
                | {"entry": numbers[filing.article.url]}
            )
            began, used = time.perf_counter(), time.process_time()
            store.save_article(whole)
            took.append((time.perf_counter() - began, time.process_time() - used))
        for _, filing in arrivals:
            publish(store, filing.article)
        store.clear_outbox(store.outbox_ids(2_000))
    return took


def publish(store, article: Article) -> None:
    record = Record(
        category="news",
        title=article.title,
        excerpt=article.excerpt,
        published_date_time=article.published,
        web_url=article.web_url,
        quality=article.quality,
        published=article.quality >= 70,
        topics=tuple(topic.name for topic in article.topics),
    )
    store.save_record(article.id, f"_news/{article.id}.md", record, article.seen)


def milliseconds(ask, times: int = 20) -> float:
    """The median of some calls."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url", nargs="?")
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--sources", type=int, default=100_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(args.url or f"sqlite:///{folder}/speed.db")
        measure(store, args.most, args.sources)
        store.close()


def measure(store, most: int, sources: int) -> None:
    room = Newsroom()
    now = START + timedelta(days=60)
    print("| articles stored | filings/s | mean us | of it processor us | median us | 99 % us |")
    print("|---:|---:|---:|---:|---:|---:|")
    filed = 0
    for size in (1_000, 10_000, 100_000):
        if size > most:
            break
        took = fill(store, room, filed, size, most)[-SAMPLE:]
        filed = size
        clock = sorted(second * 1e6 for second, _ in took)
        mean, used = statistics.mean(clock), statistics.mean(second * 1e6 for _, second in took)
        middle, late = statistics.median(clock), clock[len(clock) * 99 // 100]
        print(f"| {size:,} | {1e6 / mean:,.0f} | {mean:.0f} | {used:.0f} | {middle:.0f} | {late:.0f} |", flush=True)
    for n in range(sources):
        store.save_source(
            Source(
                id=f"f{n}",
                url=f"https://f{n}.example/feed",
                last_look=now,
                next_look=now + timedelta(minutes=n % 2_000),
            )
        )
    ids = [one.id for one in store.recent_articles(limit=100)]
    last = store.recent_articles(limit=1000)[-1].id
    for reader in range(2_000):
        store.count_reader(ids[reader % 100], f"reader{reader}", "2026-03-01")
    questions = {
        f"due(limit=100) of {sources:,} sources": lambda: store.due_sources(now + timedelta(minutes=1_000), 100),
        "hot(3 days)": lambda: store.hot_stories(now - timedelta(days=3), day=now),
        "hot(3 days, topic)": lambda: store.hot_stories(now - timedelta(days=3), topic="topic-3", day=now),
        "hot(everything)": lambda: store.hot_stories(START, day=now),
        "published(first page)": store.published_records,
        "published(offset half)": lambda: store.published_records(offset=filed // 5),
        "published(topic)": lambda: store.published_records(topic="Topic 3"),
        "recent(50)": store.recent_articles,
        "recent(50, before, topic, published)": lambda: store.recent_articles(
            before=last, topic="topic-3", published=True
        ),
        "search(two common words)": lambda: store.search(f"{room.words[50]} {room.words[80]}"),
        "search(two rare words)": lambda: store.search(f"{room.words[9_000]} {room.words[2_000]}"),
        "stories(50)": lambda: store.get_stories([f"st{n}" for n in range(50)]),
        "known(500 addresses)": lambda: store.article_ids_by_url([f"https://outlet1.example/{n}" for n in range(500)]),
        "topic_story_counts(1 day)": lambda: store.topic_story_counts(
            [topic.id for topic in TOPICS], now - timedelta(days=1)
        ),
        "hours(1 day)": lambda: store.articles_by_hour(now - timedelta(days=1)),
        "source_counts()": store.source_counts,
        "count()": store.count_all,
        "resolve(id prefix)": lambda: store.resolve_article(ids[0][:8]),
    }
    print(f"\n| question, at {filed:,} articles | median ms |\n|---|---:|")
    for name, ask in questions.items():
        print(f"| {name} | {milliseconds(ask):.2f} |", flush=True)


if __name__ == "__main__":
    main()
