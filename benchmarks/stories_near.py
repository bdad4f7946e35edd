"""Measure near-same texts: mutated copies of real articles, found or not, among all the others.

    python benchmarks/stories_near.py [--shared DIR]

Every article of data/stories/wikinews_events (40 words or longer) gets four copies: edited (one word in 33 replaced, so
that a run of five words in seven breaks), cut (the last quarter missing), framed (an outlet's own 25 words before and after), and all
three, gentler. A pair is an article and one of its copies. A pair that is found and is none counts against the
precision, unless the two texts share half of their runs of five words: then the collection has the article twice.
"""

import argparse
import gzip
import json
import os
import random
import re
from pathlib import Path

from coranto.dedupe import near

HERE = Path(__file__).resolve().parent


def edited(words, chance, vocabulary, share):
    return [chance.choice(vocabulary) if chance.random() < share else word for word in words]


def cut(words, share):
    return words[: max(1, round(len(words) * (1 - share)))]


def framed(words, chance, vocabulary, number):
    return chance.choices(vocabulary, k=number) + words + chance.choices(vocabulary, k=number)


def runs(text):
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("CORANTO_SHARED", HERE.parent.parent / "shared")
    parser.add_argument("--shared", type=Path, default=Path(default))
    given = parser.parse_args()
    with gzip.open(given.shared / "data/stories/wikinews_events.jsonl.gz", "rt", encoding="utf-8") as stream:
        texts = sorted({json.loads(line)["text"] for line in stream})
    texts = [text for text in texts if len(text.split()) >= 40]
    vocabulary = sorted({word for text in texts for word in text.split()})
    chance = random.Random(1)
    copies = {}
    for number, text in enumerate(texts):
        words = text.split()
        gentle = edited(cut(words, 0.1), chance, vocabulary, 0.015)
        copies[number] = {
            "edited": edited(words, chance, vocabulary, 0.03),
            "cut": cut(words, 0.25),
            "framed": framed(words, chance, vocabulary, 25),
            "all three": framed(gentle, chance, vocabulary, 10),
        }
    shelf = near.SketchIndex()
    for number, text in enumerate(texts):
        shelf.add(number, near.sketch(text))
    hit, tried, right, wrong = {}, {}, 0, 0
    for number, kinds in copies.items():
        for kind, words in kinds.items():
            text = " ".join(words)
            found = {twin.key for twin in shelf.twins(near.sketch(text))}
            tried[kind] = tried.get(kind, 0) + 1
            hit[kind] = hit.get(kind, 0) + (number in found)
            right += number in found
            for other in found - {number}:
                one, two = runs(text), runs(texts[other])
                wrong += len(one & two) < 0.5 * len(one | two)
    pairs = sum(tried.values())
    print(
        json.dumps(
            {
                "measure": "near-same pairs",
                "articles": len(texts),
                "pairs": pairs,
                "found": round(right / pairs, 4),
                "precision": round(right / (right + wrong), 5),
                **{kind: round(hit[kind] / tried[kind], 4) for kind in hit},
            }
        )
    )


if __name__ == "__main__":
    main()
