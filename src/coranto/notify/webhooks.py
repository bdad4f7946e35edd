"""Webhooks: other programs are notified when a story is published or updated.

Changed stories become deliveries in the transaction that takes them from the change log, and are sent from the store.
A run that is killed in between sends them later; one that is killed after a delivery and before the result was saved
sends it again under the same id. One worker at a time has the lease of a webhook, so its deliveries stay in order.
"""

import asyncio
import random
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog

from coranto import errors
from coranto.feeds import story_json
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.edit import By
from coranto.model.response import Failure, Response
from coranto.model.webhook import Webhook, WebhookDelivery, WebhookEvent
from coranto.newsroom import Newsroom
from coranto.notify import event, retry, signature

log = structlog.get_logger("coranto")

TIMEOUT = 10.0  # seconds in which a receiver must answer
KEPT = timedelta(days=30)  # how long ended deliveries are kept
NOBODY = By()
_CHANGES = 250  # stories in one transaction: other writers wait some tenths of a second
_LONGEST = 2_000  # characters of an address


async def notify(newsroom: Newsroom, client: Client, patience: float | None = None) -> None:
    """Enqueue deliveries for changed stories and send those due; after ``patience`` seconds the rest waits a round."""
    enqueue_changes(newsroom)
    await deliver(newsroom, client, patience)


def enqueue_changes(newsroom: Newsroom) -> None:
    """Enqueue deliveries for stories that changed for readers since webhooks were last notified.

    Reads the change log; does not scan all stories.
    """
    known = newsroom.store.get_webhooks()
    more = any(not hook.off and not hook.alert for hook in known)
    while more:
        with newsroom.store.transaction(writes=True):
            # Read again inside the transaction: a webhook may have been added.
            hooks = [hook for hook in newsroom.store.get_webhooks() if not hook.off and not hook.alert]
            more, changed = newsroom.store.take_story_changes(_CHANGES)
            newsroom.store.enqueue(_deliveries(newsroom, hooks, changed))
    if known:
        newsroom.store.delete_deliveries(newsroom.now() - KEPT)


def _deliveries(
    newsroom: Newsroom, hooks: list[Webhook], changed: dict[str, str | None]
) -> list[tuple[WebhookDelivery, bytes]]:
    """Build the deliveries of each webhook; ``changed`` maps a story to the lead it had when last notified."""
    stories = story_json.stories_json(newsroom.store, newsroom.settings.site.url, dict.fromkeys(changed))
    articles = newsroom.store.get_articles(
        {story.lead for story in stories} | {lead for lead in changed.values() if lead}
    )
    topics = {name: {topic.id for topic in article.topics} for name, article in articles.items()}
    deliveries: list[tuple[WebhookDelivery, bytes]] = []
    for story in stories:
        lead = changed[story.id]
        before = None if lead is None else topics.get(lead, set())
        events = [(hook, event.of_story(hook.topic, before, topics[story.lead])) for hook in hooks]
        deliveries += [_delivery(newsroom, hook, kind, story) for hook, kind in events if kind]
    return deliveries


def tell(newsroom: Newsroom, hooks: Iterable[Webhook], kind: WebhookEvent, about: str = "", **more: Any) -> None:
    """Enqueue an event without a story for webhooks; ``about`` is the id of its subject."""
    newsroom.store.enqueue([_delivery(newsroom, hook, kind, None, about, **more) for hook in hooks if not hook.off])


def _delivery(
    newsroom: Newsroom, hook: Webhook, kind: WebhookEvent, story: story_json.Story | None, about: str = "", **more: Any
) -> tuple[WebhookDelivery, bytes]:
    now, ident = newsroom.now(), f"msg_{secrets.token_hex(16)}"
    message = WebhookDelivery(
        hook=hook.number, id=ident, event=kind, story=story.id if story else about, at=now, due=now
    )
    return message, event.payload(kind, ident, now, story, **more)


async def deliver(newsroom: Newsroom, client: Client, patience: float | None = None) -> None:
    """Send due deliveries: webhooks in parallel, those of each one in order."""
    now = newsroom.now()
    awake = [hook for hook in newsroom.store.get_webhooks() if not (hook.off or (hook.rest and hook.rest > now))]
    end = None if patience is None else asyncio.get_running_loop().time() + patience
    ends = await asyncio.gather(*(_send_all(newsroom, client, hook, end) for hook in awake), return_exceptions=True)
    for trouble in ends:
        if trouble is not None:
            raise trouble


