"""What a person says of stories: these two are one, these articles are one of their own. Later arrivals obey.

A merge lasts because the clusterer never takes a story apart by itself. A split lasts because the two stories remember
each other: they never become one again by what arrives, nor do those into which they merge.
"""

from collections.abc import Sequence

from coranto import errors
from coranto.model.reason import Reason
from coranto.story import profile, words
from coranto.story.cluster import Clusterer
from coranto.story.pile import Pile
from coranto.story.placement import Item
from coranto.story.shelf import Shelf


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
    shelf, first = _find(clusterer, one)
    where, second = _find(clusterer, other)
    if first is second:
        raise errors.StoryError(Reason("story.same", {"story": one}))
    if where is not shelf:
        raise errors.StoryError(Reason("story.languages", {"story": one, "other": other}))
    first.apart = [number for number in first.apart if number != second.number]
    second.apart = [number for number in second.apart if number != first.number]
    return clusterer.unite(shelf, first, second)


def split(clusterer: Clusterer, items: Sequence[Item], story: str = "") -> str:
    """Make articles of a story a story of their own, and never let the two become one again.

    Parameters
    ----------
    clusterer : Clusterer
        Changed in place.
    items : sequence of Item
        Some of a story's articles, not all of them, as they were placed: the clusterer keeps no texts.
    story : str
        Id of the new story; one is made where none is named.

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
    piles = {id(clusterer.homes[name][0]): clusterer.homes[name][0] for name in leaving if name in clusterer.homes}
    if len(piles) != 1 or any(name not in clusterer.homes for name in leaving):
        raise errors.StoryError(Reason("story.several"))
    (old,) = piles.values()
    if len(leaving) == old.size:
        raise errors.StoryError(Reason("story.all", {"story": old.story}))
    shelf, _ = _find(clusterer, old.story)
    clusterer.opened += 1
    new = Pile(
        number=clusterer.opened,
        story=story or f"s{next(iter(leaving))}.{clusterer.opened}",  # the article's own id may have been a story's
        first=old.first,
        last=old.last,
        apart=[number for number in old.apart if number in shelf.piles],
    )
    for name, item in leaving.items():
        told = profile.make(words.terms(item.title, item.excerpt), shelf.frequencies)
        shelf.remove(old, name, told)
        at = item.published.timestamp() if item.published else old.last
        shelf.add(new, name, told, at, clusterer.arrivals)
        clusterer.homes[name] = new, *clusterer.homes[name][1:]
    for number in new.apart:
        shelf.part(new, shelf.piles[number])
    shelf.part(old, new)
    return new.story


def move(clusterer: Clusterer, item: Item, into: str) -> None:
    """Move an article from its story to another one, and never let the two become one by what arrives.

    Parameters
    ----------
    clusterer : Clusterer
        Changed in place.
    item : Item
        The article as it was placed; not the only one of its story.
    into : str
        Id of a story that is under way.

    Raises
    ------
    StoryError
        One of the stories is not under way, they are of two languages, or it is the only article of its story.

    """
    goal, new = _find(clusterer, into)
    old = clusterer.homes[item.id][0] if item.id in clusterer.homes else None
    if old is None:
        raise errors.StoryError("the article is of no story under way; it may be too old")
    shelf, _ = _find(clusterer, old.story)
    if shelf is not goal:
        raise errors.StoryError(f"{old.story} and {into} are told in two languages; stories are of one language")
    if old is new or old.size == 1:
        raise errors.StoryError("it is there already" if old is new else f"it is the only article of {old.story}")
    terms = profile.make(words.terms(item.title, item.excerpt), shelf.frequencies)
    shelf.remove(old, item.id, terms)
    at = item.published.timestamp() if item.published else old.last
    shelf.add(new, item.id, terms, at, clusterer.arrivals)
    clusterer.homes[item.id] = new, *clusterer.homes[item.id][1:]
    shelf.part(old, new)


def _find(clusterer: Clusterer, story: str) -> tuple[Shelf, Pile]:
    for shelf in clusterer.shelves.values():
        for pile in shelf.piles.values():
            if pile.story == story:
                return shelf, pile
    raise errors.StoryError(Reason("story.over", {"story": story}))
