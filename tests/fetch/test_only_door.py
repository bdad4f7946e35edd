"""Every web server is asked by fetch/client.py alone; ``coranto health`` asks the site on its own machine."""

from pathlib import Path

import coranto

PACKAGE = Path(coranto.__file__).parent


def test_no_other_file_opens_connections():
    doors = ("import aiohttp", "import httpx", "import requests", "urllib.request", "http.client", "create_connection")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(door in path.read_text("utf-8") for door in doors)
    }
    assert found == {"fetch/client.py", "cli/health_.py"}