async def _send_all(newsroom: Newsroom, client: Client, hook: Webhook, end: float | None) -> None:
    """Send a webhook its due deliveries until it stops accepting them or the round has to go on."""
    attempt = newsroom.store.take_lease("hook", hook.number, newsroom.worker, newsroom.lease)
    if attempt is None:  # another worker sends its deliveries
        return
    busy = newsroom.at_work.setdefault("hook", set())
    assert isinstance(busy, set)
    busy.add(hook.number)
    try:
        await _send_in_order(newsroom, client, hook, attempt, end)
    finally:
        busy.discard(hook.number)


async def _send_in_order(newsroom: Newsroom, client: Client, hook: Webhook, attempt: int, end: float | None) -> None:
    """Send the deliveries under a lease, which each saved result renews."""
    loop = asyncio.get_running_loop()
    while due := newsroom.store.due_deliveries(hook.number, newsroom.now()):
        for message, body in due:
            outcome = await _post(newsroom, client, hook, message, body)
            if outcome is None:
                return
            following = _save_attempt(newsroom, hook, message, outcome, attempt)
            if following is None:
                log.warning("came too late: another worker sends this webhook its messages by now", hook=named(hook))
                return
            attempt = following
            if retry.down(outcome) or (end is not None and loop.time() > end):
                newsroom.store.end_lease("hook", hook.number, newsroom.worker, attempt)
                return
    newsroom.store.end_lease("hook", hook.number, newsroom.worker, attempt)


async def _post(
    newsroom: Newsroom, client: Client, hook: Webhook, message: WebhookDelivery, body: bytes
) -> Response | Failure | None:
    """Send one delivery, signed with the current time. None: the webhook was removed meanwhile."""
    secret = newsroom.store.webhook_secret(hook.number)
    if secret is None:
        return None
    headers = signature.headers(secret, message.id, newsroom.now(), body)
    return await client.post(hook.url, body, "application/json", headers, TIMEOUT)


def _save_attempt(
    newsroom: Newsroom, hook: Webhook, message: WebhookDelivery, outcome: Response | Failure, attempt: int
) -> int | None:
    """Save the result of one delivery attempt; return the number of the lease's next one, None if the lease is lost."""
    now = newsroom.now()
    done = retry.after(message, outcome, now, random.random())  # noqa: S311 - no secret
    left = retry.stopped(hook, outcome, now)
    with newsroom.store.transaction(writes=True):
        if not newsroom.store.end_lease("hook", hook.number, newsroom.worker, attempt):
            return None
        following = newsroom.store.take_lease("hook", hook.number, newsroom.worker, newsroom.lease)
        newsroom.store.save_attempt(done)
        if left != hook:
            newsroom.store.save_webhook(left)
        if left.off:
            newsroom.store.abandon_deliveries(hook.number, left.off, now)
    if done.tries > message.tries and not done.arrived:
        log.warning(
            "webhook not delivered", hook=named(hook), story=message.story, tries=done.tries, reason=say(done.trouble)
        )
    return following


def add(newsroom: Newsroom, url: str, topic: str = "", alert: int = 0, by: By = NOBODY) -> tuple[Webhook, str]:
    """Add a webhook; it is notified of what happens from now on.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    url : str
        Where deliveries are sent: http or https, without a user or password.
    topic : str
        The id of the topic whose stories it is notified of, "" for all.
    alert : int
        The number of the alert that it reports instead of stories.
    by : By
        Who adds it, for the log.

    Returns
    -------
    hook, secret
        The secret is never shown again.

    Raises
    ------
    HookError
        The address is not a web address, the topic does not exist, or the same webhook exists already.

    """
    if reason := unfit(url):
        raise errors.HookError(reason)
    if topic and topic not in (known := [one.id for one in newsroom.taxonomy]):
        raise errors.HookError(f"there is no topic with the id `{topic}`; there are {', '.join(known) or 'none'}")
    hook = Webhook(url=url, topic=topic, alert=alert, at=newsroom.now())
    secret = signature.secret(secrets.token_bytes(signature.BYTES))
    with newsroom.store.transaction(writes=True):
        if twin := [one.number for one in newsroom.store.get_webhooks() if twins(one, hook)]:
            raise errors.HookError(
                f"hook {twin[0]} has this address already; `coranto webhook remove {twin[0]}` forgets it"
            )
        if not alert:
            _from_now_on(newsroom)
        hook = msgspec.structs.replace(hook, number=newsroom.store.add_webhook(hook, secret))
        newsroom.log_change("webhook", named(hook), None, _told_of(newsroom, hook), by, {"number": hook.number})
    return hook, secret


