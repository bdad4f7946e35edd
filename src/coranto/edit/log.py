"""The log of edits: one line per edit, and the verification of the log."""

from collections.abc import Sequence
from typing import Any

import msgspec

from coranto.edit import file
from coranto.i18n.wording import say
from coranto.model import edit_hash
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom

_SHORT = 60  # the most letters of a text that are shown
_WITHOUT = {"title": "the outlet's own", "excerpt": "the outlet's own", "topics": "as judged"}  # by field


def line(edit: Edit) -> str:
    """Return an edit as one line: number, time, author, decision, result and reason."""
    reason = f" ({edit.why})" if edit.why else ""
    return f"{edit.number:>4}  {edit.at:%Y-%m-%d %H:%M}  {edit.who or 'unknown'}  {sentence(edit)}{reason}"


def sentence(edit: Edit) -> str:
    """Return the decision and its result, without a full stop."""
    if not edit.of_stories:
        return _of_article(edit)
    count = "one article" if len(edit.articles) == 1 else f"{len(edit.articles)} articles"
    what = {
        "merge": f"merge {edit.story} with {edit.other}",
        "split": f"split {count} off {edit.story}",
        "move": f"move {', '.join(edit.articles)} from {edit.story} to {edit.other}",
    }[edit.kind]
    if edit.trouble:
        return f"{what}: not done, {say(edit.trouble)}"
    return f"{what}: " + (f"done, it is {edit.made} now" if edit.made else "not yet carried out")


def _of_article(edit: Edit) -> str:
    if edit.kind in ("setting", "file"):
        return _of_files(edit)
    if edit.administrative:
        return _of_administration(edit)
    ((field, value),) = edit.after.items()
    if isinstance(value, str):
        shown = f"“{value[:_SHORT]}…”" if len(value) > _SHORT else f"“{value}”"
    elif isinstance(value, dict):
        shown = _topics(value)
    elif field == "boost":
        shown = str(value)
    else:
        shown = (
            "" if value else "no longer" if value is False or value == 0 else _WITHOUT.get(field, "left to the rules")
        )
    if edit.kind == "row":
        fixed = "as counted" if value is None else "switched off" if value == 0 else f"{value:+} points"
        return f"row {field}: {fixed}"
    return f"{edit.kind} {edit.articles[0]}" + (f": {shown}" if shown else "")


def _of_files(edit: Edit) -> str:
    if edit.kind == "setting":
        changes = (f"{key} = {'as by default' if value is None else msgspec.json.encode(value).decode()}"
                   for key, value in edit.after.items())  # fmt: skip
        return f"setting {', '.join(changes)}"
    gone, come = file.changed_lines(edit)
    (name,) = edit.after
    return f"file {name}: {len(come)} lines in, {len(gone)} out"


def _of_administration(edit: Edit) -> str:
    """Return what was changed besides the paper, as in ``person John: editor, was reader``."""
    ((name, now),) = edit.after.items()
    was = edit.before[name]
    shown, before = ("" if value in (None, True) else _plain(value) for value in (now, was))
    how = "removed" if now is None else "added" if was is None else "changed"
    how = _HOW.get((edit.kind, now is None), how)
    return f"{edit.kind} {name}: {how}" + (f", {shown}" if shown else "") + (f", was {before}" if before else "")


_HOW = {  # by kind, and whether it is gone
    ("password", False): "set anew", ("sessions", True): "ended", ("backup", False): "made",
    ("backup", True): "deleted", ("download", False): "taken along",
}  # fmt: skip


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _topics(change: dict[str, Sequence[Sequence[str]]]) -> str:
    parts = []
    if "set" in change:
        parts.append("exactly " + (", ".join(name for _, name in change["set"]) or "none"))
    if "add" in change:
        parts.append("with " + ", ".join(name for _, name in change["add"]))
    if "remove" in change:
        parts.append("without " + ", ".join(map(str, change["remove"])))
    return ", ".join(parts)


def verify(newsroom: Newsroom) -> list[str]:
    """Return the problems of the log as text: entries that are changed, missing, or differ from the edits."""
    entries = newsroom.store.get_edit_log()
    problems = edit_hash.breaks(entries)
    last = {entry.edit: entry for entry in entries}
    for edit in newsroom.store.get_edits():
        entry = last.get(edit.number)
        if entry is None:
            problems.append(f"edit {edit.number}: the log has no entry of it")
            continue
        logged = (
            entry.verb,
            entry.who,
            entry.why,
            entry.undoes,
            entry.story,
            entry.other,
            entry.articles,
            entry.trouble,
        )
        kept = (edit.kind, edit.who, edit.why, edit.undoes, edit.story, edit.other, edit.articles, edit.trouble)
        if logged != kept:
            problems.append(f"edit {edit.number}: it is not what entry {entry.number} of the log says")
    missing = last.keys() - {edit.number for edit in newsroom.store.get_edits()}
    problems += [f"edit {number}: the log has it, and it is gone" for number in sorted(missing)]
    return problems
