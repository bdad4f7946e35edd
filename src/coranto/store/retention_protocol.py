"""The part of the store's interface that is about what may go by age."""

from datetime import datetime
from typing import Protocol


class RetentionStore(Protocol):
    """Old texts, given-up entries and logs: counted, or taken away. Articles, stories, records and edits stay."""

    def count_old_texts(self, before: datetime, keep: int) -> tuple[int, int]:
        """Count the articles published before a time whose text is longer than ``keep``, and the characters beyond."""

    def shorten_texts(self, before: datetime, keep: int, after: int = 0, limit: int = 500) -> tuple[int, int]:
        """Shorten the next old texts to ``keep`` characters, in the search index too.

        Only articles with an arrival number above ``after``; return the last number and how many there were.
        """

    def delete_given_up(self, before: datetime, *, dry: bool = False) -> int:
        """Delete entries found before a time whose page was given up; return their count. ``dry``: only count."""

    def delete_old_logs(self, before: datetime, *, dry: bool = False) -> int:
        """Delete webhooks' deliveries, sessions and failed tries to sign in that ended before a time; or count them."""
