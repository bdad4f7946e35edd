"""The dispatch: programs that asked for it are told which stories were published or updated.

What is news is entered into the ledger in the transaction in which it is taken note of, and is sent from there; so a
run that is killed in between sends it later, and one that is killed after sending, before that was noted, sends it
again under the same id.
"""

import asyncio
import random
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import msgspec
import structlog

from coranto import errors
from coranto.feeds import story_json
from coranto.fetch.client import Client
from coranto.model.response import Failure, Response
from coranto.model.webhook import Webhook, WebhookDelivery, WebhookEvent
from coranto.newsroom import Newsroom
from coranto.notify import event as news
from coranto.notify import retry, signature

log = structlog.get_logger("coranto")

TIMEOUT = 10.0  # seconds in which a receiver must have answered
KEPT = timedelta(days=30)  # for which the ledger remembers what has ended
_CHANGES = 250  # of stories, looked through in one transaction: others who write wait for some tenths of a second
_LONGEST = 2_000  # characters of an address


async def notify(newsroom: Newsroom, client: Client, patience: float | None = None) -> None:
    """Note what is news, and send what is due; what is not sent after ``patience`` seconds waits for the next round."""
    enqueue_changes(newsroom)
    await deliver(newsroom, client, patience)


def enqueue_changes(newsroom: Newsroom) -> None:
    """Enter into the ledger what hooks are to be told: the stories that readers now see otherwise."""
    known = newsroom.store.get_webhooks()
    more = any(not hook.off for hook in known)
    while more:
        with newsroom.store.transaction(writes=True):
            hooks = [
                hook for hook in newsroom.store.get_webhooks() if not hook.off
            ]  # as they are now: one may have been added
            more, changed = newsroom.store.take_story_changes(_CHANGES)
            newsroom.store.enqueue(_messages(newsroom, hooks, changed))
    if known:
        newsroom.store.delete_deliveries(newsroom.now() - KEPT)


def _messages(
    newsroom: Newsroom, hooks: list[Webhook], changed: dict[str, str | None]
) -> list[tuple[WebhookDelivery, bytes]]:
    """Write to each hook what of the changed stories, given with their leads of before, is news to it."""
    told = story_json.stories_json(newsroom.store, newsroom.settings.site.url, dict.fromkeys(changed))
    articles = newsroom.store.get_articles({story.lead for story in told} | {lead for lead in changed.values() if lead})
    topics = {name: {topic.id for topic in article.topics} for name, article in articles.items()}
    written: list[tuple[WebhookDelivery, bytes]] = []
    for story in told:
        lead = changed[story.id]
        before = None if lead is None else topics.get(lead, set())
        events = [(hook, news.event(hook.topic, before, topics[story.lead])) for hook in hooks]
        written += [_message(newsroom, hook, event, story) for hook, event in events if event]
    return written


def _message(
    newsroom: Newsroom, hook: Webhook, event: WebhookEvent, story: story_json.Story | None
) -> tuple[WebhookDelivery, bytes]:
    now, ident = newsroom.now(), f"msg_{secrets.token_hex(16)}"
    message = WebhookDelivery(hook=hook.number, id=ident, event=event, story=story.id if story else "", at=now, due=now)
    return message, news.payload(event, ident, now, story)


async def deliver(newsroom: Newsroom, client: Client, patience: float | None = None) -> None:
    """Send what is due, to all hooks at once and to each one after the other."""
    now = newsroom.now()
    awake = [hook for hook in newsroom.store.get_webhooks() if not (hook.off or (hook.rest and hook.rest > now))]
    end = None if patience is None else asyncio.get_running_loop().time() + patience
    ends = await asyncio.gather(*(_send_all(newsroom, client, hook, end) for hook in awake), return_exceptions=True)
    for trouble in ends:
        if trouble is not None:
            raise trouble


async def _send_all(newsroom: Newsroom, client: Client, hook: Webhook, end: float | None) -> None:
    """Send a hook what it is owed until it takes nothing more, or the round has to go on."""
    loop = asyncio.get_running_loop()
    while owed := newsroom.store.due_deliveries(hook.number, newsroom.now()):
        for message, body in owed:
            outcome = await _post(newsroom, client, hook, message, body)
            if outcome is None:
                return
            _settle(newsroom, hook, message, outcome)
            if retry.down(outcome) or (end is not None and loop.time() > end):
                return


