"""A clusterer from articles whose stories are known: where its state is of an older version, or was lost."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from coranto.model.settings import Stories
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

if TYPE_CHECKING:
    from coranto.story.pile import Pile
    from coranto.story.shelf import Shelf


def rebuild(
    settings: Stories,
    arrivals: Iterable[tuple[Item, str]],
    apart: Iterable[tuple[str, str]] = (),
    common: Iterable[str] = (),
) -> Clusterer:
    """Build a clusterer that has these stories.

    Nothing is grouped anew: every article goes where it is said to be, so stories keep their ids and their members.

    Parameters
    ----------
    settings : Stories
        Window and bars.
    arrivals : iterable of (Item, str)
        Articles in order of arrival, each with the id of its story as it stands now.
    apart : iterable of (str, str)
        Ids of stories that a person has split: they never become one by what arrives.
    common : iterable of str
        Words of the newsroom's own subject, as of the clusterer.

    """
    clusterer = Clusterer(settings, common)
    piles: dict[str, tuple[Shelf, Pile]] = {}
    for item, story in arrivals:
        if item.id in clusterer.homes:
            continue
        known = piles.get(story)
        if known and known[1].number not in known[0].piles:
            known = None  # it was over before this article arrived
        shelf, pile = clusterer.adopt(item, story, known)
        piles[story] = shelf, pile
    for one, other in apart:
        if one in piles and other in piles and piles[one][0] is piles[other][0]:
            first, second = piles[one][1], piles[other][1]
            if first is not second and {first.number, second.number} <= piles[one][0].piles.keys():
                piles[one][0].part(first, second)
    return clusterer
