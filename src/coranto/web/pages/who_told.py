"""Who reports a story, on its page: a sentence, and each article's part with the sentence that shows it."""

from collections.abc import Iterable, Mapping

import msgspec

from coranto.decide import explain
from coranto.decide.explain import Explanation
from coranto.i18n.messages import _, _n
from coranto.model.article import Article
from coranto.model.sourcing import Account
from coranto.web import words
from coranto.web.pages import components
from coranto.web.pages.components import Moment, Text

MOST = 100  # articles that are listed


class Teller(msgspec.Struct, frozen=True):
    """What one article is to the story: its own report, a citation of another, a copy; with the sentence."""

    key: str
    outlet: str
    seen: Moment
    what: str
    sentence: Text


def sentence(account: Account, articles: Iterable[Article]) -> str:
    """Return who reports a story, in a sentence, by its account and articles; empty for a story of one outlet."""
    first = next((one for one in articles if one.id == account.first), None)
    if first is None or account.outlets < 2:
        return ""
    own = _n("{n} outlet told it in words of its own", "{n} outlets told it in words of their own", account.own)
    rest = []
    if account.citing:
        rest.append(_n("{n} only cites another", "{n} only cite another", account.citing))
    if account.copying:
        rest.append(_n("{n} only prints another’s text", "{n} only print another’s text", account.copying))
    return _(
        "{parts}. First seen at {outlet}, {day} at {time} UTC.",
        parts="; ".join([own, *rest]),
        outlet=first.provider.name,
        day=words.day(first.seen),
        time=f"{first.seen:%H:%M}",
    )


def tellers(explained: Explanation, keys: Mapping[str, str]) -> list[Teller]:
    """Return each article's part in order of arrival; nothing for a story of one outlet."""
    if explained.account.outlets < 2:
        return []
    articles = {one.id: one for one, _tie in explained.members}
    return [
        Teller(
            keys.get(part.article, ""),
            one.provider.name,
            components.brief(one.seen),
            words.said(explain.told(part)),
            components.text(part.sentence, one.language),
        )
        for part in explained.account.told
        if (one := articles.get(part.article))
    ][:MOST]
