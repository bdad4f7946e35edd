"""A clock that went back: what was to wait until a time that it had shown is due at once, and costs one round.

While a clock is ahead (by days, where a machine without a battery or a wrong time server sets it), sources are looked
at and get their next look in that future. When the clock is right again, they would stay alone for all those days.
"""

from datetime import timedelta

import msgspec
import structlog

from coranto.newsroom import Newsroom
from coranto.operate import round_log

log = structlog.get_logger("coranto")

TOLERANCE = timedelta(minutes=5)  # time servers correct a clock by less
_LONGEST = timedelta(days=2)  # that anything waits by a right clock


def mend(newsroom: Newsroom) -> timedelta | None:
    """Make due what waits for a time that only a wrong clock has shown; return by how much the clock went back."""
    store, now = newsroom.store, newsroom.now()
    rounds = round_log.read(store)
    latest = max((one.ended for one in rounds), default=now)
    if latest <= now + TOLERANCE:
        return None
    with store.transaction(writes=True):
        for source in store.get_sources():
            looked = source.last_look and source.last_look > now
            held = source.held if source.held and source.held < now + _LONGEST else None
            if looked or held != source.held:
                changes = {"next_look": None, "last_look": now if looked else source.last_look, "held": held}
                if source.subscription and source.subscription.asked > now:
                    changes["subscription"] = None
                store.save_source(msgspec.structs.replace(source, **changes))
        store.pull_forward(now, now + _LONGEST)
        for hook in store.get_webhooks():
            if hook.rest and hook.rest > now + _LONGEST:
                store.save_webhook(msgspec.structs.replace(hook, rest=None))
        round_log.save(store, [msgspec.structs.replace(one, ended=min(one.ended, now)) for one in rounds])
    log.warning("the clock went back; what waited for the time before is due now", by=str(latest - now))
    return latest - now
