"""A server of mail on loopback that keeps what it takes, and refuses what it is told to."""

import asyncio
import contextlib
import email
import email.policy
import threading

from aiosmtpd.smtp import SMTP


class Inbox:
    """What arrived, and how to answer: ``answers`` maps a recipient to answers to RCPT, one after the other."""

    def __init__(self):
        self.raw, self.answers, self.after, self.drop = [], {}, {}, set()
        self.port, self._loop, self._server = 0, None, None

    async def handle_RCPT(self, server, session, envelope, address, options):
        waiting = self.answers.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        (to,) = envelope.rcpt_tos
        if to in self.drop:
            self.drop.discard(to)
            self.raw.append((to, envelope.content))
            server.transport.abort()
            return "250 never heard"
        self.raw.append((to, envelope.content))
        return self.after.get(to, "250 OK")

    @property
    def mails(self):
        return [(to, email.message_from_bytes(raw, policy=email.policy.default)) for to, raw in self.raw]

    @property
    def address(self):
        return f"smtp://127.0.0.1:{self.port}?rate=0"


@contextlib.contextmanager
def served(inbox):
    """Serve an inbox in a thread."""
    started = threading.Event()

    def work():
        loop = asyncio.new_event_loop()
        inbox._loop = loop
        server = loop.run_until_complete(
            loop.create_server(lambda: SMTP(inbox, hostname="inbox", loop=loop), "127.0.0.1", inbox.port)
        )
        inbox.port = server.sockets[0].getsockname()[1]
        started.set()
        loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield inbox
    finally:
        inbox._loop.call_soon_threadsafe(inbox._loop.stop)
        thread.join(10)
