"""Scaffold a site: the files that ``coranto init`` writes, and those of the demo."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from coranto.demo import Press, sources_opml
from coranto.record import slug
from coranto.record import write as writer

TITLE = "My Subject, Every Morning"  # of a site whose subject is not known yet
BLANK = "A new paper"  # of a site that is set up in the browser
NAME = "My Subject"
WORDS = ("my subject", "another word for it")
PER_DAY = 10.0  # stories
LANGUAGE = "en-us"

_URL, _PORT = "http://127.0.0.1:8000", 8000
_TOML = """\
# The newsroom's configuration. What is left out has the default that the reference names.

profile = "subject"    # how it judges: for a newsroom about a subject

[site]
title = {title}
tagline = {tagline}
url = "{url}"          # the public address, without a slash at its end
language = {language}

[fetch]
contact = ""           # your mail or page: publishers see it in the user agent
{fetch}
[publish]
per_day = {per_day:<12g} # stories a day that you want; how hot a story must be follows from it

[serve]
host = "127.0.0.1"
port = {port}

# What an outlet is worth to you, on top of everything it writes:
{outlets}"""
_OUTLETS = """\
# [outlets."example.org"]
# weight = 30
"""
_DEMO_OUTLETS = """\
[outlets."aiprofitrocket.example"]
weight = -30           # shouts, and reports little
"""
_TOPIC = """\
taxonomy: topic
_id: {ident}
name: {name}
{description}# Words that surely name it, a line each; they are found in any of their forms.
keywords:
{keywords}
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
_TITLE, _ROW = re.compile(r"<title>(.*?)</title>"), re.compile(rb"\bxmlUrl=")
_PLAIN = re.compile(r"[^\W\d_][\w '-]*")  # needs no quotes in YAML, if no word of its own
_OWN = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a new site is about: its subject with the words that name it, language, and stories a day.

    Without words it is a placeholder, which ``coranto check`` names.
    """

    name: str = ""
    words: tuple[str, ...] = ()
    language: str = LANGUAGE
    per_day: float = PER_DAY
    title: str = ""
    tagline: str = ""


def write(
    folder: Path, plan: Plan, topics: str = "topics", sources: str = "sources.opml"
) -> Iterator[tuple[Path, bool]]:
    """Write a site; yield each file and whether it was written.

    Existing files stay unchanged. Where there are topics already, none is added: a renamed placeholder does not return.

    Parameters
    ----------
    folder : Path
        The site's folder.
    plan : Plan
        What it is about.
    topics, sources : str
        The folder of the topics and the file of the sources, relative to ``folder``.

    """
    yield from _write(folder, {"coranto.toml": _toml(plan)}, {_topic_file(plan): _topic(plan)}, _OPML, topics, sources)


def write_example(
    folder: Path, name: str, per_day: float | None, topics: str = "topics", sources: str = "sources.opml"
) -> Iterator[tuple[Path, bool]]:
    """Write an example's site; otherwise as ``write``. ``per_day`` replaces the example's stories a day."""
    plan = example_plan(name)
    if per_day is not None:
        plan = msgspec.structs.replace(plan, per_day=per_day)
    whole = _example(name)
    files = {file.name: file.read_text("utf-8") for file in whole.joinpath("topics").iterdir()}
    opml = whole.joinpath("sources.opml").read_text("utf-8")
    yield from _write(folder, {"coranto.toml": _toml(plan)}, files, opml, topics, sources)


def write_blank(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Write a site without a subject, private until its owner opens it in the browser; otherwise as ``write``."""
    toml = _toml(Plan(title=BLANK)).replace(
        "\n\n[fetch]", "\nprivate = true         # only those who are signed in see it\n\n[fetch]"
    )
    yield from _write(folder, {"coranto.toml": toml}, {}, _OPML, "topics", "sources.opml")


def topic_text(name: str, words: tuple[str, ...]) -> str:
    """Return the text of a topic file."""
    return _topic(Plan(name=name, words=words))


def starters() -> dict[str, tuple[str, str, int]]:
    """Return the lists to start from by name: title, a line about it, number of sources. Examples bring topics, too."""
    found = {name: (example_plan(name).title, says) for name, says in examples().items()}
    for file in resources.files("coranto.run").joinpath("starters").iterdir():
        if file.name.endswith(".opml"):
            title, _, says = _TITLE.findall(file.read_text("utf-8"))[0].partition(": ")
            found[file.name.removesuffix(".opml")] = (title, says)
    return {name: (*found[name], len(_ROW.findall(starter_files(name)[1]))) for name in sorted(found)}


