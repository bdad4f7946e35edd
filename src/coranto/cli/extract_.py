"""``coranto extract``: read pages, write articles."""

import sys
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import msgspec

from coranto.cli import lines
from coranto.errors import NoArticle
from coranto.extract import page
from coranto.model.article import Page
from coranto.run.pages import PagePool

if TYPE_CHECKING:
    from concurrent.futures import Future

_AT_ONCE = 8  # pages read ahead into memory per worker


class _Work(NamedTuple):
    id: str | None
    url: str
    html: bytes
    content_type: str | None = None
    robots: str | None = None
    mining: str | None = None


class _Bad(NamedTuple):
    id: str | None
    error: str


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE..|-]")
@click.option("--url", default="", help="The address of the page, for a FILE of HTML.")
@click.option("--excerpt-length", default=200, show_default=True, help="Characters of an excerpt, at most.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=None, help="Processes (default: the number of processors)."
)
@click.option("--timeout", type=click.FloatRange(0.1), default=10.0, show_default=True, help="Seconds a page may take.")
def command(files: tuple[str, ...], url: str, excerpt_length: int, workers: int | None, timeout: float) -> None:
    """Read articles from pages.

    FILE is a page of HTML; with `-` or without FILE, JSON Lines are read from standard input: {"id", "url", "html"} or
    {"id", "url", "path"}, the path of a file of bytes; "headers" may hold those of its answer. One line of JSON for
    each, in the same order: the article with "provenance", the evidence for each fact, or {"id", "error"}.

    \b
    Example:
      coranto extract page.html --url https://example.org/news
      echo '{"id": "1", "url": "https://example.org/a", "path": "a.html"}' | coranto extract
    """
    failed = False
    now = datetime.now(UTC)
    for id_, answer in _read(_inputs(files, url), now, excerpt_length, workers, timeout):
        if isinstance(answer, Page):
            facts = msgspec.to_builtins(answer) | {"id": id_}
            for own in (
                "publisher",
                "clip",
                "snippet",
                "pictured",
                "minable",
                "copied",
                "credits",
                "links",
            ):  # used by the newsroom itself
                del facts[own]
            lines.put(facts)
        else:
            failed = True
            click.echo(f"coranto: {id_ or 'input'}: {answer}", err=True)
            lines.put({"id": id_, "error": answer})
        lines.flush()
    if failed:
        sys.exit(1)


def _read(
    inputs: Iterator[_Work | _Bad], now: datetime, length: int, workers: int | None, timeout: float
) -> Iterator[tuple[str | None, Page | str]]:
    """Read the inputs in order: a single one in this process, several in worker processes with a time limit each."""
    first, second = next(inputs, None), next(inputs, None)
    if first is None:
        return
    if second is None:
        yield _here(first, now, length)
        return
    with PagePool(workers, timeout) as readers:
        waiting: deque[tuple[_Work | _Bad, Future[Page] | None]] = deque()
        for work in _again(first, second, inputs):
            waiting.append((work, _submitted(readers, work, now, length)))
            if len(waiting) >= readers.workers * _AT_ONCE:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def _here(work: _Work | _Bad, now: datetime, length: int) -> tuple[str | None, Page | str]:
    """Read one input in this process."""
    if isinstance(work, _Bad):
        return work.id, work.error
    try:
        return work.id, page.read(work.html, work.url, now=now, excerpt_length=length, **_header_facts(work))
    except NoArticle as why:
        return work.id, why.what


def _submitted(readers: PagePool, work: _Work | _Bad, now: datetime, length: int) -> "Future[Page] | None":
    """Submit an input to the worker processes."""
    if isinstance(work, _Bad):
        return None
    return readers.read(work.html, work.url, now=now, excerpt_length=length, **_header_facts(work))


def _header_facts(work: _Work) -> dict[str, str | None]:
    """Return the facts about the page from the response headers."""
    return {"content_type": work.content_type, "robots": work.robots, "mining": work.mining}


def _finished(work: _Work | _Bad, future: "Future[Page] | None") -> tuple[str | None, Page | str]:
    """Wait for an input's page and return it."""
    if isinstance(work, _Bad) or future is None:
        return work.id, work.error if isinstance(work, _Bad) else ""
    try:
        return work.id, future.result()
    except NoArticle as why:
        return work.id, why.what


def _again(first: _Work | _Bad, second: _Work | _Bad, rest: Iterator[_Work | _Bad]) -> Iterator[_Work | _Bad]:
    """Yield the two inputs already taken, then the rest."""
    yield first
    yield second
    yield from rest


def _inputs(files: tuple[str, ...], url: str) -> Iterator[_Work | _Bad]:
    """Yield the pages of the files, and of standard input if it is named or no file is."""
    for name in files or ("-",):
        if name != "-":
            yield _file(name, name, url)
            continue
        for value in lines.objects(sys.stdin.buffer):
            yield _Bad(None, "a line of standard input is no JSON object") if value is None else _entry(value)


def _entry(value: dict[str, Any]) -> _Work | _Bad:
    """Read one JSON object of standard input."""
    id_ = value.get("id")
    id_ = id_ if isinstance(id_, str) or id_ is None else str(id_)
    url, html, path, header = (value.get(key) for key in ("url", "html", "path", "content_type"))
    url = url if isinstance(url, str) else ""
    given = value.get("headers")
    headers = (
        {str(name).lower(): text for name, text in given.items() if isinstance(text, str)}
        if isinstance(given, dict)
        else {}
    )
    rights = headers.get("x-robots-tag"), headers.get("tdm-reservation")
    if isinstance(html, str):
        return _Work(id_, url, html.encode("utf-8", "replace"), "text/html; charset=utf-8", *rights)
    if isinstance(path, str):
        work = _file(id_, path, url, header if isinstance(header, str) else headers.get("content-type"))
        return work if isinstance(work, _Bad) else work._replace(robots=rights[0], mining=rights[1])
    return _Bad(id_, 'neither "html" nor "path" in it; one of them is the page')


def _file(id_: str | None, name: str, url: str, header: str | None = None) -> _Work | _Bad:
    """Read a page from disk."""
    try:
        return _Work(id_, url, Path(name).read_bytes(), header)
    except (OSError, ValueError) as why:
        return _Bad(id_, f"{name} cannot be read: {getattr(why, 'strerror', None) or why}")
