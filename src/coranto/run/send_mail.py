"""Send the mail that waits, where the extra ``mail`` is installed: once, beside rounds, or as a worker."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from coranto.config import extras
from coranto.newsroom import Newsroom
from coranto.run import issue_mail

_LAST = 10.0  # seconds for the answer to a mail that is under way when the newsroom stops


async def once(newsroom: Newsroom) -> None:
    """Send what is due now."""
    if extras.there("mail"):
        from coranto.mailing import send  # noqa: PLC0415 - needs the extra

        await send.send_once(newsroom, issue_mail.parts)


async def forever(newsroom: Newsroom, stop: asyncio.Event) -> None:
    """Send what is due until ``stop`` is set, whenever no other process does."""
    if extras.there("mail"):
        from coranto.mailing import send  # noqa: PLC0415 - needs the extra

        await send.send_forever(newsroom, issue_mail.parts, stop)


@contextlib.asynccontextmanager
async def beside(newsroom: Newsroom, stop: asyncio.Event) -> AsyncIterator[None]:
    """Send beside other work; when that was stopped, a mail under way is finished first."""
    task = asyncio.create_task(forever(newsroom, stop))
    try:
        yield
    finally:
        if stop.is_set():
            await asyncio.wait({task}, timeout=_LAST)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
