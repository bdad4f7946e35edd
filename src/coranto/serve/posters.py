"""The posters there are: one of the site, and one of every published story."""

from coranto.desk import Desk
from coranto.heat import rank
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.serve import address, poster, words
from coranto.serve.document import Document
from coranto.serve.views import growth, pieces, rows


@localized
def site(desk: Desk) -> Document:
    """Give the poster of the site: its name, and what it says of itself."""
    told = desk.settings.site
    return Document(
        address.POSTER, poster.draw(desk.settings.folder, "", told.title, told.tagline, poster.EDGE), poster.TYPE
    )


@localized
def story(desk: Desk, ident: str) -> Document | None:
    """Give the poster of a story: its headline, who tells it, its heat without readers; None where it has no page."""
    found = desk.store.stories([ident]).get(ident)
    if found is None or found.id != ident or not address.plain(ident):
        return None
    people = desk.store.articles([member.article for member in found.members])
    lead = people.get(found.lead)
    filed = desk.store.records(people)
    if lead is None or not any(one.record.published for one in filed.values()):
        return None
    told = sorted(people.values(), key=lambda one: (one.id != lead.id, -one.quality, one.published, one.id))
    outlets = {pieces.outlet(one): one.provider.name for one in reversed(told)}
    named = ", ".join(reversed(outlets.values()))
    below = _("{sources}: {outlets}", sources=words.count(len(outlets), "source"), outlets=named)
    heat = growth.heat(told, desk.settings)
    rule = rows.rule(heat, rank.threshold(lead, desk.own, desk.settings)[0]) * poster.EDGE // rows.EDGE
    drawn = poster.draw(
        desk.settings.folder, desk.settings.site.title, lead.title, below if len(outlets) > 1 else named, rule
    )
    return Document(address.poster(ident), drawn, poster.TYPE)
