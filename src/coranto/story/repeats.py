"""Headlines that are taken over word by word: whoever does so never leads the story. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from coranto.model.article import Article

POINTS = 1_000  # what such a member loses when the lead is chosen
_TOGETHER = timedelta(seconds=2)  # between what two sources show at one look
_WORD = re.compile(r"\w+")


def repeats(members: Sequence[Article]) -> set[str]:
    """Return the ids of the members of outlets that took over a headline which another outlet bore first.

    All members of such an outlet, since what follows a headline that was taken over would lead in its place. First
    seen decides: a date that a newcomer claims does not count. Members seen at one look repeat nobody, and an outlet
    whose report the earlier member credits or cites is the origin of the headline, though it was seen later.
    """
    by_words: defaultdict[tuple[str, ...], list[Article]] = defaultdict(list)
    for one in members:
        by_words[_words(one.title)].append(one)
    late = {one.provider.domain for words, group in by_words.items() if words for one in _late(group)}
    return {one.id for one in members if one.provider.domain in late}


@lru_cache(4_096)
def _words(title: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(title.casefold()))


def _late(group: Sequence[Article]) -> list[Article]:
    """Return who took over the headline that all of these bear."""
    first = min(group, key=lambda one: (one.seen, one.published, one.id))
    return [
        one
        for one in group
        if one.seen - first.seen > _TOGETHER and one.provider.domain != first.provider.domain and not _names(first, one)
    ]


def _names(one: Article, other: Article) -> bool:
    """Whether an article credits or cites the outlet of another one."""
    outlet = other.provider.domain
    if any(citation.domain == outlet for citation in one.citations or ()):
        return True
    host = urlsplit(one.credits or "").hostname or ""
    return host == outlet or host.endswith(f".{outlet}")
