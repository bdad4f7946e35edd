"""Editors' changes to stories: merge two stories, split off articles, move an article. Later arrivals respect them.

A merge lasts because the clusterer never splits a story by itself. A split lasts because the two stories remember each
other: later arrivals never merge them again, nor the stories they are merged into.
"""

from collections.abc import Sequence

from coranto import errors
from coranto.model.reason import Reason
from coranto.story.cluster import Clusterer
from coranto.story.open_story import OpenStory
from coranto.story.placement import Item
from coranto.story.story_index import StoryIndex


def merge(clusterer: Clusterer, one: str, other: str) -> tuple[str, str]:
    """Merge two stories, even if they were split before.

    Parameters
    ----------
    clusterer : Clusterer
        Changed in place.
    one, other : str
        Ids of open stories.

    Returns
    -------
    tuple of str
        The ended story, and the older, surviving one.

    Raises
    ------
    StoryError
        A story is not open, their languages differ, or they are the same story.

    """
    index, first = _find(clusterer, one)
    where, second = _find(clusterer, other)
    if first is second:
        raise errors.StoryError(Reason("story.same", {"story": one}))
    if where is not index:
        raise errors.StoryError(Reason("story.languages", {"story": one, "other": other}))
    first.apart = tuple(number for number in first.apart if number != second.number)
    second.apart = tuple(number for number in second.apart if number != first.number)
    return clusterer.merge(index, first, second)


def split(clusterer: Clusterer, items: Sequence[Item], story: str = "") -> str:
    """Split articles off a story into a new story, and never merge the two automatically again.

    Parameters
    ----------
    clusterer : Clusterer
        Changed in place.
    items : sequence of Item
        Some of a story's articles, not all, as they were placed: the clusterer does not keep texts.
    story : str
        Id of the new story; generated if empty.

    Returns
    -------
    str
        Id of the new story; the old story keeps its id.

    Raises
    ------
    StoryError
        There are no articles, they are not all of one open story, or they are all of its articles.

    """
    leaving = {item.id: item for item in items}
    homes = [clusterer.home(name) for name in leaving]
    old = homes[0] if homes else None
    if old is None or any(home is not old for home in homes):
        raise errors.StoryError(Reason("story.several"))
    if len(leaving) == old.size:
        raise errors.StoryError(Reason("story.all", {"story": old.story}))
    index, _ = _find(clusterer, old.story)
    clusterer.opened += 1
    name = story or f"s{next(iter(leaving))}.{clusterer.opened}"  # the article's own id may already be a story's
    new = OpenStory(clusterer.opened, old.first, old.last, old.touched, name)
    new.apart = tuple(number for number in old.apart if number in index.open_stories)
    for ident, item in leaving.items():
        article = clusterer.profile(item, index, learn=False)
        index.remove(old, ident, article)
        at = item.published.timestamp() if item.published else old.last
        index.add(new, ident, article, at, clusterer.now)
        clusterer.number_of[ident] = new.number
    for number in new.apart:
        index.part(new, index[number])
    index.part(old, new)
    return new.story


def move(clusterer: Clusterer, item: Item, into: str) -> None:
    """Move an article to another story, and never merge the two stories automatically.

    Parameters
    ----------
    clusterer : Clusterer
        Changed in place.
    item : Item
        The article as it was placed; not the only article of its story.
    into : str
        Id of an open story.

    Raises
    ------
    StoryError
        One of the stories is not open, their languages differ, or it is the only article of its story.

    """
    goal, new = _find(clusterer, into)
    old = clusterer.home(item.id)
    if old is None:
        raise errors.StoryError("the article is of no story under way; it may be too old")
    index, _ = _find(clusterer, old.story)
    if index is not goal:
        raise errors.StoryError(Reason("story.languages", {"story": old.story, "other": into}))
    if old is new:
        raise errors.StoryError(Reason("story.there_by_now", {"story": into}))
    if old.size == 1:
        raise errors.StoryError(Reason("story.only_by_now", {"story": old.story}))
    article = clusterer.profile(item, index, learn=False)
    index.remove(old, item.id, article)
    at = item.published.timestamp() if item.published else old.last
    index.add(new, item.id, article, at, clusterer.now)
    clusterer.number_of[item.id] = new.number
    index.part(old, new)


def _find(clusterer: Clusterer, story: str) -> tuple[StoryIndex, OpenStory]:
    for index in clusterer.indexes.values():
        for number, name in index.names():
            if name == story:
                return index, index[number]
    raise errors.StoryError(Reason("story.over", {"story": story}))
