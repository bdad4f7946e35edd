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

from desk_browser import PASSWORD, person
from playwright.sync_api import sync_playwright

import desk_newsroom
from coranto.edit import log
from coranto.web.app import Server
from coranto.web.desk import bands

# What is pressed for each kind, after the row was reached; a share of the decisions as in a day's work.
KEYS = {
    "publish": ("p", "1"), "drop": ("x", "3"), "hold": ("h",), "merge": ("m", "1"), "split": ("s", "2"), "lead": ("l", "2"),
    "topics": ("t", "2"), "headline": ("e", "Enter"), "pin": ("i",), "undo": ("u",),
}  # fmt: skip
SHARE = {
    "publish": 40,
    "drop": 70,
    "hold": 20,
    "merge": 10,
    "split": 8,
    "lead": 8,
    "topics": 14,
    "headline": 14,
    "pin": 6,
    "undo": 10,
}
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


class Editor:
    """An editor at the queue, and what was measured."""

    def __init__(self, page):
        self.page, self.took, self.forms, self.keys, self.refused, self.undoable = page, {}, [], [], [], False

    def decide(self, kind):
        """Decide about the next story that can be decided so; pass on where a form has nothing to offer."""
        pressed = KEYS[kind]
        for _ in range(40):
            if kind == "undo" or self.page.evaluate(
                "k => !!document.querySelector(`.s.here [data-key=${k}]`)", pressed[0]
            ):
                break
            self.page.keyboard.press("j")
        else:
            return
        if len(pressed) == 2:
            self.page.evaluate("window.shown = 0")
            self.page.keyboard.press(pressed[0])
            if kind not in ("publish", "drop") and not self._opened(kind):
                return
        self.page.evaluate("window.shown = 0")
        self.page.keyboard.press(pressed[-1])
        seen, what = wait(self.page)
        self.took.setdefault(kind, []).append(seen)
        self.keys.append(len(pressed))
        if what == "trouble":
            self.refused.append((kind, self.page.locator(".trouble").first.inner_text()))
        self.undoable = kind != "undo" and what == "said"

    def _opened(self, kind):
        self.forms.append(wait(self.page)[0])
        if kind == "headline":
            self.page.keyboard.type(f"Better {len(self.keys)}")
        elif self.page.locator(".panel label").count() < (1 if kind == "merge" else 2):
            self.page.keyboard.press("Escape")
            return False
        return True


def measure(page, address, newsroom, wanted):
    chance, loads = random.Random(3), []
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
    editor, before, began = Editor(page), newsroom.store.last_edit(), time.perf_counter()
    for kind in plan:
        editor.decide("drop" if kind == "undo" and not editor.undoable else kind)
    whole = time.perf_counter() - began
    every = sorted(one for some in editor.took.values() for one in some)
    print(f"{len(bands.waiting(newsroom)):,} stories; the queue's page: {first * 1000:.0f} ms")
    print(
        f"{len(every)} decisions, {newsroom.store.last_edit() - before} edits, {len(editor.refused)} refused, in {whole:.0f} s; {len(loads)} pages loaded"
    )
    print(f"keys of a decision: {max(editor.keys)} at most, {statistics.mean(editor.keys):.2f} on average")
    print(
        f"an action: p50 {statistics.median(every):.0f} ms, p95 {every[int(len(every) * 0.95)]:.0f} ms, most {every[-1]:.0f} ms"
    )
    print(f"a form opened by a key: p50 {statistics.median(editor.forms):.0f} ms, most {max(editor.forms):.0f} ms")
    for kind, some in editor.took.items():
        print(f"  {kind:9} {len(some):4}  p50 {statistics.median(some):.0f} ms, most {max(some):.0f} ms")
    for kind, why in editor.refused[:5]:
        print(f"  refused: {kind}: {why}")
    print("log:", log.verify(newsroom) or "verifies")


if __name__ == "__main__":
    main()
