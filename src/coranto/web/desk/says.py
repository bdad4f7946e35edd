"""Edits in a sentence of the desk's language, with the headline that they are about; and the version of a story."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from coranto import errors
from coranto.edit import file
from coranto.i18n import wording
from coranto.i18n.messages import N_, _
from coranto.model.edit import TAKES_BACK, Edit
from coranto.model.source import Source
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.web import words

_VERBS = {
    "merge": N_("merged"),
    "split": N_("split off"),
    "move": N_("moved"),
    "publish": N_("published"),
    "hide": N_("dropped"),
    "pin": N_("pinned"),
    "boost": N_("points"),
    "headline": N_("headline"),
    "excerpt": N_("excerpt"),
    "lead": N_("lead"),
    "topics": N_("topics"),
    "hold": N_("held"),
    "row": N_("points of a word"),
    "setting": N_("setting"),
    "file": N_("file"),
    "sources": N_("sources"),
    "person": N_("person"),
    "password": N_("new password"),
    "sessions": N_("signed out everywhere"),
    "token": N_("access token"),
    "passkey": N_("passkey"),
    "webhook": N_("webhook"),
    "alert": N_("alert"),
    "backup": N_("backup"),
    "download": N_("backup taken along"),
}
REASONS = (
    N_("matters here"),
    N_("only source, and a good one"),
    N_("off topic"),
    N_("advertising"),
    N_("told already"),
)
_TOPIC_WORDS = {"set": N_("exactly {topics}"), "add": N_("with {topics}"), "remove": N_("without {topics}")}
_THERE = {"webhook": N_("everything"), "backup": N_("there")}  # what the log keeps as true, by kind
_SAID = ("password", "sessions", "download")  # kinds whose name says it all
_LONGEST = 200


Sources = tuple[list[Source], list[Source]]  # those that an edit changed, as they were and as they became


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An edit as the log and the bar show it."""

    edit: Edit
    what: str
    about: str  # the headline, or the story
    before: str
    after: str
    state: str  # waiting, or why nothing was done; "" for one that is done
    undone: bool

    @property
    def why(self) -> str:
        """The reason that was given; none where it is only what ``what`` says already, in the reader's language."""
        return "" if self.edit.undoes and self.edit.why == TAKES_BACK.format(self.edit.undoes) else self.edit.why


def lines(newsroom: Newsroom, edits: Iterable[Edit]) -> list[Line]:
    """Return edits in words, each with whether a later one of them takes it back."""
    edits = list(edits)
    names = {article for edit in edits for article in edit.articles}
    stories = newsroom.store.get_stories({edit.story for edit in edits if edit.story})
    articles = newsroom.store.get_articles(names | {story.lead for story in stories.values()})
    undone: set[int] = set()
    for edit in sorted(edits, key=lambda edit: -edit.number):
        if edit.undoes and edit.done and edit.number not in undone:
            undone.add(edit.undoes)
    found = []
    for edit in edits:
        lead = edit.articles[0] if edit.articles else stories[edit.story].lead if edit.story in stories else ""
        about = articles[lead].title if lead in articles else edit.story or lead or ", ".join(edit.after)
        sources = _sources(edit) if newsroom.settings.paths.sources in edit.after else None
        if sources:
            about = ", ".join(dict.fromkeys(one.title or one.url for one in (*sources[0], *sources[1]))) or about
        what = _(_VERBS["sources" if sources else edit.kind])
        found.append(
            Line(
                edit=edit,
                what=_("{what}, taking back {number}", what=what, number=edit.undoes) if edit.undoes else what,
                about=f"{about[:_LONGEST]}…" if len(about) > _LONGEST else about,
                before="" if edit.of_stories else _short(edit, edit.before, 0, sources),
                after="" if edit.of_stories else _short(edit, edit.after, 1, sources),
                state=wording.say(edit.trouble) if edit.trouble else "" if edit.done else _("waits for the next round"),
                undone=edit.number in undone,
            )
        )
    return found


def version(newsroom: Newsroom, story: Story) -> int:
    """Return the number of the last edit about a story or its articles; 0 before the first."""
    return versions(newsroom, [story])[story.id]


def versions(newsroom: Newsroom, stories: Sequence[Story]) -> dict[str, int]:
    """Return the number of the last edit about each story or its articles, by the story's id; 0 before the first."""
    store, newest = newsroom.store, {story.id: 0 for story in stories}
    home = {member.article: story.id for story in stories for member in story.members}
    for edit in store.edits_of_stories(newest):
        for story in {edit.story, edit.other, edit.made} & newest.keys():
            newest[story] = max(newest[story], edit.number)
    for edit in store.edits_of_articles(home):
        for article in {*edit.articles, *edit.moved} & home.keys():
            newest[home[article]] = max(newest[home[article]], edit.number)
    return newest


def edits_of(newsroom: Newsroom, story: Story) -> list[Edit]:
    """Return the edits about a story and its articles, oldest first."""
    store = newsroom.store
    found = [*store.edits_of_stories([story.id]), *store.edits_of_articles([one.article for one in story.members])]
    return sorted({edit.number: edit for edit in found}.values(), key=lambda edit: edit.number)


def _sources(edit: Edit) -> Sources | None:
    """Return the sources that an edit of the source list changed; None where there are none to name."""
    try:
        gone, come = file.changed_sources(edit)
    except errors.NotAFeed:
        return None
    return (gone, come) if gone or come else None


def _source(source: Source) -> str:
    title = source.title or source.url
    if source.unseen is None:
        return title
    return _("{title} ({state})", title=title, state=_("tried unseen until {day}", day=words.date(source.unseen)))


def _short(edit: Edit, values: dict[str, Any], side: int, sources: Sources | None) -> str:
    """Return in words what was before or after an edit: of a file the lines that changed, of a setting its value."""
    if sources:
        said = ", ".join(map(_source, sources[side]))
    elif edit.kind == "file":
        said = " · ".join(file.changed_lines(edit)[side])
    elif edit.administrative:
        return _administrative(edit.kind, next(iter(values.values())), side)
    elif len(values) == 1:
        said = _value(*values.items())
    else:
        said = " · ".join(f"{key}: {_value((key, value))}" for key, value in values.items())
    return f"{said[:_LONGEST]}…" if len(said) > _LONGEST else said or "–"


def _administrative(kind: str, value: Any, side: int) -> str:
    """Return in words what a person, an access, a webhook, an alert or a backup was, or became."""
    if kind in _SAID:
        return ""
    if value is None:
        return _("removed") if side else "–"
    if value is True:
        return _(_THERE.get(kind, "there"))
    return _(value) if kind == "person" else _value(("", value))


def _value(pair: tuple[str, Any]) -> str:
    """Return one value in words, whatever its type; a dash for none."""
    key, value = pair
    if value in (None, False, 0, "", [], {}):
        return "–"
    if value is True or key in ("pinned", "lead"):  # these are kept as the number of the edit
        return "✓"
    if isinstance(value, list):
        return ", ".join(_value(("", one)) for one in value)
    if key == "held":
        return words.stamp(datetime.fromisoformat(value))
    if key == "topics" and isinstance(value, dict):
        return ", ".join(
            _(_TOPIC_WORDS[how], topics=", ".join(one if isinstance(one, str) else one[1] for one in some))
            for how, some in value.items()
            if some
        )
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value((name, one))}" for name, one in value.items())
    return value if isinstance(value, str) else f"{value:g}"
