"""The intake: how much came in lately, how much of it was on the subject, and how much was published."""

from datetime import datetime

import msgspec

from coranto.decide import decision, line, recent
from coranto.model.settings import Settings
from coranto.store.protocol import Store


class Intake(msgspec.Struct, frozen=True):
    """Counts since a time.

    ``articles`` came in; ``on_subject`` of them are on a topic (in a newsroom without topics: all); ``stories`` are
    those that the rules may publish (in the subject profile: whose lead is on the subject), ``published`` those of
    them that are published; ``line`` is the heat that a story must reach.
    """

    articles: int
    on_subject: int
    stories: int
    published: int
    line: int


def since(store: Store, settings: Settings, start: datetime) -> Intake:
    """Count what was published by its outlet since a time."""
    with store.transaction():
        articles = recent.articles_since(store, start)
        stories = store.get_stories(set(store.story_ids_of(articles).values()))
        on = {name for name, article in articles.items() if decision.eligible(article, settings)}
        leads = {story.lead for story in stories.values()} & (on if settings.profile == "subject" else articles.keys())
        decisions = store.get_decisions(leads)
        published = sum(1 for one in decisions.values() if one.published)
        return Intake(len(articles), len(on), len(leads), published, line.in_force(store, settings))
