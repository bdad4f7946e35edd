"""200 decisions of an editor by the keyboard: real keys in a real browser, on the queue of some thousand articles.

    .venv/bin/python benchmarks/desk_keys.py [DECISIONS [ARTICLES [FOLDER]]]

Every kind of decision: publish and drop with a reason, hold, merge, split, lead, topics, headline, pin, and undo. Measured
from the key that decides until the page shows it, in the browser; and the keys of each decision, without those of typing.
A FOLDER is kept, and used again.
"""

import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "web"))

import desk_newsroom
from desk_browser import PASSWORD, person
from playwright.sync_api import sync_playwright

from coranto.edit import log
from coranto.web.app import Server
from coranto.web.desk import bands

# What is pressed for each kind, after the row was reached; a share of the decisions as in a day's work.
KEYS = {
    "publish": ("p", "1"), "drop": ("x", "3"), "hold": ("h",), "merge": ("m", "1"), "split": ("s", "2"), "lead": ("l", "2"),
    "topics": ("t", "2"), "headline": ("e", "Enter"), "pin": ("i",), "undo": ("u",),
}  # fmt: skip
SHARE = {"publish": 40, "drop": 70, "hold": 20, "merge": 10, "split": 8, "lead": 8, "topics": 14, "headline": 14, "pin": 6, "undo": 10}
# In the page: the time from the key until the bar of the decision is there, or a refusal.
WATCH = """() => {
  window.took = []; let began = 0;
  addEventListener('keydown', () => { began = performance.now(); window.shown = 0; }, true);
  new MutationObserver(all => { for (const one of all) for (const node of one.addedNodes)
    if (node.nodeType === 1 && node.matches('.said, .trouble, .panel')) { window.shown = performance.now() - began; window.what = node.className; } })
    .observe(document.querySelector('main'), { childList: true, subtree: true });
}"""


def main():
    wanted, articles = (int(given) for given in (*sys.argv[1:3], *("200", "4000")[len(sys.argv[1:3]) :]))
    with tempfile.TemporaryDirectory() as own:
        folder = Path(sys.argv[3] if len(sys.argv) > 3 else own)
        with desk_newsroom.opened(folder, articles, 3) as newsroom, Server(newsroom, "127.0.0.1", 0) as server:
            if not newsroom.store.get_people():
                person(newsroom)
            with sync_playwright() as running:
                browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                measure(browser.new_context().new_page(), server.address, newsroom, wanted)
                browser.close()


def wait(page):
    """Return after how many milliseconds something was shown, and what; the page allows no evaluation of its own."""
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        seen, what = page.evaluate("[window.shown, window.what]")
        if seen:
            return seen, what
        time.sleep(0.005)
    raise TimeoutError(page.locator(".s.here").all_inner_texts(), page.locator(".said").all_inner_texts())


def measure(page, address, newsroom, wanted):
    chance, took, panels, keys, refused, loads = random.Random(3), {}, [], [], [], []
    page.on("request", lambda one: loads.append(one.url) if one.resource_type == "document" else None)
    page.goto(f"{address}/desk/")
    page.get_by_label("Name").fill("Marta")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")
    began = time.perf_counter()
    page.goto(f"{address}/desk/?band=everything")
    first = time.perf_counter() - began
    page.evaluate(WATCH)
    loads.clear()
    plan = [kind for kind, share in SHARE.items() for _ in range(share * wanted // 200)]
    chance.shuffle(plan)
    undone, before, began = 0, newsroom.store.last_edit(), time.perf_counter()
    for kind in plan:
        if kind == "undo" and not undone:
            kind = "drop"
        # Look for a row that can be decided so: `j` moves on, as an editor does.
        here = page.locator(".s.here")
        for _ in range(40):
            if kind == "undo" or page.evaluate("k => !!document.querySelector(`.s.here [data-key=${k}]`)", KEYS[kind][0]):
                break
            page.keyboard.press("j")
        pressed = KEYS[kind]
        for at, key in enumerate(pressed):
            if kind == "headline" and at:
                page.keyboard.type(f"Better {len(keys)}")
            page.evaluate("window.shown = 0")
            page.keyboard.press(key)
            if at < len(pressed) - 1 and kind in ("publish", "drop"):
                continue
            seen, what = wait(page)
            (took.setdefault(kind, []) if at == len(pressed) - 1 else panels).append(seen)
            if at < len(pressed) - 1 and page.locator(".panel input:not([type=hidden])").count() < 2 and kind != "headline":
                page.keyboard.press("Escape")  # nothing to merge it with
                took.setdefault(kind, [])
                break
        else:
            keys.append(len(pressed))
            if what == "trouble":
                refused.append((kind, page.locator(".trouble").first.inner_text()))
            undone = kind not in ("undo", "merge", "split") and what == "said"
    whole = time.perf_counter() - began
    every = sorted(one for some in took.values() for one in some)
    made = newsroom.store.last_edit() - before
    print(f"{len(bands.waiting(newsroom)):,} stories; the queue's page: {first * 1000:.0f} ms")
    print(f"{len(every)} decisions, {made} edits, {len(refused)} refused, in {whole:.0f} s; {len(loads)} pages loaded; keys of a decision: {max(keys)} at most, {statistics.mean(keys):.2f} on average")
    print(f"an action: p50 {statistics.median(every):.0f} ms, p95 {every[int(len(every) * 0.95)]:.0f} ms, most {every[-1]:.0f} ms")
    print(f"a form opened by a key (m, s, l, t, e): p50 {statistics.median(panels):.0f} ms, most {max(panels):.0f} ms")
    for kind, some in took.items():
        if some:
            print(f"  {kind:9} {len(some):4}  p50 {statistics.median(some):.0f} ms, most {max(some):.0f} ms")
    for kind, why in refused[:5]:
        print(f"  refused: {kind}: {why}")
    print("log:", log.verify(newsroom) or "verifies")


if __name__ == "__main__":
    main()
