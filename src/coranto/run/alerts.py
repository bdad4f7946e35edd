"""Alerts: each round, what their searches have found since the last one goes to feeds, webhooks and mails.

Only what has changed since then is looked at, article by article, as rules are when an article is judged; everything
stored is searched once, when an alert is made. What it had found before is known, so nothing is reported twice.
"""

import contextlib
import secrets
import sys
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
import structlog

from coranto import errors
from coranto.config import rule_search
from coranto.i18n import wording
from coranto.i18n.messages import N_
from coranto.model.alert import Alert
from coranto.model.edit import By
from coranto.model.person import Person
from coranto.model.rule import Condition
from coranto.model.subscriber import MailRequest
from coranto.newsroom import Newsroom
from coranto.notify import webhooks
from coranto.run import rule_preview
from coranto.score import rules

log = structlog.get_logger("coranto")

MOST = 200  # alerts
LAST = 5_000  # matches that came last, which a new alert knows
NEW = timedelta(days=7)  # an article that came in earlier is no news any more, whatever changes about it
_BATCH = 500  # articles in memory
KEPT = timedelta(days=90)  # how long it is known what was found
LONGEST = 80  # letters of a name
_SEEN = "alerts.changes"  # the number of the last change of the store that was looked at
NAME = N_("An alert has a name of 1 to 80 letters.")
MANY = N_("There are two hundred alerts, which is all a newsroom has; remove one first.")
UNKNOWN = N_("There is no such alert any more; the list shows those there are.")
BACK = N_("This alert is back already.")
HOURS = N_("A mail comes every minute at most, and every week at least: give 1 to 10,080 minutes.")
_WEEK = 10_080  # minutes


def found(newsroom: Newsroom, search: str, *, published: bool) -> list[str]:
    """Return the ids of all articles that a search finds, those that came last first.

    Raises
    ------
    ConfigError
        The search asks for nothing, or takes too long.

    """
    ids = list(rule_preview.match(newsroom, rule_search.read(search), LAST).newest)
    if published:
        filed = newsroom.store.get_records(ids)
        return [one for one in ids if one in filed and filed[one].record.published]
    kept = newsroom.store.get_overrides(ids)
    return [one for one in ids if not (one in kept and kept[one].hidden)]


def add(
    newsroom: Newsroom, person: Person, search: str, *, name: str = "", published: bool = True, mail: bool = False,
    minutes: int = 60, address: str = "", by: By | None = None,
) -> tuple[Alert, str]:  # fmt: skip
    """Add an alert for a person; what its search finds now is known, and in its feed only.

    Returns
    -------
    alert, secret
        The secret signs what is sent to a webhook at ``address``; "" without one.

    Raises
    ------
    AlertError, HookError
        The search, the name, the time or the address cannot be taken, or there are too many. Nothing was added.

    """
    search, name = " ".join(search.split()), " ".join(name.split()) or " ".join(search.split())[:LONGEST]
    if len(name) > LONGEST or not name.isprintable():
        raise errors.AlertError(NAME)
    if not 1 <= minutes <= _WEEK:
        raise errors.AlertError(HOURS)
    if address and (reason := webhooks.unfit(address)):
        raise errors.HookError(reason)
    by = by or By(who=person.name)
    seen = newsroom.store.read_changes(sys.maxsize)[0]  # what comes during the search is news
    try:
        now_found = found(newsroom, search, published=published)
    except errors.ConfigError as why:
        raise errors.AlertError(why.reason, search) from why
    alert = Alert(
        person=person.number, name=name, search=search, published=published, mail=mail, minutes=minutes,
        token=secrets.token_urlsafe(18), at=newsroom.now(),
    )  # fmt: skip
    with newsroom.store.transaction(writes=True):
        _begin(newsroom, len(newsroom.store.get_alerts()), seen)
        alert = msgspec.structs.replace(alert, number=newsroom.store.add_alert(alert))
        newsroom.store.add_alert_matches(alert.number, now_found, newsroom.now(), mailed=True)
        kept = {"number": alert.number, "person": person.number}
        newsroom.log_change("alert", name, None, search, by, kept)
        secret = webhooks.add(newsroom, address, alert=alert.number, by=by)[1] if address else ""
    return alert, secret


def _begin(newsroom: Newsroom, count: int, seen: int) -> None:
    """Refuse an alert too many; what came up to the change ``seen`` is no news to the first one."""
    if count >= MOST:
        raise errors.AlertError(MANY)
    if not count:
        newsroom.store.put_value(_SEEN, str(seen).encode())


def one(newsroom: Newsroom, number: int) -> Alert:
    """Return the alert with a number; ``AlertError`` if there is none."""
    alert = newsroom.store.get_alert(number)
    if alert is None:
        raise errors.AlertError(UNKNOWN, str(number))
    return alert


def remove(newsroom: Newsroom, number: int, by: By = By()) -> Alert:  # noqa: B008 - frozen
    """Remove an alert, with its webhooks. ``AlertError`` if there is none."""
    store = newsroom.store
    with store.transaction(writes=True):
        alert = one(newsroom, number)
        hooks = [hook for hook in store.get_webhooks() if hook.alert == number]
        for hook in hooks:
            store.delete_webhook(hook.number)
        store.delete_alert(number)
        kept = {"alerts": [{"alert": alert, "addresses": [hook.url for hook in hooks]}], "person": alert.person}
        newsroom.log_change("alert", alert.name, alert.search, None, by, kept)
    return alert


