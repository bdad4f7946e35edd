"""Change a topic file as its owner would: the fields that change, and nothing else; comments and order stay.

What is changed is read again and compared. A file in which that is not possible is refused and left as it is.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

import msgspec
import yaml

from coranto.config import topic_yaml
from coranto.errors import TopicError
from coranto.model.topic import Topic

LISTS = ("keywords", "exclude")
TEXTS = ("shortname", "description", "parent", "threshold")
_PLAIN = re.compile(r"[^\W\d_][\w &+/'’.-]*[\w+]|[^\W\d_]")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}  # YAML 1.1 reads these as something else


def changed(text: str, before: Topic, after: Topic) -> str:
    """Return the text of a topic's file with the topic as it is to be.

    Parameters
    ----------
    text : str
        The whole file, which may have other topics in it.
    before, after : Topic
        The topic as the file has it, and as it is to be; fields of ``LISTS`` and ``TEXTS`` may differ.

    Raises
    ------
    TopicError
        The file does not have the topic as ``before`` says, or cannot be changed so; with file and line.

    """
    if before not in _read(text, before):
        raise TopicError(f"`{before.name}` was changed in this file meanwhile; look at it again", before.file)
    new = text
    for field in (*LISTS, *TEXTS):
        was, will = getattr(before, field), getattr(after, field)
        if was != will:
            change = _with_list if field in LISTS else _with_text
            new = change(new, before, field, will)
    wanted = [after if topic == before else topic for topic in _read(text, before)]
    if _read(new, before) != wanted:
        raise TopicError(f"`{before.name}` cannot be changed here without changing more; edit the file", before.file)
    return new


def _read(text: str, topic: Topic) -> list[Topic]:
    return list(topic_yaml.read(text.removeprefix("\ufeff"), topic.file))


def _with_list(text: str, topic: Topic, field: str, values: Sequence[str]) -> str:
    key, value = _find(text, topic, field)
    if key is None:
        return _with_field(text, topic, [f"{field}:", *(f"  - {_written(one)}" for one in values)])
    if not isinstance(value, yaml.SequenceNode):
        return _replaced(text, value, "[" + ", ".join(map(_written, values)) + "]")
    have = {" ".join(item.value.split()): item for item in value.value}
    kept = [one for one in have if one in values]
    if not kept or value.flow_style or kept != [one for one in values if one in have] or len(have) < len(value.value):
        return _whole_list(text, key, value, values)
    lines = text.splitlines(keepends=True)
    indent = lines[value.value[0].start_mark.line][: value.start_mark.column]
    below: dict[int, list[str]] = {}
    at = value.value[0].start_mark.line - 1  # by line, what is to stand below it
    for one in values:
        if one in have:
            at = _end_line(have[one])
        else:
            below[at] = [*below.get(at, ()), f"{indent}- {_written(one)}"]
    for item in have.values():
        if " ".join(item.value.split()) not in kept:
            first, last = item.start_mark.line, _end_line(item)
            lines[first : last + 1] = [""] * (last + 1 - first)
    for at, new in below.items():
        end = _newline(lines[at])
        lines[at] = lines[at].rstrip("\r\n") + end + "".join(f"{one}{end}" for one in new)
    return "".join(lines)


def _whole_list(text: str, key: Any, value: Any, values: Sequence[str]) -> str:
    """Write a list on its line again: one that was written so, or that is empty now."""
    written = "[" + ", ".join(map(_written, values)) + "]"
    if value.flow_style:
        return _replaced(text, value, written)
    lines = text.splitlines(keepends=True)
    first, last = key.end_mark.line, _end_line(value.value[-1])
    head = lines[first].rstrip("\r\n")
    colon = head.index(":", key.end_mark.column) + 1
    lines[first] = f"{head[:colon]} {written}{head[colon:]}{_newline(lines[first])}"
    del lines[value.value[0].start_mark.line : last + 1]
    return "".join(lines)


def _with_text(text: str, topic: Topic, field: str, new: str | int | None) -> str:
    key, value = _find(text, topic, field)
    if key is None:
        return text if new is None else _with_field(text, topic, [f"{field}: {_written(new)}"])
    if new is None:
        lines = text.splitlines(keepends=True)
        del lines[key.start_mark.line : _end_line(value) + 1]
        return "".join(lines)
    return _replaced(text, value, _written(new), space=value.start_mark.index == key.end_mark.index + 1)


def _with_field(text: str, topic: Topic, new: Sequence[str]) -> str:
    """Put a new field below the topic's name."""
    _key, value = _find(text, topic, "name")
    lines = text.splitlines(keepends=True)
    at = _end_line(value)
    end = _newline(lines[at])
    lines[at] = lines[at].rstrip("\r\n") + end
    indent = " " * _key.start_mark.column
    lines.insert(at + 1, "".join(f"{indent}{line}{end}" for line in new))
    return "".join(lines)


def _find(text: str, topic: Topic, field: str) -> tuple[Any, Any]:
    """Return the nodes of a field's name and value in the document of the topic; None and None if it has none."""
    for document in yaml.compose_all(text, Loader=yaml.CSafeLoader):
        if not isinstance(document, yaml.MappingNode):
            continue
        fields = {key.value: (key, value) for key, value in document.value}
        name = fields.get("name")
        if name and " ".join(name[1].value.split()) == topic.name and not document.flow_style:
            return fields.get(field, (None, None))
    raise TopicError(f"`{topic.name}` cannot be changed here: it is not written a field a line", topic.file)


def _replaced(text: str, node: Any, new: str, *, space: bool = False) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    if node.end_mark.column == 0 and text[start:end].endswith("\n"):  # a text in a block of its own lines
        new += "\n"
    return text[:start] + (" " if space or text[start - 1 : start] == ":" else "") + new + text[end:]


def _end_line(node: Any) -> int:
    """Return the last line of a value; a block's end mark stands at the beginning of the line after it."""
    mark = node.end_mark
    return int(mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line)


def _newline(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n"


def _written(value: str | int) -> str:
    """Write a value as YAML, in quotes where it would be read as something else."""
    text = str(value)
    if isinstance(value, int) or (_PLAIN.fullmatch(text) and text.casefold() not in _WORDS):
        return text
    return json.dumps(text, ensure_ascii=False)


def with_words(topic: Topic, keywords: Sequence[str], exclude: Sequence[str]) -> Topic:
    """Return a topic with other words; each once."""
    return msgspec.structs.replace(
        topic, keywords=tuple(dict.fromkeys(keywords)), exclude=tuple(dict.fromkeys(exclude))
    )
