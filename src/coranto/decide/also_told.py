"""The published stories of other languages that tell the same as a story."""

from collections.abc import Iterable

import msgspec

from coranto.model.also_told import AlsoTold
from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.store.protocol import Store


class Retelling(msgspec.Struct, frozen=True):
    """A link to a story of another language, and the lead of that story."""

    link: AlsoTold
    lead: Article


def reason(retelling: Retelling) -> Reason:
    """Return why two stories are taken for one, as a reason: the words and numbers that both name."""
    return Reason("retold.shared", {"words": retelling.link.shared()})


def retellings(store: Store, stories: Iterable[str]) -> dict[str, list[Retelling]]:
    """Return the published retellings of stories by story id, best first.

    A story counts as published if one of its articles is; articles that were taken down are not seen.
    """
    links = store.get_also_told(stories)
    others = store.get_stories({link.other for those in links.values() for link in those})
    members = {member.article for story in others.values() for member in story.members}
    published = {name for name, one in store.get_records(members).items() if one.record.published}
    leads = store.get_articles({story.lead for story in others.values()} & members)
    shown = {
        name: leads[story.lead]
        for name, story in others.items()
        if story.lead in leads and any(member.article in published for member in story.members)
    }
    found = {
        story: [Retelling(link, shown[link.other]) for link in those if link.other in shown]
        for story, those in links.items()
    }
    return {story: those for story, those in found.items() if those}
