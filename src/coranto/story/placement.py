"""What the clusterer is given and what it answers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from coranto.model.story import EvidenceTerm

_HOST = re.compile(r"[a-zA-Z]+://(?:www\.)?([^/:?#]+)")

Near = tuple[str, float, tuple[EvidenceTerm, ...]]  # story, score, evidence


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What the clusterer sees of an article. Only ``id`` is needed; the more there is, the better the grouping.

    ``published`` is aware; it is believed as it stands, also in the future or years ago, because it decides only which
    stories are close enough in time. An article without one counts as of the time of those that arrive around it.
    ``language`` is a BCP 47 tag. ``outlet`` is a domain; without one, the host of ``url`` is.
    """

    id: str
    title: str = ""
    excerpt: str = ""
    url: str = ""
    outlet: str = ""
    published: datetime | None = None
    language: str | None = None
    quality: int = 0

    @property
    def press(self) -> str:
        """The outlet, as far as it is known: its domain, or the host of the address."""
        if self.outlet:
            return self.outlet
        found = _HOST.match(self.url)
        return found[1].lower() if found else ""


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """Where an article belongs, and what its arrival changed.

    Attributes
    ----------
    story : str
        Id of its story, after the merges below.
    score : float
        Likeness to that story when it joined, the sum of the weights of ``evidence``; 1.0 for an article that opens
        a story, which needs no evidence.
    evidence : tuple of EvidenceTerm
        The strongest terms first; what does not fit is summed up in a last one, ``other words``.
    near : tuple of (story, score, ties)
        Stories of the same subject that it did not join, nearest first.
    merged : tuple of (old, into)
        Stories that turned out to be one, in this order; the older one stays.
    series : str
        Name of the outlet's series that the article is an instalment of ("Morning briefing"): its words are not
        compared.
    continues : str
        Id of the story whose next part the article opens; score and evidence are then with regard to that one.

    """

    story: str
    score: float = 1.0
    evidence: tuple[EvidenceTerm, ...] = ()
    near: tuple[tuple[str, float, tuple[EvidenceTerm, ...]], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    series: str = ""
    continues: str = ""


def standing(near: Sequence[Near], heirs: Mapping[str, str], home: str) -> Iterator[Near]:
    """Return each near story once, by its id after the merges, without the article's own story."""
    named = {home}
    for story, score, evidence in near:
        while story in heirs:
            story = heirs[story]
        if story not in named:
            named.add(story)
            yield story, score, evidence
