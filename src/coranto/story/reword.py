"""Reword: an article that stands alone in its story gets other words, and may now belong to another story.

The article was placed by a copy of it, or by its feed entry alone; what its outlet says comes later.
"""

from coranto.story.cluster import Clusterer
from coranto.story.placement import Item


def reword(clusterer: Clusterer, item: Item) -> tuple[str, str] | None:
    """Compare an article again by its new words.

    Parameters
    ----------
    clusterer : Clusterer
        Changed in place.
    item : Item
        The article as it is now; one that is not alone in its story, or of another language now, changes nothing.

    Returns
    -------
    tuple of str or None
        The ended story and the surviving one, where the two are one by the new words.

    """
    alone = clusterer.home(item.id)
    if alone is None or alone.size > 1:
        return None
    index = clusterer.index(clusterer.language(item))
    if alone.number not in index.open_stories:
        return None
    index.reword(alone, clusterer.profile(item, index, learn=False))
    better = clusterer.better(index, alone)
    return clusterer.merge(index, alone, better) if better else None
