"""An edit: an editor's decision as data; and its entry in the log."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from coranto.model.reason import Reason
from coranto.model.story import StoryState

StoryKind = Literal["merge", "split", "move"]
Kind = Literal[
    "merge", "split", "move", "publish", "hide", "pin", "boost", "headline", "excerpt", "lead", "topics", "row",
    "setting", "file", "hold", "person", "password", "sessions", "token", "passkey", "webhook", "alert", "backup",
    "download",
]  # fmt: skip
TAKES_BACK = "takes back edit {}"  # the reason of an edit that undoes the one with this number
STORY_KINDS = ("merge", "split", "move")
ADMINISTRATION = frozenset(
    {"person", "password", "sessions", "token", "passkey", "webhook", "alert", "backup", "download"}
)  # kinds that are no decision about the paper


class By(msgspec.Struct, frozen=True):
    """Who changes something and why, for the log; ``undoes`` is the number of the edit that is taken back by it."""

    who: str = ""
    why: str = ""
    undoes: int = 0


class StoryEdit(msgspec.Struct, frozen=True, kw_only=True):
    """An edit of stories as ``coranto story log --json`` and the explanation show it; the fields of ``Edit``."""

    number: int = 0
    kind: StoryKind
    story: str
    other: str = ""
    articles: tuple[str, ...] = ()
    why: str = ""
    at: datetime
    arrival: int | None = None
    made: str = ""
    moved: tuple[str, ...] = ()
    trouble: Reason | None = None


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """An editor's decision about stories or about an article.

    Attributes
    ----------
    number : int
        Assigned by the store, in order; 0 before.
    kind : str
        The verb. An undo is an edit with the verb that reverses the other; ``undoes`` is the other's number.
    story, other : str
        Edits of stories: the story it is about, and the one it is merged with or an article is moved to.
    articles : tuple of str
        The article it is about; of a split, those that leave.
    why, who : str
        The reason in the editor's own words, and the editor's name.
    arrival : int or None
        Number of the last article that had arrived when it was carried out; None while it is waiting. 0 for edits
        of an article, which are carried out at once.
    made : str
        The resulting story (the merged one, the new one, the one moved to).
    moved : tuple of str
        Articles that changed their story.
    trouble : str
        Why it changed nothing; None if it is done or waiting.
    before, after : dict
        Fields of the article's override before and after; ``True`` stands for the edit's own number. Of a setting,
        values by key; of a file, its text by name; None where there is none. Of administration (people, webhooks,
        tokens), what it is about by name, never a secret.
    stories : tuple of StoryState
        The earlier states of the stories, which an undo restores exactly.

    """

    number: int = 0
    kind: Kind
    story: str = ""
    other: str = ""
    articles: tuple[str, ...] = ()
    why: str = ""
    at: datetime
    arrival: int | None = None
    made: str = ""
    moved: tuple[str, ...] = ()
    trouble: Reason | None = None
    who: str = ""
    undoes: int = 0
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    stories: tuple[StoryState, ...] = ()

    @property
    def of_stories(self) -> bool:
        """Whether it changes which articles form a story."""
        return self.kind in STORY_KINDS

    @property
    def administrative(self) -> bool:
        """Whether it is about people, access, webhooks, alerts or backups, and not about the paper."""
        return self.kind in ADMINISTRATION

    @property
    def done(self) -> bool:
        """Whether it was carried out and changed something."""
        return self.arrival is not None and not self.trouble

    def public(self) -> StoryEdit:
        """Return an edit of stories as the explanation shows it."""
        fields = {name: getattr(self, name) for name in StoryEdit.__struct_fields__}
        return StoryEdit(**fields)


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the log of edits, written once and never changed.

    ``event`` is ``asked`` if the running newsroom carries it out later, ``done`` after that. ``hash`` is
    the SHA-256 of the entry's JSON with sorted keys and without ``hash``; ``previous`` is that of the entry before, so
    that a changed, removed or inserted entry is detected.
    """

    number: int
    edit: int
    event: Literal["asked", "done"]
    verb: str
    at: datetime
    who: str = ""
    why: str = ""
    undoes: int = 0
    story: str = ""
    other: str = ""
    articles: tuple[str, ...] = ()
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    trouble: Reason | None = None
    previous: str = ""
    hash: str = ""


def standing(edits: list[Edit] | tuple[Edit, ...]) -> list[Edit]:
    """Return the edits in force: without undos, and without edits reversed by an undo that is itself in force."""
    undone: set[int] = set()
    for edit in sorted(edits, key=lambda edit: -edit.number):
        if edit.undoes and edit.done and edit.number not in undone:
            undone.add(edit.undoes)
    return [edit for edit in edits if not edit.undoes and edit.number not in undone]
