"""Measure the links between stories of different languages: which story does an article in another language tell?

    python benchmarks/stories_across.py [--shared DIR] [--part dev] [--strangers N] [--pairs]

DIR (or CORANTO_SHARED, default ../shared beside the repository) holds data/stories. The articles of gn2026x are looked
for among the stories of ``modern``: its labelled stories and as many of its strangers as asked for, each a story of its
own. ``right first`` is the share whose story comes first, whatever its score; then precision at the recall of .7, and
what the bar of the program links. ``left out`` are links that are made although the right story was taken away;
``foreign`` those of articles of other years (semeval8), of which none is right.

``--pairs`` measures the pairs of semeval8 whose articles are of two languages, each article a story of its own among
all of its set: which pairs are linked, of those that tell the same, and of those that do not.
"""

import argparse
import collections
import gzip
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from coranto.language.stem import primary
from coranto.story.across import BAR, Across
from coranto.story.telling import Telling

HERE = Path(__file__).resolve().parent
NOW = datetime(2026, 2, 12, tzinfo=UTC)


def rows_of(shared, name):
    with gzip.open(shared / f"data/stories/{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def telling(name, language, rows, newest=NOW):
    articles = tuple((row.get("title") or "", row.get("excerpt") or "") for row in rows)
    return Telling(story=name, language=language, newest=newest, articles=articles)


def best(across, row):
    """Return the best link of an article, whatever its score."""
    across.put(telling("asked", primary(row["language"]), [row]))
    found = across.find("asked")
    across.remove("asked")
    return max(found, key=lambda link: link.score, default=None)


def stories(shared, part, strangers):
    groups = collections.defaultdict(list)
    for number, row in enumerate(rows_of(shared, f"modern.{part}")):
        groups[row.get("story") or f"stranger {number}"].append(row)
    named = [name for name in groups if not name.startswith("stranger")]
    named += [name for name in groups if name.startswith("stranger")][:strangers]
    across = Across(bar=0.0)
    told = {name: telling(name, "en", groups[name]) for name in named}
    for one in told.values():
        across.put(one)
    asked = rows_of(shared, f"gn2026x.{part}")
    foreign = [row for row in rows_of(shared, "semeval8.dev") if primary(row["language"]) not in ("en", "zh")][:300]
    for row in {row["language"]: row for row in asked}.values():  # reads the words of its language, once a run
        best(across, row)
    started = time.perf_counter()
    found = [(best(across, row), row["story"]) for row in asked]
    spent = time.perf_counter() - started
    without = []
    for row in asked:
        across.remove(row["story"])
        without.append(best(across, row))
        across.put(told[row["story"]])
    strange = [best(across, row) for row in foreign]
    scored = sorted(((link.score, link.other == story) for link, story in found if link), reverse=True)
    hits, at = 0, None
    for number, (_, right) in enumerate(scored, 1):
        hits += right
        if at is None and hits >= 0.7 * len(asked):
            at = round(hits / number, 3)
    linked = [right for score, right in scored if score >= BAR]
    return {
        "stories": len(named), "asked": len(asked), "right first": round(hits / len(asked), 3),
        "precision at recall .7": at, "bar": BAR, "linked": len(linked), "of them right": sum(linked),
        "left out": sum(1 for link in without if link and link.score >= BAR),
        "foreign": f"{sum(1 for link in strange if link and link.score >= BAR)} of {len(foreign)}",
        "ms a story": round(1000 * spent / len(asked), 1),
    }  # fmt: skip


def pairs(shared):
    rows = {row["id"]: row for row in rows_of(shared, "semeval8.dev")}
    across = Across()
    for name, row in rows.items():
        date = datetime.fromisoformat(row["published"]) if row.get("published") else NOW
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        across.put(telling(name, primary(row["language"]), [row], date))
    linked = {frozenset((link.story, link.other)) for name in sorted(rows) for link in across.find(name)}
    told = {True: [0, 0], False: [0, 0]}
    for pair in rows_of(shared, "semeval8.pairs.dev"):
        one, other = (pair.get(key) for key in ("a", "b"))
        if pair["same"] is not None and primary(rows[one]["language"]) != primary(rows[other]["language"]):
            told[pair["same"]][0] += frozenset((one, other)) in linked
            told[pair["same"]][1] += 1
    return {"same": "{} of {} linked".format(*told[True]), "not the same": "{} of {} linked".format(*told[False])}


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("CORANTO_SHARED", HERE.parents[1] / "shared"))
    )
    asked.add_argument("--part", default="dev")
    asked.add_argument("--strangers", type=int, default=3000)
    asked.add_argument("--pairs", action="store_true")
    args = asked.parse_args()
    print(json.dumps(pairs(args.shared) if args.pairs else stories(args.shared, args.part, args.strangers)))


if __name__ == "__main__":
    main()
