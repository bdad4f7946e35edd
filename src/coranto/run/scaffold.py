"""Scaffold a site: the files that ``coranto init`` writes, and those of the demo."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from coranto.demo import Press, sources_opml
from coranto.record import write as writer

EXAMPLES = ("ai",)

_TOML = """\
# The newsroom's configuration. What is left out has the default that the reference names.

[site]
title = "{title}"
tagline = "{tagline}"
url = "{url}"          # the public address, without a slash at its end
language = "en-us"

[fetch]
contact = ""           # your mail or page: publishers see it in the user agent
{fetch}
[publish]
{publish}

[serve]
host = "127.0.0.1"
port = {port}

# What an outlet is worth to you, on top of everything it writes:
# [outlets."example.org"]
# weight = 30
"""

# A busy newsroom publishes what several outlets report. A new one has few sources and would publish nothing.
_BUSY = "threshold = 70         # heat that publishes a story"
_NEW = """\
# Heat that publishes a story: a keyword in the title gives 15, a picture 20, each topic 2, each further article 10.
# The default is 70, for many sources; with few of them, nothing would reach it. Raise it when too much is published.
threshold = 30"""

_TOPIC = """\
taxonomy: topic
_id: my-subject
name: My Subject
description: What this newsroom follows, in a sentence.
keywords:
  - my subject
  - another word for it
hashtags:
  - "#MySubject"
"""

_OPML = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Sources</title></head>
  <body>
    <!-- coranto add ADDRESS writes a line like this one; category names topics for all that a source writes.
    <outline type="rss" text="An outlet" xmlUrl="https://example.org/feed.xml" category="My Subject"/>
    -->
  </body>
</opml>
"""


def write(folder: Path, example: str | None) -> Iterator[tuple[Path, bool]]:
    """Write a site; yield each file and whether it was written. Existing files stay unchanged."""
    files = {"coranto.toml": _toml("My Subject, Every Morning", "", "http://127.0.0.1:8000", 8000, publish=_NEW)}
    if example == "ai":
        files["coranto.toml"] = _toml(
            "A.I. Every Morning",
            "The news of artificial intelligence, every reason shown",
            "http://127.0.0.1:8000",
            8000,
        )
        files |= {f"topics/{name}": text for name, text in ai_topics().items()}
        files["sources.opml"] = resources.files("coranto.run").joinpath("ai.opml").read_text("utf-8")
    else:
        files |= {"topics/my-subject.yaml": _TOPIC, "sources.opml": _OPML}
    for name, text in files.items():
        path = folder / name
        new = not path.exists()
        if new:
            writer.write_if_changed(path, text.encode(), root=folder)
        yield path, new


def demo(folder: Path, press: Press, port: int) -> None:
    """Write the demo's site, with the running fictional press as its sources."""
    address = urlsplit(press.address)
    site = f"http://127.0.0.1:{port}"
    fetch = f'allow = ["{address.hostname}:{address.port}"]   # the press of the demo is on this machine\n'
    files = {
        "coranto.toml": _toml(
            "A.I. Every Morning", "A demonstration: every outlet here is fictional", site, port, fetch
        ).encode()
    }
    files |= {f"topics/{name}": text.encode() for name, text in ai_topics().items()}
    files["sources.opml"] = sources_opml(press.address)
    for name, content in files.items():
        writer.write_if_changed(folder / name, content, root=folder)


def ai_topics() -> dict[str, str]:
    """Return the topic files of the example, by file name."""
    folder = resources.files("coranto.demo").joinpath("topics")
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")}


def _toml(title: str, tagline: str, url: str, port: int, fetch: str = "", publish: str = _BUSY) -> str:
    return _TOML.format(title=title, tagline=tagline, url=url, port=port, fetch=fetch, publish=publish)
