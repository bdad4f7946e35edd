"""How many new articles an outlet brings within an hour, and which entries wait because it brought too many."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

from coranto.dedupe import address
from coranto.model.change import PendingEntry
from coranto.model.source import Source
from coranto.newsroom import Newsroom

_KEY = "pace"
_HOUR = 3600  # seconds


class _Counts(msgspec.Struct, array_like=True):
    """The new articles of an hour (since 1970), by outlet."""

    hour: int = 0
    articles: dict[str, int] = {}


class Pace:
    """Counts the new articles of each outlet; beyond ``fetch.hourly`` its entries wait for the next full hour.

    What an outlet's own feeds list, and what another feed lists of it, is counted apart: a stranger's flood of an
    outlet's addresses does not make the outlet wait.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom, whose store keeps the counts between runs.

    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom, self._most = newsroom, newsroom.settings.fetch.hourly
        kept = newsroom.store.get_value(_KEY)
        self._counts = msgspec.msgpack.decode(kept, type=_Counts) if kept else _Counts()

    def count(self, outlet: str, source: Source | None) -> None:
        """Count a new article, in the transaction that saves it."""
        if not self._most:
            return
        articles, who = self._now(), _who(outlet, source)
        articles[who] = articles.get(who, 0) + 1
        self._newsroom.store.put_value(_KEY, msgspec.msgpack.encode(self._counts))

    def full(self, outlet: str, source: Source | None) -> bool:
        """Whether an outlet has had its articles of this hour."""
        return bool(self._most) and self._now().get(_who(outlet, source), 0) >= self._most

    def hold(self, waiting: Iterable[PendingEntry]) -> None:
        """Let entries wait until the next hour begins; they count as not tried."""
        begins = datetime.fromtimestamp((self._hour() + 1) * _HOUR, UTC)
        hour = f"the hour before {begins:%Y-%m-%d %H:%M} UTC"
        why = f"held back: its outlet had {self._most} new articles in {hour} (`fetch.hourly`)"
        self._newsroom.store.hold_entries([one.number for one in waiting], begins + timedelta(seconds=1), why)

    def _now(self) -> dict[str, int]:
        if self._counts.hour != (hour := self._hour()):
            self._counts = _Counts(hour, {})
        return self._counts.articles

    def _hour(self) -> int:
        return int(self._newsroom.now().timestamp()) // _HOUR


def _who(outlet: str, source: Source | None) -> str:
    return outlet if source is None or address.outlet(source.url) == outlet else f"{outlet} {source.id}"
