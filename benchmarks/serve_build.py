"""How long the static site takes, whole and after one new article, beside Hugo building the same records.

    python benchmarks/serve_build.py FOLDER [--sizes 1000,5000] [--rounds 3]

All records are published. Hugo (Debian's) gets their files, with the story of each as a taxonomy beside the topics, and
makes the pages that have a counterpart here: one for each article, story and topic, the list in pages of 25, and a feed
of the list and of every topic. Coranto also writes the API, every article's account, a picture for each story, feeds of
stories and sources, and the newsletter. Rounds take turns; medians. Every build has a folder that never was: where many
files were removed a moment ago, some file systems look for long before they make new ones.
"""

import argparse
import dataclasses
import itertools
import shutil
import statistics
import subprocess
import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import serve
import serve_newsroom as newsroom
from coranto.record import frontmatter
from coranto.site import build

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} · {{ .Site.Title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="canonical" href="{{ .Permalink }}"></head>
<body><header><a href="/">{{ .Site.Title }}</a><nav><ul>{{ range .Site.Taxonomies.topics }}<li><a
href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a></li>{{ end }}</ul></nav></header><main>"""
ITEM = """<li><time>{{ .Params.publishedDateTime }}</time> <a href="{{ .Params.webUrl }}">{{ .Title }}</a>
{{ .Params.excerpt }} {{ .Params.provider.name }} <a href="{{ .RelPermalink }}">why</a></li>"""
LIST = f"<h1>{{{{ .Title }}}}</h1><ol>{{{{ range %s }}}}{ITEM}{{{{ end }}}}</ol>%s</main></body></html>"
PAGES = '{{ template "_internal/pagination.html" . }}'
LAYOUTS = {
    "_default/single.html": HEAD
    + """<h1>{{ .Title }}</h1><p>{{ .Params.excerpt }}</p><dl><dt>Quality<dd>{{ .Params.quality }}<dt>Heat<dd>{{
.Params.heat }}</dl><ul>{{ range .Params.related }}<li><a href="{{ .webUrl }}">{{ .title }}</a> {{ .excerpt }}</li>{{
end }}</ul><ul>{{ range .Params.topics }}<li>{{ . }}</li>{{ end }}</ul></main></body></html>""",
    "index.html": HEAD + LIST % ("(.Paginate .Site.RegularPages).Pages", PAGES),
    "_default/list.html": HEAD + LIST % ("first 40 .Pages", ""),
    "_default/terms.html": HEAD + "</main></body></html>",
}
CONFIG = """
baseURL = "https://news.example/"
title = "The Measured Times"
paginate = 25
rssLimit = 50
disableKinds = ["section"]
[taxonomies]
topic = "topics"
story = "stories"
[outputs]
term = ["html", "rss"]
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="1000,5000")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    print("| records | builder | s | files | MB |\n|---|---|---|---|---|")
    for size in map(int, args.sizes.split(",")):
        measure(args.folder, size, args.rounds)


def measure(folder: Path, size: int, rounds: int) -> None:
    url = serve.store_of(folder, size, 1.0)
    work = folder / f"copy-{size}.db"
    shutil.copy(url.removeprefix("sqlite:///"), work)
    desk = newsroom.desk(f"sqlite:///{work.resolve()}")
    site = folder / f"hugo-{size}"
    hugo = shutil.which("hugo")
    write_for_hugo(desk, site)
    took: dict[str, list[float]] = {
        "Coranto": [],
        "Hugo": [],
        "Coranto, nothing new": [],
        "Coranto, one new article": [],
    }
    arrivals = newsroom.Arrivals(size, 1.0)
    for _ in range(size):
        arrivals.next()  # so that those to come continue the store's
    minutes = itertools.count(1)
    desk = dataclasses.replace(desk, now=lambda: newsroom.NOW + timedelta(minutes=next(minutes)))  # ages move on
    for _ in range(rounds):
        public, theirs = (Path(tempfile.mkdtemp(dir=folder, prefix=f"{name}-")) for name in ("coranto", "hugo"))
        took["Coranto"].append(_timed(partial(build.build, desk, public)))
        if hugo:
            hugo_builds = [hugo, "--quiet", "-s", site, "-d", theirs]
            took["Hugo"].append(_timed(partial(subprocess.run, hugo_builds, check=True, capture_output=True)))
        took["Coranto, nothing new"].append(_timed(partial(build.build, desk, public)))
        newsroom.fill(desk.store, arrivals, 1)
        took["Coranto, one new article"].append(_timed(partial(build.build, desk, public)))
    for name, seconds in took.items():
        if seconds:
            files = [path for path in (theirs if name == "Hugo" else public).rglob("*") if path.is_file()]
            heavy = sum(path.stat().st_size for path in files) / 1e6
            print(
                f"| {size:,} | {name} | {statistics.median(seconds):.2f} | {len(files):,} | {heavy:.0f} |", flush=True
            )
    desk.store.close()


def write_for_hugo(desk, site: Path) -> None:
    """Write the records with the story of each, and layouts that show what our pages show."""
    shutil.rmtree(site, ignore_errors=True)
    news = site / "content" / "news"
    news.mkdir(parents=True)
    (site / "config.toml").write_text(CONFIG)
    for name, layout in LAYOUTS.items():
        path = site / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(layout)
    filed = desk.store.published_records(0, 1_000_000)
    stories = desk.store.story_ids_of([one.article for one in filed])
    for one in filed:
        text = frontmatter.emit(one.record)
        head, _, rest = text.partition("---\n")[2].partition("\n---")
        (news / Path(one.path).name).write_text(f"---\n{head}\nstories: [{stories[one.article]}]\n---{rest}")


def _timed(act) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
