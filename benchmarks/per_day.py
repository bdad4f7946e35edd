"""Does a newsroom publish as many stories a day as its owner asked for?

    python benchmarks/per_day.py [--asked 3,5,10,20] [--subjects 12,30,60] [--days 28] [--seed 1]

A synthetic stream through the running newsroom's own steps (judge, place, publish each hour) with a virtual clock: on
the subject so many events a day (half as many at weekends), each told by one outlet or more within a few hours, and as
many articles off the subject. Counts the stories that appear for the first time each day; the mean is of the days
after the first two weeks, which the line looks back on.
"""

import argparse
import json
import random
import statistics
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coranto.config import settings_file
from coranto.dedupe import address
from coranto.model.article import Article, Picture, Provider
from coranto.newsroom import open_newsroom
from coranto.run import assemble, ingest, publish

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
OUTLETS = 40
_SYLLABLES = (
    "ba",
    "ker",
    "mo",
    "lin",
    "tas",
    "ru",
    "vel",
    "don",
    "shi",
    "pra",
    "gol",
    "wen",
    "dur",
    "fal",
    "nim",
    "zor",
)
FORMS = ("{} after heat pump {}", "heat pump {}: {}", "{}: what heat pump {} means", "heat pump makers {} over {}")


def word(chance: random.Random) -> str:
    """Return a word that no list knows."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(3))


def stream(on_subject: int, days: int, chance: random.Random) -> list[tuple[datetime, str, str]]:
    """Return (time, outlet, title) of all articles, in order of time."""
    found = []
    for day in range(days):
        events = on_subject // 2 if day % 7 >= 5 else on_subject
        for number in range(2 * events):
            at = START + timedelta(days=day, seconds=chance.triangular(0, 86_399, 50_000))
            words = [word(chance) for _ in range(7)]
            outlets = chance.sample(range(OUTLETS), min(OUTLETS, int(chance.paretovariate(1.3))))
            for outlet in outlets:
                told = chance.sample(words, 6)
                title = " ".join(told)
                if number < events:
                    title = chance.choice(FORMS).format(" ".join(told[:3]), " ".join(told[3:]))
                found.append((at, f"outlet{outlet}.example", title.capitalize()))
                at += timedelta(seconds=chance.expovariate(1 / 5_400))
    return sorted(found)


def article(at: datetime, outlet: str, title: str, number: int, chance: random.Random) -> Article:
    """Return an article as it comes out of a feed: with a picture and a summary on the subject, or without."""
    url = f"https://{outlet}/{number}"
    provider = Provider(name=outlet.split(".", maxsplit=1)[0].title(), domain=outlet)
    return Article(
        id=address.article_id(url), url=url, original_url=url, web_url=url, title=title, published=at, seen=at,
        provider=provider, images=(Picture(url=f"https://{outlet}/{number}.jpg"),) if chance.random() < 0.5 else (),
        excerpt=f"{title}. The heat pump is what it is about." if chance.random() < 0.5 else "",
    )  # fmt: skip


def published(folder: Path, asked: int, articles: list[tuple[datetime, str, str]], days: int) -> list[int]:
    """Run the newsroom hour by hour; return how many stories appeared on each day."""
    (folder / "topics").mkdir()
    (folder / "topics/heat.yaml").write_text("_id: heat\nname: Heat\nkeywords: [heat pump]\n")
    (folder / "coranto.toml").write_text(f'profile = "subject"\n[publish]\nper_day = {asked}\n')
    clock, chance = [START], random.Random(asked)
    appeared, seen = [0] * days, set[str]()
    with open_newsroom(settings_file.load(folder / "coranto.toml"), now=lambda: clock[0]) as room:
        adding = ingest.Ingest(room)
        waiting = iter(enumerate(articles))
        following = next(waiting, None)
        for hour in range(1, days * 24 + 1):
            clock[0] = START + timedelta(hours=hour)
            while following and following[1][0] <= clock[0]:
                one = article(*following[1], following[0], chance)
                adding.add(assemble.judged(one, (), room.taxonomy, room.settings, room.signals), None)
                following = next(waiting, None)
            publish.publish(room, Counter())
            now = set(room.store.published_story_ids())
            appeared[(hour - 1) // 24] += len(now - seen)
            seen |= now
    return appeared


def main() -> None:
    """Print a JSON line for each subject and wish."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--asked", default="3,5,10,20")
    cli.add_argument("--subjects", default="12,30,60", help="events a day on the subject")
    cli.add_argument("--days", type=int, default=28)
    cli.add_argument("--seed", type=int, default=1)
    given = cli.parse_args()
    for events in map(int, given.subjects.split(",")):
        articles = stream(events, given.days, random.Random(given.seed))
        for asked in map(int, given.asked.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                days = published(Path(folder), asked, articles, given.days)
            later = days[14:]
            mean = statistics.mean(later)
            print(json.dumps({"events a day": events, "asked": asked, "first day": days[0], "mean": round(mean, 2),
                              "off by": round(mean / min(asked, events * 6 / 7) - 1, 2), "days": days}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
