"""How well the subject profile picks what editors and readers picked: rules, table, both, and both behind the gate.

    python benchmarks/judge.py [--sets NAME,..] [--curve] [--speed] [--json]

Prequential: every row is scored before its label is known (the protocol of ../shared/tools/score_judge.py). Without
measuring data at ../shared (or CORANTO_SHARED) it says so and ends.
"""

import argparse
import importlib.util
import json
import os
import sys
import time
from pathlib import Path

import msgspec

from coranto.decide import line
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.run.lessons import Lessons
from coranto.topic.taxonomy import Taxonomy

SHARED = Path(os.environ.get("CORANTO_SHARED", Path(__file__).parents[2] / "shared"))
ELEVEN = (
    "readers_hn", "readers_lobsters", "readers_proggit", "editors_hn", "frontpage_de", "highlight_r", "letter_rust",
    "letter_haskell", "letter_devops", "letter_ruanyf", "linkblog_simon",
)  # fmt: skip
# What an owner would write for the sets that have a subject; the others have a newsroom without topics.
KEYWORDS = {
    "highlight_r": ("R", "RStudio", "ggplot2", "tidyverse", "dplyr", "Shiny"),
    "letter_rust": ("Rust", "cargo", "crates", "rustc", "borrow checker", "Servo"),
    "letter_haskell": ("Haskell", "GHC", "monad", "functional programming", "type class", "Cabal"),
    "letter_devops": ("DevOps", "Kubernetes", "Docker", "cloud", "security", "open source"),
    "linkblog_simon": ("Python", "Django", "SQLite", "JavaScript", "open data", "web"),
}
STEPS = (0, 30, 100, 300, 1000, 3000)


def lessons(name):
    settings = Settings(
        profile="subject",
        site=msgspec.structs.replace(Settings().site, language="de" if name.endswith("_de") else "en"),
    )
    words = KEYWORDS.get(name)
    taxonomy = Taxonomy([Topic(id="subject", name="Subject", keywords=words)] if words else [])
    return Lessons(settings if words else line.open_to_all(settings), taxonomy)


def run(tool, name, rows):
    """Score rows four ways in one pass: rules, table, both, both while the gate is open."""
    learner = lessons(name)
    waiting = sorted(rows, key=lambda row: (row["reveal"], row["time"]))
    scores, known, opened = {"rules": {}, "table": {}, "both": {}, "gated": {}}, 0, None
    for day, group in sorted(tool.groups(rows).items()):
        until = known
        while until < len(waiting) and waiting[until]["reveal"] <= day:
            until += 1
        if until > known:
            learner.hear({"learn": [{"id": row["id"], "label": row["label"]} for row in waiting[known:until]]})
            known = until
        is_open = learner.learner.gate.is_open
        if is_open and opened is None:
            opened = known
        gated = learner.hear(
            {"judge": [{k: v for k, v in row.items() if k not in ("label", "reveal")} for row in group]}
        )
        for row in group:
            rules, taught = learner.learner.points(row["id"])
            for way, score in zip(scores, (rules, taught, rules + taught, gated[row["id"]]), strict=True):
                scores[way][row["id"]] = score
    result = {way: tool.within(rows, score) for way, score in scores.items()}
    result |= {f"{way} blocks": tool.blocks(rows, scores[way], scores["rules"]) for way in ("both", "gated")}
    return result | {"opened": opened, "features": len(learner.learner.table)}


def curve(tool, name, rows, starts=6, following=1000):
    """After the last n decisions, without learning on: rules and table together."""
    out = {}
    for n in STEPS:
        cells = []
        for first in (int(len(rows) * (0.4 + 0.5 * i / starts)) for i in range(starts)):
            day = rows[first]["group"]
            known = [row for row in rows[:first] if row["reveal"] <= day][-n:] if n else []
            part = [row for row in rows[first:] if row["group"] >= day][:following]
            if len(known) < n or not 0 < sum(row["label"] for row in part) < len(part):
                continue
            learner = lessons(name)
            learner.hear({"history": known})
            learner.hear({"judge": part})
            cells.append(tool.within(part, {row["id"]: sum(learner.learner.points(row["id"])) for row in part}))
        if cells:
            out[n] = round(sum(cells) / len(cells), 4)
    return out


def speed(rows):
    """Rows a CPU second with a table of all of them: by the table alone, and with the rules."""
    out = {}
    for way, learner in (("table", Lessons(Settings(), None)), ("both", lessons("letter_rust"))):
        learner.hear({"history": rows})
        start = time.process_time()
        learner.hear({"judge": rows})
        out[way] = round(len(rows) / (time.process_time() - start))
    return out


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--sets", default=",".join(ELEVEN))
    for option in ("--curve", "--speed", "--json"):
        cli.add_argument(option, action="store_true")
    args = cli.parse_args()
    if not (SHARED / "data/judgement").exists():
        sys.exit(f"skipped: no measuring data at {SHARED} (set CORANTO_SHARED)")
    spec = importlib.util.spec_from_file_location("score_judge", SHARED / "tools/score_judge.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    data = {name: tool.read(str(SHARED / f"data/judgement/{name}.dev.jsonl.gz")) for name in args.sets.split(",")}
    if args.speed:
        return print(json.dumps(speed(next(iter(data.values()))[:20_000])))
    if args.curve:
        found = {}
        for name, rows in data.items():
            found[name] = curve(tool, name, rows)
            print(name, found[name], flush=True)
        return print(
            {n: round(sum(some) / len(some), 4) for n in STEPS if (some := [c[n] for c in found.values() if n in c])}
        )
    found = {}
    for name, rows in data.items():
        found[name] = run(tool, name, rows)
        print(name, json.dumps(found[name]), flush=True)
    ways = ("rules", "table", "both", "gated")
    mean = {way: round(sum(one[way] for one in found.values()) / len(found), 4) for way in ways}
    blocks = {
        way: [sum(one[f"{way} blocks"][key] for one in found.values()) for key in ("bad", "blocks")]
        for way in ("both", "gated")
    }
    print(json.dumps({"mean": mean, "bad of blocks": blocks}))
    return None


if __name__ == "__main__":
    main()
