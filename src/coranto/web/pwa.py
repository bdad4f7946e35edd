"""The site as an installed app: its manifest, and a service worker that keeps the last edition for offline reading."""

from importlib import resources

import msgspec

from coranto.i18n import current
from coranto.i18n.current import localized
from coranto.newsroom import Newsroom
from coranto.web import theme
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, single

_PAPER = "#fbfaf7"


@localized
def manifest(newsroom: Newsroom) -> Document:
    """Return the web app manifest; its paths are relative to it, so that it works wherever the site stands."""
    site, speaking = newsroom.settings.site, current.current()
    values = {
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
        "icons": [
            {"src": "static/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": f"static/icon-{side}.png", "sizes": f"{side}x{side}", "type": "image/png", "purpose": use}
                for side, use in ((192, "any"), (512, "any"), (512, "maskable"))
            ),
        ],
    }
    body = msgspec.json.encode({name: value for name, value in values.items() if value})
    return Document("/manifest.webmanifest", body, "application/manifest+json")


def worker(newsroom: Newsroom) -> Document:
    """Return the service worker; its bytes change when the site's own files do."""
    look = theme.of(newsroom.settings.folder)
    text = theme.script((resources.files("coranto.web") / "static" / "sw.js").read_bytes()).decode()
    files = " ".join(name for name in theme.STATIC if not name.endswith(".png") and look.file(name) is not None)
    return Document("/sw.js", text.replace("VERSION", look.version).replace("FILES", files).encode(), "text/javascript")


KINDS = (
    DocumentKind(
        name="manifest",
        paths=("/manifest.webmanifest",),
        document=lambda newsroom, _: manifest(newsroom),
        idents=single,
        aging=True,
    ),
    DocumentKind(
        name="worker",
        paths=("/sw.js",),
        document=lambda newsroom, _: worker(newsroom),
        cache_control="no-cache",  # browsers ask for it each time
        idents=single,
        aging=True,
    ),
)
