"""File: replace a topic file, rules, outlets, sources or theme.css; the log has the text before, to take it back."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.config import look, outlet_cards, rule_file, topic_files, topic_yaml
from coranto.edit.verb import Argument, Option, Verb
from coranto.i18n.messages import N_
from coranto.i18n.wording import error
from coranto.model.edit import Edit
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.record import write
from coranto.source import opml
from coranto.story.cluster import Clusterer
from coranto.text import revert

_SAME = N_("it is so already; nothing was changed")
_SINCE = N_("the same lines were changed since; `coranto edit log` lists by which edit, take that back first")
_OUTLINE = re.compile(r"<outline\b[^<>]*\bxmlUrl=[^<>]*>")
_OTHER = N_("it is neither a topic file nor the rules, the source list, the outlets or the style sheet")


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Check a new text of a file: ``name`` within the newsroom's folder, ``text``, which is None to remove it.

    Raises
    ------
    EditError
        It is no file of the kinds that can be replaced, or the new text cannot be used; with the line.

    """
    name, text = str(arguments["name"]), None if arguments.get("remove") else arguments["text"]
    before = _read(newsroom, name)
    if before == text:
        raise errors.EditError(_SAME, name)
    _check_text(newsroom, name, text)
    return Edit(kind="file", before={name: before}, after={name: text}, at=newsroom.now())


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None = None) -> Edit:
    """Write the file whole, or remove it."""
    for name, text in edit.after.items():
        path = _path(newsroom, name)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            write.write_if_changed(path, text.encode(), root=Path(newsroom.settings.folder))
    return edit


def take_back(newsroom: Newsroom, edit: Edit) -> Edit:
    """Return the edit that takes the changed lines back; ``EditError`` if the same lines were changed since."""
    ((name, after),) = edit.after.items()
    before, now = edit.before[name], _read(newsroom, name)
    if now == after:
        text = before
    elif None in (before, after, now) or (text := revert.revert(before, after, now or "")) is None:
        raise errors.EditError(_SINCE, f"edit {edit.number}")
    _check_text(newsroom, name, text)
    return Edit(kind="file", before={name: now}, after={name: text}, at=newsroom.now())


def changed_lines(edit: Edit) -> tuple[list[str], list[str]]:
    """Return the lines that an edit took out and those that it put in, without blanks around them."""
    ((name, after),) = edit.after.items()
    old, new = ((text or "").splitlines() for text in (edit.before.get(name), after))
    gone, come = set(new), set(old)
    return (
        [line.strip() for line in old if line not in gone and line.strip()],
        [line.strip() for line in new if line not in come and line.strip()],
    )


def changed_sources(edit: Edit) -> tuple[list[Source], list[Source]]:
    """Return the sources that an edit of the source list took out or changed, as they were, and as they became.

    Only what differs is read: a list may have thousands. Their folders are not known. Raises ``NotAFeed`` for what
    cannot be read.
    """
    ((name, after),) = edit.after.items()
    old, new = (_OUTLINE.findall(text or "") for text in (edit.before.get(name), after))
    gone, come = set(new), set(old)
    return _outlines(one for one in old if one not in gone), _outlines(one for one in new if one not in come)


def _outlines(tags: Iterable[str]) -> list[Source]:
    whole = "".join(f"{tag.rstrip('/>')}/>" for tag in tags)
    return opml.read(f"<opml><body>{whole}</body></opml>".encode())[0] if whole else []


def _check_text(newsroom: Newsroom, name: str, text: str | None) -> None:
    """Refuse a text that the newsroom could not read back."""
    if text is None:
        return
    try:
        if name == rule_file.FILE:
            newsrooms.resolved(rule_file.parse(text, name), newsroom.taxonomy)
        elif name == outlet_cards.FILE:
            outlet_cards.parse(text, name)
        elif name == newsroom.settings.paths.sources:
            opml.read(text.encode())
            if broken := opml.broken(text.encode()):
                raise errors.EditError(broken, name)
        elif name != look.FILE:  # browsers pass over what they cannot read; `coranto check` names it
            list(topic_yaml.read(text, name))
    except (errors.NotAFeed, errors.TopicError, errors.ConfigError) as why:
        raise errors.EditError(error(why), "" if name in str(why) else name) from None


def _path(newsroom: Newsroom, name: str) -> Path:
    paths, parts = newsroom.settings.paths, PurePosixPath(name)
    topic = str(parts.parent) == str(PurePosixPath(paths.topics)) and parts.suffix in topic_files.SUFFIXES
    if name not in (paths.sources, rule_file.FILE, outlet_cards.FILE, look.FILE) and not (
        topic and not parts.name.startswith(".")
    ):
        raise errors.EditError(_OTHER, name)
    return Path(newsroom.settings.folder) / name


def _read(newsroom: Newsroom, name: str) -> str | None:
    path = _path(newsroom, name)
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as why:
        raise errors.EditError(f"cannot be read as UTF-8: {why}", name) from why


VERB = Verb(
    name="file",
    summary="Replace a topic file, the rules, the sources or theme.css; its undo keeps what changed elsewhere since.",
    example='coranto edit file topics/bees.yaml "$(cat bees.yaml)" --why "hornets, too"',
    arguments=(Argument("name", "FILE"), Argument("text", "TEXT")),
    options=(Option("remove", "Remove the file, whatever TEXT says."),),
    check=check,
    carry_out=carry_out,
    take_back=take_back,
)
