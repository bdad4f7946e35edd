"""The part of the store's interface that replays past days."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from coranto.model.change import Override
from coranto.model.score_facts import ScoredArticle


class ScoreStore(Protocol):
    """What articles' points depend on, in narrow rows."""

    def get_scored(self, since: datetime, *, on_topic: bool = False) -> list[ScoredArticle]:
        """Return the articles published since a time that are in a story, in no order; imported ones are left out.

        With ``on_topic`` only those that have a topic.
        """

    def story_leads(self, stories: Iterable[str]) -> dict[str, str]:
        """Return the lead's article id of each story by its id; unknown stories are left out."""

    def overrides_since(self, since: datetime) -> dict[str, Override]:
        """Return the overrides of articles that were published since a time, by article id."""
