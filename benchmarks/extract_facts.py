"""How many of a page's facts are right, beside trafilatura and newspaper4k, in one run on the same pages.

    python benchmarks/extract_facts.py [DATA] [--sets fundus,wcxb_articles] [--peers trafilatura,newspaper] [--misses title]

newspaper4k comes from an environment of its own on ``PYTHONPATH``.

DATA is the folder with the sets of ``extraction`` (default: ``$CORANTO_SHARED/data/extraction``, or
``../shared/data/extraction`` beside the repository). Measures are shares of pages, of those whose truth has the fact:

* title: equal after white space and quotation marks are made one; authors: the same set of names; date: the same
  minute in UTC (fundus), the same day (others); image: any of the page's lead images, size variants counted as the
  same; language: the same primary tag;
* text: fundus and mozilla F1 of mean precision and recall of 4-word shingles; wcxb mean F1 of bags of words;
  trafilatura_eval micro F1 of wanted and unwanted passages, as its own evaluation counts.
"""

import argparse
import collections
import datetime as dt
import io
import json
import lzma
import os
import re
import tarfile
import time
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import trafilatura

from coranto.errors import NoArticle
from coranto.extract import page

SETS = ("fundus", "wcxb_articles", "trafilatura_eval", "mozilla_readability")
WORD = re.compile(r"\w+")


def load(folder: Path):
    """Yield truth and bytes of every page of a set."""
    with lzma.open(folder / "truth.jsonl.xz") as lines:
        rows = [json.loads(line) for line in lines]
    with tarfile.open(fileobj=io.BytesIO(lzma.open(folder / "html.tar.xz").read())) as tar:
        pages = {Path(entry.name).name: tar.extractfile(entry).read() for entry in tar if entry.isfile()}
    return [(row, pages[row["file"]]) for row in rows]


def ours(html, url):
    try:
        found = page.read(html, url)
    except NoArticle as why:
        return {"why": why.what}
    return {
        "title": found.title,
        "authors": list(found.authors),
        "date": found.published,
        "zoned": "zone" not in found.provenance.get("published", ""),
        "image": found.images[0].url if found.images else None,
        "language": found.language,
        "site": found.site,
        "text": found.text,
        "provenance": found.provenance,
    }


def peer(html, url):
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    if found is None:
        return {}
    date = dt.datetime.fromisoformat(found.date).replace(tzinfo=dt.UTC) if found.date else None
    return {
        "title": found.title,
        "authors": [name.strip() for name in (found.author or "").split(";") if name.strip()],
        "date": date,
        "image": found.image,
        "language": found.language,
        "site": found.sitename,
        "text": found.text or "",
    }


def newspaper(html, url):
    import newspaper as library

    found = library.Article(url, fetch_images=False)
    try:
        found.download(input_html=html)
        found.parse()
    except Exception:  # noqa: BLE001 - what it cannot read it has not read
        return {}
    date = found.publish_date
    return {
        "title": found.title,
        "authors": found.authors,
        "date": date.replace(tzinfo=date.tzinfo or dt.UTC).astimezone(dt.UTC)
        if isinstance(date, dt.datetime)
        else None,
        "image": found.top_image or None,
        "language": found.meta_lang,
        "site": (found.meta_site_name or None),
        "text": found.text or "",
    }


PEERS = {"trafilatura": peer, "newspaper": newspaper}


def as_list(value):
    return value if isinstance(value, list) else [value] if value else []


def norm(text):
    text = unicodedata.normalize("NFKC", text or "")
    return re.sub(r"\s+", " ", re.sub("[‘’ʼ`´]", "'", re.sub("[“”„«»]", '"', text))).strip()


def picture(url):
    """What names a picture whatever its size: parts of its address with a long number in them, and its file's name."""
    path = re.split(r"[/=?&,:]", unquote(unquote(url)).split("?quality")[0])
    name = re.sub(r"(?i)\.(?:jpe?g|png|webp|avif|gif).*", "", url.split("?")[0].rstrip("/").split("/")[-1])
    name = re.sub(r"(?i)[-_](?:\d+x\d+|\d+w|scaled|w\d+|h\d+|v[-_]\d).*|[-_]?[0-9a-f]{8,10}\Z", "", name)
    parts = {part for text in path for part in re.split(r"[-_.]", text) if re.search(r"\d{5}|\d.*\d.*\d.*\d", part)}
    return {name, *(part for part in parts if len(part) >= 6 and not re.fullmatch(r"20\d{6}", part))}


def same_picture(found, covers):
    wanted = set().union(*(picture(url) for url in covers))
    return found is not None and bool(picture(found) & wanted)


def shingles(text, size=4):
    words = WORD.findall(text or "")
    return collections.Counter(" ".join(words[i : i + size]) for i in range(max(1, len(words) - size + 1)) if words)


def shared(want, got):
    both = sum((want & got).values())
    return (both / sum(got.values()) if got else 0.0), (both / sum(want.values()) if want else 1.0)


