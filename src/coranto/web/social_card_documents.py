"""The posters there are: one of the site, and one of every published story."""

from coranto.feeds import address
from coranto.heat import rank
from coranto.i18n.language import _, localized
from coranto.newsroom import Newsroom
from coranto.web import social_card, words
from coranto.web.document import Document
from coranto.web.pages import components, heat_history, rows


@localized
def site(newsroom: Newsroom) -> Document:
    """Give the poster of the site: its name, and what it says of itself."""
    told = newsroom.settings.site
    return Document(
        address.POSTER,
        social_card.draw(newsroom.settings.folder, "", told.title, told.tagline, social_card.EDGE),
        social_card.TYPE,
    )


@localized
def story(newsroom: Newsroom, ident: str) -> Document | None:
    """Give the poster of a story: its headline, who tells it, its heat without readers; None where it has no page."""
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
    heat = heat_history.heat(told, newsroom.settings)
    rule = rows.rule(heat, rank.threshold(lead, newsroom.own, newsroom.settings)[0]) * social_card.EDGE // rows.EDGE
    drawn = social_card.draw(
        newsroom.settings.folder, newsroom.settings.site.title, lead.title, below if len(outlets) > 1 else named, rule
    )
    return Document(address.poster(ident), drawn, social_card.TYPE)
