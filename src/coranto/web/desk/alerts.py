"""Alerts: a search that goes on, and tells what it finds as a feed, a mail and a webhook."""

from typing import Any

import msgspec
from starlette.responses import Response

from coranto import errors
from coranto.config import rule_search
from coranto.feeds.formats import FORMATS
from coranto.i18n import wording
from coranto.i18n.messages import N_, _
from coranto.model.alert import Alert
from coranto.model.edit import By
from coranto.people import rights
from coranto.run import alerts, rule_preview
from coranto.web import words
from coranto.web.desk import forms, page
from coranto.web.desk.call import Call, route
from coranto.web.pages import components

_HERE = "desk/alerts/"
_EVERY = {60: N_("an hour"), 1440: N_("a day"), 10080: N_("a week")}  # minutes
_NOT_YOURS = N_("This alert is another person’s: only that person or an owner removes it.")
_FIELDS = ("search", "published", "name", "mail", "minutes", "address")
_FOUND = 10  # articles that are shown


@route("/desk/alerts/", action="desk.see")
def listing(call: Call) -> Response:
    """List the alerts; and what a search finds that is to be one."""
    return _page(call, {name: call.query(name) for name in _FIELDS})


@route("/desk/alerts/", action="alerts.change", method="POST")
def change(call: Call) -> Response:
    """Add an alert, or remove one."""
    form, newsroom = call.form, call.newsroom
    typed = {name: form.first(name) for name in _FIELDS}
    do, _space, number = form.first("do").partition(" ")
    try:
        if do == "remove":
            alert = alerts.one(newsroom, forms.number(number))
            if alert.person != call.who.number and call.who.role != "owner":
                raise errors.AlertError(_NOT_YOURS, alert.name)
            alerts.remove(newsroom, alert.number, By(call.who.name))
        elif do == "add":
            secret = _add(call, typed)
            if secret or call.token is not None:
                return _page(call, dict.fromkeys(_FIELDS, ""), secret=secret)
    except errors.CorantoError as why:
        return _page(call, typed, trouble=wording.error(why), status=422)
    return page.redirect(call, _HERE)


def _add(call: Call, typed: dict[str, str]) -> str:
    """Add an alert; return the secret of its webhook, if it has one."""
    _alert, secret = alerts.add(
        call.newsroom, call.who, typed["search"], name=typed["name"], published=typed["published"] != "no",
        mail=bool(typed["mail"]), minutes=forms.number(typed["minutes"]) or 60, address=typed["address"].strip(),
    )  # fmt: skip
    return secret


def _page(call: Call, typed: dict[str, str], *, trouble: str = "", secret: str = "", status: int = 200) -> Response:
    newsroom = call.newsroom
    tried: Any = None
    if (search := typed["search"]) and not trouble:
        try:
            tried = rule_preview.match(newsroom, rule_search.read(search), _FOUND)
        except errors.ConfigError as why:
            trouble, status = wording.error(why), 422
    articles = newsroom.store.get_articles(tried.newest) if tried else {}
    if call.token is not None:
        body = msgspec.json.encode(newsroom.store.get_alerts())
        return Response(body, status, media_type="application/json", headers=page.HEADERS)
    mail = newsroom.settings.mail
    people = {one.number: one.name for one in newsroom.store.get_people()}
    return page.render(
        call, "alerts.html", _("Alerts"), _HERE, status=status, trouble=trouble, secret=secret, typed=typed,
        rows=[_row(call, one, people) for one in newsroom.store.get_alerts()], tried=tried, longest=alerts.LONGEST,
        examples=[(articles[name], components.title(articles[name])) for name in (tried.newest if tried else ())
                  if name in articles],
        may=rights.ask("alerts.change", call.who.role).allowed, email=call.who.email,
        mails=bool(mail.sender and mail.servers), every=[(minutes, _(says)) for minutes, says in _EVERY.items()],
    )  # fmt: skip


def _row(call: Call, alert: Alert, people: dict[int, str]) -> dict[str, Any]:
    hooks = [hook for hook in call.newsroom.store.get_webhooks() if hook.alert == alert.number]
    return {
        "alert": alert,
        "who": people.get(alert.person, ""),
        "since": words.date(alert.at),
        "own": alert.person == call.who.number or call.who.role == "owner",
        "every": _(_EVERY[alert.minutes]) if alert.minutes in _EVERY else _("{n} minutes", n=alert.minutes),
        "hooks": [hook.url for hook in hooks],
        "feeds": [(name, f"alerts/{alert.token}/{name}") for name in FORMATS],
        "found": len(call.newsroom.store.alert_matches(alert.number, 1000)),
    }


ROUTES = (listing, change)
