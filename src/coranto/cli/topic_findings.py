"""Doubts about topic files that can be used: what somebody wrote there and nothing will act on, each with its line."""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from coranto import errors
from coranto.config import safe_yaml
from coranto.feeds import address
from coranto.model.topic import Topic
from coranto.record import slug
from coranto.topic import files


def of(topics: Sequence[Topic], named: Collection[str]) -> Iterator[str]:
    """Yield what is doubtful about topics.

    Parameters
    ----------
    topics : sequence of Topic
        All that could be read.
    named : collection of str
        Names of topics that sources give to all they write.

    """
    names = {topic.name for topic in topics}
    parents = {topic.parent for topic in topics}
    for topic in topics:
        table = _table(topic)
        lines = table.lines if table else {}
        here = f"{topic.file}:{lines.get('name', 1)}"
        yield from _fields(topic.file, lines)
        if not address.plain(topic.id):
            at, said = (
                (lines["_id"], "its `_id`") if "_id" in lines else (lines.get("name", 1), "the id made of its name")
            )
            yield (
                f"{topic.file}:{at}: `{topic.name}` gets no page and no feed: {said}, `{topic.id}`, cannot stand in an "
                f"address; write an `_id` of letters a-z, digits and hyphens, like `{_plain(topic.id)}`"
            )
        if topic.parent and topic.parent not in names:
            at = lines.get("parent", 1)
            known = ", ".join(sorted(names))
            yield f"{topic.file}:{at}: parent `{topic.parent}` is no topic here; it takes the NAME of one: {known}"
        if not topic.keywords and topic.name not in parents and topic.name not in named:
            yield (
                f"{here}: no article can get `{topic.name}`: it has no keywords, no source names it, and no topic has "
                f'it as parent; write `keywords:` with one a line, or `coranto add ADDRESS --topic "{topic.name}"`'
            )


def _fields(file: str, lines: Mapping[str, int]) -> Iterator[str]:
    """Find misspelt fields; those that look like none of ours may be for other programs."""
    for field, line in lines.items():
        if field not in files.FIELDS and (near := difflib.get_close_matches(field.casefold(), files.FIELDS, 1, 0.7)):
            yield f"{file}:{line}: `{field}` is not read; did you mean `{near[0]}`?"


def _table(topic: Topic) -> safe_yaml.Table | None:
    """Find a topic in its file again, for the lines."""
    try:
        nodes = safe_yaml.documents(files.text(Path(topic.file)), topic.file, errors.TopicError)
    except errors.TopicError:  # somebody changed it since
        return None
    tables = [node for node in nodes if isinstance(node, safe_yaml.Table)]
    if len(tables) == 1:
        return tables[0]
    same = (
        one
        for one in tables
        if isinstance(name := one.fields.get("name"), safe_yaml.Scalar) and name.text == topic.name
    )
    return next(same, None)


def _plain(ident: str) -> str:
    return slug.slug(ident.replace("/", "-").replace("_", "-")) or "a-name"