def starter_language(name: str) -> str:
    """Return the language in which the sources of a list to start from write: ``en`` where the list says none."""
    if name in examples():
        return example_plan(name).language.partition("-")[0]
    listed = resources.files("coranto.run").joinpath("starters", f"{name}.opml").read_text("utf-8")
    found = re.search(r'<opml[^>]*\sxml:lang="([a-z]{2,3})"', listed)
    return found[1] if found else "en"


def starter_files(name: str) -> tuple[dict[str, str], bytes]:
    """Return the topic files of a list to start from by name, none for a list alone, and its list of sources."""
    listed = resources.files("coranto.run").joinpath("starters", f"{name}.opml")
    if name not in examples() and listed.is_file():
        return {}, listed.read_bytes()
    whole = _example(name)
    topics = whole.joinpath("topics")
    files = {file.name: file.read_text("utf-8") for file in sorted(topics.iterdir(), key=lambda one: one.name)}
    return files, whole.joinpath("sources.opml").read_bytes()


def examples() -> dict[str, str]:
    """Return the examples by name, each with a line about it."""
    return {name: example_plan(name).tagline for name in sorted(file.name for file in _examples().iterdir())}


def example_plan(name: str) -> Plan:
    """Return an example's title, tagline, language and stories a day."""
    return msgspec.convert(tomllib.loads(_example(name).joinpath("about.toml").read_text("utf-8")), Plan)


def demo(folder: Path, press: Press, port: int) -> None:
    """Write the demo's site, with the running fictional press as its sources.

    A kept one stays as it was changed since, unless the press is at another address; `coranto.toml` is written last.
    """
    address = urlsplit(press.address)
    kept = folder / "coranto.toml"
    if kept.exists() and f"{address.hostname}:{address.port}" in kept.read_text(encoding="utf-8"):
        return
    plan = Plan(title="A.I. Every Morning", tagline="A demonstration: every outlet here is fictional", per_day=8)
    fetch = (
        f'allow = ["{address.hostname}:{address.port}"]   # the press of the demo is on this machine\n\n'
        f'[trust]\naggregators = ["{address.hostname}"]     # its one address serves the pages of many outlets\n'
    )
    site = f"http://127.0.0.1:{port}"
    topics = resources.files("coranto.demo").joinpath("topics")
    files = {f"topics/{file.name}": file.read_bytes() for file in topics.iterdir() if file.name.endswith(".yaml")}
    files["sources.opml"] = sources_opml(press.address)
    files["coranto.toml"] = _toml(plan, url=site, port=port, fetch=fetch, outlets=_DEMO_OUTLETS).encode()
    for name, content in files.items():
        writer.write_if_changed(folder / name, content, root=folder)


def _write(
    folder: Path, files: dict[str, str], topic_files: dict[str, str], opml: str, topics: str, sources: str
) -> Iterator[tuple[Path, bool]]:
    known = sorted(file for file in (folder / topics).glob("*.y*ml")) if (folder / topics).is_dir() else []
    for name, text in files.items():
        yield _new(folder, folder / name, text)
    yield from ((file, False) for file in known)
    if not known:
        for name, text in topic_files.items():
            yield _new(folder, folder / topics / name, text)
    yield _new(folder, folder / sources, opml)


def _new(folder: Path, path: Path, text: str) -> tuple[Path, bool]:
    new = not path.exists()
    if new:
        writer.write_if_changed(path, text.encode(), root=folder)
    return path, new


def _topic_file(plan: Plan) -> str:
    return f"{slug.slug(plan.name) or 'subject'}.yaml" if plan.words else "my-subject.yaml"


def _topic(plan: Plan) -> str:
    name, words = (plan.name, plan.words) if plan.words else (NAME, WORDS)
    return _TOPIC.format(
        ident=slug.slug(name) or "subject",
        name=_scalar(name),
        description="" if plan.words else "description: What this newsroom follows, in a sentence.\n",
        keywords="\n".join(f"  - {_scalar(word)}" for word in words),
    )


def _scalar(text: str) -> str:
    """Return a text as YAML: as it is where that is safe, else in quotes."""
    plain = _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _OWN
    return text if plain else json.dumps(text, ensure_ascii=False)


def _toml(plan: Plan, *, url: str = _URL, port: int = _PORT, fetch: str = "", outlets: str = _OUTLETS) -> str:
    title = plan.title or plan.name or TITLE
    quoted = {
        name: json.dumps(text, ensure_ascii=False)
        for name, text in {"title": title, "tagline": plan.tagline, "language": plan.language}.items()
    }
    return _TOML.format(**quoted, url=url, port=port, fetch=fetch, per_day=plan.per_day, outlets=outlets)


def _examples() -> Traversable:
    return resources.files("coranto.run").joinpath("examples")


def _example(name: str) -> Traversable:
    return _examples().joinpath(name)
