"""When a page is looked at again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from coranto.model.revision import Watch

KEPT = timedelta(days=7)  # after the last look, the entry in the feed is still compared for so long
AT_MOST = timedelta(hours=1)  # between two looks at a page whose feed entry changed


def following(seen: datetime, hours: Sequence[float], now: datetime) -> datetime | None:
    """Return when an article first seen at ``seen`` is looked at next; after the last look, when it is forgotten.

    Looks that were missed are not made up for. None where it is to be forgotten now.
    """
    looks = sorted(seen + timedelta(hours=after) for after in hours)
    end = (looks[-1] if looks else seen) + KEPT
    return next((at for at in looks if at > now), end if end > now else None)


def is_due(watch: Watch, hours: Sequence[float], now: datetime) -> bool:
    """Whether the page is to be fetched now: a look is due, or the feed changed and the last look is an hour ago."""
    if watch.page.headline is None or not hours:
        return False
    if watch.listed is not None and now - watch.looked >= AT_MOST:
        return True
    return any(watch.looked < watch.seen + timedelta(hours=after) <= now for after in hours)
