"""Findings about the source list, each with its line."""

import difflib
from collections.abc import Collection, Iterator
from pathlib import Path

from coranto import errors
from coranto.i18n import wording
from coranto.model.source import Source
from coranto.source import opml

EMPTY = "no sources yet, so there is nothing to gather; `coranto add ADDRESS` finds and adds one"


def read(file: Path) -> tuple[list[tuple[int, Source]], list[str]]:
    """Read the source list; return the sources with their lines, and the problems of the list as text."""
    try:
        data = file.read_bytes()
        rows = list(opml.rows(data))
    except FileNotFoundError:
        return [], [f"{file}: there is no list of sources; `coranto add ADDRESS` writes it"]
    except OSError as why:
        return [], [f"{file}: cannot be read: {why.strerror}"]
    except errors.NotAFeed as why:
        problem = wording.error(why)
        return [], [
            f"{file}: {problem}; mend it, or move it away and add its sources with `coranto add` or `coranto import`"
        ]
    sources: list[tuple[int, Source]] = []
    problems: list[str] = []
    if broken := opml.broken(data):
        problems.append(f"{file}: {broken}; mend it there: until then the list changes nothing")
    first: dict[str, int] = {}
    for line, row in rows:
        if isinstance(row, str):
            problems.append(f"{file}:{line}: {row}, so nothing is read there; write the feed's https address as xmlUrl")
        elif row.id in first:
            problems.append(
                f"{file}:{line}: {row.title or row.url} has the address of line {first[row.id]}, and only that one "
                "counts; take one of them out"
            )
        else:
            first[row.id] = line
            sources.append((line, row))
    if not rows:
        problems.append(f"{file}: {EMPTY}")
    return sources, problems


def unknown_topics(file: Path, sources: Collection[tuple[int, Source]], names: Collection[str]) -> Iterator[str]:
    """Yield the topics that sources name and that have no file."""
    for line, source in sources:
        for name in source.topics:
            if name not in names:
                yield f"{file}:{line}: {source.title or source.url} names the topic {unknown(name, names)}"


def unknown(name: str, names: Collection[str]) -> str:
    """Return the message that no file has a topic's name, and what to do."""
    by_case = {known.casefold(): known for known in names}
    near = difflib.get_close_matches(name.casefold(), list(by_case), 1)
    guess = (
        f"did you mean `{by_case[near[0]]}`?" if near else f"the topics are {', '.join(sorted(names)) or 'none yet'}."
    )
    return f"`{name}`, which has no file; {guess} A topic is named by its `name`, and a new one is a file in `topics`"
