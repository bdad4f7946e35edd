"""Cases of other parsers on the fields of news, asked of ours: gofeed, feed-rs, fastfeedparser and Miniflux.

    python benchmarks/parse_pairs.py FOLDER

FOLDER holds ``pairs.jsonl``, ``miniflux_cases.jsonl`` and ``conformance.tar.xz``. A case is asked when it says something of
a field that our model has: entries, title, address, id, dates, authors' names, topics, texts, enclosures, and the feed's
title, address, language and description. It holds when all it says of them does. Texts are compared as they read. Prints a
line of JSON; misses on standard error, one a line. Languages are compared without their case, authors of Miniflux sorted, as it has them.
"""

import argparse
import html
import json
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from coranto import errors
from coranto.dedupe import address
from coranto.model.entry import Entry, Feed
from coranto.parse import dates, feed

Check = tuple[str, object, object, bool]  # what, ours, theirs, whether they agree
_DECLARED = re.compile(rb"<(?:[a-z]+:)?(?:guid|id)\b")


def reads(value: object) -> str:
    """Give a text as it reads: without markup, entities decoded, white space folded."""
    text = html.unescape(html.unescape(str(value or "")))
    text = re.sub(r"<(script|style|svg|math)\b.*?</\1\s*>|<!--.*?-->", " ", text, flags=re.DOTALL | re.IGNORECASE)
    return "".join(re.sub(r"</?[a-zA-Z][^<>]*>", " ", text).split())


def text(what: str, ours: object, theirs: object) -> Iterator[Check]:
    if theirs:
        yield what, ours, theirs, reads(ours) == reads(theirs)


def link(what: str, ours: str | None, theirs: object, base: str) -> Iterator[Check]:
    if theirs:
        whole = urljoin(base, str(theirs).strip())
        if whole.startswith(("http://", "https://")) or ours:
            yield what, ours, theirs, (ours or "") == whole or address.canonical(ours or "") == address.canonical(whole)


def date(what: str, ours: tuple[datetime | None, ...], theirs: object) -> Iterator[Check]:
    if theirs:
        yield what, ours, theirs, dates.parse(str(theirs)) in ours


def many(what: str, ours: tuple[str, ...], theirs: list[Any]) -> Iterator[Check]:
    if wanted := list(dict.fromkeys(reads(one) for one in theirs if one and reads(one))):
        yield what, ours, theirs, sorted(reads(one) for one in ours) == sorted(wanted)


def plainly(value: Any) -> Any:
    """Give the text of a value that may say more of it."""
    if isinstance(value, dict):
        return value.get("content") or value.get("body") or value.get("value") or value.get("title")
    return plainly(value[0]) if isinstance(value, list) and value else value


def linked(one: dict[str, Any]) -> Any:
    """Give the address that leads to the page."""
    told = one.get("link")
    links = [told] if isinstance(told, dict) else one.get("links") or []
    if isinstance(told, str):
        return told
    for each in links:
        if isinstance(each, dict) and each.get("rel") in (None, "", "alternate") and each.get("href"):
            return each["href"]
    return None


def named(one: dict[str, Any]) -> list[Any]:
    """Give the names of those who wrote it, as its library gives them."""
    people = one.get("authors") or ([one["author"]] if one.get("author") else [])
    found = [person.get("name") if isinstance(person, dict) else person for person in people]
    return [re.sub(r"^\s*\S+@\S+\s*\((.+)\)\s*$", r"\1", name) for name in found if name]


def topics(one: dict[str, Any]) -> list[Any]:
    told = one.get("categories") or one.get("tags") or []
    return [
        (each.get("label") or each.get("term") or each.get("value")) if isinstance(each, dict) else each
        for each in told
    ]


def of_entry(ours: Entry, one: dict[str, Any], base: str, data: bytes, lib: str) -> Iterator[Check]:
    yield from text("title", ours.title, plainly(one.get("title")))
    yield from link("link", ours.url, linked(one), base)
    told = one.get("guid") or one.get("id")
    told = plainly(told) if isinstance(told, dict) else told
    if (
        told and _DECLARED.search(data) and (lib == "gofeed" or html.escape(str(told), quote=False).encode() in data)
    ):  # others make one up
        yield from text("id", ours.id, told)
    for key in ("publishedParsed", "pubDateParsed", "published"):
        if one.get(key):
            yield from date("published", (ours.published, ours.updated), one[key])
            break
    yield from date("updated", (ours.updated, ours.published), one.get("updatedParsed") or one.get("updated"))
    yield from many("authors", ours.authors, named(one))
    yield from many("topics", ours.topics, topics(one))
    summary, content = plainly(one.get("summary") or one.get("description")), plainly(one.get("content"))
    if summary:
        held = {reads(ours.summary), reads(ours.content)}
        yield "summary", ours.summary, summary, reads(summary) in held
    if content:
        yield "content", ours.content, content, reads(content) in (reads(ours.content), reads(ours.summary))
    files = one.get("enclosures") or ([one["enclosure"]] if one.get("enclosure") else [])
    wanted = [urljoin(base, each["url"].strip()) for each in files if isinstance(each, dict) and each.get("url")]
    if wanted:
        yield "enclosures", [each.url for each in ours.enclosures], wanted, [e.url for e in ours.enclosures] == wanted


