"""What is news to a hook, and the words it is told in."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from coranto.model.webhook import WebhookEvent


def event(topic: str, before: Collection[str] | None, now: Collection[str]) -> WebhookEvent | None:
    """Name what happened to a story as a hook sees it; None where it is none of its business.

    Parameters
    ----------
    topic : str
        The id of the topic that the hook is told of, "" for all.
    before : collection of str or None
        Ids of the story's topics when it was last told; None where it is told for the first time.
    now : collection of str
        Ids of its topics now.

    """
    if topic and topic not in now:
        return None
    return "story.published" if before is None or (topic and topic not in before) else "story.updated"


def payload(event: WebhookEvent, ident: str, at: datetime, story: Any) -> bytes:
    """Write a message: a JSON object of ``event``, ``id``, ``at`` (UTC) and ``story`` (None: there is none)."""
    return msgspec.json.encode({"event": event, "id": ident, "at": at, "story": story})
