"""Topics: their words, with what comes in, goes and just misses on stored headlines before anything is saved.

What is to be changed stands in the address as words that come and words that go; nothing of it is saved until the form
is sent that shows its effect.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto import errors
from coranto.config import topic_edit
from coranto.edit import verbs, words
from coranto.i18n import formats
from coranto.i18n.messages import N_, _
from coranto.model.topic import Topic
from coranto.people import rights
from coranto.run import reload, word_preview
from coranto.run.preview import Preview
from coranto.run.word_preview import Found, Seen, WordPreview
from coranto.web.desk import after, moves, page, queue, refusals
from coranto.web.desk.call import Call, route

CHANGES = ("word", "no_word", "exclude", "no_exclude")
_SHOWN = 25  # headlines of a kind
_WIDE, _WIDE_FROM = 0.7, 5  # a word that stands alone so often, and found so often
_CHANGED = N_("The words of this topic were changed meanwhile. Look again: what you want to change is still here.")
Change = Mapping[str, Sequence[str]]


@route("/desk/topics/", action="desk.see")
def topics(call: Call) -> Response:
    """Show all topics, each below its parent, with its articles of the last days."""
    newsroom = call.newsroom
    since, store = newsroom.now() - timedelta(days=word_preview.DAYS), newsroom.store
    told = store.topic_story_counts([topic.id for topic in newsroom.taxonomy], since)
    rows = [
        (topic, depth, len(topic.keywords), formats.grouped(sum(store.articles_by_day(topic.id, since).values())),
         formats.grouped(told.get(topic.id, 0)))
        for topic, depth in _in_order(list(newsroom.taxonomy))
    ]  # fmt: skip
    return page.render(
        call, "topics.html", _("Topics"), "desk/topics/", rows=rows, days=word_preview.DAYS, done=queue.done(call)
    )


@route("/desk/topics/{topic}/", action="desk.see")
def topic_page(call: Call) -> Response:
    """Show a topic's words, and what a change of them would do."""
    topic = _topic(call)
    params = call.request.query_params
    change: dict[str, Sequence[str]] = {name: list(dict.fromkeys(params.getlist(name))) for name in CHANGES}
    for field, name in (("add", "word"), ("leave", "exclude")):
        more = [" ".join(part.split()) for part in call.query(field).split(",")]
        change[name] = list(dict.fromkeys([*change[name], *filter(None, more)]))
    return _page(call, topic, _without_noise(topic, change))


@route("/desk/topics/{topic}/", action="topics.change", method="POST")
def save(call: Call) -> Response:
    """Save the words that were looked at, in the topic's file."""
    topic, form = _topic(call), call.form
    change = {name: form.all(name) for name in CHANGES}
    if form.first("seen") != _digest(topic):
        return _page(call, topic, _without_noise(topic, change), trouble=_(_CHANGED), status=409)
    arguments = {"topic": topic.name, **change}
    try:
        edit = verbs.say(call.newsroom, "words", arguments, who=call.who.name, why=form.first("why")[:500])
    except errors.EditError as why:
        return _page(call, topic, change, trouble=refusals.say(why), status=409)
    reload.now(call.newsroom)
    return after.back(call, edit.number, f"topics/{quote(topic.id, safe='')}/")


def _page(call: Call, topic: Topic, change: Change, *, trouble: str = "", status: int = 200) -> Response:
    newsroom = call.newsroom
    try:
        new = topic_edit.with_words(
            topic,
            [*(one for one in topic.keywords if one not in change["no_word"]), *map(words.clean, change["word"])],
            [*(one for one in topic.exclude if one not in change["no_exclude"]), *map(words.clean, change["exclude"])],
        )
    except errors.EditError as why:
        trouble, status, new, change = refusals.say(why), 422, topic, dict.fromkeys(CHANGES, ())
    found = word_preview.preview(newsroom, topic, new)
    changes = new != topic
    return page.render(
        call, "topic.html", topic.name, "desk/topics/", status=status, trouble=trouble, topic=topic, change=change,
        words=[_row(change, one, "word", found) for one in found.words],
        exclude=[_row(change, one, "exclude", found) for one in found.exclude],
        gone=[
            (word, _link(change, name, word, off=True))
            for name in ("no_word", "no_exclude") for word in change[name]
        ],
        suggested=[(one, _link(change, "word", one.word)) for one in found.suggested],
        found=found, parts=_parts(change, new, found), changes=changes, seen=_digest(topic), done=queue.done(call),
        moves=_moves(call, topic, new) if changes else None, subject=newsroom.settings.profile == "subject",
        may=rights.ask("topics.change", call.who.role).allowed, most=_SHOWN,
    )  # fmt: skip


