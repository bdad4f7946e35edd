"""An edit: what a person decides, as data; and the entry of the log that remembers it."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from coranto.model.reason import Reason
from coranto.model.story import StoryState

StoryKind = Literal["merge", "split", "move"]
Kind = Literal[
    "merge", "split", "move", "publish", "hide", "pin", "boost", "headline", "excerpt", "lead", "topics"
]  # fmt: skip
STORY_KINDS = ("merge", "split", "move")


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
    """What a person decides about stories or about an article.

    Attributes
    ----------
    number : int
        The store's, by order; 0 before it has one.
    kind : str
        The verb. An undo is an edit of the verb that takes the other back, and ``undoes`` is the other's number.
    story, other : str
        Edits of stories: the story it is about, and the one it is merged with or an article is moved to.
    articles : tuple of str
        The article it is about; of a split, those that leave.
    why, who : str
        In the editor's own words, and the editor's name.
    arrival : int or None
        Number of the last article that had arrived when it was carried out; None while it waits for that. 0 for edits
        of an article, which are carried out at once.
    made : str
        The story that stands by it (the merged one, the new one, the one moved to).
    moved : tuple of str
        Articles that changed their story.
    trouble : str
        Why nothing was done; None where it was done, or still waits.
    before, after : dict
        Fields of the article's override before and after; ``True`` stands for the edit's own number.
    stories : tuple of StoryState
        The stories as they stood before, so that an undo brings back exactly these.

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
        """Whether it changes which articles are one story."""
        return self.kind in STORY_KINDS

    @property
    def done(self) -> bool:
        """Whether it was carried out and changed something."""
        return self.arrival is not None and not self.trouble

    def public(self) -> StoryEdit:
        """Return the edit of stories as the explanation shows it."""
        fields = {name: getattr(self, name) for name in StoryEdit.__struct_fields__}
        return StoryEdit(**fields)


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the log of edits, written once and never changed.

    ``event`` is ``asked`` where the newsroom at work carries it out later, ``done`` when that has happened. ``hash`` is
    the SHA-256 of the entry's JSON with sorted keys and without ``hash``; ``previous`` is that of the entry before, so
    that an entry which is changed, taken out or put in shows.
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
    """Return the edits that hold: no undo among them, and nothing that an undo which itself holds has taken back."""
    undone: set[int] = set()
    for edit in sorted(edits, key=lambda edit: -edit.number):
        if edit.undoes and edit.done and edit.number not in undone:
            undone.add(edit.undoes)
    return [edit for edit in edits if not edit.undoes and edit.number not in undone]
