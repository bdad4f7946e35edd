"""Words: change the words of a topic in its file, with comments and order kept: an edit of that file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coranto import errors
from coranto.config import topic_edit, topic_files
from coranto.edit import file
from coranto.edit.verb import Argument, Option, Verb
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.topic import query

LONGEST, MOST = 200, 2_000  # letters of a word, words of a topic


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the topic, and return the edit of its file; nothing is written."""
    topic = find(newsroom, str(arguments["topic"]))
    now = _words(topic)
    new = {
        "keywords": _changed(now["keywords"], arguments.get("word") or (), arguments.get("no_word") or ()),
        "exclude": _changed(now["exclude"], arguments.get("exclude") or (), arguments.get("no_exclude") or ()),
    }
    if new == now:
        raise errors.EditError(Reason("edit.same"), topic.name)
    if not topic.file:
        raise errors.EditError(Reason("edit.words_no_file"), topic.name)
    path = Path(topic.file)
    try:
        text = topic_edit.changed(topic_files.text(path), topic, topic_edit.with_words(topic, **new))
    except errors.TopicError as why:
        raise errors.EditError(why.reason, why.where) from why
    return file.check(newsroom, {"name": f"{newsroom.settings.paths.topics}/{path.name}", "text": text})


def find(newsroom: Newsroom, reference: str) -> Topic:
    """Return the topic with this name or id, upper and lower case alike."""
    folded = reference.casefold()
    for topic in newsroom.taxonomy:
        if folded in (topic.name.casefold(), topic.id.casefold()):
            return topic
    raise errors.EditError(Reason("edit.no_topic", {"topic": reference}))


def clean(written: str) -> str:
    """Return a word as it is written into the file.

    Raises
    ------
    EditError
        It is empty, too long, has characters that cannot be shown, or is no query.

    """
    word = " ".join(written.split())
    if not word or len(word) > LONGEST or not word.isprintable():
        raise errors.EditError(Reason("edit.word_form", {"most": LONGEST}), word[:LONGEST])
    try:
        query.parse(word)
    except query.QueryError as why:
        raise errors.EditError(why.reason) from None
    return word


def _changed(now: Sequence[str], more: Sequence[str], fewer: Sequence[str]) -> list[str]:
    for word in fewer:
        if word not in now:
            raise errors.EditError(Reason("edit.no_word", {"word": word}))
    new = list(dict.fromkeys([*(word for word in now if word not in set(fewer)), *map(clean, more)]))
    if len(new) > MOST:
        raise errors.EditError(Reason("edit.words_many", {"most": MOST}))
    return new


def _words(topic: Topic) -> dict[str, list[str]]:
    return {"keywords": list(topic.keywords), "exclude": list(topic.exclude)}


VERB = Verb(
    name="words",
    summary="Change the words of a topic, in its file.",
    example='coranto edit words "Heat Pumps" --word "district heating" --exclude boiler',
    arguments=(Argument("topic", "TOPIC"),),
    options=(
        Option("word", "A word more.", "WORDS", many=True),
        Option("no-word", "A word less.", "WORDS", many=True),
        Option("exclude", "An article with it is not on the topic.", "WORDS", many=True),
        Option("no-exclude", "No longer left out for it.", "WORDS", many=True),
    ),
    check=check,
    carry_out=file.carry_out,
    take_back=file.take_back,
)