class Score:
    def __init__(self):
        self.right, self.of, self.misses = collections.Counter(), collections.Counter(), collections.defaultdict(list)
        self.p, self.r, self.f, self.micro = [], [], [], collections.Counter()

    def fact(self, name, right, *miss):
        self.of[name] += 1
        self.right[name] += bool(right)
        if not right:
            self.misses[name].append(miss)

    def text(self, how, truth, got, row):
        if how == "passages":
            flat = re.sub(r"\s+", " ", got)
            wanted = [re.sub(r"\s+", " ", text) for text in row["with"]]
            unwanted = [re.sub(r"\s+", " ", text) for text in row["without"]]
            hits = [text in flat for text in wanted]
            self.micro["tp"] += sum(hits)
            self.micro["fn"] += len(hits) - sum(hits)
            self.micro["fp"] += sum(text in flat for text in unwanted)
            return
        if how == "bags":
            p, r = shared(*(collections.Counter(WORD.findall(text.lower())) for text in (truth, got)))
            self.f.append(2 * p * r / (p + r) if p + r else 0.0)
        else:
            p, r = shared(shingles(truth), shingles(got))
            self.p.append(p)
            self.r.append(r)
        self.misses["text"].append((row["file"], round(p, 3), round(r, 3)))

    def line(self):
        out = {name: round(self.right[name] / self.of[name], 4) for name in self.of}
        if self.f:
            out["text"] = round(sum(self.f) / len(self.f), 4)
        elif self.p:
            p, r = sum(self.p) / len(self.p), sum(self.r) / len(self.r)
            out |= {"text": round(2 * p * r / (p + r), 4), "precision": round(p, 3), "recall": round(r, 3)}
        elif self.micro:
            m = self.micro
            out["text"] = round(2 * m["tp"] / (2 * m["tp"] + m["fp"] + m["fn"]), 4)
        return out


def judge(score, name, row, got):
    where = (row["file"], row["url"])
    if row.get("title"):
        score.fact(
            "title",
            norm(got.get("title")) == norm(row["title"]),
            *where,
            got.get("title"),
            row["title"],
            got.get("provenance", {}).get("title"),
        )
    date = got.get("date")
    because = got.get("provenance", {}).get("published")
    if name == "fundus" and row.get("published"):
        truth = dt.datetime.fromisoformat(row["published"]).astimezone(dt.UTC)
        right = date is not None and date.replace(second=0) == truth.replace(second=0, microsecond=0)
        score.fact("day", date is not None and date.date() == truth.date(), *where, str(date), str(truth), because)
        score.fact("date", right, *where, str(date), str(truth), because)
    elif row.get("date"):
        score.fact(
            "date", date is not None and f"{date:%Y-%m-%d}" == row["date"][:10], *where, str(date), row["date"], because
        )
    names = row.get("authors") or (as_list(row.get("author")) if name == "trafilatura_eval" else [])
    if names:
        truth = {norm(one) for text in names for one in re.split(r"; ?", text)}
        score.fact(
            "authors",
            {norm(one) for one in got.get("authors", [])} == truth,
            *where,
            got.get("authors"),
            names,
            got.get("provenance", {}).get("authors"),
        )
    if row.get("byline"):
        found, truth = norm(", ".join(got.get("authors", []))).casefold(), norm(row["byline"]).casefold()
        last, comma, first = truth.partition(", ")
        whole = f"{first} {last}" if comma and ", " not in first else truth  # "Last, First" is the same name
        score.fact(
            "byline",
            found and (found in truth or truth in found or whole in found),
            *where,
            got.get("authors"),
            row["byline"],
            got.get("provenance", {}).get("authors"),
        )
    if row.get("cover_images"):
        score.fact(
            "image",
            same_picture(got.get("image"), row["cover_images"]),
            *where,
            got.get("image"),
            row["cover_images"][0],
        )
    if row.get("lang"):
        score.fact(
            "language",
            (got.get("language") or "")[:2].lower() == row["lang"][:2].lower(),
            *where,
            got.get("language"),
            row["lang"],
            got.get("provenance", {}).get("language"),
        )
    if row.get("siteName"):
        score.fact(
            "site",
            norm(got.get("site")).casefold() == norm(row["siteName"]).casefold(),
            *where,
            got.get("site"),
            row["siteName"],
        )
    truth = row.get("text") or ""
    if row.get("expected_html"):
        truth = "\n".join(lxml.html.fromstring(row["expected_html"]).itertext())
    how = {"trafilatura_eval": "passages", "wcxb_articles": "bags"}.get(name, "shingles")
    if truth or how == "passages":
        score.text(how, truth, got.get("text") or "", row)
    if "why" in got:
        score.misses["refused"].append((*where, got["why"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("CORANTO_SHARED", Path(__file__).parents[1].parent / "shared")) / "data/extraction"
    parser.add_argument("data", nargs="?", type=Path, default=default)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--peers", default="", help="trafilatura, newspaper: beside it")
    parser.add_argument("--misses", default="", help="print what was wrong: title, date, text, refused")
    options = parser.parse_args()
    for name in options.sets.split(","):
        pages = load(options.data / name)
        for who, read in [("coranto", ours), *((name, PEERS[name]) for name in filter(None, options.peers.split(",")))]:
            read(*reversed([pages[0][0]["url"], pages[0][1]]))  # what is loaded once is not the page's
            score, spent, slowest = Score(), 0.0, 0.0
            for row, html in pages:
                start = time.process_time()
                got = read(html, row["url"])
                took = time.process_time() - start
                spent, slowest = spent + took, max(slowest, took)
                judge(score, name, row, got)
            speed = {"pages": len(pages), "a_second": round(len(pages) / spent, 1), "slowest_s": round(slowest, 2)}
            print(
                json.dumps(
                    {"set": name, "reader": who} | speed | score.line() | {"refused": len(score.misses["refused"])}
                )
            )
            if who == "coranto":
                for kind in filter(None, options.misses.split(",")):
                    for miss in score.misses[kind]:
                        print("  ", kind, *miss, sep=" | ")


if __name__ == "__main__":
    main()
