"""Hubs out (WebSub): who subscribes to our feeds at a hub is told at once what is new, and need not ask.

A file ``hubs.txt`` in the newsroom's folder names the hubs, an address a line. The feeds of the front page and of the
topics name them, and after a round each hub is told which of those feeds have changed since it last heard of it; one
that does not answer is told again after a later round. (https://www.w3.org/TR/websub/)
"""

from collections.abc import Iterable
from urllib.parse import urlencode

import structlog

from coranto.feeds import address
from coranto.fetch.client import Client
from coranto.model.response import Failure
from coranto.newsroom import Newsroom
from coranto.store import change_log
from coranto.web import feeds

_log = structlog.get_logger("coranto.web")


async def publish_updates(newsroom: Newsroom, client: Client) -> int:
    """Tell every hub what has changed; how many of them were told something."""
    if not newsroom.hubs:
        return 0
    told = 0
    for hub in newsroom.hubs:
        key = f"hub:{hub}"
        number, named = newsroom.store.read_changes(int(newsroom.store.get_value(key) or b"0"))
        changed = [f"{newsroom.settings.site.url}{path}" for path in _paths(newsroom, named)]
        if changed:
            form = [("hub.mode", "publish"), *(("hub.url", url) for url in changed)]
            outcome = await client.post(hub, urlencode(form).encode(), "application/x-www-form-urlencoded")
            if isinstance(outcome, Failure):
                _log.warning("a hub was not told; it is told again after a later round", hub=hub, reason=outcome.reason)
                continue
            told += 1
        newsroom.store.put_value(key, str(number).encode())
    return told


def _paths(newsroom: Newsroom, changed: Iterable[str]) -> list[str]:
    """Give the paths of the feeds that are others after these changes."""
    named = frozenset(changed)
    folders = ["/"] if change_log.PUBLISHED in named else []
    folders += [
        address.topic(topic.id)
        for topic in newsroom.taxonomy
        if address.plain(topic.id) and change_log.published(topic.name) in named
    ]
    return [folder + name for folder in folders for name in feeds.FEEDS]
