"""Measure who told a story: originals among mutated copies, and own reports against copies.

    python benchmarks/told.py [--shared DIR] [--seed N] [--errors N]

DIR (or CORANTO_SHARED, default ../shared beside the repository) holds data/stories. Stories are split by a hash of
their name into a dev half, by which phrases and bars were chosen, and another half. Prints one JSON object a figure.

``mutated``: an article of the set is the original; four copies of it are made (words replaced, sentences dropped and
moved, a new headline, a lead-in of one's own, half of the text) and arrive after it, some with an earlier date than
its own, some before it but with a credit. Right: the account names the original for the copy.
``pairs``: 200 pairs of one story, an article marked as a copy (``copy_of``; in the demo press ``reprints``) and one
that is neither a copy nor copied. Right: both are told apart. ``articles``: each article of the pairs by itself.
"""

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coranto.dedupe import address, near
from coranto.demo import newsstand
from coranto.model.article import Article, Provider
from coranto.run import sourcing
from coranto.story import account
from coranto.story.citing import Names

HERE = Path(__file__).resolve().parent
AGENCIES = Names()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def say(name, **figures):
    print(json.dumps({"measure": name, **figures}, ensure_ascii=False), flush=True)


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def dev(story):
    return hashlib.sha256(story.encode()).digest()[0] % 2 == 0


def article(ident, title, text, excerpt, outlet, published, language="en", seen=None, name="", names=None):
    found = Article(
        id=ident, url=f"https://{outlet}/{ident}", original_url=f"https://{outlet}/{ident}",
        web_url=f"https://{outlet}/{ident}", title=title, excerpt=excerpt, text=text, published=published,
        seen=seen or published, provider=Provider(name=name or outlet, domain=outlet), language=language,
    )  # fmt: skip
    return sourcing.sourced(found, names or AGENCIES)


def placed(articles):
    """Compare the texts of a story's articles in order of arrival, as the ingest does."""
    done, sketches = [], {}
    for one in sorted(articles, key=lambda article: (article.seen, article.id)):
        sketch = near.sketch(one.text)
        done.append(sourcing.compared(one, sketch, done, sketches))
        if sketch:
            sketches[one.id] = sketch
    return account.tell(done)


def gold_sets(shared):
    for name in ("gn2025", "gn2026"):
        stories = defaultdict(list)
        for row in rows_of(shared / f"data/stories/{name}.dev.jsonl.gz"):
            if row.get("story"):
                stories[row["story"]].append(row)
        yield name, stories


def of_row(row):
    outlet = address.outlet(row["url"]) or row["outlet"]
    when = datetime.fromisoformat(row["published"])
    text = row.get("text") or ""
    return article(
        row["id"],
        row["title"] or "-",
        text,
        row["excerpt"] or "",
        outlet,
        when,
        row.get("language") or "en",
        name=row["outlet"],
    )


def demo():
    """Return the demo press as stories of articles, and which of them are reprints."""
    stories, copies = defaultdict(list), set()
    for number, piece in enumerate(newsstand.load(NOW).pieces):
        ident = f"d{number}"
        text = "\n".join((piece.lede, *piece.paragraphs))
        one = article(
            ident,
            piece.title,
            text,
            piece.lede,
            piece.outlet.domain,
            piece.published,
            piece.outlet.language,
            name=piece.outlet.name,
        )
        stories[piece.story].append(one)
        if piece.original:
            copies.add(ident)
    return stories, copies


def pairs(told, copies, copied, rng, most=200):
    """Draw pairs of one story: an article that copies, and one that neither copies nor is copied."""
    by_story = []
    for story, parts in told.items():
        marked = [part for part in parts if part.article in copies]
        free = [part for part in parts if part.article not in copies and part.article not in copied]
        by_story += [(story, one, other) for one in marked for other in free]
    rng.shuffle(by_story)
    return by_story[:most]


def score(drawn):
    right = sum(one.kind == "copies" and other.kind != "copies" for _, one, other in drawn)
    caught = sum(one.kind == "copies" for _, one, _ in drawn)
    free = sum(other.kind != "copies" for _, _, other in drawn)
    return {
        "pairs": len(drawn),
        "right": round(right / len(drawn), 3) if drawn else None,
        "copies found": round(caught / len(drawn), 3) if drawn else None,
        "others left": round(free / len(drawn), 3) if drawn else None,
    }


