"""Make the README's pictures of a demo: the front page, and why a story is on it.

``python docs/pictures.py`` renews them; it needs the development environment and a Chromium. The press of the demo
writes relative to the present, so that words and numbers differ from run to run. Together they have less than 200 kB.
"""

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from coranto.cli import demo_, run_
from coranto.demo.server import Press
from coranto.heat import in_lists
from coranto.newsroom import Newsroom
from coranto.pipeline import WEEK
from coranto.run import source_list
from coranto.web import app

HERE = Path(__file__).parent / "_static"
WIDE, HIGH = 1200, 760
QUALITY = 72  # of WebP


def kept(shot: bytes, name: str) -> None:
    """Write a screenshot as WebP."""
    file = HERE / name
    Image.open(io.BytesIO(shot)).convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB", file=sys.stderr)  # noqa: T201 - it is a script


def main() -> None:
    """Run the demo and take both pictures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Press(0) as press,
        demo_.opened(Path(folder), press, 8000) as newsroom,
        app.Server(newsroom, port=0) as server,
    ):
        source_list.sync(newsroom)
        run_.one_round(newsroom, quiet=True)
        shoot(newsroom, server.address)


def shoot(newsroom: Newsroom, address: str) -> None:
    """Take both pictures of a running site."""
    chromium = os.environ.get("CORANTO_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, color_scheme="light")
        page.goto(address)
        kept(page.screenshot(), "front.webp")
        now = newsroom.now()
        hottest = newsroom.store.hot_stories(now - WEEK, 1, day=now, rules=in_lists.rules(newsroom.settings, now))
        lead = hottest[0][0].lead
        page.goto(f"{address}/a/{lead}/")
        kept(page.screenshot(clip={"x": 0, "y": 80, "width": WIDE, "height": 1000}, full_page=True), "explain.webp")
        browser.close()


if __name__ == "__main__":
    main()
