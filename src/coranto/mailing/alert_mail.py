"""The mail of an alert: what came in since the last one, each with its address."""

from coranto.i18n import current
from coranto.i18n.messages import _, _n
from coranto.mailing.note import Note, signed
from coranto.model.subscriber import MailRequest
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.text import address

MOST = 50  # articles that are named


def note(newsroom: Newsroom, request: MailRequest) -> Note | None:
    """Return the mail that tells of the articles of a request; None if the alert or all of them are gone."""
    alert = next((one for one in newsroom.store.get_alerts() if one.number == request.alert), None)
    hidden = {one for one, kept in newsroom.store.get_overrides(request.articles).items() if kept.hidden}
    articles = newsroom.store.get_articles([one for one in request.articles if one not in hidden])
    found = [articles[name] for name in request.articles if name in articles]
    if alert is None or not found:
        return None
    site = newsroom.settings.site
    with current.speaking(newsroom, site.language):
        parts = [_n("“{name}” has found {n} article:", "“{name}” has found {n} articles:", len(found), name=alert.name)]
        parts += [f"{sanitize.line(one.title)}\n{sanitize.line(one.provider.name)}\n{one.url}" for one in found[:MOST]]
        if len(found) > MOST:
            parts.append(_("and {n} more", n=len(found) - MOST))
        parts.append(_("Here the alert is removed, and nothing more comes:"))
        parts.append(f"{address.in_ascii(site.url)}/desk/alerts/")
        subject = _n("{name}: {n} article", "{name}: {n} articles", len(found), name=alert.name)
        return Note(request.email, subject, signed(newsroom, parts))
