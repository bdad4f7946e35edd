"""The first start: four answers become a paper. Each is kept as given, in the newsroom's own files, through the log."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from coranto import errors
from coranto.config import topic_yaml
from coranto.edit import setting, verbs
from coranto.language import stem
from coranto.model.source import Source
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.record import slug
from coranto.run import first_paper, reload, scaffold, source_change, source_list
from coranto.run.look import Looked
from coranto.source import opml
from coranto.topic import query, suggest
from coranto.topic.suggest import Suggestion

_KEY = "desk.first_start"
PER_DAY = (3.0, 8.0, 20.0, 100.0)  # the choices of how much, in stories a day


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered so far.

    ``ticked`` are the chosen words, None before the first choice; ``topics_of`` is the starter list whose topics are
    taken, too; ``topic_file`` is the file that the chosen words were written to.
    """

    subject: str = ""
    sites: str = ""
    rows: tuple[Source, ...] = ()  # of lists that were brought: titles, folders and topics by address
    looked: tuple[Looked, ...] = ()
    ticked: tuple[str, ...] | None = None
    more: str = ""
    topics_of: str = ""
    topic_file: str = ""
    done: bool = False


def load(newsroom: Newsroom) -> Draft:
    """Return the answers so far; those of before where what was kept cannot be read."""
    kept = newsroom.store.get_value(_KEY)
    try:
        return msgspec.msgpack.decode(kept, type=Draft) if kept else Draft()
    except msgspec.ValidationError:
        return Draft()


def save(newsroom: Newsroom, draft: Draft) -> None:
    """Keep the answers."""
    newsroom.store.put_value(_KEY, msgspec.msgpack.encode(draft))


def due(newsroom: Newsroom) -> bool:
    """Whether the newsroom is not set up yet: it has no sources, or its first start was begun and not ended."""
    return not load(newsroom).done and (bool(newsroom.store.get_value(_KEY)) or not source_list.on_list(newsroom))


def waits(newsroom: Newsroom) -> bool:
    """Whether nothing is gathered yet: without words everything would be on the subject, and be published."""
    return not list(newsroom.taxonomy) and bool(newsroom.store.get_value(_KEY)) and not load(newsroom).done


def change_settings(newsroom: Newsroom, values: dict[str, Any], who: str) -> None:
    """Write settings that differ; ``EditError`` says what is wrong with one."""
    if new := setting.differing(newsroom, values):
        verbs.say(newsroom, "setting", {"values": new}, who=who)
        reload.now(newsroom)


def rows_of(data: bytes) -> list[Source]:
    """Return the sources of a list that is brought; ``EditError`` if it is not valid."""
    try:
        return opml.read(data)[0]
    except errors.NotAFeed as why:
        raise errors.EditError(why.reason) from None


def take(newsroom: Newsroom, draft: Draft, looked: Iterable[Looked], who: str) -> Draft:
    """Add what was found to the list of sources; keep what was found at each address, the last look counts."""
    rows = {row.url: row for row in draft.rows}
    found = {one.address: one for one in draft.looked}
    put = []
    for one in looked:
        listed = rows.get(one.address)
        if one.source is not None and listed is not None:
            named = {"title": listed.title or one.source.title, "folder": listed.folder, "topics": listed.topics}
            one = msgspec.structs.replace(one, source=msgspec.structs.replace(one.source, **named))
        found[one.address] = one
        if one.source is not None:
            put.append(one.source)
    _list(newsroom, put, (), who)
    return msgspec.structs.replace(draft, looked=tuple(found.values()))


def leave_out(newsroom: Newsroom, draft: Draft, address: str, who: str) -> Draft:
    """Take an address out of the answers, and its source off the list."""
    gone = [one for one in draft.looked if one.address == address]
    _list(newsroom, (), [one.source.id for one in gone if one.source], who)
    sites = "\n".join(line for line in draft.sites.splitlines() if line.strip() != address)
    return msgspec.structs.replace(
        draft, sites=sites, looked=tuple(one for one in draft.looked if one.address != address)
    )


def suggestions(newsroom: Newsroom, draft: Draft) -> list[Suggestion]:
    """Return the words that the headlines suggest, and after them those that were typed or ticked beside them."""
    headlines = first_paper.headlines(newsroom, draft.looked)
    if not headlines:
        return []
    known = [word for topic in starter_topics(draft) for word in topic.keywords]
    found = suggest.suggest(headlines, [draft.subject], known)
    have = {one.word.casefold() for one in found}
    added = [word for word in (*(draft.ticked or ()), *typed(draft.more)) if word.casefold() not in have]
    counts = suggest.matches(headlines, added)
    return [
        *found,
        *(Suggestion(word=word, count=len(counts.get(word, ()))) for word in dict.fromkeys(added)),
    ]


