"""Which member leads a story, by the rule of the profile.

Classic: the highest quality. Subject: the highest merit (``coranto.story.merit``), which tells the story best to the
newsroom's readers. In both a headline that repeats an earlier one (``coranto.story.repeats``) leads nobody, and an
editor's choice wins.
"""

from collections.abc import Mapping, Sequence

from coranto.heat import rank
from coranto.model.article import Article
from coranto.model.settings import Settings
from coranto.model.sourcing import Kind
from coranto.score import rules
from coranto.story import account, lead, merit, repeats


def merits(
    members: Sequence[Article], settings: Settings, kinds: Mapping[str, Kind] | None = None
) -> dict[str, int] | None:
    """Return the points by which members compete for the lead; None where quality alone decides.

    ``kinds`` are the members' own reports, citing articles and copies, where they are known already.
    """
    if len(members) < 2:
        return None
    if settings.profile != "subject":
        late = repeats.repeats(members)
        return {one.id: one.quality - repeats.POINTS * (one.id in late) for one in members} if late else None
    parts = merit.merits(members, account.kinds(members) if kinds is None else kinds, settings)
    return {name: rank.total(one) for name, one in parts.items()}


def choose(
    members: Sequence[Article],
    settings: Settings,
    chosen: Mapping[str, int] | None = None,
    kinds: Mapping[str, Kind] | None = None,
) -> str:
    """Return the id of the lead of at least one article; ``chosen`` are the leads that editors chose.

    What a rule mutes, or is tried unseen, leads only where there is nothing else, or where an editor chose it.
    """
    heard = [one for one in members if not rules.is_silent(one) or (chosen or {}).get(one.id, 0) > 0]
    if heard and len(heard) < len(members):
        members, kinds = heard, None
    return lead.choose(members, chosen, merits(members, settings, kinds))
