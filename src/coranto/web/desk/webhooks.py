"""Webhooks: programs notified when a story is published or updated; added, tried and removed by an owner."""

import asyncio
from typing import Any

from starlette.responses import Response

from coranto import errors
from coranto.fetch.client import Client
from coranto.i18n import wording
from coranto.i18n.messages import N_, _
from coranto.model.edit import By
from coranto.model.webhook import Webhook
from coranto.notify import webhooks
from coranto.web import words
from coranto.web.desk import forms, page
from coranto.web.desk.call import Call, route

_HERE = "desk/webhooks/"
_TOOK = N_("It arrived, and was taken.")


@route("/desk/webhooks/", action="settings.change")
def listing(call: Call) -> Response:
    """List webhooks and how they are doing; no secrets."""
    return _page(call)


@route("/desk/webhooks/", action="settings.change", method="POST", looks=True)
def change(call: Call) -> Response:
    """Add a webhook and show its secret this once, try one, or remove one."""
    form, newsroom = call.form, call.newsroom
    do, _space, number = form.first("do").partition(" ")
    try:
        if do == "add":
            hook, secret = webhooks.add(
                newsroom, form.first("address").strip(), form.first("topic"), by=By(call.who.name)
            )
            return _page(call, secret=secret, said=hook.url)
        which = forms.number(number)
        if do == "remove":
            webhooks.remove(newsroom, which, By(call.who.name))
        elif do == "test":
            trouble = asyncio.run(_test(call, webhooks.one(newsroom, which)))
            return _page(call, trouble=trouble, said="" if trouble else _(_TOOK))
    except errors.CorantoError as why:
        return _page(call, trouble=wording.error(why), address=form.first("address"), status=422)
    return page.redirect(call, _HERE)


async def _test(call: Call, hook: Webhook) -> str:
    newsroom = call.newsroom
    async with Client(newsroom.settings.fetch, newsroom.contact) as client:
        return await webhooks.test(newsroom, client, hook.number, send_waiting=False)


def _page(
    call: Call, *, secret: str = "", said: str = "", trouble: str = "", address: str = "", status: int = 200
) -> Response:
    store = call.newsroom.store
    ledger = store.get_deliveries()
    return page.render(
        call, "webhooks.html", _("Webhooks"), _HERE, status=status, trouble=trouble, secret=secret, said=said,
        address=address, topics=[(topic.id, topic.name) for topic in call.newsroom.taxonomy],
        rows=[_row(call, one, [delivery for delivery in ledger if delivery.hook == one.number])
              for one in store.get_webhooks()],
    )  # fmt: skip


def _row(call: Call, hook: Webhook, own: list[Any]) -> dict[str, Any]:
    return {
        "number": hook.number,
        "url": hook.url,
        "topic": _told_of(call, hook),
        "since": words.date(hook.at),
        "off": hook.off,
        "counts": _(
            "{arrived} arrived, {waiting} waiting, {given_up} given up",
            arrived=sum(one.arrived for one in own),
            waiting=sum(not one.ended for one in own),
            given_up=sum(one.given_up for one in own),
        ),
    }


def _told_of(call: Call, hook: Webhook) -> str:
    if hook.alert:
        names = {one.number: one.name for one in call.newsroom.store.get_alerts()}
        return _("the alert “{name}”", name=names.get(hook.alert, hook.alert))
    topics = {topic.id: topic.name for topic in call.newsroom.taxonomy}
    return topics.get(hook.topic, hook.topic) if hook.topic else _("all stories")


ROUTES = (listing, change)