async def _post(
    newsroom: Newsroom, client: Client, hook: Webhook, message: WebhookDelivery, body: bytes
) -> Response | Failure | None:
    """Send a message, signed as of now; None where the hook is no longer there."""
    secret = newsroom.store.webhook_secret(hook.number)
    if secret is None:
        return None
    headers = signature.headers(secret, message.id, newsroom.now(), body)
    return await client.post(hook.url, body, "application/json", headers, TIMEOUT)


def _settle(newsroom: Newsroom, hook: Webhook, message: WebhookDelivery, outcome: Response | Failure) -> None:
    """Keep what a try came to."""
    now = newsroom.now()
    done = retry.after(message, outcome, now, random.random())  # noqa: S311 - no secret
    left = retry.stopped(hook, outcome, now)
    with newsroom.store.transaction(writes=True):
        newsroom.store.save_attempt(done)
        if left != hook:
            newsroom.store.save_webhook(left)
        if left.off:
            newsroom.store.abandon_deliveries(hook.number, left.off, now)
    if done.tries > message.tries and not done.arrived:
        log.warning("hook not told", hook=named(hook), story=message.story, tries=done.tries, reason=done.trouble)


def add(newsroom: Newsroom, url: str, topic: str = "") -> tuple[Webhook, str]:
    """Add a hook, to be told of what happens from now on.

    Parameters
    ----------
    desk : Desk
        The newsroom.
    url : str
        Where it is told: http or https, without a user or password.
    topic : str
        The id of the topic whose stories it is told of, "" for all.

    Returns
    -------
    hook, secret
        The secret is shown to nobody again.

    Raises
    ------
    HookError
        The address cannot be one of the web's, there is no such topic, or the address is told of it already.

    """
    if reason := _unfit(url):
        raise errors.HookError(reason)
    if topic and topic not in (known := [one.id for one in newsroom.taxonomy]):
        raise errors.HookError(f"there is no topic with the id `{topic}`; there are {', '.join(known) or 'none'}")
    hook, secret = (
        Webhook(url=url, topic=topic, at=newsroom.now()),
        signature.secret(secrets.token_bytes(signature.BYTES)),
    )
    with newsroom.store.transaction(writes=True):
        if twin := [one.number for one in newsroom.store.get_webhooks() if (one.url, one.topic) == (url, topic)]:
            raise errors.HookError(
                f"hook {twin[0]} has this address already; `coranto hook remove {twin[0]}` forgets it"
            )
        _from_now_on(newsroom)
        number = newsroom.store.add_webhook(hook, secret)
    return msgspec.structs.replace(hook, number=number), secret


def _from_now_on(newsroom: Newsroom) -> None:
    """See to it that a hook that is switched on next is told nothing of old, and that the others miss nothing."""
    enqueue_changes(newsroom)
    if all(hook.off for hook in newsroom.store.get_webhooks()):
        newsroom.store.mark_all_notified()


async def test(newsroom: Newsroom, client: Client, number: int) -> str:
    """Send a hook a message of the event ``hook.test``, once, with the hottest story; "" or what went wrong.

    One that was off and takes it is switched on again.

    Raises
    ------
    HookError
        There is no such hook.

    """
    hook = one(newsroom, number)
    hot = newsroom.store.hot_stories(newsroom.now() - timedelta(days=newsroom.settings.site.front_days), 1)
    told = story_json.stories_json(newsroom.store, newsroom.settings.site.url, {story.id: None for story, _ in hot})
    message, body = _message(newsroom, hook, "hook.test", told[0] if told else None)
    outcome = await _post(newsroom, client, hook, message, body)
    if outcome is None or not retry.arrived(outcome):
        return "it was removed meanwhile" if outcome is None else retry.trouble(outcome)
    with newsroom.store.transaction(writes=True):
        if hook.off:
            _from_now_on(newsroom)
        newsroom.store.save_webhook(msgspec.structs.replace(hook, off="", rest=None))
    return ""


def one(newsroom: Newsroom, number: int) -> Webhook:
    """Give the hook of a number.

    Raises
    ------
    HookError
        There is none.

    """
    for hook in newsroom.store.get_webhooks():
        if hook.number == number:
            return hook
    raise errors.HookError(f"there is no hook {number}; `coranto hook list` shows those there are")


def named(hook: Webhook) -> str:
    """Name a hook in a log: a path may be a key to somebody's program, a host is not."""
    return f"{hook.number} ({urlsplit(hook.url).hostname})"


def _unfit(url: str) -> str:
    """Say why an address cannot be a hook's; "" where it can."""
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
