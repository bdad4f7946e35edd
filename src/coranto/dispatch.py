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
from coranto.desk import Desk
from coranto.fetch.client import Client
from coranto.hook import news, retry, signature
from coranto.i18n.wording import say
from coranto.model.answer import Answer, Failure
from coranto.model.hook import Event, Hook, Message
from coranto.publish import storyline

log = structlog.get_logger("coranto")

TIMEOUT = 10.0  # seconds in which a receiver must have answered
KEPT = timedelta(days=30)  # for which the ledger remembers what has ended
_CHANGES = 250  # of stories, looked through in one transaction: others who write wait for some tenths of a second
_LONGEST = 2_000  # characters of an address


async def tell(desk: Desk, client: Client, patience: float | None = None) -> None:
    """Note what is news, and send what is due; what is not sent after ``patience`` seconds waits for the next round."""
    note(desk)
    await send(desk, client, patience)


def note(desk: Desk) -> None:
    """Enter into the ledger what hooks are to be told: the stories that readers now see otherwise."""
    known = desk.store.hooks()
    more = any(not hook.off for hook in known)
    while more:
        with desk.store.at_once(writes=True):
            hooks = [hook for hook in desk.store.hooks() if not hook.off]  # as they are now: one may have been added
            more, changed = desk.store.news(_CHANGES)
            desk.store.owe(_messages(desk, hooks, changed))
    if known:
        desk.store.forget_messages(desk.now() - KEPT)


def _messages(desk: Desk, hooks: list[Hook], changed: dict[str, str | None]) -> list[tuple[Message, bytes]]:
    """Write to each hook what of the changed stories, given with their leads of before, is news to it."""
    told = storyline.tell(desk.store, desk.settings.site.url, dict.fromkeys(changed))
    people = desk.store.articles({story.lead for story in told} | {lead for lead in changed.values() if lead})
    topics = {name: {topic.id for topic in article.topics} for name, article in people.items()}
    written: list[tuple[Message, bytes]] = []
    for story in told:
        lead = changed[story.id]
        before = None if lead is None else topics.get(lead, set())
        events = [(hook, news.event(hook.topic, before, topics[story.lead])) for hook in hooks]
        written += [_message(desk, hook, event, story) for hook, event in events if event]
    return written


def _message(desk: Desk, hook: Hook, event: Event, story: storyline.Story | None) -> tuple[Message, bytes]:
    now, ident = desk.now(), f"msg_{secrets.token_hex(16)}"
    message = Message(hook=hook.number, id=ident, event=event, story=story.id if story else "", at=now, due=now)
    return message, news.body(event, ident, now, story)


async def send(desk: Desk, client: Client, patience: float | None = None) -> None:
    """Send what is due, to all hooks at once and to each one after the other."""
    now = desk.now()
    awake = [hook for hook in desk.store.hooks() if not (hook.off or (hook.rest and hook.rest > now))]
    end = None if patience is None else asyncio.get_running_loop().time() + patience
    ends = await asyncio.gather(*(_send_all(desk, client, hook, end) for hook in awake), return_exceptions=True)
    for trouble in ends:
        if trouble is not None:
            raise trouble


async def _send_all(desk: Desk, client: Client, hook: Hook, end: float | None) -> None:
    """Send a hook what it is owed until it takes nothing more, or the round has to go on."""
    loop = asyncio.get_running_loop()
    while owed := desk.store.owed(hook.number, desk.now()):
        for message, body in owed:
            outcome = await _post(desk, client, hook, message, body)
            if outcome is None:
                return
            _settle(desk, hook, message, outcome)
            if retry.down(outcome) or (end is not None and loop.time() > end):
                return


async def _post(desk: Desk, client: Client, hook: Hook, message: Message, body: bytes) -> Answer | Failure | None:
    """Send a message, signed as of now; None where the hook is no longer there."""
    secret = desk.store.hook_secret(hook.number)
    if secret is None:
        return None
    headers = signature.headers(secret, message.id, desk.now(), body)
    return await client.post(hook.url, body, "application/json", headers, TIMEOUT)


def _settle(desk: Desk, hook: Hook, message: Message, outcome: Answer | Failure) -> None:
    """Keep what a try came to."""
    now = desk.now()
    done = retry.after(message, outcome, now, random.random())  # noqa: S311 - no secret
    left = retry.stopped(hook, outcome, now)
    with desk.store.at_once(writes=True):
        desk.store.tried(done)
        if left != hook:
            desk.store.save_hook(left)
        if left.off:
            desk.store.give_up(hook.number, left.off, now)
    if done.tries > message.tries and not done.arrived:
        log.warning("hook not told", hook=named(hook), story=message.story, tries=done.tries, reason=say(done.trouble))


def add(desk: Desk, url: str, topic: str = "") -> tuple[Hook, str]:
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
    if topic and topic not in (known := [one.id for one in desk.taxonomy]):
        raise errors.HookError(f"there is no topic with the id `{topic}`; there are {', '.join(known) or 'none'}")
    hook, secret = Hook(url=url, topic=topic, at=desk.now()), signature.secret(secrets.token_bytes(signature.BYTES))
    with desk.store.at_once(writes=True):
        if twin := [one.number for one in desk.store.hooks() if (one.url, one.topic) == (url, topic)]:
            raise errors.HookError(
                f"hook {twin[0]} has this address already; `coranto hook remove {twin[0]}` forgets it"
            )
        _from_now_on(desk)
        number = desk.store.add_hook(hook, secret)
    return msgspec.structs.replace(hook, number=number), secret


def _from_now_on(desk: Desk) -> None:
    """See to it that a hook that is switched on next is told nothing of old, and that the others miss nothing."""
    note(desk)
    if all(hook.off for hook in desk.store.hooks()):
        desk.store.hear()


async def test(desk: Desk, client: Client, number: int) -> str:
    """Send a hook a message of the event ``hook.test``, once, with the hottest story; "" or what went wrong.

    One that was off and takes it is switched on again.

    Raises
    ------
    HookError
        There is no such hook.

    """
    hook = one(desk, number)
    hot = desk.store.hot(desk.now() - timedelta(days=desk.settings.site.front_days), 1)
    told = storyline.tell(desk.store, desk.settings.site.url, {story.id: None for story, _ in hot})
    message, body = _message(desk, hook, "hook.test", told[0] if told else None)
    outcome = await _post(desk, client, hook, message, body)
    if outcome is None or not retry.arrived(outcome):
        return "it was removed meanwhile" if outcome is None else say(retry.trouble(outcome))
    with desk.store.at_once(writes=True):
        if hook.off:
            _from_now_on(desk)
        desk.store.save_hook(msgspec.structs.replace(hook, off="", rest=None))
    return ""


def one(desk: Desk, number: int) -> Hook:
    """Give the hook of a number.

    Raises
    ------
    HookError
        There is none.

    """
    for hook in desk.store.hooks():
        if hook.number == number:
            return hook
    raise errors.HookError(f"there is no hook {number}; `coranto hook list` shows those there are")


def named(hook: Hook) -> str:
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