def typed(more: str) -> list[str]:
    """Return the words of a line, with commas between them."""
    return [word for part in more.replace("\n", ",").split(",") if (word := " ".join(part.split()))]


def chosen(draft: Draft, suggested: Sequence[Suggestion]) -> tuple[str, ...]:
    """Return the words that count: those ticked, or before that those without a doubt, and those typed."""
    sure = (one.word for one in suggested if not one.doubt) if draft.ticked is None else draft.ticked
    return tuple(dict.fromkeys([*sure, *typed(draft.more)]))


def retick(newsroom: Newsroom, draft: Draft) -> Draft:
    """Return answers just given, whose ticks are a choice only where they differ from those that were offered.

    So other sources, another language or another subject offer theirs; a new subject's own words are ticked always.
    """
    before = load(newsroom)
    if draft.ticked is None:
        return draft
    if before.ticked is None and set(draft.ticked) == set(chosen(before, suggestions(newsroom, before))):
        return msgspec.structs.replace(draft, ticked=None)
    if draft.subject == before.subject:
        return draft
    own = suggest.own_words([draft.subject], stem.primary(newsroom.settings.site.language))
    return msgspec.structs.replace(draft, ticked=tuple(dict.fromkeys([*own, *draft.ticked])))


def starter_topics(draft: Draft) -> list[Topic]:
    """Return the topics of the starter list that is taken with its topics."""
    if not draft.topics_of or draft.topics_of not in scaffold.examples():
        return []
    files, _ = scaffold.starter_files(draft.topics_of)
    return [topic for name, text in files.items() for topic in topic_yaml.read(text, name)]


def topics(newsroom: Newsroom, draft: Draft, words: tuple[str, ...]) -> list[Topic]:
    """Return the topics as they would be with these words."""
    own = [Topic(id="own", name=draft.subject or newsroom.settings.site.title, keywords=words)] if words else []
    if _others(newsroom, draft):
        return list(newsroom.taxonomy)
    return [*starter_topics(draft), *own]


def keep_words(newsroom: Newsroom, draft: Draft, words: tuple[str, ...], who: str) -> Draft:
    """Write the words to a topic file of the subject's name, and the starter's topics beside it.

    Topics that were there before the first start stay, and nothing is written beside them.
    """
    for word in words:
        try:
            query.parse(word)
        except query.QueryError as why:
            raise errors.EditError(why.reason) from None
    if _others(newsroom, draft):
        return draft
    folder = newsroom.settings.paths.topics
    for file in _placeholders(newsroom):
        _file(newsroom, file, None, who)
    if draft.topics_of:
        for name, text in scaffold.starter_files(draft.topics_of)[0].items():
            _file(newsroom, f"{folder}/{name}", text, who)
    name = draft.subject or newsroom.settings.site.title
    taken = {topic.name.casefold() for topic in starter_topics(draft)}
    file = draft.topic_file or f"{folder}/{slug.slug(name) or 'subject'}.yaml"
    title = f"{name} (2)" if name.casefold() in taken else name
    _file(newsroom, file, scaffold.topic_text(title, words) if words else None, who)
    reload.now(newsroom)
    return msgspec.structs.replace(draft, topic_file=file)


def _others(newsroom: Newsroom, draft: Draft) -> bool:
    """Whether the newsroom had topics of its own before its first start in the browser."""
    ours = {draft.topic_file, *(_names_of(newsroom, draft.topics_of))}
    root = Path(newsroom.settings.folder)
    files = {_within(topic.file, root) for topic in newsroom.taxonomy}
    return bool(files - ours - set(_placeholders(newsroom)))


def _placeholders(newsroom: Newsroom) -> list[str]:
    root = Path(newsroom.settings.folder)
    return [
        _within(topic.file, root)
        for topic in newsroom.taxonomy
        if topic.name == scaffold.NAME and topic.keywords == scaffold.WORDS
    ]


def _names_of(newsroom: Newsroom, starter: str) -> list[str]:
    if not starter:
        return []
    return [f"{newsroom.settings.paths.topics}/{name}" for name in scaffold.starter_files(starter)[0]]


def _within(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _list(newsroom: Newsroom, put: Sequence[Source], remove: Sequence[str], who: str) -> None:
    have = {source.id for source in source_list.on_list(newsroom)}
    put, remove = [one for one in put if one.id not in have], [name for name in remove if name in have]
    if put:
        source_change.put(newsroom, put, who)
    for name in remove:
        source_change.remove(newsroom, name, who)


def _file(newsroom: Newsroom, name: str, text: str | None, who: str) -> None:
    path = Path(newsroom.settings.folder) / name
    if (path.read_text("utf-8") if path.exists() else None) != text:
        verbs.say(newsroom, "file", {"name": name, "text": text}, who=who)
