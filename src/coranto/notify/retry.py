"""What becomes of a message and its hook after a try."""

from datetime import datetime, timedelta

import msgspec

from coranto.model.response import Failure, Response
from coranto.model.webhook import Webhook, WebhookDelivery

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)  # between the tries; after one more it is given up
_JITTER = 0.2  # of a pause at most, on top: so that what failed together is not tried together
_LONGEST = timedelta(days=1)  # that a receiver may ask us to wait


def pause(tries: int, chance: float, asked: float | None = None) -> timedelta | None:
    """Give the time until the next try, None after the last one.

    Parameters
    ----------
    tries : int
        How many there were, 1 or more.
    chance : float
        From 0 up to 1, drawn for this try.
    asked : float, optional
        The seconds for which the receiver wants to be left alone: at least those, up to a day.

    """
    if tries > len(PAUSES):
        return None
    least = min(timedelta(seconds=asked or 0), _LONGEST)
    return max(PAUSES[tries - 1] * (1 + _JITTER * chance), least)


def after(message: WebhookDelivery, outcome: Response | Failure, now: datetime, chance: float) -> WebhookDelivery:
    """Give the message as it is after a try; one that was held back, since its host asked for patience, is none."""
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
    """Give the hook as it is after a try: off where its address is gone, at rest where it asked for that."""
    if isinstance(outcome, Failure) and outcome.gone:
        return msgspec.structs.replace(hook, off="it answered HTTP 410: the address is gone for good", rest=None)
    asked = outcome.retry_after if isinstance(outcome, Failure) else None
    return msgspec.structs.replace(hook, rest=now + min(timedelta(seconds=asked), _LONGEST) if asked else None)


def down(outcome: Response | Failure) -> bool:
    """Whether the receiver takes nothing just now, whatever it is told: what else there is waits too."""
    return isinstance(outcome, Failure) and (
        outcome.status is None or outcome.status >= 500 or outcome.status in (410, 429)
    )


def arrived(outcome: Response | Failure) -> bool:
    """Whether the receiver took it: any 2xx."""
    return isinstance(outcome, Response) and 200 <= outcome.status < 300


def trouble(outcome: Response | Failure) -> str:
    """Say what went wrong, without what the receiver wrote: it may repeat an address that is nobody else's business."""
    if outcome.status is None and isinstance(outcome, Failure):
        return outcome.reason
    if outcome.status is not None and 300 <= outcome.status < 400:
        return (
            f"it redirects (HTTP {outcome.status}), and nothing is sent elsewhere; add the hook with its last address"
        )
    return f"it answered HTTP {outcome.status} and not 2xx"
