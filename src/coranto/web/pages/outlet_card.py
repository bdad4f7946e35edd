"""An outlet's card: its standing, owner and country, each with whose word it is. Shown, never hidden."""

from coranto.i18n import formats
from coranto.i18n.messages import _
from coranto.newsroom import Newsroom


def facts(newsroom: Newsroom, domain: str) -> list[tuple[str, str]]:
    """Return what is known of an outlet, by name; empty where nothing is."""
    card, ours = newsroom.cards.get(domain), newsroom.settings.outlets.get(domain)
    found = []
    if card and card.rating:
        found.append((_("Standing"), _("{what} (says {by})", what=card.rating, by=card.by)))
    if ours and ours.owner:
        found.append((_("Owner"), ours.owner))
    elif card and card.owner:
        found.append((_("Owner"), _("{what} (says {by})", what=card.owner, by=card.by)))
    if card and card.country:
        found.append((_("Country"), _("{what} (says {by})", what=formats.country_name(card.country), by=card.by)))
    return found
