"""Measure the grouping of stories on harder streams: dense weeks, look-alikes, one subject, many languages, filler.

    python benchmarks/stories_hard.py [--shared DIR] [MEASURE...]

DIR (or CORANTO_SHARED, default ../shared beside the repository) holds data/stories, data/records, data/world and tools.
Measures: modern gn2025 gn2026 ecbplus basil filler languages records world crowd. Prints one JSON object a figure.
``mixed`` is the largest story of which less than nine tenths are one event.
"""

import argparse
import collections
import gzip
import json
import os
import random
import re
import sys
import tarfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coranto.model.settings import Stories
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

HERE = Path(__file__).resolve().parent
START = datetime(2026, 1, 1, tzinfo=UTC)
FILLER = (
    "Excerpt unavailable. Read the full article on our website.",
    "Sign up for our newsletter and get the day's top stories in your inbox.",
    "Continue reading this article with a subscription to our newspaper.",
)
LABELLED = ("modern", "gn2025", "gn2026", "ecbplus", "basil")


def say(name, **figures):
    print(json.dumps({"measure": name, **figures}), flush=True)


def rows_of(shared, name):
    with gzip.open(shared / f"data/stories/{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def grouped(rows):
    """Group rows; story by id, and articles a second of processor time."""
    clusterer, heirs, story_of = Clusterer(Stories()), {}, {}
    items = [
        Item(
            id=str(row["id"]),
            title=row.get("title") or "",
            excerpt=row.get("excerpt") or "",
            published=datetime.fromisoformat(row["published"]),
            language=row.get("language"),
        )
        for row in rows
    ]
    start = time.process_time()
    for item in items:
        placement = clusterer.place(item)
        heirs.update(placement.merged)
        story_of[item.id] = placement.story
    seconds = time.process_time() - start
    for name, story in story_of.items():
        while story in heirs:
            story = heirs[story]
        story_of[name] = story
    return story_of, round(len(rows) / max(seconds, 1e-9))


def labelled(name, rows, score):
    story_of, speed = grouped(rows)
    gold = {str(row["id"]): str(row["story"]) for row in rows if row.get("story")}
    figures = score(gold, story_of)
    within = collections.defaultdict(collections.Counter)
    for article, story in story_of.items():
        within[story][gold.get(article)] += 1
    mixed = [labels.total() for labels in within.values() if labels.most_common(1)[0][1] < 0.9 * labels.total()]
    say(
        name,
        f1=figures["bcubed_f1"],
        precision=figures["bcubed_precision"],
        recall=figures["bcubed_recall"],
        pairwise=figures["pair_f1"],
        mixed=max(mixed, default=0),
        articles_a_second=speed,
    )


def filler(shared, score):
    """Put one of three standfirsts under every article of gn2026 that has none."""
    chance = random.Random(1)
    rows = rows_of(shared, "gn2026.dev")
    labelled(
        "gn2026 with filler",
        [row if row.get("excerpt") else {**row, "excerpt": chance.choice(FILLER)} for row in rows],
        score,
    )


def languages(shared):
    found, by_language = collections.Counter(), collections.defaultdict(collections.Counter)
    for name in ("semeval8", "tgcontest"):
        story_of, _ = grouped(rows_of(shared, f"{name}.dev"))
        for pair in rows_of(shared, f"{name}.pairs.dev"):
            one, other = pair["langs"].split("-")
            if pair.get("same") is None or one != other:
                continue
            joined = story_of[pair["a"]] == story_of[pair["b"]]
            what = ("missed", "right")[joined] if pair["same"] else ("apart", "wrong")[joined]
            found[what] += 1
            by_language[one][what] += 1

    def f1(counts):
        return round(2 * counts["right"] / max(1, 2 * counts["right"] + counts["wrong"] + counts["missed"]), 3)

    say("pairs in ten languages", f1=f1(found), **{code: f1(counts) for code, counts in sorted(by_language.items())})


def records(shared):
    """Feed the records of a newsroom on one subject, at 3 and at 10 a day: the largest story."""
    rows = []
    with tarfile.open(shared / "data/records/powerapps.tar.xz") as archive:
        for member in archive.getmembers():
            if "/_news/" in member.name and member.name.endswith(".md"):
                text = archive.extractfile(member).read().decode()
                field = {key: value.strip(' "') for key, value in re.findall(r"^(\w+): (.*)$", text, re.MULTILINE)}
                if field.get("title"):
                    rows.append((field["publishedDateTime"], member.name, field["title"], field.get("excerpt", "")))
    rows.sort()
    for a_day in (3, 10):
        stream = [
            {"id": name, "title": title, "excerpt": excerpt}
            | {"published": (START + timedelta(days=number / a_day)).isoformat()}
            for number, (_, name, title, excerpt) in enumerate(rows)
        ]
        sizes = collections.Counter(grouped(stream)[0].values()).most_common()
        say(f"one subject, {a_day} a day", articles=len(rows), stories=len(sizes), largest=sizes[0][1])


def world(shared, score):
    """Group the titles alone of what is on a subject."""
    lines = (shared / "data/world/labels.dev.jsonl").read_text("utf-8").splitlines()
    labels = [row for row in map(json.loads, lines) if row["on"] != "no" and row.get("event")]
    for subject in sorted({row["subject"] for row in labels}):
        rows = {
            row["url"]: {"id": row["url"], "title": row["title"], "published": row["date"]}
            | {"story": row["event"].split("+")[0]}
            for row in labels
            if row["subject"] == subject
        }
        stream = sorted(rows.values(), key=lambda row: row["published"])
        labelled(f"titles on {subject}", stream, score)


def crowd(shared, score):
    """Mix the NOISY stream (seed 7) with 64,000 more titles: those of AllSides, over again with their words moved."""
    rows = []
    for name, mark in (("uci.dev", "u"), ("gnews2013.dev", "g"), ("agnews_test", "a")):
        rows += [
            {"id": f"{mark}{row['id']}", "title": row["title"], "excerpt": row.get("excerpt") or ""}
            | ({"story": f"{mark}{row['story']}"} if mark != "a" else {})
            for row in rows_of(shared, name)
            if mark != "a" or row["split"] == "distractor"
        ]
    chance = random.Random(7)
    titles = [row["title"] for row in rows_of(shared, "allsides.background")][:32_000]
    rows += [{"id": f"x{number}", "title": title} for number, title in enumerate(titles)]
    for number in range(32_000):
        words = f"{chance.choice(titles)} {chance.choice(titles)}".split()
        rows.append({"id": f"y{number}", "title": " ".join(chance.sample(words, min(9, len(words))))})
    chance.shuffle(rows)
    for number, row in enumerate(rows):
        row["published"] = (START + timedelta(days=number / len(rows))).isoformat()
    labelled("NOISY with 64,000 more titles", rows, score)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("CORANTO_SHARED", HERE.parent.parent / "shared")
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("measures", nargs="*")
    given = parser.parse_args()
    sys.path.insert(0, str(given.shared / "tools"))
    from score_stories import score

    chosen = given.measures or [*LABELLED, "filler", "languages", "records", "world"]
    for name in chosen:
        if name in LABELLED:
            labelled(name, rows_of(given.shared, f"{name}.dev"), score)
        elif name in ("filler", "world", "crowd"):
            globals()[name](given.shared, score)
        else:
            globals()[name](given.shared)


if __name__ == "__main__":
    main()
