"""feedparser's own test cases, those about news fields, asked of our parser.

    python benchmarks/parse_cases.py FOLDER

FOLDER holds ``feedparser_cases.jsonl`` (clauses ``path op value`` on feedparser's result) and ``conformance.tar.xz``. A case
counts as passed when every clause on a field that our model has holds; fields that it has not (a feed's author, its id,
an address inside a picture) are counted apart. Prints a line of JSON; misses on standard error.
"""

import argparse
import html
import json
import re
import sys
import tarfile
from collections import Counter
from datetime import datetime
from pathlib import Path

from coranto import errors
from coranto.model.entry import Entry, Feed
from coranto.parse import dates, feed, markup


class Name(str):
    """An author's name: where a case has ``name (mail)``, the name counts; the model gives no mail address."""

    __slots__ = ()


ABSENT = object()  # what the model has no field for


def of_feed(got: Feed, path: list) -> object:
    match path:
        case ["title" | "link" | "language" | "description" | "subtitle" | "tagline" as what]:
            return getattr(got, "description" if what in ("subtitle", "tagline") else what)
        case ["updated" | "updated_parsed" | "published" | "published_parsed" | "date"]:
            return got.updated
        case ["image", "href" | "url"]:
            return got.image
    return ABSENT


def of_entry(entry: Entry, path: list) -> object:
    match path:
        case ["title" | "id" as what]:
            return getattr(entry, what)
        case ["guid"]:
            return entry.id
        case ["link"]:
            return entry.url
        case ["description" | "summary"]:
            return entry.summary or entry.content
        case ["content", 0, "value"]:
            return entry.content or entry.summary
        case ["author"] | ["author_detail", "name"]:
            return Name(entry.authors[0]) if entry.authors else None
        case ["authors", number, "name"]:
            return entry.authors[number] if len(entry.authors) > number else None
        case ["tags", number, "term"]:
            return entry.topics[number] if len(entry.topics) > number else None
        case ["published" | "published_parsed"]:
            return entry.published
        case ["updated" | "updated_parsed" | "date" | "date_parsed"]:
            return entry.updated or entry.published
        case ["source", "title"]:
            return entry.source.title if entry.source else None
        case ["source", "link"]:
            return entry.source.url if entry.source else None
        case ["image", "href"] | ["media_thumbnail", 0, "url"]:
            return entry.images[0].url if entry.images else None
        case ["enclosures", number, "url" | "href" | "type" | "length" as what]:
            return getattr(entry.enclosures[number], "url" if what == "href" else what)
    return ABSENT


def same(ours: object, theirs: object) -> bool:
    if isinstance(ours, datetime):
        if isinstance(theirs, list):
            return list(ours.timetuple()[:6]) == theirs[:6]
        return dates.parse(str(theirs)) == ours
    if ours is None:
        return theirs in (None, "")
    text = str(theirs)
    if isinstance(ours, Name):
        text = re.sub(r"\s*\(\S+@\S+\)$", "", text)
    forms = {text, html.unescape(text), markup.plain(text), markup.clean(text), html.unescape(markup.clean(text))}
    return str(ours) in forms or " ".join(str(ours).split()) in {" ".join(form.split()) for form in forms}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    cases = [json.loads(line) for line in (folder / "feedparser_cases.jsonl").open()]
    cases = [case for case in cases if case["core"] and not case["skip_unless"]]
    wanted = {case["file"] for case in cases}
    with tarfile.open(folder / "conformance.tar.xz") as archive:
        data = {m.name: archive.extractfile(m).read() for m in archive.getmembers() if m.name in wanted}
    right, counted, absent = Counter(), Counter(), 0
    for case in cases:
        part = "entities" if case["group"] == "entities" else "core"
        try:
            headers = {name.lower(): value for name, value in case["headers"].items()}
            location = headers.get("content-location")
            said = {name: headers.get(f"content-{name}") for name in ("type", "language")}
            got = feed.read(data[case["file"]], url=location, content_type=said["type"], language=said["language"])
        except errors.NotAFeed as why:
            counted[part] += 1
            print(part, case["file"], f"refused: {why}", sep="\t", file=sys.stderr)
            continue
        misses, asked = [], 0
        for clause in case["clauses"]:
            if not clause["news"]:
                continue
            match clause["path"]:
                case ["feed" | "channel", *path]:
                    ours = of_feed(got, path)
                case ["entries" | "items", number, *path]:
                    ours = of_entry(got.entries[number], path) if len(got.entries) > number else None
                case _:
                    ours = ABSENT
            if ours is ABSENT:
                absent += 1
                continue
            asked += 1
            if not same(ours, clause["value"]):
                misses.append((".".join(map(str, clause["path"])), ours, clause["value"]))
        if asked:
            counted[part] += 1
            right[part] += not misses
        for miss in misses:
            print(part, case["file"], *map(repr, miss), sep="\t", file=sys.stderr)
    shares = {part: f"{right[part]} of {counted[part]}" for part in counted}
    print(json.dumps(shares | {"clauses on fields that the model has not": absent}))


if __name__ == "__main__":
    main()
