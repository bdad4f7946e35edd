"""When a webhook delivery is tried again, and when its webhook is switched off."""

from datetime import datetime, timedelta

import msgspec

from coranto.model.reason import Reason
from coranto.model.response import Failure, Response
from coranto.model.webhook import Webhook, WebhookDelivery

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)  # between attempts; after the last one the delivery is given up
_JITTER = 0.2  # added to a pause, as a share of it: deliveries that failed together are not retried together
_LONGEST = timedelta(days=1)  # that a receiver may ask us to wait


def pause(tries: int, chance: float, asked: float | None = None) -> timedelta | None:
    """Return the time until the next attempt; None after the last one.

    Parameters
    ----------
    tries : int
        Attempts made so far, 1 or more.
    chance : float
        Random number from 0 up to 1, for the jitter.
    asked : float, optional
        Seconds of the receiver's Retry-After: the minimum, capped at a day.

    """
    if tries > len(PAUSES):
        return None
    least = min(timedelta(seconds=asked or 0), _LONGEST)
    return max(PAUSES[tries - 1] * (1 + _JITTER * chance), least)


def after(message: WebhookDelivery, outcome: Response | Failure, now: datetime, chance: float) -> WebhookDelivery:
    """Return the message after one delivery attempt.

    If the host asked us to wait, nothing was sent and the attempt is not counted.
    """
    if isinstance(outcome, Failure) and outcome.held:
        return msgspec.structs.replace(message, due=now + timedelta(seconds=outcome.retry_after or 60))
    tried = msgspec.structs.replace(message, tries=message.tries + 1, status=outcome.status)
    if arrived(outcome):
        return msgspec.structs.replace(tried, due=None, ended=now, trouble="")
    asked, gone = (outcome.retry_after, outcome.gone) if isinstance(outcome, Failure) else (None, False)
    wait = None if gone else pause(tried.tries, chance, asked)
    return msgspec.structs.replace(
        tried, due=now + wait if wait else None, ended=None if wait else now, trouble=trouble(outcome)
    )


def stopped(hook: Webhook, outcome: Response | Failure, now: datetime) -> Webhook:
    """Return the webhook after an attempt: off where its address is gone (410), paused where it asked to wait."""
    if isinstance(outcome, Failure) and outcome.gone:
        return msgspec.structs.replace(hook, off="it answered HTTP 410: the address is gone for good", rest=None)
    asked = outcome.retry_after if isinstance(outcome, Failure) else None
    return msgspec.structs.replace(hook, rest=now + min(timedelta(seconds=asked), _LONGEST) if asked else None)


def down(outcome: Response | Failure) -> bool:
    """Whether the receiver accepts nothing at present, so that its other deliveries wait too."""
    return isinstance(outcome, Failure) and (
        outcome.status is None or outcome.status >= 500 or outcome.status in (410, 429)
    )


def arrived(outcome: Response | Failure) -> bool:
    """Whether the receiver accepted the delivery: any 2xx."""
    return isinstance(outcome, Response) and 200 <= outcome.status < 300


def trouble(outcome: Response | Failure) -> Reason | str:
    """Return what went wrong, without the receiver's own text: it may contain a private address."""
    if outcome.status is None and isinstance(outcome, Failure):
        return outcome.reason
    if outcome.status is not None and 300 <= outcome.status < 400:
        return Reason("hook.redirected", {"status": outcome.status})
    return Reason("hook.refused", {"status": outcome.status or 0})
