"""Every page of the desk in a browser: hostile words, axe and sideways scrolling; and its HTML in a folder for validators.

    .venv/bin/python benchmarks/desk_pages.py [--hostile N] [--html FOLDER] [--serve PORT]

The pages are the desk's GET routes, each with what is there, and some typed words. Axe and scrolling: light and dark at
1440, 390 and 320 px, of a newsroom with rows and of one without. ``--hostile`` makes N newsrooms of words that Hypothesis
makes up, where nothing may run. ``--serve`` serves the one with rows, for Lighthouse, and prints the owner's cookie.
"""

import argparse
import shutil
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "web"))

from axe_playwright_python.sync_playwright import Axe
from desk_browser import Browser, person
from desk_world import MARKS, PLAIN, fill, opened, paths
from playwright.sync_api import sync_playwright
from test_desk_pages import HOSTILE

from conftest import ARGUMENTS
from coranto.people import sessions
from coranto.web import app
from desk_pages import CONTRAST, measure

LOOKS = tuple(
    (width, scheme, CONTRAST if scheme == "dark" else None)
    for width in (1440, 390, 320)
    for scheme in ("light", "dark")
)


def main() -> int:
    """Measure, write or serve the pages."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--hostile", type=int, default=0, metavar="N")
    given.add_argument("--html", type=Path, metavar="FOLDER")
    given.add_argument("--serve", type=int, default=0, metavar="PORT")
    asked = given.parse_args()
    if asked.html:
        write(asked.html)
    elif asked.serve:
        serve(asked.serve)
    else:
        return look(asked.hostile)
    return 0


def look(hostile: int) -> int:
    """Measure worlds in a browser; print what is wrong."""
    worlds = [HOSTILE.example() for _ in range(hostile)] if hostile else [list(PLAIN), []]
    found = 0
    with sync_playwright() as running:
        browser = running.chromium.launch(args=ARGUMENTS, executable_path=shutil.which("chromium"))
        for words in worlds:
            with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as newsroom:
                owner = fill(newsroom, Path(folder), words) if words else person(newsroom, "owner")
                axe = None if hostile else Axe()
                wrong, count = measure(newsroom, owner, browser, words or MARKS, axe, LOOKS)
            found += len(wrong)
            for path, what in wrong.items():
                print(path, *what, sep="\n    ")
            print(
                f"{count} pages, {'hostile words' if hostile else 'with rows' if words else 'without rows'}: {len(wrong)} wrong"
            )
        browser.close()
    return bool(found)


def write(folder: Path) -> None:
    """Write the HTML of every page, of a newsroom with rows and of one without."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("rows", "none"):
        with tempfile.TemporaryDirectory() as place, opened(Path(place)) as newsroom:
            owner = fill(newsroom, Path(place), PLAIN) if kind == "rows" else person(newsroom, "owner")
            asking = Browser(app.make(newsroom), newsroom, owner)
            for path in paths(newsroom, asking.text):
                text = asking.text(path)
                if text.lower().startswith("<!doctype") and not path.endswith("/mail/"):
                    name = path.strip("/").replace("/", "_").replace("?", "-")[:80]
                    (folder / f"{kind}_{name}.html").write_text(text)


def serve(port: int) -> None:
    """Serve a newsroom with rows until it is interrupted."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as newsroom:
        owner = fill(newsroom, Path(folder), PLAIN)
        with app.Server(newsroom, "127.0.0.1", port) as server:
            print(f"{server.address}/desk/ coranto-desk={sessions.open_session(newsroom, owner, 'Test')}", flush=True)
            signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    sys.exit(main())
