"""The path of each page, and relative links between pages.

A page's path ends with a slash (``/t/ai/``), a file's with its name (``/feed.xml``). Pages link to each other by
relative paths, so the same bytes work at the root of a host, below a path and behind a proxy that adds a prefix.
"""

import re
from datetime import date
from urllib.parse import quote, urlencode

from coranto.feeds import story_json

_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
NEWSLETTER = "/newsletter/"
CHANGES = "/changes/"
SOCIAL_CARD = "/poster.png"  # the card of every page without its own


def story(story: str, title: str) -> str:
    """Return the path of a story's page."""
    return story_json.path(story, title)


def story_folder(story: str) -> str:
    """Return the folder of a story's feeds; it does not change with the headline."""
    return f"/s/{quote(story, safe='')}/"


def source(source: str) -> str:
    """Return the path of a source's page, and the folder of its feeds."""
    return f"/sources/{quote(source, safe='')}/"


def social_card(story: str) -> str:
    """Return the path of a story's social card."""
    return f"{story_folder(story)}poster.png"


def is_story(file: str) -> bool:
    """Whether a file of a static site is a story's page, whatever the headline in its name."""
    return file.startswith("s/") and file.endswith("/index.html")


def topic(topic: str) -> str:
    """Return the path of a topic's page."""
    return f"/t/{quote(topic, safe='')}/"


def article(article: str) -> str:
    """Return the path of an article's page."""
    return f"/a/{quote(article, safe='')}/"


def day(day: date) -> str:
    """Return the path of a day's edition."""
    return f"/day/{day:%Y-%m-%d}/"


def archive(year: int | None = None) -> str:
    """Return the path of the archive, or of one year of it."""
    return f"/archive/{year}/" if year else "/archive/"


def issue(day: date) -> str:
    """Return the path of a day's issue of the newsletter."""
    return f"{NEWSLETTER}{day:%Y-%m-%d}/"


def sent_issue(ident: str) -> str:
    """Return the path of an issue that was put out, by the name of its file."""
    return f"{NEWSLETTER}{quote(ident, safe='')}/"


def picture(name: str) -> str:
    """Return the path of our own copy of a picture."""
    return f"/pictures/{name}"


def plain(name: str) -> bool:
    """Whether a name can be used unchanged in a path and as a folder."""
    return _PLAIN.fullmatch(name) is not None


def file(path: str) -> str:
    """Return the file of a static site for a path: ``t/ai/index.html`` for ``/t/ai/``."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


def root(here: str) -> str:
    """Return the relative link from a page to the root of the site: ``./`` or ``../../``."""
    return "../" * (here.count("/") - 1) or "./"


def relative(here: str, there: str) -> str:
    """Return the relative link from one path to another, both absolute within the site."""
    return root(here) + there[1:]


def search(path: str, query: str) -> str:
    """Return the path of a search: ``/search/?q=...``."""
    return f"{path}?{urlencode({'q': query})}"


def outbound(url: str) -> str:
    """Return an http or https address, "" for anything else: nothing else becomes a link."""
    return url if url.startswith(("https://", "http://")) else ""
