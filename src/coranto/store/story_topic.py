"""The shown stories of each topic, in a narrow table, so that hot stories of a topic need no full scan."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from coranto.store import tables
from coranto.store.transaction import Transaction, among, listed

_story, _subject, _article, _member = tables.story.c, tables.story_topic.c, tables.article.c, tables.member.c


class _Topic(msgspec.Struct):
    id: str


class _Topics(msgspec.Struct):
    """The part of an article that is needed here; the rest is not decoded."""

    topics: tuple[_Topic, ...] = ()


_decoder = msgspec.json.Decoder(_Topics)
_DROP = delete(tables.story_topic).where(among(_subject.story, "ids"))
_SHOWN = (
    select(_story.id, _story.newest, _story.heat, _story.lead, _article.data)
    .join(tables.member, _member.story == _story.id)
    .join(tables.article, _article.id == _member.article)
    .where(among(_story.id, "ids"), _story.shown, _member.article.not_in(select(tables.hidden.c.article)))
)
_ADD = (
    insert(tables.story_topic)
    .values({name: bindparam(name) for name in ("topic", "newest", "heat", "story", "lead")})
    .on_conflict_do_nothing()
)
_LED = select(_story.id).where(_story.lead == bindparam("leading"), _story.heir.is_(None))


def led(db: Transaction, article: str) -> set[str]:
    """Return the stories that an article leads."""
    return {story for (story,) in db.all(_LED, leading=article)}


def refresh(db: Transaction, stories: Iterable[str]) -> None:
    """Rewrite the topics under which these stories are shown: those of their members."""
    named = listed(stories)
    db.run(_DROP, ids=named)
    shown = {
        (topic.id, story): {"topic": topic.id, "newest": newest, "heat": heat, "story": story, "lead": lead}
        for story, newest, heat, lead, data in db.all(_SHOWN, ids=named)
        for topic in _decoder.decode(data).topics
    }
    db.many(_ADD, list(shown.values()))
