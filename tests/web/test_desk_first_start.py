"""From an empty folder to a paper, with nothing but the address that the command prints: real command, press, browser."""

import contextlib
import re
import subprocess
import time
from urllib.parse import urlsplit

import pytest

from console import CORANTO, ENVIRONMENT, free_port
from coranto.cli import run_
from coranto.demo import Press

OUTLETS = ("courier", "wafer")
PATIENCE = 60  # seconds


@pytest.fixture
def press():
    with Press() as running:
        yield running


@contextlib.contextmanager
def running(folder):
    """``coranto run`` in a folder; the address that it prints to set the paper up."""
    log = folder.parent / "said.log"
    with log.open("w") as said:
        process = subprocess.Popen([CORANTO, "run"], cwd=folder, stderr=said, stdout=said, env=ENVIRONMENT)
    try:
        end = time.monotonic() + PATIENCE
        while not (found := re.search(r"http://\S+/desk/first/\?code=\S+", log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end
            time.sleep(0.1)
        yield found[0]
    finally:
        process.terminate()
        process.wait(PATIENCE)


def empty_folder(folder, press):
    """A site that ``coranto run`` has begun in an empty folder, and which may reach the press of this machine."""
    folder.mkdir()
    with contextlib.chdir(folder):
        run_.begin_blank(None)
    assert sorted(file.name for file in folder.iterdir()) == ["coranto.toml", "sources.opml"]
    toml = (folder / "coranto.toml").read_text()
    allow = f'[fetch]\nallow = ["{urlsplit(press.address).netloc}"]\n'
    (folder / "coranto.toml").write_text(toml.replace("8000", str(free_port())).replace("[fetch]\n", allow))
    return folder


@pytest.mark.browser
@pytest.mark.slow
def test_from_an_empty_folder_to_a_paper_without_a_terminal(tmp_path, press, browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    begun, found = time.monotonic(), []
    with running(empty_folder(tmp_path / "paper", press)) as address:
        page = browser.new_context(java_script_enabled=False).new_page()

        def check():
            context = browser.new_context()  # with scripts, for axe
            context.add_cookies(page.context.cookies())
            copy = context.new_page()
            copy.goto(page.url)
            for width, scheme, options in ((1440, "light", None), (320, "dark", {"runOnly": ["color-contrast"]})):
                copy.set_viewport_size({"width": width, "height": 900})
                copy.emulate_media(color_scheme=scheme)
                found.extend(axe.run(copy, options=options).response["violations"])
                assert copy.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
            context.close()

        page.goto(address)
        check()
        page.get_by_label("Name of the paper").fill("The Brannock Machine")
        page.get_by_label("Its subject, in a word or two").fill("AI")
        page.get_by_label("Your name, as the log shows it").fill("Marta")
        page.get_by_label("A password of 12 letters or more").fill("a heron on the weir at dawn")
        page.get_by_role("button", name="Begin").click()

        sites = "\n".join(f"{press.address}/o/{name}/" for name in (*OUTLETS, "nobody"))
        page.get_by_label("Addresses, one a line").fill(sites)
        page.get_by_role("button", name="Look at these").click()
        assert page.locator("input[name=word][value=AI]").is_checked()
        check()
        stranger = browser.new_context().new_page()
        home = address.partition("/desk/")[0]
        stranger.goto(home)
        assert stranger.url.endswith("/desk/sign-in/"), "private until it is opened"
        page.get_by_label("A handful").check()
        page.get_by_role("button", name="Show again").click()
        above = page.locator(".tight").first.locator("h3").all_inner_texts()
        page.get_by_role("button", name="Open the paper").click()

        end = time.monotonic() + PATIENCE
        while not set(above) & set(stranger.locator("main :is(h2, h3)").all_inner_texts()):
            assert time.monotonic() < end, (above, stranger.content())
            time.sleep(0.5)
            stranger.goto(home)
        assert "The Brannock Machine" in stranger.title()
        stranger.context.close()
        page.context.close()
    assert time.monotonic() - begun < 300, "five minutes"
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
