"""Take up the source list when an editor changed it."""

import structlog

from coranto.newsroom import Newsroom
from coranto.run import source_list

log = structlog.get_logger("coranto")


class SourceListWatch:
    """Compares the source list with what was taken up last.

    Parameters
    ----------
    newsroom : Newsroom
        Its folder has the list.

    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._seen: tuple[int, int] | None = None

    def changed(self) -> bool:
        """Whether the list is another one than the one taken up."""
        return source_list.stamp(self._newsroom) != self._seen

    def take_up(self) -> None:
        """Bring the store's sources in line with the list if it changed; log the lines that cannot be read."""
        stamp = source_list.stamp(self._newsroom)
        if stamp != self._seen:
            for problem in source_list.sync(self._newsroom):
                log.warning("source left out", reason=problem)
            self._seen = stamp
