"""Measure the grouping of stories: quality on labelled streams, speed, flat cost, and going on from a state.

    python benchmarks/stories.py [--shared DIR] [--quick] [--baselines PYTHON] [--articles N]

DIR (or CORANTO_SHARED, default ../shared beside the repository) holds data/stories and tools; the labelled streams are
made and scored by the tools there. Prints one JSON object a figure. --quick leaves out the long streams. PYTHON is the
interpreter of an environment with datasketch and scikit-learn: the plain ways of benchmarks/stories_baselines.py are
then measured on the same streams. N is the length of the synthetic stream.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coranto.demo import newsstand
from coranto.model.settings import Stories
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

HERE = Path(__file__).resolve().parent
START = datetime(2026, 1, 1, tzinfo=UTC)


def say(name, **figures):
    print(json.dumps({"measure": name, **figures}), flush=True)


def coranto(rows, out, *options):
    """Run ``coranto cluster`` on a file; seconds of processor time, end to end."""
    before = os.times()
    with rows.open("rb") as stdin, out.open("wb") as stdout:
        command = [sys.executable, "-c", "from coranto.cli import main; main()", "cluster", *options]
        subprocess.run(command, stdin=stdin, stdout=stdout, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def scored(tools, gold, out):
    answer = subprocess.run(
        [sys.executable, str(tools / "score_stories.py"), str(gold), str(out)], capture_output=True, check=True
    )
    figures = json.loads(answer.stdout)
    return {name: figures[f"bcubed_{name}"] for name in ("f1", "precision", "recall")} | {
        "strangers": figures["strangers_inside"]
    }


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def spread(rows):
    """Give rows dates over one day, in their order."""
    for number, row in enumerate(rows):
        at = START + timedelta(seconds=86400 * number / len(rows))
        yield {"id": row["id"], "title": row["title"], "excerpt": row.get("excerpt") or "", "published": at.isoformat()}


def noisy(shared, folder):
    """Measure the NOISY stream: cold, and after a background of other news; F1 by seed and mean."""
    stories, tools = shared / "data/stories", shared / "tools"
    names = [str(stories / f"{name}.jsonl.gz") for name in ("uci.dev", "gnews2013.dev", "agnews_test")]
    background = [row for row in rows_of(names[2]) if row["split"] == "background"]
    earlier = write(folder / "background", ({**row, "published": "2025-12-01T00:00:00Z"} for row in background))
    state = folder / "warm"
    coranto(earlier, folder / "out", "--state", str(state))
    for temperature in ("cold", "warm"):
        figures, articles, seconds = [], 0, 0.0
        for seed in (7, 8, 9):
            prefix = folder / f"noisy{seed}"
            command = [sys.executable, str(tools / "noisy_stream.py"), *names, str(prefix), "--seed", str(seed)]
            count = subprocess.run(command, capture_output=True, check=True)
            options = []
            if temperature == "warm":
                (folder / "state").write_bytes(state.read_bytes())
                options = ["--state", str(folder / "state")]
            seconds += coranto(Path(f"{prefix}.in.jsonl"), folder / "out", *options)
            articles += int(count.stdout)
            figures.append(scored(tools, f"{prefix}.gold.jsonl", folder / "out"))
        mean = {name: round(sum(f[name] for f in figures) / 3, 4) for name in figures[0]}
        say(f"NOISY dev, {temperature}", **mean, articles_a_second=round(articles / seconds))


def baselines(shared, folder, python):
    """Measure the plain ways on the NOISY streams, each at the bar that suits it best on the first of them."""
    script = str(HERE / "stories_baselines.py")

    def grouped(method, bar, seed):
        before, out = os.times(), folder / "baseline"
        with (folder / f"noisy{seed}.in.jsonl").open("rb") as stdin, out.open("wb") as stdout:
            subprocess.run([python, script, method, str(bar)], stdin=stdin, stdout=stdout, check=True)
        after = os.times()
        seconds = after.children_user + after.children_system - before.children_user - before.children_system
        return scored(shared / "tools", folder / f"noisy{seed}.gold.jsonl", out) | {"seconds": seconds}

    for method, bars in (("minhash", (0.08, 0.1, 0.12, 0.15, 0.2)), ("tfidf", (0.08, 0.1, 0.12, 0.15, 0.2))):
        first = {bar: grouped(method, bar, 7) for bar in bars}
        best = max(bars, key=lambda bar: first[bar]["f1"])
        figures = [first[best], *(grouped(method, best, seed) for seed in (8, 9))]
        mean = {name: round(sum(f[name] for f in figures) / 3, 4) for name in figures[0]}
        say(f"NOISY dev, {method}", bar=best, **mean, f1_by_bar={bar: first[bar]["f1"] for bar in bars})


def alone(shared, folder):
    for name in ("uci.dev", "gnews2013.dev"):
        rows = rows_of(shared / f"data/stories/{name}.jsonl.gz")
        random.Random(7).shuffle(rows)
        stream = write(folder / name, spread(rows))
        gold = write(folder / "gold", ({"id": row["id"], "story": row["story"]} for row in rows))
        coranto(stream, folder / "out")
        say(f"{name} alone", **scored(shared / "tools", gold, folder / "out"))


def resumed(folder):
    """Stop the NOISY stream at three places and go on from the state; whether the lines are the same."""
    stream = folder / "noisy7.in.jsonl"
    coranto(stream, folder / "whole", "--follow")
    lines = stream.read_bytes().splitlines(keepends=True)
    state, said = folder / "resumed", b""
    state.unlink(missing_ok=True)
    for first, last in ((0, 1000), (1000, 5003), (5003, 9000), (9000, len(lines))):
        (folder / "part").write_bytes(b"".join(lines[first:last]))
        coranto(folder / "part", folder / "out", "--follow", "--state", str(state))
        said += (folder / "out").read_bytes()
    say("stopped three times", identical=said == (folder / "whole").read_bytes(), state_bytes=state.stat().st_size)


def press(shared, folder):
    pieces = newsstand.load(START).pieces
    for language in sorted({piece.outlet.language for piece in pieces}):
        rows = [
            {"id": f"{p.outlet.id}{p.path}", "title": p.title, "excerpt": p.lede, "published": p.published.isoformat()}
            | {"language": p.outlet.language, "story": p.story}
            for p in pieces
            if p.outlet.language == language
        ]
        stream = write(folder / "press", rows)
        coranto(stream, folder / "out")
        say(f"demo press, {language}", articles=len(rows), **scored(shared / "tools", stream, folder / "out"))


def synthetic(count):
    """Give an endless press: 2,000 articles a day, 60 % of them in stories of 2 to 30, words by Zipf's law."""
    chance = random.Random(1)
    weights = [1 / (rank + 10) for rank in range(50_000)]
    total = sum(weights)
    cumulated, reached = [], 0.0
    for weight in weights:
        reached += weight / total
        cumulated.append(reached)

    def words(number):
        return [f"w{rank}" for rank in chance.choices(range(50_000), cum_weights=cumulated, k=number)]

    stories = []
    for number in range(count):
        if stories and chance.random() < 0.6:
            event = chance.choice(stories)
        else:
            event = [f"e{number}", *words(12)]
            stories = [*stories[-150:], event]
        text = chance.sample(event, 6) + words(18)
        at = START + timedelta(seconds=43.2 * number)
        yield Item(id=str(number), title=" ".join(text[:9]), excerpt=" ".join(text[9:]), published=at, language="en")


