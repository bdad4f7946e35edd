"""Webhooks: addresses notified of stories and of issues of the newsletter, and the deliveries to them."""

from datetime import datetime
from typing import Literal

import msgspec

from coranto.model.reason import Reason

WebhookEvent = Literal["story.published", "story.updated", "hook.test", "alert.matched", "issue.archived"]


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook. Its secret is kept in the store alone, so that whatever shows a webhook cannot show it.

    ``number`` is assigned by the store, 0 before; ``topic`` is the id of the topic it subscribes to, "" for all;
    ``alert`` the number of the alert that it reports instead of stories, 0 for none; ``at`` when it was added.
    ``off`` is the reason why nothing is sent any more, "" while it is on; until ``rest`` nothing is sent, as the
    receiver asked.
    """

    number: int = 0
    url: str
    topic: str = ""
    alert: int = 0
    at: datetime
    off: str = ""
    rest: datetime | None = None


class WebhookDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """One event for one webhook, through all its attempts; the store keeps its body until it has ended.

    ``number`` is assigned by the store, 0 before; ``hook`` is the webhook's number; ``id`` the message id; ``story``
    what it is about: a story, or the name of an issue; ``at`` when the event happened. ``due`` is the time of the next
    attempt, None once it has ended: delivered, or given up with the reason in ``trouble``. ``status`` is that of the
    last response, None where there was none.
    """

    number: int = 0
    hook: int
    id: str
    event: WebhookEvent
    story: str
    at: datetime
    tries: int = 0
    due: datetime | None
    ended: datetime | None = None
    status: int | None = None
    trouble: Reason | str = ""

    @property
    def arrived(self) -> bool:
        """Whether it was delivered."""
        return self.ended is not None and not self.trouble

    @property
    def given_up(self) -> bool:
        """Whether it ended undelivered."""
        return self.ended is not None and bool(self.trouble)
