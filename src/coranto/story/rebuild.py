"""Rebuild a clusterer from articles with known stories, where its state is lost or of an older version."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from coranto.model.settings import Stories
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

if TYPE_CHECKING:
    from coranto.story.open_story import OpenStory
    from coranto.story.story_index import StoryIndex


def rebuild(
    settings: Stories,
    arrivals: Iterable[tuple[Item, str]],
    apart: Iterable[tuple[str, str]] = (),
    common: Iterable[str] = (),
) -> Clusterer:
    """Build a clusterer that has these stories.

    Nothing is regrouped: every article goes to its known story, so stories keep their ids and their members.

    Parameters
    ----------
    settings : Stories
        Window and thresholds.
    arrivals : iterable of (Item, str)
        Articles in order of arrival, each with the current id of its story.
    apart : iterable of (str, str)
        Ids of stories that an editor has split: later arrivals never merge them.
    common : iterable of str
        Words of the newsroom's own subject, as for the clusterer.

    """
    clusterer = Clusterer(settings, common)
    open_stories: dict[str, tuple[StoryIndex, OpenStory]] = {}
    for item, story in arrivals:
        if item.id in clusterer.number_of:
            continue
        known = open_stories.get(story)
        if known and known[1].number not in known[0].open_stories:
            known = None  # the story was over before this article arrived
        index, open_story = clusterer.adopt(item, story, known)
        open_stories[story] = index, open_story
    for one, other in apart:
        if one in open_stories and other in open_stories and open_stories[one][0] is open_stories[other][0]:
            first, second = open_stories[one][1], open_stories[other][1]
            if first is not second and {first.number, second.number} <= open_stories[one][0].open_stories.keys():
                open_stories[one][0].part(first, second)
    return clusterer
