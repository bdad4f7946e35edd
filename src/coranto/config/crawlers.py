"""Crawlers: who is not welcome on the site, and what robots.txt says to them.

Everybody may read what is published, unless the newsroom's folder has a file ``crawlers.txt`` that names crawlers, one
a line. The word ``ai`` stands for all those known to gather text for language models.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from coranto.config import line_file

FILE = "crawlers.txt"
# Those who say themselves that they gather text for models, by the names their operators document. Programs that fetch
# a page because a person asked for it, and search engines, are not among them: they can be named singly.
AI = (
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "ICC-Crawler",
    "img2dataset",
    "Kangaroo Bot",
    "meta-externalagent",
    "omgili",
    "PanguBot",
    "Timpibot",
    "Webzio-Extended",
)
_FORM = re.compile(r"[a-z0-9_-]+(?: [a-z0-9_-]+)?|\*")
_WHAT = "crawler's name; write one a line as it calls itself, like `GPTBot`, or `ai` for those who feed language models"


def unwelcome(folder: Path) -> tuple[str, ...]:
    """Read who is not welcome, in the order of the file; names in lower case, as crawlers compare them.

    Raises
    ------
    ConfigError
        A line of ``crawlers.txt`` is no name.

    """
    named = line_file.read_lines(folder / FILE, _FORM, _WHAT)
    return tuple(dict.fromkeys(one for name in named for one in (AI if name == "ai" else (name,))))


def robots(names: Iterable[str], closed: Iterable[str], sitemap: str) -> str:
    """Write robots.txt.

    Parameters
    ----------
    names : iterable of str
        Crawlers that may read nothing; ``*`` is all of them.
    closed : iterable of str
        Paths that nobody need read.
    sitemap : str
        Whole address.

    """
    shut = list(names)
    lines = [*(f"User-agent: {name}" for name in shut), "Disallow: /", ""] if shut else []
    if "*" not in shut:
        lines += ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return "\n".join([*lines, f"Sitemap: {sitemap}", ""])
