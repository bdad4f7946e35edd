"""The common part of the verbs about one article: change a field of its override, and everything that depends on it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.decide import impact, override
from coranto.i18n.messages import N_
from coranto.model.change import ArticleChange, Original, Override, TopicChange
from coranto.model.edit import Edit, Kind
from coranto.newsroom import Newsroom
from coranto.story.cluster import Clusterer

SAME = N_("it is so already; nothing was changed")
_JUDGED = {"boost", "topics"}  # fields that affect quality
_READ = {"title", "excerpt", "hidden"}  # fields that other articles' records show
_IMPORTED = ("published", "hidden", "title", "excerpt")  # the fields that can be set on an imported record


def find(newsroom: Newsroom, reference: str) -> str:
    """Return the id of an article given by address, id or record path, or of the lead of a story given by id.

    Raises
    ------
    EditError
        The article does not exist.

    """
    name = newsroom.store.resolve_article(reference)
    if name is None:
        story = newsroom.store.get_stories([reference]).get(reference)
        name = story.lead if story else None
    if name is None or name not in newsroom.store.get_articles([name]):
        what = N_("no article has this address, id or record path, and no story this id; `coranto serve` has a search")
        raise errors.EditError(what, reference)
    return name


def decided(newsroom: Newsroom, article: str) -> Override:
    """Return the editors' present decisions about an article."""
    return newsroom.store.get_overrides([article]).get(article) or Override(article=article)


def edit(newsroom: Newsroom, kind: Kind, reference: str, field: str, value: Any, again: bool = False) -> Edit:
    """Return the edit that sets a field of an article's override; True stands for the edit's number.

    ``again`` allows what is so already: a later choice comes before an earlier one.

    Raises
    ------
    EditError
        The article does not exist, is hidden or imported, or the field already has this value.

    """
    article = find(newsroom, reference)
    now = decided(newsroom, article)
    if now.hidden and field != "hidden":
        what = N_("it is hidden; take that back first: `coranto edit undo {number}`")
        raise errors.EditError(what, reference, number=_last(newsroom, article, "hidden"))
    imported = bool(newsroom.store.imported_ids([article]))
    if not imported and article not in newsroom.store.story_ids_of([article]):
        raise errors.EditError(N_("it is of no story and has no record; nothing is shown of it"), reference)
    if imported and field not in _IMPORTED:
        what = N_(
            "it is an imported record, which is kept as it is and never judged again; it can be published, "
            "hidden, or get a headline or an excerpt"
        )
        raise errors.EditError(what, reference)
    before = _plain(getattr(now, field))
    same = before is not None and bool(before) == value if isinstance(value, bool) else before == value
    if same and not again and not (field == "lead" and value):  # a later choice may have replaced an earlier one
        raise errors.EditError(SAME, reference)
    return Edit(kind=kind, articles=(article,), before={field: before}, after={field: value}, at=newsroom.now())


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None = None) -> Edit:
    """Change the override, the article, its story and the affected records, within an open transaction."""
    store, (name,) = newsroom.store, edit.articles
    if newsroom.taught is not None:
        newsroom.taught.refresh()
    old, was = store.get_articles([name])[name], decided(newsroom, name)
    original = override.as_found(old, was)
    now = msgspec.structs.replace(was, **{field: _value(field, value, edit) for field, value in edit.after.items()})
    home = store.story_ids_of([name]).get(name)
    now = _imported(newsroom, now, original.title) if store.imported_ids([name]) else now
    dress = override.apply if edit.after.keys() & _JUDGED else None
    new, now = (
        dress(original, now, newsroom.settings, newsroom.signals) if dress else override.dress(old, original, now)
    )
    around = _around(newsroom, name) if edit.after.keys() & _READ else {name}
    store.save_override(now)
    new = msgspec.structs.replace(new, text=store.get_text(name))
    change = impact.article_change(store, newsroom.settings, old, new) if home else ArticleChange(article=new)
    dirty = tuple(sorted({*change.dirty, *around}))
    store.remember_records(dirty)
    store.save_article(msgspec.structs.replace(change, dirty=dirty))
    if now.hidden and (stored := store.get_records([name]).get(name)) and stored.record.published:
        record = msgspec.structs.replace(stored.record, published=False)
        store.save_record(name, stored.path, record, newsroom.now())  # removed from every list immediately
    return edit


def take_back(newsroom: Newsroom, edit: Edit) -> Edit:
    """Return the edit that restores a field's earlier value.

    Raises
    ------
    EditError
        The field was changed again since; names the edit to undo first.

    """
    store, (name,) = newsroom.store, edit.articles
    now = decided(newsroom, name)
    for field, value in edit.after.items():
        current = _plain(getattr(now, field))
        if current != (edit.number if _numbered(field, value) else value):
            by = [entry.number for entry in store.edits_of_articles([name]) if entry.undoes == edit.number]
            last = _last(newsroom, name, field)
            what, number = N_("it was changed since; take that back first: `coranto edit undo {number}`"), last
            if by:
                what, number = N_("edit {number} took it back; `coranto edit undo {number}` brings it back"), by[-1]
            raise errors.EditError(what, f"edit {edit.number}", number=number)
    return Edit(kind=edit.kind, articles=edit.articles, before=_as_set(edit), after=edit.before, at=newsroom.now())


def text(arguments: Mapping[str, Any], name: str, most: int) -> str | None:
    """Return an editor's text on one line; None if it is empty, which restores the outlet's own.

    Raises
    ------
    EditError
        It is longer than ``most`` letters, or has characters that cannot be shown.

    """
    line = " ".join(str(arguments[name]).split())
    if len(line) > most:
        what = N_("it has {letters} letters; {most} are the most")
        raise errors.EditError(what, letters=f"{len(line):,}", most=f"{most:,}")
    if not line.isprintable():
        raise errors.EditError(N_("it has letters that cannot be shown; write it without control characters"))
    return line or None


def _plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def _as_set(edit: Edit) -> dict[str, Any]:
    return {field: edit.number if _numbered(field, value) else value for field, value in edit.after.items()}


def _numbered(field: str, value: Any) -> bool:
    return value is True and field in ("pinned", "lead")


def _value(field: str, value: Any, edit: Edit) -> Any:
    if _numbered(field, value):
        return edit.number
    if field in ("pinned", "lead"):
        return int(value)
    return msgspec.convert(value, TopicChange | None) if field == "topics" else value


def _imported(newsroom: Newsroom, now: Override, title: str) -> Override:
    """Return the override with an imported record's published state, which the rules do not know."""
    if now.original and now.original.published is not None:
        return now
    stored = newsroom.store.get_records([now.article])[now.article]
    was = now.original or Original(title=title)
    return msgspec.structs.replace(now, original=msgspec.structs.replace(was, published=bool(stored.record.published)))


def _around(newsroom: Newsroom, name: str) -> set[str]:
    """Return the ids of all articles whose records may list this one."""
    store = newsroom.store
    home = store.story_ids_of([name]).get(name)
    stories = store.get_stories([*([home] if home else []), *store.near_story_ids(name)]).values()
    members = {member.article for story in stories for member in story.members}
    return {name} | members | {near.article for story in stories if story.id == home for near in story.near}


def _last(newsroom: Newsroom, article: str, field: str) -> int:
    """Return the number of the last edit that set a field and was not taken back."""
    edits = [entry for entry in newsroom.store.edits_of_articles([article]) if field in entry.after and entry.done]
    undone = {entry.undoes for entry in edits}
    return max((entry.number for entry in edits if entry.number not in undone), default=0)