def remove(newsroom: Newsroom, number: int, by: By = NOBODY) -> Webhook:
    """Remove a webhook, its secret and its deliveries; its address is kept for the way back, not in the log.

    Raises
    ------
    HookError
        No webhook has this number.

    """
    with newsroom.store.transaction(writes=True):
        hook = one(newsroom, number)
        newsroom.store.delete_webhook(number)
        kept = {"url": hook.url, "topic": hook.topic, "alert": hook.alert}
        newsroom.log_change("webhook", named(hook), _told_of(newsroom, hook), None, by, kept)
    return hook


def _told_of(newsroom: Newsroom, hook: Webhook) -> str | bool:
    """Return what a webhook reports, for the log: a topic, the name of an alert, or everything."""
    names = {alert.number: f"“{alert.name}”" for alert in newsroom.store.get_alerts()}
    return hook.topic or names.get(hook.alert, True)


def twins(one: Webhook, other: Webhook) -> bool:
    """Whether two webhooks report the same to the same address."""
    return (one.url, one.topic, one.alert) == (other.url, other.topic, other.alert)


def _from_now_on(newsroom: Newsroom) -> None:
    """Start a new webhook at the present: nothing old is sent to it, and the existing ones miss nothing."""
    enqueue_changes(newsroom)
    if all(hook.off or hook.alert for hook in newsroom.store.get_webhooks()):
        newsroom.store.mark_all_notified()


async def test(newsroom: Newsroom, client: Client, number: int, *, send_waiting: bool) -> str:
    """Send a webhook one ``hook.test`` event with the hottest story; return "" or what went wrong.

    A webhook that was off and accepts it is switched on again. What waited for it (in a store that was restored from a
    backup) may have been sent before: it is given up, or sent by the next round with ``send_waiting``.

    Raises
    ------
    HookError
        No webhook has this number.

    """
    hook = one(newsroom, number)
    hot = newsroom.store.hot_stories(newsroom.now() - timedelta(days=newsroom.settings.site.front_days), 1)
    stories = story_json.stories_json(newsroom.store, newsroom.settings.site.url, {story.id: None for story, _ in hot})
    message, body = _delivery(newsroom, hook, "hook.test", stories[0] if stories else None)
    outcome = await _post(newsroom, client, hook, message, body)
    if outcome is None or not retry.arrived(outcome):
        return "it was removed meanwhile" if outcome is None else say(retry.trouble(outcome))
    with newsroom.store.transaction(writes=True):
        if hook.off:
            if not send_waiting:
                newsroom.store.abandon_deliveries(number, hook.off, newsroom.now())
            _from_now_on(newsroom)
        newsroom.store.save_webhook(msgspec.structs.replace(hook, off="", rest=None))
    return ""


def one(newsroom: Newsroom, number: int) -> Webhook:
    """Return the webhook with this number.

    Raises
    ------
    HookError
        No webhook has this number.

    """
    for hook in newsroom.store.get_webhooks():
        if hook.number == number:
            return hook
    raise errors.HookError(f"there is no hook {number}; `coranto webhook list` shows those there are")


def named(hook: Webhook) -> str:
    """Name a webhook in a log by number and host: a path may be a secret key."""
    return f"{hook.number} ({urlsplit(hook.url).hostname})"


def unfit(url: str) -> str:
    """Return why an address cannot be a webhook's; "" where it can."""
    try:
        parts = urlsplit(url)
        host = parts.port is None or parts.port > 0, parts.hostname
    except ValueError:
        return "this is no address: its host or port cannot be read"
    if parts.scheme not in ("http", "https") or not all(host) or len(url) > _LONGEST or not url.isprintable():
        return f"this is no address of the web; write https:// and where to, in {_LONGEST:,} characters at most"
    if " " in url or parts.username is not None or parts.password is not None:
        return (
            "an address here has no blank, user or password: what is sent is signed, and that is what tells it is ours"
        )
    return ""
