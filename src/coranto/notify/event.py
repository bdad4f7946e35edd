"""Which event a changed story is to a webhook, and the event's JSON."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from coranto.model.webhook import WebhookEvent


def of_story(topic: str, before: Collection[str] | None, now: Collection[str]) -> WebhookEvent | None:
    """Return the event that a changed story is for a webhook; None where its topic does not match.

    Parameters
    ----------
    topic : str
        The id of the topic that the webhook subscribes to, "" for all.
    before : collection of str or None
        Topic ids of the story when it was last notified; None where it never was.
    now : collection of str
        Topic ids of the story now.

    """
    if topic and topic not in now:
        return None
    return "story.published" if before is None or (topic and topic not in before) else "story.updated"


def payload(event: WebhookEvent, ident: str, at: datetime, story: Any, **more: Any) -> bytes:
    """Encode an event: a JSON object of ``event``, ``id``, ``at`` (UTC), ``story`` (null: no story), and more."""
    return msgspec.json.encode({"event": event, "id": ident, "at": at, "story": story, **more})
