"""What a person says of stories: these two are one, these articles are one of their own. Later arrivals obey.

A merge lasts because the clusterer never takes a story apart by itself. A split lasts because the two stories remember
each other: they never become one again by what arrives, nor do those into which they merge.
"""

from collections.abc import Sequence

from coranto import errors
from coranto.story.cluster import Clusterer
from coranto.story.open_story import OpenStory
from coranto.story.placement import Item
from coranto.story.story_index import StoryIndex


def merge(clusterer: Clusterer, one: str, other: str) -> tuple[str, str]:
    """Make two stories one, also if they had been split before.

    Parameters
    ----------
    clusterer : Clusterer
        Changed in place.
    one, other : str
        Ids of stories that are under way.

    Returns
    -------
    tuple of str
        The story that ended, and the older one, that stays.

    Raises
    ------
    StoryError
        A story is not under way, they are of two languages, or they are the same.

    """
    index, first = _find(clusterer, one)
    where, second = _find(clusterer, other)
    if first is second:
        raise errors.StoryError(f"{one} is one story already; name another one to merge it with")
    if where is not index:
        raise errors.StoryError(f"{one} and {other} are told in two languages; stories are of one language")
    first.apart = tuple(number for number in first.apart if number != second.number)
    second.apart = tuple(number for number in second.apart if number != first.number)
    return clusterer.merge(index, first, second)


def split(clusterer: Clusterer, items: Sequence[Item]) -> str:
    """Make articles of a story a story of their own, and never let the two become one again.

    Parameters
    ----------
    clusterer : Clusterer
        Changed in place.
    items : sequence of Item
        Some of a story's articles, not all of them, as they were placed: the clusterer keeps no texts.

    Returns
    -------
    str
        Id of the new story; the old one keeps its own.

    Raises
    ------
    StoryError
        The articles are none, not of one story that is under way, or all that it has.

    """
    leaving = {item.id: item for item in items}
    open_stories = {
        id(clusterer.story_of[name]): clusterer.story_of[name] for name in leaving if name in clusterer.story_of
    }
    if len(open_stories) != 1 or any(name not in clusterer.story_of for name in leaving):
        raise errors.StoryError("the articles to split off are not of one story under way; name articles of one story")
    (old,) = open_stories.values()
    if len(leaving) == old.size:
        raise errors.StoryError(f"these are all articles of {old.story}; leave at least one where it is")
    index, _ = _find(clusterer, old.story)
    clusterer.opened += 1
    name = f"s{next(iter(leaving))}.{clusterer.opened}"  # the article's own id may have been a story's
    new = OpenStory(clusterer.opened, old.first, old.last, old.touched, name)
    new.apart = tuple(number for number in old.apart if number in index.open_stories)
    for ident, item in leaving.items():
        article = clusterer.profile(item, index, learn=False)
        index.remove(old, ident, article)
        at = item.published.timestamp() if item.published else old.last
        index.add(new, ident, article, at, clusterer.now)
        clusterer.story_of[ident] = new
    for number in new.apart:
        index.part(new, index.open_stories[number])
    index.part(old, new)
    return new.story


def _find(clusterer: Clusterer, story: str) -> tuple[StoryIndex, OpenStory]:
    for index in clusterer.indexes.values():
        for open_story in index.open_stories.values():
            if open_story.story == story:
                return index, open_story
    raise errors.StoryError(f"{story} is no story under way; it may have ended, or become part of another one")
