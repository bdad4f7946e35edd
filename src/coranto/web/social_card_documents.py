"""The posters there are: one of the site, and one of every published story; none without the extra ``pictures``."""

from coranto import extras
from coranto.decide import decisions, history
from coranto.feeds import address
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.document import Document
from coranto.web.pages import components, rows


@localized
def site(newsroom: Newsroom) -> Document | None:
    """Return the poster of the site: its name, and what it says of itself; None where posters cannot be drawn."""
    if not extras.there("pictures"):
        return None
    from coranto.web import social_card  # noqa: PLC0415 - needs the extra

    told = newsroom.settings.site
    return Document(
        address.POSTER,
        social_card.draw(newsroom.settings.folder, "", told.title, told.tagline, social_card.EDGE),
        social_card.TYPE,
    )


@localized
def story(newsroom: Newsroom, ident: str) -> Document | None:
    """Give the poster of a story: its headline, who tells it, its heat without readers; None where it has no page."""
    if not extras.there("pictures"):
        return None
    from coranto.web import social_card  # noqa: PLC0415 - needs the extra

    found = newsroom.store.get_stories([ident]).get(ident)
    if found is None or found.id != ident or not address.plain(ident):
        return None
    articles = newsroom.store.get_articles([member.article for member in found.members])
    lead = articles.get(found.lead)
    filed = newsroom.store.get_records(articles)
    if lead is None or not any(one.record.published for one in filed.values()):
        return None
    told = sorted(articles.values(), key=lambda one: (one.id != lead.id, -one.quality, one.published, one.id))
    outlets = {components.outlet(one): one.provider.name for one in reversed(told)}
    named = ", ".join(reversed(outlets.values()))
    below = _("{sources}: {outlets}", sources=words.count(len(outlets), "source"), outlets=named)
    heat = history.heat(told, newsroom.settings)
    line = decisions.thresholds(newsroom.store, [lead], newsroom.own, newsroom.settings)[lead.id]
    rule = rows.rule(heat, line) * social_card.EDGE // rows.EDGE
    drawn = social_card.draw(
        newsroom.settings.folder, newsroom.settings.site.title, lead.title, below if len(outlets) > 1 else named, rule
    )
    return Document(address.poster(ident), drawn, social_card.TYPE)
