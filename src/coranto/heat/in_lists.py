"""Heat in lists: a story's stored heat with the freshness and the readers of the moment."""

from datetime import datetime, timedelta

import msgspec

from coranto.heat.subject import freshness, reading
from coranto.model.settings import Settings


class ListHeat(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of the subject profile for what changes with time; the numbers are those of ``[publish]``.

    Attributes
    ----------
    now : datetime
        When the list is read; freshness fades from the story's newest article to ``now``.
    fresh : int
        Points of a story with a new article.
    fresh_for : timedelta
        After that, a story has none of them.
    readers : int
        The most points for readers.
    cookieless : int
        Readers without a cookie that count as one.

    """

    now: datetime
    fresh: int
    fresh_for: timedelta
    readers: int
    cookieless: int

    def points(self, newest: datetime, known: int, cookieless: int) -> int:
        """Return the points on top of a story's stored heat; readers are given by whether they keep cookies."""
        fresh = freshness(self.now - newest, self.fresh, self.fresh_for)
        return fresh + reading(known + cookieless // self.cookieless, self.readers)


def rules(settings: Settings, now: datetime) -> ListHeat | None:
    """Return the rules for a list read now; None in the classic profile, which adds one point per reader."""
    if settings.profile != "subject":
        return None
    given = settings.publish
    return ListHeat(
        now=now,
        fresh=given.fresh,
        fresh_for=timedelta(hours=given.fresh_hours),
        readers=given.readers,
        cookieless=given.cookieless,
    )


def cookieless(settings: Settings) -> int:
    """Return the number of readers without a cookie that count as one in the profile of the settings."""
    return settings.publish.cookieless if settings.profile == "subject" else 1
