"""Where each page stands, and the way from one page to another.

A page's path ends in a slash (``/t/ai/``), a file's in its name (``/feed.xml``). Pages link to each other by relative
paths, so that the same bytes work at the root of a host, under a project's path and behind a proxy that adds one.
"""

import re
from datetime import date
from urllib.parse import quote, urlencode

from coranto.feeds import story_json

_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
NEWSLETTER = "/newsletter/"
POSTER = "/poster.png"  # of every page that has none of its own


def story(story: str, title: str) -> str:
    """Give the path of a story's page."""
    return story_json.path(story, title)


def told(story: str) -> str:
    """Give the folder of a story's feeds, which stays when its headline changes."""
    return f"/s/{quote(story, safe='')}/"


def source(source: str) -> str:
    """Give the path of a source's page, and the folder of its feeds."""
    return f"/sources/{quote(source, safe='')}/"


def poster(story: str) -> str:
    """Give the path of the picture that stands for a story."""
    return f"{told(story)}poster.png"


def is_story(file: str) -> bool:
    """Whether a file of a static site is a story's page, under whatever headline."""
    return file.startswith("s/") and file.endswith("/index.html")


def topic(topic: str) -> str:
    """Give the path of a topic's page."""
    return f"/t/{quote(topic, safe='')}/"


def article(article: str) -> str:
    """Give the path of an article's page."""
    return f"/a/{quote(article, safe='')}/"


def day(day: date) -> str:
    """Give the path of a day's edition."""
    return f"/day/{day:%Y-%m-%d}/"


def archive(year: int | None = None) -> str:
    """Give the path of the archive, or of a year of it."""
    return f"/archive/{year}/" if year else "/archive/"


def issue(day: date) -> str:
    """Give the path of a day's issue of the newsletter."""
    return f"{NEWSLETTER}{day:%Y-%m-%d}/"


def picture(name: str) -> str:
    """Give the path of our own copy of a picture."""
    return f"/pictures/{name}"


def plain(name: str) -> bool:
    """Whether a name can stand in a path, live and as a folder, as it is."""
    return _PLAIN.fullmatch(name) is not None


def file(path: str) -> str:
    """Give the file of a static site that answers for a path: ``/t/ai/`` is ``t/ai/index.html``."""
    return path[1:] + "index.html" if path.endswith("/") else path[1:]


def root(here: str) -> str:
    """Give the way from a page up to the root of the site: ``./`` or ``../../``."""
    return "../" * (here.count("/") - 1) or "./"


def relative(here: str, there: str) -> str:
    """Give the way from one path to another, both absolute within the site."""
    return root(here) + there[1:]


def asked(path: str, asked: str) -> str:
    """Give the path of a search: ``/search/?q=...``."""
    return f"{path}?{urlencode({'q': asked})}"


def outbound(url: str) -> str:
    """Give an address of the web, or "" for anything but http and https: nothing else ever becomes a link."""
    return url if url.startswith(("https://", "http://")) else ""
