"""The social cards: one of the site, and one of every published story; none without the extra ``pictures``."""

from coranto.config import extras
from coranto.decide import decisions, history, impact
from coranto.feeds import address
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.newsroom import Newsroom
from coranto.story.lead import best_first
from coranto.web import words
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, single
from coranto.web.pages import components, rows

_HOUR = "public, max-age=3600"


@localized
def site(newsroom: Newsroom) -> Document | None:
    """Return the social card of the site: its name, and what it says of itself; None where cards cannot be drawn."""
    if not extras.there("pictures"):
        return None
    from coranto.web import social_card  # noqa: PLC0415 - needs the extra

    about = newsroom.settings.site
    return Document(
        address.SOCIAL_CARD,
        social_card.draw(newsroom.settings.folder, "", about.title, about.tagline, social_card.EDGE),
        social_card.TYPE,
    )


@localized
def story(newsroom: Newsroom, ident: str) -> Document | None:
    """Return the social card of a story: headline, outlets, heat without readers; None where it has no page."""
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
    members = sorted(articles.values(), key=lambda one: (one.id != lead.id, best_first(one)))
    outlets = {components.outlet(one): one.provider.name for one in reversed(members)}
    named = ", ".join(reversed(outlets.values()))
    below = _("{sources}: {outlets}", sources=words.count(len(outlets), "source"), outlets=named)
    heat = history.heat(members, newsroom.settings, impact.chosen_leads(newsroom.store, [one.id for one in members]))
    line = decisions.thresholds(newsroom.store, [lead], newsroom.own, newsroom.settings)[lead.id]
    rule = rows.rule(heat, line) * social_card.EDGE // rows.EDGE
    drawn = social_card.draw(
        newsroom.settings.folder, newsroom.settings.site.title, lead.title, below if len(outlets) > 1 else named, rule
    )
    return Document(address.social_card(ident), drawn, social_card.TYPE)


KINDS = (
    DocumentKind(
        name="social_card",
        paths=(address.SOCIAL_CARD,),
        document=lambda newsroom, _: site(newsroom),
        cache_control=_HOUR,
        idents=single,
        aging=True,
    ),
    DocumentKind(
        name="story_card",
        paths=("/s/{ident}/poster.png",),
        document=lambda newsroom, request: story(newsroom, request.ident),
        cache_control=_HOUR,
        unit="story",
    ),
)
