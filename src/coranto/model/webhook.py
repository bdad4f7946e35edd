"""A hook: an address that is told when a story is published or updated; and the messages to it."""

from datetime import datetime
from typing import Literal

import msgspec

WebhookEvent = Literal["story.published", "story.updated", "hook.test"]


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """An address of somebody's program. Its secret is the store's alone, so that nothing that shows a hook shows it.

    ``number`` is the store's, 0 before it has one; ``topic`` the id of the topic it is told of, "" for all; ``at`` when
    it was added. ``off`` says why nothing is sent any more, "" while it is on; before ``rest`` it is left alone, as it
    asked.
    """

    number: int = 0
    url: str
    topic: str = ""
    at: datetime
    off: str = ""
    rest: datetime | None = None


class WebhookDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """What a hook is told once, however often it is tried; its body is kept beside it until it has ended.

    ``number`` is the store's, 0 before it has one; ``hook`` the hook's number; ``id`` what the receiver knows it by;
    ``at`` when it happened. ``due`` is when it is tried next, None once it has ended: it arrived, or it was given up
    and ``trouble`` says why. ``status`` is that of the last answer, None where there was none.
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
    trouble: str = ""

    @property
    def arrived(self) -> bool:
        """Whether the receiver took it."""
        return self.ended is not None and not self.trouble

    @property
    def given_up(self) -> bool:
        """Whether it ended without arriving."""
        return self.ended is not None and bool(self.trouble)