def of_pair(got: Feed, expected: dict[str, Any], data: bytes, lib: str) -> Iterator[Check]:
    head = expected.get("feed") if isinstance(expected.get("feed"), dict) else expected
    base = got.link or ""
    yield from text("feed title", got.title, plainly(head.get("title")))
    yield from link("feed link", got.link, linked(head), base)
    yield from text(
        "feed language", (got.language or "").lower(), str(head.get("language") or "").lower().replace("_", "-")
    )
    yield from text("feed description", got.description, plainly(head.get("description") or head.get("subtitle")))
    theirs = expected.get("entries") if "entries" in expected else expected.get("items")
    if not theirs:
        return
    yield "entries", len(got.entries), len(theirs), len(got.entries) == len(theirs)
    for ours, one in zip(got.entries, theirs, strict=False):
        yield from of_entry(ours, one, base, data, lib)


def pairs(folder: Path) -> Iterator[tuple[str, str, list[Check]]]:
    rows = [json.loads(row) for row in (folder / "pairs.jsonl").open()]
    wanted = {row[side] for row in rows for side in ("input", "expected")}
    with tarfile.open(folder / "conformance.tar.xz") as archive:
        held = {m.name: archive.extractfile(m).read() for m in archive.getmembers() if m.name in wanted}  # type: ignore[union-attr]
    for row in rows:
        data, expected = held[row["input"]], json.loads(held[row["expected"]])
        try:
            checks = list(of_pair(feed.read(data), expected, data, row["lib"]))
        except errors.NotAFeed as why:
            checks = [("read", f"refused: {why}", "a feed", False)]
        yield row["lib"], row["input"], checks


def of_miniflux(got: Feed, path: str, value: Any) -> Iterator[Check]:
    match re.sub(r"\[\d+\]", "[]", path):
        case "feed.Entries":
            yield path, len(got.entries), value, len(got.entries) == value
        case "feed.Title":
            yield path, got.title, value, reads(got.title) == reads(value) or (got.title is None and "://" in value)
        case "feed.SiteURL":
            yield from link(path, got.link, value, "")
        case "feed.Description":
            yield path, got.description, value, reads(got.description) == reads(value)
        case "feed.Language":
            yield path, got.language, value, (got.language or "").lower() == value
        case "feed.IconURL":
            yield path, got.image, value, (got.image or "") == value
        case "feed.TTL":
            yield path, got.ttl, value, (got.ttl or 0) == value
        case _:
            pass
    numbers = [int(each) for each in re.findall(r"\[(\d+)\]", path)]
    if not path.startswith("feed.Entries[") or len(got.entries) <= numbers[0]:
        return
    entry = got.entries[numbers[0]]
    match path.rpartition(".")[2]:
        case "Title" if not entry.title and ("://" in value or reads(value) in reads(entry.summary or entry.content)):
            return  # Miniflux puts an address or the text where there is no title; our model leaves it empty
        case "Title":
            yield path, entry.title, value, reads(entry.title) == reads(value)
        case "URL" if len(numbers) == 1:
            yield from link(path, entry.url, value, got.link or "")
        case "Content":
            texts = {reads(entry.content), reads(entry.summary)}
            yield path, entry.content or entry.summary, value, reads(value) in texts
        case "Language":
            yield path, entry.language, value, (entry.language or "").lower() == value
        case "Author":
            yield path, entry.authors, value, reads(", ".join(sorted(entry.authors))) == reads(value)
        case "Tags":
            yield path, len(entry.topics), value, len(entry.topics) == value
        case "Enclosures":
            count = len({e.url for e in entry.enclosures} | {i.url for i in entry.images})
            yield path, (len(entry.enclosures), count), value, value in (len(entry.enclosures), count)
        case "URL" | "Size" | "MimeType" as what if len(numbers) == 2 and len(entry.enclosures) > numbers[1]:
            one = entry.enclosures[numbers[1]]
            held = {"URL": one.url, "Size": one.length or 0, "MimeType": one.type or ""}[what]
            yield path, held, value, held == value
        case "URL" if len(numbers) == 2:
            urls = [*(e.url for e in entry.enclosures), *(i.url for i in entry.images)]
            yield path, urls, value, value in urls


def miniflux(folder: Path) -> Iterator[tuple[str, str, list[Check]]]:
    for case in (json.loads(row) for row in (folder / "miniflux_cases.jsonl").open()):
        if case["package"] not in ("rss", "atom", "rdf", "json", "parser") or len(case["inputs"]) != 1:
            continue
        name = f"{case['package']}/{case['test']}"
        found = next((one["value"] for one in case["asserts"] if one["path"] == "feed.FeedURL"), "")
        try:
            got = feed.read(case["inputs"][0].encode(), url=(case.get("base_url") or found).strip() or None)
        except errors.NotAFeed as why:
            asked = case["expects_error"] or any(one["path"].startswith("feed.") for one in case["asserts"])
            checks = [("read", f"refused: {why}", case["expects_error"], bool(case["expects_error"]))] if asked else []
        else:
            checks = [check for one in case["asserts"] for check in of_miniflux(got, one["path"], one["value"])]
            if case["expects_error"]:
                checks = [("read", "a feed", "an error", False)]
        yield "miniflux", name, checks


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    right, counted, silent = Counter[str](), Counter[str](), Counter[str]()
    for lib, case, checks in [*pairs(folder), *miniflux(folder)]:
        if not checks:
            silent[lib] += 1
            continue
        counted[lib] += 1
        misses = [check for check in checks if not check[3]]
        right[lib] += not misses
        for what, ours, theirs, _ in misses[:5]:
            print(lib, case, what, repr(ours)[:160], repr(theirs)[:160], sep="\t", file=sys.stderr)
    shares = {lib: f"{right[lib]} of {counted[lib]}" for lib in counted}
    whole = f"{right.total()} of {counted.total()} ({right.total() / counted.total():.4f})"
    print(json.dumps(shares | {"all": whole, "says nothing of our fields": silent.total()}))


if __name__ == "__main__":
    main()
