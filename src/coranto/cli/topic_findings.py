"""Findings about usable topic files: fields and keywords without any effect, each with its line."""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from coranto import errors
from coranto.config import safe_yaml, topic_files, topic_yaml
from coranto.feeds import address
from coranto.i18n.wording import say
from coranto.model.topic import Topic
from coranto.record import slug
from coranto.topic import query

_FOREIGN = "x-"  # how the fields of other programs begin
_JEKYLL = ("layout", "permalink")  # what a site builder reads in the same file


def of(topics: Sequence[Topic], named: Collection[str]) -> Iterator[str]:
    """Yield the doubtful points of topics.

    Parameters
    ----------
    topics : sequence of Topic
        All topics that could be read.
    named : collection of str
        Names of topics that sources assign to all their articles.

    """
    names = {topic.name for topic in topics}
    parents = {topic.parent for topic in topics}
    for topic in topics:
        table = _table(topic)
        lines = table.lines if table else {}
        here = f"{topic.file}:{lines.get('name', 1)}"
        yield from _fields(topic.file, lines)
        if not address.plain(topic.id):
            at, name = (
                (lines["_id"], "its `_id`") if "_id" in lines else (lines.get("name", 1), "the id made of its name")
            )
            yield (
                f"{topic.file}:{at}: `{topic.name}` gets no page and no feed: {name}, `{topic.id}`, cannot stand in an "
                f"address; write an `_id` of letters a-z, digits and hyphens, like `{_plain(topic.id)}`"
            )
        elif "_id" not in lines and table:
            yield (
                f"{here}: `{topic.name}` has no `_id`, so its page moves when its name changes; write "
                f"`_id: {topic.id}` above the name"
            )
        yield from _keywords(topic)
        if topic.parent and topic.parent not in names:
            at = lines.get("parent", 1)
            known = ", ".join(sorted(names))
            yield f"{topic.file}:{at}: parent `{topic.parent}` is no topic here; it takes the NAME of one: {known}"
        if not topic.keywords and topic.name not in parents and topic.name not in named:
            yield (
                f"{here}: no article can get `{topic.name}`: it has no keywords, no source names it, and no topic has "
                f'it as parent; write `keywords:` with one a line, or `coranto add ADDRESS --topic "{topic.name}"`'
            )


def _keywords(topic: Topic) -> Iterator[str]:
    """Find keywords that are not valid queries."""
    for keyword in (*topic.keywords, *topic.exclude):
        try:
            query.parse(keyword)
        except query.QueryError as why:
            said = say(why.reason)
            yield f"{topic.file}: keyword of `{topic.name}`: {said}; until then it counts as plain words side by side"


def _fields(file: str, lines: Mapping[str, int]) -> Iterator[str]:
    """Find fields that are not read; those of other programs begin with ``x-``."""
    for field, line in lines.items():
        if field in (*topic_yaml.FIELDS, *_JEKYLL) or field.startswith(_FOREIGN):
            continue
        if near := difflib.get_close_matches(field.casefold(), topic_yaml.FIELDS, 1, 0.7):
            yield f"{file}:{line}: `{field}` is not read; did you mean `{near[0]}`?"
        else:
            yield (
                f"{file}:{line}: `{field}` is not read; a topic has {', '.join(topic_yaml.FIELDS)}. Take it out, or, "
                f"if it is another program's, begin its name with `{_FOREIGN}`"
            )


def _table(topic: Topic) -> safe_yaml.Table | None:
    """Find a topic in its file again, to get its line numbers."""
    try:
        nodes = safe_yaml.documents(topic_files.text(Path(topic.file)), topic.file, errors.TopicError)
    except errors.TopicError:  # the file changed since it was read
        return None
    tables = [node for node in nodes if isinstance(node, safe_yaml.Table)]
    if len(tables) == 1:
        return tables[0]
    same = (
        table
        for table in tables
        if isinstance(name := table.fields.get("name"), safe_yaml.Scalar) and name.text == topic.name
    )
    return next(same, None)


def _plain(ident: str) -> str:
    return slug.slug(ident.replace("/", "-").replace("_", "-")) or "a-name"
