"""A connection to a server of mail, its pace, and what its answers mean. Needs the extra ``mail``.

Of a mail that did not go through it is known whether the server may have taken it: only from the moment at which the
message itself was under way. Everything before that is no mail, and is tried again.
"""

import asyncio
import re
import time
from collections import deque
from typing import Literal

import aiosmtplib
import msgspec

from coranto.config.mail_server import MailServer

TIMEOUT = 60.0  # seconds for one answer
_HOUR = 3600.0
_RESTS = (5.0, 30.0, 120.0, 300.0)  # seconds, after failures in a row of the server itself
_ENHANCED = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})\b")
_MAILBOX = ("5.1.", "5.2.1", "5.2.0", "5.7.13")  # the recipient's own trouble

# sent: the server took it; later: it asks to try again; refused: it never will; uncertain: it may have taken it;
# unsent: the server itself is in trouble, the mail never left
Outcome = Literal["sent", "later", "refused", "uncertain", "unsent"]


class Result(msgspec.Struct, frozen=True):
    """What became of a mail; ``status`` are codes only, ``mailbox`` says that the recipient's address is at fault."""

    outcome: Outcome
    status: str = ""
    mailbox: bool = False


class Pace:
    """How fast a server may be asked: mails a second and an hour, and rest after failures of its own."""

    def __init__(self, server: MailServer, sent_lately: int = 0) -> None:
        self.server = server
        self.trouble = ""
        self._next = 0.0
        self._failures = 0
        self._rests = 0.0
        self._sent = deque([time.monotonic()] * sent_lately if server.hourly else [])

    def ready_in(self) -> float:
        """Return the seconds until a mail may be sent: 0 or more."""
        now = time.monotonic()
        wait = max(self._next, self._rests) - now
        if self.server.hourly:
            while self._sent and self._sent[0] <= now - _HOUR:
                self._sent.popleft()
            if len(self._sent) >= self.server.hourly:
                wait = max(wait, self._sent[0] + _HOUR - now)
        return max(0.0, wait)

    def take(self) -> None:
        """Count a mail that is about to be sent."""
        now = time.monotonic()
        if self.server.rate:
            self._next = max(now, self._next) + 1 / self.server.rate
        if self.server.hourly:
            self._sent.append(now)

    def fails(self, trouble: str) -> None:
        """Let the server rest, longer after each failure in a row."""
        self.trouble = trouble
        self._rests = time.monotonic() + _RESTS[min(self._failures, len(_RESTS) - 1)]
        self._failures += 1

    def works(self) -> None:
        """Forget its failures."""
        self.trouble, self._failures = "", 0


class Connection:
    """One connection to a server, opened when it is needed and again when it broke."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._client: aiosmtplib.SMTP | None = None

    async def send(self, sender: str, recipient: str, message: bytes) -> Result:
        """Send a mail; never raises for what a server or a network does."""
        try:
            client = await self._open()
            await client.mail(sender)
        except (aiosmtplib.SMTPException, OSError) as why:
            await self.close()
            return Result("unsent", _status(why))
        try:
            await client.rcpt(recipient)
        except aiosmtplib.SMTPResponseException as why:
            await self._again(client)
            return Result("unsent", _status(why)) if why.code == 421 else _of_answer(why)
        except (aiosmtplib.SMTPException, OSError) as why:
            await self.close()
            return Result("unsent", _status(why))
        try:
            answer = await client.data(message)
        except aiosmtplib.SMTPResponseException as why:
            await self._again(client)
            return _of_answer(why)
        except asyncio.CancelledError:
            raise
        except (aiosmtplib.SMTPException, OSError) as why:
            await self.close()
            return Result("uncertain", _status(why))
        return Result("sent", _code(answer.code, str(answer.message)))

    async def close(self) -> None:
        """Close the connection, saying goodbye where the server still listens."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            if client.is_connected:
                await asyncio.wait_for(client.quit(), 5)
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            pass
        finally:
            client.close()

    async def _open(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        server = self.server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            timeout=TIMEOUT,
            use_tls=server.tls == "implicit",
            # On this machine a server needs no encryption; elsewhere a password or a reader's address never goes open.
            start_tls=False if server.tls == "none" else None if server.local else server.tls == "starttls",
        )
        await client.connect()
        self._client = client
        return client

    async def _again(self, client: aiosmtplib.SMTP) -> None:
        """Make a connection ready for the next mail after an answer that refused one."""
        try:
            await client.rset()
        except (aiosmtplib.SMTPException, OSError):
            await self.close()


def _of_answer(why: aiosmtplib.SMTPResponseException) -> Result:
    status = _code(why.code, str(why.message))
    if 400 <= why.code < 500:
        return Result("later", status)
    of_mailbox = why.code in (550, 551, 553) if " " not in status else status.partition(" ")[2].startswith(_MAILBOX)
    return Result("refused", status, of_mailbox)


def _code(code: int, said: str) -> str:
    """Return the codes of an answer; its words may name the address, and are not kept."""
    enhanced = _ENHANCED.match(said)
    return f"{code} {enhanced[1]}" if enhanced else f"{code}"


def _status(why: Exception) -> str:
    if isinstance(why, aiosmtplib.SMTPResponseException):
        return _code(why.code, str(why.message))
    return type(why).__name__