def own_against_copied(shared, rng, errors):
    halves = {True: [], False: []}
    for name, stories in gold_sets(shared):
        told, copies, copied, rows = {}, set(), set(), {}
        for story, members in stories.items():
            told[story] = placed(map(of_row, members)).told
            rows |= {row["id"]: row for row in members}
            copies |= {row["id"] for row in members if row.get("copy_of")}
            copied |= {row["copy_of"] for row in members if row.get("copy_of")}
        for half in (True, False):
            drawn = pairs({story: parts for story, parts in told.items() if dev(story) is half}, copies, copied, rng)
            halves[half] += drawn[:100]
            say("pairs", set=name, half="dev" if half else "other", **score(drawn))
            for _, one, other in drawn[: errors if half else 0]:
                if one.kind != "copies":
                    print("MISSED", one, rows[one.article])
                if other.kind == "copies":
                    print("TAKEN", other, rows[other.article])
    stories, copies = demo()
    told = {story: placed(members).told for story, members in stories.items()}
    drawn = pairs(told, copies, set(), rng)
    say("pairs", set="demo", **score(drawn))
    for half in (True, False):
        say("pairs", set="demo and gn", half="dev" if half else "other", **score(drawn[:67] + halves[half]))


def mutated(text, rng, rows):
    """Return a text as somebody copies it, in one of five ways."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    way = rng.choice(("words", "drop", "move", "lead-in", "half"))
    if way == "words":
        return " ".join(
            word if rng.random() > 0.06 else rng.choice(("indeed", "now", "some", "new")) for word in text.split()
        )
    if way == "drop":
        return " ".join(one for one in sentences if rng.random() > 0.25)
    if way == "move":
        rng.shuffle(sentences)
        return " ".join(sentences)
    if way == "lead-in":
        return "Our readers asked us to look into this. " + " ".join(rng.choice(rows).split()[:40]) + " " + text
    return " ".join(sentences[: max(3, len(sentences) // 2)])


def originals(shared, rng):
    for name, stories in gold_sets(shared):
        for half in (True, False):
            drawn = [named_right(members, rng) for story, members in stories.items() if dev(story) is half]
            right, total = map(sum, zip(*drawn, strict=True))
            if total:
                share = round(right / total, 3)
                say("original named", set=name, half="dev" if half else "other", copies=total, right=share)
    stories, _ = demo()
    right = total = 0
    for members in stories.values():
        for first in [one for one in members if len(one.text.split()) > 60][:3]:
            for number in range(3):
                when, seen = first.published - timedelta(hours=1), first.seen + timedelta(hours=1)
                text = mutated(first.text, rng, [first.text])
                copy = copied(first, number, text, when, seen, AGENCIES)
                parts = {part.article: part for part in placed([first, copy]).told}
                right += parts[copy.id].source == first.id
                total += 1
    say("original named", set="demo", copies=total, right=round(right / total, 3))


def named_right(members, rng):
    """Return how many of the copies made of a story's articles are said to be of the right one, and of how many."""
    known = Names((row["outlet"], address.outlet(row["url"]) or row["outlet"]) for row in members)
    long = [row for row in members if len((row.get("text") or "").split()) > 120 and not row.get("copy_of")]
    rng.shuffle(long)
    texts, right, total = [row["text"] for row in long], 0, 0
    for row in long[:6]:
        first, copies = of_row(row), []
        for number in range(4):
            text, before = mutated(row["text"], rng, texts), number == 3
            when = first.published + timedelta(hours=rng.choice((-3, 1, 5)))
            seen = first.seen + timedelta(minutes=-30 if before else 20 + 30 * number)
            if before:
                text += f"\nThis report was first published by {row['outlet']}."
            copies.append(copied(first, number, text, when, seen, known))
        parts = {part.article: part for part in placed([first, *copies]).told}
        right += sum(parts[copy.id].source == first.id for copy in copies)
        total += 4
    return right, total


def copied(first, number, text, when, seen, names):
    title, outlet = f"Rewritten as number {number}", f"copy{number}.example"
    return article(f"{first.id}-{number}", title, text, text[:200], outlet, when, first.language, seen, names=names)


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--shared", type=Path, default=os.environ.get("CORANTO_SHARED", HERE.parent.parent / "shared"))
    cli.add_argument("--seed", type=int, default=7)
    cli.add_argument("--errors", type=int, default=0)
    args = cli.parse_args()
    begun = time.process_time()
    own_against_copied(Path(args.shared), random.Random(args.seed), args.errors)
    originals(Path(args.shared), random.Random(args.seed))
    say("seconds of CPU", seconds=round(time.process_time() - begun, 1))


if __name__ == "__main__":
    main()
