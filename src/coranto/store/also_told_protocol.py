"""The part of the store's interface that is about links between stories of different languages."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from coranto.model.also_told import AlsoTold


class AlsoToldStore(Protocol):
    """Which stories tell the same in different languages."""

    def recent_story_ids(self, since: datetime, limit: int) -> list[str]:
        """Return the stories with an article published since then, without those that were merged, newest first."""

    def save_also_told(self, stories: Iterable[str], links: Sequence[AlsoTold]) -> bool:
        """Replace the links that start at these stories; return whether anything changed."""

    def get_also_told(self, stories: Iterable[str]) -> dict[str, list[AlsoTold]]:
        """Return the links of stories by story id, each as seen from that story, best first.

        Links of stories that were merged are left out.
        """

    def also_told_from(self, stories: Iterable[str]) -> set[str]:
        """Return the stories whose links end at these stories, merged ones included."""