def pace():
    """Give the microseconds of a fixed piece of work, to tell the machine's load from ours."""
    start = time.process_time()
    for _ in range(20):
        sorted({str(number): number for number in range(2_000)})
    return (time.process_time() - start) / 20 * 1e6


def flat(count):
    """Measure an article's cost as articles come and go, in units of a fixed piece of work done in between."""
    clusterer, marks = Clusterer(Stories()), {}
    stream = synthetic(count)
    spent, paces = 0.0, []
    for first in range(0, count, 5_000):
        articles = list(itertools.islice(stream, 5_000))
        for number, item in enumerate(articles):
            if number % 250 == 0:
                paces.append(pace())
            start = time.process_time()
            clusterer.place(item)
            spent += time.process_time() - start
        marks[first + len(articles)] = round(spent / len(articles) * 1e6 / (sum(paces) / len(paces)), 3)
        spent, paces = 0.0, []
    last = sorted(marks)
    chosen = [n for n in (5_000, 10_000, 15_000, 25_000, 50_000, 100_000, 250_000, 500_000, count) if n in marks]
    around = {n: [marks[m] for m in last if n * 0.9 <= m <= n * 1.1] for n in chosen}
    say(
        "cost an article, in fixed pieces of work, at",
        **{f"{n:,}": round(sum(costs) / len(costs), 3) for n, costs in around.items()},
    )
    terms = sum(len(index.frequencies.counts) for index in clusterer.indexes.values())
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(
        "kept at the end",
        articles=len(clusterer.number_of),
        stories=len(clusterer.stories()),
        terms=terms,
        peak_memory_mb=most,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("CORANTO_SHARED", HERE.parent.parent / "shared")
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--baselines", metavar="PYTHON")
    parser.add_argument("--articles", type=int, metavar="N")
    parser.add_argument("--synthetic-only", action="store_true", help="nothing but the synthetic stream")
    given = parser.parse_args()
    if given.synthetic_only:
        flat(given.articles or 100_000)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        noisy(given.shared, folder)
        if given.baselines:
            baselines(given.shared, folder, given.baselines)
        alone(given.shared, folder)
        press(given.shared, folder)
        resumed(folder)
    flat(given.articles or (20_000 if given.quick else 100_000))


if __name__ == "__main__":
    main()
