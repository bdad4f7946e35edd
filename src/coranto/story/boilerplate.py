"""Sentences that an outlet puts under everything: "Sign up for our newsletter", "The post … appeared first on …".

A sentence that occurs under three titles with nothing in common belongs to the outlet, not to the news. It is learnt
from arriving articles, in every language, and ignored from then on. Memory is bounded: sentences that do not recur are
forgotten after two generations.
"""

import re
from collections.abc import Callable, Collection
from hashlib import blake2b

import msgspec

_TITLES = 3  # titles with nothing in common under which a sentence must occur
_KEPT = 40_000  # sentences per generation
_LEARNT = 20_000  # sentences known as boilerplate, before the least recently seen are forgotten
_SHORTEST = 12  # characters of a sentence that can be boilerplate
_LONGEST = 200  # characters of a title that are stored
_END = re.compile(r"(?<=[.!?…。！？|»])\s+|\n+|(?<=[。！？])")
_SPACE = re.compile(r"\s+")


class Boilerplate(msgspec.Struct, array_like=True):
    """The sentences of a language and the titles they occur under.

    Attributes
    ----------
    recent, before : dict
        Sentence (a digest) to the titles under which it occurred; two generations.
    learnt : dict
        Sentences that are boilerplate, the most recently seen last.

    """

    recent: dict[int, tuple[str, ...]] = {}
    before: dict[int, tuple[str, ...]] = {}
    learnt: dict[int, bool] = {}

    def strip(self, title: str, excerpt: str, words: Callable[[str], Collection[str]], outlet: str = "") -> str:
        """Return an excerpt without its boilerplate, and learn from it.

        Parameters
        ----------
        title, excerpt : str
            As they arrived.
        words : callable
            Returns the significant words of a title; called when a sentence recurs.
        outlet : str, optional
            An outlet's domain, where its sentences are learnt apart from those of others.

        Returns
        -------
        str
            The sentences that are not boilerplate, in order; the unchanged excerpt where it has no boilerplate.

        """
        if not excerpt:
            return excerpt
        title = _SPACE.sub(" ", title).strip()
        sentences = _END.split(excerpt)
        kept = [sentence for sentence in sentences if not self._is_boilerplate(title, sentence, words, outlet)]
        return excerpt if len(kept) == len(sentences) else " ".join(kept)

    def _is_boilerplate(self, title: str, sentence: str, words: Callable[[str], Collection[str]], outlet: str) -> bool:
        text = _SPACE.sub(" ", sentence).strip()
        if title and title in text:
            text = text.replace(title, "")
        if len(text) < _SHORTEST:
            return False
        of_outlet = f"{outlet}\n{text}" if outlet else text
        key = int.from_bytes(blake2b(of_outlet.casefold().encode(), digest_size=8).digest(), "big")
        if key in self.learnt:
            self.learnt[key] = self.learnt.pop(key)
            return True
        if not title:
            return False
        titles = self.recent.get(key) or self.before.get(key, ())
        if titles:
            about = set(words(title))
            if not about or any(not about.isdisjoint(words(other)) for other in titles):
                return False
        if len(titles) + 1 < _TITLES:
            self._remember(key, (*titles, title[:_LONGEST]))
            return False
        self.recent.pop(key, None)
        self.before.pop(key, None)
        self.learnt[key] = True
        if len(self.learnt) > _LEARNT:
            del self.learnt[next(iter(self.learnt))]
        return True

    def _remember(self, key: int, titles: tuple[str, ...]) -> None:
        if len(self.recent) >= _KEPT:
            self.before, self.recent = self.recent, {}
        self.recent[key] = titles