def bring_back(newsroom: Newsroom, person: Person, kept: Iterable[Mapping[str, Any]], by: By) -> list[str]:
    """Add removed alerts again; return the new secrets of their webhooks.

    Each keeps its number and the address of its feed, so links in older mails hold. ``by`` is who does it, for the
    log's lines of the webhooks.

    Raises
    ------
    AlertError
        There are too many by now, or one of them is back already.

    """
    store, secret_keys = newsroom.store, list[str]()
    with store.transaction(writes=True):
        for one_of_them in kept:
            old, there = msgspec.convert(one_of_them["alert"], Alert), store.get_alerts()
            if old.token in {alert.token for alert in there}:
                raise errors.AlertError(BACK, old.name)
            _begin(newsroom, len(there), store.read_changes(sys.maxsize)[0])
            alert = msgspec.structs.replace(old, person=person.number, trouble="")
            number = store.add_alert(alert)
            with contextlib.suppress(errors.ConfigError):  # a search that cannot be tried now is tried each round
                ids = found(newsroom, alert.search, published=alert.published)
                store.add_alert_matches(number, ids, newsroom.now(), mailed=True)
            secret_keys += [webhooks.add(newsroom, url, alert=number, by=by)[1] for url in one_of_them["addresses"]]
    return secret_keys


def look(newsroom: Newsroom) -> None:
    """Look what alerts have found since the last round; enqueue it for webhooks and mails."""
    store = newsroom.store
    alerts = store.get_alerts()
    if alerts:
        _look(newsroom, alerts)
    if newsroom.settings.mail.sender and newsroom.settings.mail.servers:
        for alert in alerts:
            _mail(newsroom, alert)


def _look(newsroom: Newsroom, alerts: list[Alert]) -> None:
    """Try the alerts on the articles that changed since the last look."""
    store = newsroom.store
    since = store.get_value(_SEEN)
    number, keys = store.read_changes(int(since) if since else sys.maxsize)
    if since and not keys:
        return
    names = [key.removeprefix("article:") for key in keys if key.startswith("article:")]
    searches = [(alert, condition) for alert in alerts if (condition := _read(newsroom, alert)) is not None]
    for start in range(0, len(names), _BATCH):
        news = _news(newsroom, names[start : start + _BATCH])
        for alert, condition in searches:
            asked = [one for one, is_published in news if is_published or not alert.published]
            if ids := [one.article.id for one in asked if rules.meets(condition, one)]:
                _tell(newsroom, alert, ids)
    store.forget_alert_matches(newsroom.now() - KEPT)
    store.put_value(_SEEN, str(number).encode())


def _news(newsroom: Newsroom, names: list[str]) -> list[tuple[rules.Folded, bool]]:
    """Return those articles that came in lately, the last first, each with whether it is published; none is hidden."""
    store, since = newsroom.store, newsroom.now() - NEW
    articles = [one for one in store.get_articles(names).values() if one.seen >= since]
    ids = [one.id for one in sorted(articles, key=lambda one: one.seen, reverse=True)]
    texts, filed, decided = store.get_texts(ids), store.get_records(ids), store.get_overrides(ids)
    whole = {one.id: msgspec.structs.replace(one, text=texts.get(one.id, "")) for one in articles}
    return [
        (rules.Folded(whole[one], newsroom.settings.site.language), one in filed and bool(filed[one].record.published))
        for one in ids
        if not (one in decided and decided[one].hidden)
    ]


def _read(newsroom: Newsroom, alert: Alert) -> Condition | None:
    """Return what an alert asks for; None, with the reason saved, where it cannot be read any more."""
    condition, trouble = None, ""
    try:
        condition = rule_search.read(alert.search)
    except errors.ConfigError as why:
        trouble = wording.error(why)
    if trouble != alert.trouble:
        if trouble:
            log.warning("alert not tried", alert=alert.number, reason=trouble)
        with newsroom.store.transaction(writes=True):
            if kept := newsroom.store.get_alert(alert.number):  # its person may have ended its mails meanwhile
                newsroom.store.save_alert(msgspec.structs.replace(kept, trouble=trouble))
    return condition


def _tell(newsroom: Newsroom, alert: Alert, ids: list[str]) -> None:
    """Save what an alert has found, and enqueue what is new for its webhooks."""
    store = newsroom.store
    with store.transaction(writes=True):
        if store.get_alert(alert.number) is None:  # removed meanwhile
            return
        new = store.add_alert_matches(alert.number, ids, newsroom.now(), mailed=not alert.mail)
        hooks = [hook for hook in store.get_webhooks() if hook.alert == alert.number]
        if new and hooks:
            about = {"number": alert.number, "name": alert.name, "search": alert.search}
            webhooks.tell(newsroom, hooks, "alert.matched", alert=about, articles=_articles(newsroom, new))


def _articles(newsroom: Newsroom, ids: list[str]) -> list[dict[str, Any]]:
    articles = newsroom.store.get_articles(ids)
    return [
        {"id": one.id, "url": one.url, "title": one.title, "outlet": one.provider.name, "published": one.published}
        for name in ids
        if (one := articles.get(name))
    ]


def _mail(newsroom: Newsroom, alert: Alert) -> None:
    """Enqueue a mail with all that was not mailed yet, unless the last mail is too recent."""
    store, now = newsroom.store, newsroom.now()
    if not alert.mail or (alert.mailed is not None and now - alert.mailed < timedelta(minutes=alert.minutes)):
        return
    person = store.get_person(alert.person)
    if person is None or not person.email:
        return
    with store.transaction(writes=True):
        kept = store.get_alert(alert.number)
        articles = tuple(store.alert_matches_to_mail(alert.number))
        if kept is None or not articles:
            return
        request = MailRequest(kind="alert", at=now, due=now, email=person.email, alert=alert.number, articles=articles)
        store.add_mail_requests([request])
        store.mark_alerts_mailed([alert.number])
        store.save_alert(msgspec.structs.replace(kept, mailed=now))
