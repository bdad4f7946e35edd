"""Who told a story first, who confirmed it, who copied: each article's part, and the links between them. Pure.

First seen decides: a date that a newcomer claims counts only against what was seen with it, in one look at the sources.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache

from coranto.model.article import Article
from coranto.model.sourcing import Account, Citation, CitationLink, Kind, Told
from coranto.story.citing import folded, squashed

TOGETHER = timedelta(seconds=2)  # between what two sources show at one look
OPENING = 12  # words of a standfirst from which two that are equal are one text
_WORDS = 40  # words of it that are compared
_WORD = re.compile(r"\w+")
_RANK = {"own": 0, "cites": 1, "copies": 2}


def in_order(articles: Iterable[Article]) -> list[Article]:
    """Return articles as they were seen; what was seen together is in order of publication."""
    ordered: list[Article] = []
    together: list[Article] = []
    for article in sorted(articles, key=lambda one: (one.seen, one.published, one.id)):
        if together and article.seen - together[0].seen > TOGETHER:
            ordered += sorted(together, key=lambda one: (one.published, one.seen, one.id))
            together = []
        together.append(article)
    return ordered + sorted(together, key=lambda one: (one.published, one.seen, one.id))


def tell(articles: Iterable[Article], reprints: Iterable[str] = ()) -> Account:
    """Return the account of a story.

    Parameters
    ----------
    articles : iterable of Article
        Its members, in any order.
    reprints : iterable of str, optional
        Domains of the outlets whose prints of these articles are no articles of their own.

    Returns
    -------
    Account
        ``first`` is the article seen first among those with words of their own; without any, among those that cite,
        else among all. An outlet with several articles counts once, by the best of them.

    """
    ordered = in_order(articles)
    if not ordered:
        return Account()
    members = _Members(ordered)
    told, links = [], dict[tuple[str, str], CitationLink]()
    for article in ordered:
        part, own_links = _part(article, members)
        told.append(part)
        for link in own_links:
            links.setdefault((link.article, link.source), link)
    best: dict[str, int] = {}
    for article, part in zip(ordered, told, strict=True):
        outlet, rank = article.provider.domain, _RANK[part.kind]
        best[outlet] = min(best.get(outlet, rank), rank)
    for outlet in reprints:
        best.setdefault(outlet, _RANK["copies"])
    ranks = list(best.values())
    return Account(
        told=tuple(told),
        links=tuple(links.values()),
        first=min(told, key=lambda part: _RANK[part.kind]).article,
        outlets=len(best),
        own=ranks.count(0),
        citing=ranks.count(1),
        copying=ranks.count(2),
    )


def kinds(articles: Iterable[Article]) -> dict[str, Kind]:
    """Return by article id whether it is an own report, cites or copies."""
    return {part.article: part.kind for part in tell(articles).told}


class _Members:
    """The members of a story in order, found by their outlets and by their standfirsts."""

    def __init__(self, ordered: Sequence[Article]) -> None:
        self.place = {article.id: number for number, article in enumerate(ordered)}
        self.by_id = {article.id: article for article in ordered}
        self._by_outlet: dict[str, Article] = {}
        self._by_opening: dict[str, Article] = {}
        self.sharing: dict[str, set[str]] = {}  # by id those that have its text, or whose text it has
        for article in ordered:
            for key in _outlet_keys(article.provider.domain, article.provider.name):
                self._by_outlet.setdefault(key, article)
            for other in article.same_text:
                if other in self.by_id:
                    self.sharing.setdefault(article.id, set()).add(other)
                    self.sharing.setdefault(other, set()).add(article.id)
            if opening := _opening(article.excerpt):
                self._by_opening.setdefault(opening, article)

    def cited(self, citation: Citation, by: Article) -> Article | None:
        """Return the first article of the outlet that a citation names, if it is another member's."""
        keys = [citation.domain, folded(citation.outlet), *_short(citation.outlet)]
        found = next((self._by_outlet[key] for key in keys if key and key in self._by_outlet), None)
        return found if found and found.provider.domain != by.provider.domain else None

    def opened(self, article: Article) -> Article | None:
        """Return the earlier article of another outlet with the same standfirst."""
        found = self._by_opening.get(_opening(article.excerpt))
        return found if found and found.provider.domain != article.provider.domain else None


