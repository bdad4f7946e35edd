"""The site as something a reader keeps: on a home screen, and its last edition without a network."""

from importlib import resources

import msgspec

from coranto.i18n import language
from coranto.i18n.language import localized
from coranto.newsroom import Newsroom
from coranto.web import theme
from coranto.web.document import Document

_PAPER = "#fbfaf7"


@localized
def manifest(newsroom: Newsroom) -> Document:
    """Give the web app manifest; its paths start at the manifest, so that it works wherever the site stands."""
    site, speaking = newsroom.settings.site, language.current()
    told = {
        "name": site.title,
        "short_name": site.title,
        "description": site.tagline,
        "lang": speaking.tag,
        "dir": speaking.dir,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [{"src": "static/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    body = msgspec.json.encode({name: value for name, value in told.items() if value})
    return Document("/manifest.webmanifest", body, "application/manifest+json")


def worker(newsroom: Newsroom) -> Document:
    """Give the service worker, which keeps the last edition; it is another one when the site's own files are."""
    look = theme.of(newsroom.settings.folder)
    text = theme.script((resources.files("coranto.web") / "static" / "sw.js").read_bytes()).decode()
    files = " ".join(name for name in theme.STATIC if look.file(name) is not None)
    return Document("/sw.js", text.replace("VERSION", look.version).replace("FILES", files).encode(), "text/javascript")
