"""Records: bytes kept, API pages reproduced, paths that follow from titles, and records a second on one core.

    python benchmarks/records.py [FOLDER]

FOLDER is the shared measuring data (default CORANTO_SHARED, else ../shared beside the repository).
"""

import os
import statistics
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import yaml

from coranto.config import topic_files
from coranto.feeds import static_api
from coranto.model.change import StoredRecord
from coranto.model.record import Record
from coranto.model.settings import Site
from coranto.record import amp, frontmatter, seal, slug, write

SIZE = 25  # items a page


def main(shared: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for archive in ("powerapps", "ai_topics"):
            with tarfile.open(shared / f"data/records/{archive}.tar.xz") as tar:
                tar.extractall(folder, filter="data")
        sister = folder / "powerapps"
        texts = {f.name: f.read_text("utf-8") for f in sorted((sister / "_news").glob("*.md"))}
        seed = (shared / "seed/mps-call-for-urgent-stop.md").read_text("utf-8")
        records = {name: frontmatter.read(text, name) for name, text in texts.items()}
        bytes_kept({**texts, "seed": seed})
        paths(records)
        pages(sister, records)
        for topics in (sister / "_data/topics", folder / "ai/_data/topics", shared / "seed/topics"):
            found, problems = topic_files.load(topics)
            print(f"topics of {topics.relative_to(topics.parents[2])}: {len(found)} read, {len(problems)} problems")
        speed([*texts.values(), seed], [*records.values(), frontmatter.read(seed)], folder / "out")


def bytes_kept(texts: dict[str, str]) -> None:
    direct = json = plain = 0
    for text in texts.values():
        record = frontmatter.read(text)
        direct += frontmatter.emit(record) == text
        line = msgspec.json.encode(frontmatter.to_object(record))
        json += frontmatter.emit(frontmatter.of_object(msgspec.json.decode(line))) == text
        plain += record.as_written is None
    print(f"bytes kept: {direct} of {len(texts)} directly, {json} by way of JSON, {plain} without the text as written")


def paths(records: dict[str, Record]) -> None:
    whole = words = cached = pairs = 0
    for name, record in records.items():
        path = slug.choose(slug.slug(record.title), record.published_date_time, lambda _: ())
        whole += path == f"_news/{name}"
        words += path[17:] == name[11:]
        if record.amp_web_url:
            pairs += 1
            cached += amp.cache_address(record.amp_web_url) == record.cdn_amp_web_url
    print(f"paths: {whole} of {len(records)} whole, {words} but for the day; AMP cache addresses: {cached} of {pairs}")


def pages(sister: Path, records: dict[str, Record]) -> None:
    now = datetime.now(UTC)
    filed = [
        StoredRecord(article=name, path=f"_news/{name}", record=record, changed=now)
        for name, record in records.items()
        if record.published
    ]
    filed.sort(key=lambda one: one.record.published_date_time, reverse=True)
    same = total = 0
    folders = {sister / "api/news": filed} | {
        sister / "api/news" / topic.id: [one for one in filed if topic.name in one.record.topics]
        for topic in topic_files.load(sister / "_data/topics")[0]
    }
    for folder, chosen in folders.items():
        for number in range(1, len(chosen) // SIZE + 2):
            part = chosen[(number - 1) * SIZE : number * SIZE]
            body = static_api.page(part, number, more=len(chosen) > number * SIZE, site=Site())
            for stored in [folder / f"page/{number}/index.json"] + [folder / "index.json"] * (number == 1):
                if stored.exists():
                    total += 1
                    same += stored.read_bytes() == body
    print(f"API pages: {same} of {total} stored ones reproduced ({len(filed)} published records)")


def speed(texts: Sequence[str], records: Sequence[Record], out: Path) -> None:
    objects = [frontmatter.to_object(record) for record in records]
    key = bytes(32)
    sealed = [seal.seal({"id": str(n), "source": None}, key, "p") for n in range(len(records))]
    rate("emit", frontmatter.emit, records)
    rate("read", frontmatter.read, texts)
    rate("read by PyYAML's CSafeLoader alone", lambda t: yaml.load(t.split("\n---\n")[0], yaml.CSafeLoader), texts)
    rate("to JSON", lambda r: msgspec.json.encode(frontmatter.to_object(r)), records)
    rate("from JSON", frontmatter.of_object, objects)
    rate("slug", lambda r: slug.slug(r.title), records)
    rate("seal", lambda _: seal.seal({"id": "x", "source": None}, key, "p"), sealed)
    rate(
        "reseal, unchanged",
        lambda n: seal.reseal(sealed[n], {"id": str(n), "source": None}, key, "p"),
        range(len(sealed)),
    )
    filed = [StoredRecord(article="x", path="p", record=record, changed=datetime.now(UTC)) for record in records]
    rate("API items", lambda n: static_api.page(filed[n : n + 1], 1, more=False, site=Site()), range(len(filed)))
    started = time.perf_counter()
    for number, text in enumerate(texts):
        write.write_if_changed(out / f"{number}.md", text.encode(), root=out)
    print(f"{'files written to the disk':36} {len(texts) / (time.perf_counter() - started):>9,.0f} a second")
    rate(
        "files unchanged",
        lambda n: write.write_if_changed(out / f"{n}.md", texts[n].encode(), root=out),
        range(len(texts)),
    )


def rate(name: str, work: Callable, things: Sequence) -> None:
    """Print the median of five rounds, things a second, in CPU time of this process."""
    figures = []
    for _ in range(5):
        started = time.process_time()
        for thing in things:
            work(thing)
        figures.append(len(things) / (time.process_time() - started))
    print(f"{name:36} {statistics.median(figures):>9,.0f} a second")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent.parent / "shared"
    main(Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CORANTO_SHARED", here)))
