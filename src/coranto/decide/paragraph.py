"""An explanation as a paragraph for people: outlets, freshness and subject first, the decision last."""

from collections.abc import Iterator

from coranto.decide.explain import Explanation
from coranto.model.reason import Reason


def of(explained: Explanation) -> tuple[Reason, ...]:
    """Return the sentences of the paragraph, in their order."""
    return (*_story(explained), *_subject(explained), explained.decision)


def _story(explained: Explanation) -> Iterator[Reason]:
    members = [member for member, _ in explained.members] or [explained.article]
    outlets = {member.provider.domain for member in members}
    first = next((member for member in members if member.id == explained.lead), explained.article)
    yield Reason("paragraph.outlets", {"number": len(outlets), "outlet": first.provider.name})
    newest = max(member.published for member in members)
    yield Reason("paragraph.newest", {"day": f"{newest:%Y-%m-%d}", "clock": f"{newest:%H:%M}"})


def _subject(explained: Explanation) -> Iterator[Reason]:
    strongest = max(explained.topics, key=lambda topic: topic.evidence, default=None)
    if strongest:
        yield Reason("paragraph.topic", {"topic": strongest.name}, strongest.reasons)
    elif explained.rule != "off topic":  # that decision says so itself
        yield Reason("paragraph.no_topic")
    yield Reason("paragraph.fit", {"points": explained.quality})
