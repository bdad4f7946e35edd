"""WebSub publishing: hubs are notified which of our feeds changed, so that subscribers need not poll.

``hubs.txt`` in the newsroom's folder names the hubs, one address a line. The feeds of the front page and of the topics
link to them, and after a round each hub is notified which of those feeds changed since it last was; a hub that does not
answer is notified again after a later round. (https://www.w3.org/TR/websub/)
"""

from collections.abc import Iterable
from urllib.parse import urlencode

import structlog

from coranto.feeds import address
from coranto.feeds.formats import FORMATS
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.response import Failure
from coranto.newsroom import Newsroom
from coranto.store import change_log

_log = structlog.get_logger("coranto.web")


async def publish_updates(newsroom: Newsroom, client: Client) -> int:
    """Notify every hub of the feeds that changed; return how many hubs were notified."""
    if not newsroom.hubs:
        return 0
    notified = 0
    for hub in newsroom.hubs:
        key = f"hub:{hub}"
        number, named = newsroom.store.read_changes(int(newsroom.store.get_value(key) or b"0"))
        changed = [f"{newsroom.settings.site.url}{path}" for path in _paths(newsroom, named)]
        if changed:
            form = [("hub.mode", "publish"), *(("hub.url", url) for url in changed)]
            outcome = await client.post(hub, urlencode(form).encode(), "application/x-www-form-urlencoded")
            if isinstance(outcome, Failure):
                _log.warning(
                    "hub not notified; it is notified again after a later round", hub=hub, reason=say(outcome.reason)
                )
                continue
            notified += 1
        newsroom.store.put_value(key, str(number).encode())
    return notified


def _paths(newsroom: Newsroom, changed: Iterable[str]) -> list[str]:
    """Return the paths of the feeds that these changes affect."""
    named = frozenset(changed)
    folders = ["/"] if change_log.PUBLISHED in named else []
    folders += [
        address.topic(topic.id)
        for topic in newsroom.taxonomy
        if address.plain(topic.id) and change_log.published(topic.name) in named
    ]
    return [folder + name for folder in folders for name in FORMATS]
