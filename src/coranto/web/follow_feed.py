"""A feed of what one reader follows: topics and stories, named in its address. No account: the address is all of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from coranto.feeds.channel import Channel
from coranto.feeds.formats import FORMATS
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.model.change import StoredRecord
from coranto.newsroom import Newsroom
from coranto.web import feed_items
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, PageRequest

MOST = 50  # topics, and stories, of an address
_ITEMS = 50
_FIRST = datetime.min.replace(tzinfo=UTC)


@localized
def follow(newsroom: Newsroom, name: str, topics: Sequence[str], stories: Sequence[str]) -> Document | None:
    """Return the feed of some topics and stories, by their ids; those that do not exist are left out.

    It has what is published of the topics, and every article of the stories that are published, newest first. None if
    nothing requested exists.
    """
    writer = FORMATS.get(name)
    known = [topic for ident in dict.fromkeys(topics) if (topic := newsroom.taxonomy.by_id.get(ident))][:MOST]
    asked = list(dict.fromkeys(stories))[:MOST]
    found = newsroom.store.get_stories(asked)
    leads = newsroom.store.get_records({story.lead for story in found.values()})
    shown = [one for one in found.values() if (kept := leads.get(one.lead)) and kept.record.published]
    if writer is None or not (known or shown):
        return None
    filed = {
        one.article: one for topic in known for one in newsroom.store.published_records(0, _ITEMS, topic.name)
    } | newsroom.store.get_records({member.article for story in shown for member in story.members})
    newest = sorted(filed.values(), key=_time, reverse=True)[:_ITEMS]
    site = newsroom.settings.site
    names = [
        *(topic.name for topic in known),
        *(kept.record.title or "" for one in shown if (kept := leads.get(one.lead))),
    ]
    query = urlencode(
        [*(("topic", topic.id) for topic in known), *(("story", ident) for ident in asked if ident in found)]
    )
    about = Channel(
        title=f"{_('Followed')} · {site.title}",
        description=_("What a reader follows: {names}.", names=", ".join(names)),
        home=f"{site.url}/yours/",
        address=f"{site.url}/follow/{name}?{query}",
        language=site.language,
    )
    return Document(f"/follow/{name}", writer.write(about, feed_items.of(newsroom, newest)), writer.TYPE)


def _time(stored: StoredRecord) -> tuple[datetime, str]:
    return stored.record.published_date_time or _FIRST, stored.article


def _document(newsroom: Newsroom, request: PageRequest) -> Document | None:
    asked = request.query
    return follow(newsroom, request.name, asked.get("topic", []), asked.get("story", []))


KIND = DocumentKind(name="follow_feed", paths=("/follow/{name}",), document=_document)
