"""A link between two stories of different languages that tell the same."""

from collections.abc import Mapping

import msgspec

from coranto.model.story import REST, EvidenceTerm

_PAIR = " / "  # between the word of one story and that of the other


WordPairs = Mapping[str, Mapping[str, tuple[str, ...]]]
"""For each language (primary subtag) its words without case, each with the names of the pairs that it is in."""


class AlsoTold(msgspec.Struct, frozen=True, kw_only=True):
    """A link from a story to one of another language, seen from ``story``.

    ``languages`` are the primary subtags of both. The weights of the evidence add up to the score; a term is a word or
    number that both have, or ``one / other`` where they write it differently.
    """

    story: str
    other: str
    languages: tuple[str, str]
    score: float
    evidence: tuple[EvidenceTerm, ...] = ()

    def turned(self) -> "AlsoTold":
        """Return the same link as seen from the other story."""
        return AlsoTold(
            story=self.other,
            other=self.story,
            languages=self.languages[::-1],
            score=self.score,
            evidence=tuple(
                msgspec.structs.replace(one, term=_PAIR.join(reversed(one.term.split(_PAIR)))) for one in self.evidence
            ),
        )

    def shared(self) -> list[str]:
        """Return the words and numbers that both stories have, strongest first."""
        return [one.term for one in self.evidence if one.term != REST]
