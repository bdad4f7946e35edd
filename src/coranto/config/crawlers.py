"""Crawlers: which ones are refused, and the text of robots.txt.

All crawlers may read what is published, except those named in ``crawlers.txt`` in the newsroom's folder, one
per line. The word ``ai`` stands for all crawlers known to gather text for language models.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from coranto.config import line_file

FILE = "crawlers.txt"
# Crawlers whose operators document that they gather text for models, under their documented names. Programs that fetch
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
    """Read the refused crawlers in the order of the file; names in lower case, as crawlers compare them.

    Raises
    ------
    ConfigError
        A line of ``crawlers.txt`` is not a crawler's name.

    """
    named = line_file.read_lines(folder / FILE, _FORM, _WHAT)
    return tuple(dict.fromkeys(crawler for name in named for crawler in (AI if name == "ai" else (name,))))


def robots(names: Iterable[str], closed: Iterable[str], sitemap: str) -> str:
    """Write robots.txt.

    Parameters
    ----------
    names : iterable of str
        Crawlers that may read nothing; ``*`` means all of them.
    closed : iterable of str
        Paths that no crawler needs.
    sitemap : str
        Absolute address of the sitemap.

    """
    shut = list(names)
    lines = [*(f"User-agent: {name}" for name in shut), "Disallow: /", ""] if shut else []
    if "*" not in shut:
        lines += ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return "\n".join([*lines, f"Sitemap: {sitemap}", ""])
