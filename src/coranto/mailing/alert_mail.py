"""The mail of an alert: what came in since the last one, each with its address; and the link that ends such mails."""

import msgspec

from coranto.i18n import current
from coranto.i18n.messages import _, _n
from coranto.mailing import links
from coranto.mailing.note import Note, signed
from coranto.model.alert import Alert
from coranto.model.subscriber import MailRequest
from coranto.newsroom import Newsroom
from coranto.record import sanitize

MOST = 50  # articles that are named
PAGE = "alert"


def note(newsroom: Newsroom, request: MailRequest) -> Note | None:
    """Return the mail that tells of the articles of a request; None if the alert or all of them are gone."""
    alert = newsroom.store.get_alert(request.alert)
    hidden = {one for one, kept in newsroom.store.get_overrides(request.articles).items() if kept.hidden}
    articles = newsroom.store.get_articles([one for one in request.articles if one not in hidden])
    found = [articles[name] for name in request.articles if name in articles]
    if alert is None or not alert.mail or not found:
        return None
    site = newsroom.settings.site
    with current.speaking(newsroom, site.language):
        parts = [_n("“{name}” has found {n} article:", "“{name}” has found {n} articles:", len(found), name=alert.name)]
        parts += [f"{sanitize.line(one.title)}\n{sanitize.line(one.provider.name)}\n{one.url}" for one in found[:MOST]]
        if len(found) > MOST:
            parts.append(_("and {n} more", n=len(found) - MOST))
        leave = links.address(links.site(newsroom.settings), PAGE, token(newsroom, alert))
        parts.append(_("Here no more mails of this alert come:"))
        parts.append(leave)
        subject = _n("{name}: {n} article", "{name}: {n} articles", len(found), name=alert.name)
        return Note(request.email, subject, signed(newsroom, parts), leave)


def token(newsroom: Newsroom, alert: Alert) -> str:
    """Return what stands in the address that ends the mails of an alert."""
    return links.token(links.key(newsroom), PAGE, alert.number)


def find(newsroom: Newsroom, token: str) -> Alert | None:
    """Return the alert whose mails a token ends; None where it was made up, or the alert is gone."""
    read = links.read(links.key(newsroom), PAGE, token)
    return newsroom.store.get_alert(read[0]) if read else None


def end(newsroom: Newsroom, alert: Alert) -> None:
    """End the mails of an alert; its feed and its webhooks go on."""
    with newsroom.store.transaction(writes=True):
        if kept := newsroom.store.get_alert(alert.number):
            newsroom.store.save_alert(msgspec.structs.replace(kept, mail=False))