def _row(change: Change, one: Found, name: str, found: WordPreview) -> dict[str, Any]:
    """Return a word for the list: how often it was found, and the way to take it out."""
    most = max((word.count for word in found.words), default=0) or 1
    new = one.word in change[name]
    return {
        "word": one.word,
        "count": formats.grouped(one.count),
        "rule": round(240 * one.count / most) if name == "word" else 0,
        "new": new,
        "off": _link(change, name, one.word, off=True) if new else _link(change, f"no_{name}", one.word),
        "wide": formats.grouped(one.alone)
        if new and one.count >= _WIDE_FROM and one.alone >= _WIDE * one.count
        else "",
    }


def _parts(change: Change, new: Topic, found: WordPreview) -> list[tuple[str, str, list[tuple[Seen, str]], int]]:
    """Return the lists of headlines: name, what it is, the first ones with a way to have them too, how many."""
    own = {*new.keywords, *new.exclude}

    def too(name: str, one: Seen) -> str:
        word = one.words[0] if one.words else ""
        return _link(change, "word", word) if name == "missed" and word and word not in own else ""

    parts = [
        ("come", _("Would come in"), found.come),
        ("go", _("Would go"), found.go),
        ("missed", _("Just missed: near to the topic, and not on it"), found.missed),
        ("inside", _("On the topic"), found.inside),
    ]
    return [
        (name, says, [(one, too(name, one)) for one in seen[:_SHOWN]], len(seen)) for name, says, seen in parts if seen
    ]


def _moves(call: Call, topic: Topic, new: Topic) -> Preview | None:
    return moves.moves(call.newsroom, topics=[new if one.name == topic.name else one for one in call.newsroom.taxonomy])


def _without_noise(topic: Topic, change: Change) -> Change:
    """Return a change without what is so already, and without what is added and taken out at once."""
    has = {"word": topic.keywords, "exclude": topic.exclude}
    clean: dict[str, Sequence[str]] = {}
    for name, there in has.items():
        clean[name] = [one for one in change[name] if one not in there]
        clean[f"no_{name}"] = [one for one in change[f"no_{name}"] if one in there and one not in change[name]]
    return clean


def _link(change: Change, name: str, word: str, *, off: bool = False) -> str:
    """Return the address of the page with a word more, or fewer, in the change."""
    new = {key: [one for one in values if not (off and key == name and one == word)] for key, values in change.items()}
    if not off:
        new[name] = [*new[name], word]
    return "?" + urlencode([(key, one) for key, values in new.items() for one in values])


def _topic(call: Call) -> Topic:
    topic = call.newsroom.taxonomy.by_id.get(call.request.path_params["topic"])
    if topic is None:
        raise HTTPException(404)
    return topic


def _digest(topic: Topic) -> str:
    return hashlib.sha256(msgspec.json.encode([topic.keywords, topic.exclude])).hexdigest()[:16]


def _in_order(topics: Sequence[Topic]) -> list[tuple[Topic, int]]:
    """Return the topics, each followed by those below it, with how deep it stands."""
    names = {topic.name for topic in topics}
    placed: dict[str, tuple[Topic, int]] = {}

    def place(topic: Topic, depth: int) -> None:
        if topic.name in placed:
            return
        placed[topic.name] = (topic, depth)
        for child in topics:
            if child.parent == topic.name:
                place(child, depth + 1)

    for topic in topics:
        if not topic.parent or topic.parent not in names:
            place(topic, 0)
    for topic in topics:  # of a ring of parents
        place(topic, 0)
    return list(placed.values())


ROUTES = (topics, topic_page, save)