def _part(article: Article, members: _Members) -> tuple[Told, list[CitationLink]]:
    links = [
        CitationLink(article=article.id, source=cited.id, way=citation.way, sentence=citation.sentence)
        for citation in article.citations or ()
        if (cited := members.cited(citation, article))
    ]
    if copied := _root(article, members):
        links.append(CitationLink(article=article.id, source=copied.id, way="text"))
    credit = next((one for one in article.citations or () if one.way == "credit"), None)
    if copied or credit or article.credits:
        linked = next((link for link in links if link.way == "credit"), None)
        source = copied.id if copied else linked.source if linked else None
        named = copied.provider.name if copied else credit.outlet if credit else ""
        sentence = credit.sentence if credit else ""
        return Told(article=article.id, kind="copies", source=source, outlet=named, sentence=sentence), links
    if article.citations:
        first = next((one for one in article.citations or () if members.cited(one, article)), article.citations[0])
        source = links[0].source if links else None
        name = first.outlet or first.domain
        return Told(article=article.id, kind="cites", source=source, outlet=name, sentence=first.sentence), links
    return Told(article=article.id, kind="own"), links


def _root(article: Article, members: _Members) -> Article | None:
    """Return the member whose text an article has in the end: what it copied may be a copy itself."""
    met, found = {article.id}, _copied(article, members)
    while found and found.id not in met and (further := _copied(found, members)) and further.id not in met:
        met.add(found.id)
        found = further
    return found


def _copied(article: Article, members: _Members) -> Article | None:
    """Return the member whose text an article has; None where it has its own, or where the other one copied it.

    Of two with the same text the one seen later is the copy, unless the earlier one credits the later one's outlet.
    """
    sharing = set(members.sharing.get(article.id, ()))
    if opened := members.opened(article):
        sharing.add(opened.id)
    others = sorted((members.by_id[name] for name in sharing), key=lambda one: members.place[one.id])
    for other in others:
        if other.provider.domain == article.provider.domain:
            continue
        earlier = members.place[other.id] < members.place[article.id]
        if _credits(article, other, members) or (earlier and not _credits(other, article, members)):
            return other
    return None


def _credits(loser: Article, other: Article, members: _Members) -> bool:
    """Whether an article itself names the other's outlet as the source of its text."""
    named = (members.cited(one, loser) for one in loser.citations or ())
    if any(cited and cited.provider.domain == other.provider.domain for cited in named):
        return True
    return bool(loser.credits) and squashed(other.provider.domain) in squashed_host(loser.credits or "")


def squashed_host(url: str) -> set[str]:
    """Return the labels of an address's host, letters and digits only."""
    host = url.partition("://")[2].partition("/")[0]
    return {"".join(char for char in label if char.isalnum()) for label in host.casefold().split(".")}


@lru_cache(4_096)
def _outlet_keys(domain: str, name: str) -> frozenset[str]:
    return frozenset({domain, folded(name), *_short(name), *_short(domain)} - {""})


def _short(name: str) -> tuple[str, str]:
    """Return a name as letters and digits, with and without "News" at its end: the BBC is BBC News."""
    whole = squashed(name)
    return whole, whole.removesuffix("news")


@lru_cache(4_096)  # each arrival asks for those of all members
def _opening(excerpt: str) -> str:
    """Return what a standfirst begins with; empty if it is too short to tell two apart."""
    words = _WORD.findall(excerpt.casefold())
    return " ".join(words[:_WORDS]) if len(words) >= OPENING else ""
