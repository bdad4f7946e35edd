"""What an alert has found, as a feed. A secret is in its address, so it needs no sign-in, also of a private paper."""

import re

from coranto.feeds.channel import Channel
from coranto.feeds.formats import FORMATS
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.newsroom import Newsroom
from coranto.web import feed_items
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, PageRequest

FOLDER = "/alerts/"
_PATH = re.compile(rf"{FOLDER}([^/]+)/[a-z.]+")
_ITEMS = 50


@localized
def feed(newsroom: Newsroom, name: str, token: str) -> Document | None:
    """Return the feed of an alert, the latest match first; None for an unknown token."""
    alert, writer = newsroom.store.find_alert(token), FORMATS.get(name)
    if alert is None or writer is None:
        return None
    site, path = newsroom.settings.site, f"{FOLDER}{token}/{name}"
    about = Channel(
        title=f"{alert.name} · {site.title}",
        description=_("What the alert “{name}” has found: {search}", name=alert.name, search=alert.search),
        home=f"{site.url}/",
        address=site.url + path,
        language=site.language,
    )
    found = newsroom.store.alert_matches(alert.number, _ITEMS)
    hidden = {one for one, kept in newsroom.store.get_overrides(found).items() if kept.hidden}
    filed = newsroom.store.get_records([one for one in found if one not in hidden])
    items = feed_items.of(newsroom, [filed[one] for one in found if one in filed])
    return Document(path, writer.write(about, items), writer.TYPE)


def knows(newsroom: Newsroom, path: str) -> bool:
    """Whether a path is the feed of an alert that there is."""
    asked = _PATH.fullmatch(path)
    return asked is not None and newsroom.store.find_alert(asked[1]) is not None


def _document(newsroom: Newsroom, request: PageRequest) -> Document | None:
    return feed(newsroom, request.name, request.ident)


KIND = DocumentKind(
    name="alert_feed", paths=(f"{FOLDER}{{ident}}/{{name}}",), document=_document, cache_control="private, no-cache"
)
