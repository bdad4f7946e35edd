"""Measure the pages of a running site in a browser: axe, sideways scrolling, layout shift, targets, weight.

    python benchmarks/pages.py http://127.0.0.1:8000 [--pictures small] [--all] [--also PATH ...]

Every kind of page, light and dark, at 1440, 768, 390 and 320 pixels; with ``--all`` axe runs at every width, otherwise at
1440 and 390. Prints each finding and a table. Needs a Chromium, playwright and axe-playwright-python (the extra ``dev``).
"""

import argparse
import gzip
import re
import shutil
import sys
import urllib.request
from collections import Counter

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

KINDS = ("/", "/river/", "/t/", "/archive/", "/sources/", "/status/", "/about/how-it-works/", "/search/?q=model", "/changes/",
         "/newsletter/", "/keys/", "/density/", "/yours/", "/nothing/")  # fmt: skip
WIDTHS = (1440, 768, 390, 320)
SHIFT = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; })
    .observe({ type: 'layout-shift', buffered: true });
  (async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) { scrollTo(0, y); await new Promise(r => setTimeout(r, 60)); }
    setTimeout(() => done(sum), 300); })(); })"""
SMALL = """() => [...document.querySelectorAll('a, button, select, input, summary')].filter(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  return r.width && r.height && s.display !== 'inline' && !e.matches('.vh') && Math.min(r.width, r.height) < 23.5 && e.checkVisibility();
}).map(e => e.outerHTML.slice(0, 90))"""


def paths(site: str) -> list[str]:
    """Return a path of each kind of page, with a story, a topic, a source, a day and an article that are there."""
    front = get(site + "/").decode()
    found = [re.search(rf'href="\./({folder}/[^"]+)"', front) for folder in ("s", "t")]
    river, archive, sources = (get(site + path).decode() for path in ("/river/", "/archive/", "/sources/"))
    found += [re.search(r'href="\.\./(a/[^"]+)"', river), re.search(r'href="\.\./(day/[^"]+)"', archive)]
    found.append(re.search(r'href="\.\./(sources/[^"]+/)"', sources))
    return [*KINDS, *(f"/{one[1]}" for one in found if one)]


def get(address: str) -> bytes:
    """Fetch an address of the site, without the bytes of an error."""
    with urllib.request.urlopen(address) as answer:
        return bytes(answer.read())


def measure(browser: Browser, site: str, path: str, pictures: str, widths: tuple[int, ...]) -> Counter[str]:
    """Count what is wrong with a page; print each finding."""
    found: Counter[str] = Counter()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(f"localStorage.pictures = '{pictures}'")
    page = context.new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site + path)
        if (over := page.evaluate("document.documentElement.scrollWidth")) > width:
            found["wider than the window"] += 1
            print("wide", path, width, over)
        shift = page.evaluate(SHIFT)
        if shift > 0.001:
            found["layout shift"] += 1
            print("shift", path, width, round(shift, 4))
        for one in page.evaluate(SMALL):
            found["small targets"] += 1
            print("small", path, width, one)
        for scheme in ("light", "dark") if width in widths else ():
            page.emulate_media(color_scheme=scheme)
            for one in Axe().run(page).response["violations"]:
                found["axe"] += 1
                print("axe", path, width, scheme, one["id"], one["nodes"][0]["html"][:160])
    context.close()
    return found


def main() -> int:
    """Measure every kind of page."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("site")
    given.add_argument("--pictures", default="none", choices=("none", "lead", "small"))
    given.add_argument("--all", action="store_true", help="axe at every width")
    given.add_argument("--also", nargs="*", default=[], metavar="PATH", help="more pages, such as /s/STORY/")
    asked = given.parse_args()
    site, total = asked.site.rstrip("/"), Counter[str]()
    listed = [*paths(site), *asked.also]
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for path in listed:
            total += measure(browser, site, path, asked.pictures, WIDTHS if asked.all else (1440, 390))
        browser.close()
    for path in listed:
        if path != "/nothing/":
            print(f"{len(gzip.compress(get(site + path), 6)):>7} bytes gzip {path}")
    print(f"{len(listed)} kinds of pages at {len(WIDTHS)} widths:", dict(total) or "nothing found")
    return bool(total)


if __name__ == "__main__":
    sys.exit(main())
