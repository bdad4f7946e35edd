"""Topics: add, remove or replace an article's judged topics."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.edit import on_article
from coranto.edit.verb import OFF, Argument, Option, Verb
from coranto.i18n.messages import N_
from coranto.model.change import TopicChange
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom

_WHICH = N_("say which topics: --set, --add or --remove, each as often as you like")
_NEAR = N_("no topic has this name or id; did you mean `{near}`?")
_UNKNOWN = N_("no topic has this name or id; there are {there}")


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article and the topics, by name or id; parents are included, as in judging."""
    article = on_article.find(newsroom, str(arguments["article"]))
    change = _change(newsroom, on_article.decided(newsroom, article).topics, arguments)
    value = msgspec.json.decode(msgspec.json.encode(change))
    return on_article.edit(newsroom, "topics", article, "topics", value)


def _change(newsroom: Newsroom, before: TopicChange | None, arguments: Mapping[str, Any]) -> TopicChange | None:
    if arguments.get("off"):
        return None
    exactly, more, fewer = (arguments.get(name) or () for name in ("set", "add", "remove"))
    if not (exactly or more or fewer):
        raise errors.EditError(_WHICH)
    was = before or TopicChange()
    chosen = _family(newsroom, exactly) if exactly else was.set
    gone = [_name(newsroom, reference) for reference in fewer]
    added = {name: ident for ident, name in (() if exactly else was.add)}
    added = {name: ident for name, ident in added.items() if name not in gone}
    added |= {name: ident for ident, name in _family(newsroom, more)}
    removed = [name for name in (*(() if exactly else was.remove), *gone) if name not in added]
    return TopicChange(
        set=chosen,
        add=tuple((ident, name) for name, ident in added.items()),
        remove=tuple(dict.fromkeys(removed)),
    )


def _family(newsroom: Newsroom, references: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the id and name of topics and of their ancestors."""
    names = [_name(newsroom, reference) for reference in references]
    above = [parent for name in names for parent in newsroom.taxonomy.parents(name)]
    known = newsroom.taxonomy.by_name
    return tuple((known[name].id, name) for name in dict.fromkeys([*names, *above]) if name in known)


def _name(newsroom: Newsroom, reference: str) -> str:
    taxonomy = newsroom.taxonomy
    if reference in taxonomy.by_name:
        return reference
    if reference in taxonomy.by_id:
        return taxonomy.by_id[reference].name
    near = difflib.get_close_matches(reference, [*taxonomy.by_name, *taxonomy.by_id], 1)
    if near:
        raise errors.EditError(_NEAR, reference, near=near[0])
    raise errors.EditError(_UNKNOWN, reference, there=", ".join(taxonomy.by_name) or "–")


VERB = Verb(
    name="topics",
    summary="Change the topics of an article; they stay so when it is judged again.",
    example="coranto edit topics https://a.example/news --add policy --remove Chips",
    arguments=(Argument("article", "ARTICLE|STORY"),),
    options=(
        Option("set", "Exactly these topics, by name or id.", "TOPIC", many=True),
        Option("add", "This topic too.", "TOPIC", many=True),
        Option("remove", "Not this topic.", "TOPIC", many=True),
        OFF,
    ),
    check=check,
    carry_out=on_article.carry_out,
    take_back=on_article.take_back,
)
