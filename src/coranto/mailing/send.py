"""Send due mail: notes to one person, and the issues whose mail is under way, over all servers at once.

Every connection takes a row of the ledger, sends it, and saves what became of it together with taking the next one;
connections that ask at the same time share a transaction. So at any instant as many rows are ``sending`` as connections
have a mail under way, no more can be uncertain, and a database that is slow to commit costs a wait for all at once.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import structlog

from coranto import errors
from coranto.config import mail_server
from coranto.i18n import current
from coranto.mailing import ledger, links, message, requests, subscribe
from coranto.mailing.message import IssueMail
from coranto.mailing.server import Connection, Pace, Result
from coranto.model.delivery import Delivery
from coranto.model.newsletter import StoredIssue
from coranto.model.subscriber import MailRequest, Subscriber
from coranto.newsroom import Newsroom

log = structlog.get_logger("coranto")

PAUSES = tuple(timedelta(minutes=n) for n in (5, 15, 60, 240, 480))  # after a 4xx; then a mail is given up
BOUNCES = 3  # mails in a row that were refused for the address: then it gets none
_NOTE_TRIES = 5
_LONG = 20.0  # seconds that a server may let us wait within a call
_SLICE = 30.0  # seconds of a call: then notes that came meanwhile have their turn
_BEAT = 60.0  # seconds between two looks at what another program left behind
_FETCH = 600.0  # seconds between two looks into the folder of bounces
Parts = Callable[[Newsroom, StoredIssue, str], tuple[str, str]]  # plain text and HTML of an issue in a language
Taken = tuple[Delivery, Subscriber, IssueMail]  # a row that is to be sent, to whom, and the mail


class Sender:
    """What sends: the servers with their pace, and the issues as they were rendered.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    parts : callable
        Return the parts of an issue in a language.
    report : callable
        Called with the counts after every mail.

    """

    def __init__(
        self, newsroom: Newsroom, parts: Parts, report: Callable[[Counter[str]], None] = lambda _: None
    ) -> None:
        self._newsroom, self._parts, self._report = newsroom, parts, report
        self.mail = newsroom.settings.mail
        servers = [mail_server.smtp(one) for one in newsroom.settings.mail.servers]
        lately = newsroom.store.count_deliveries_since(newsroom.now() - timedelta(hours=1))
        self.paces = [Pace(server, lately) for server in servers]
        self._address = mail_server.sender(newsroom.settings.mail.sender)[1]
        self._issues: dict[str, StoredIssue] = {}
        self._rendered: dict[tuple[str, str, datetime], IssueMail] = {}
        self._asked: list[tuple[Delivery | None, asyncio.Future[Taken | None]]] = []
        self._put_back = False
        self._signing = links.key(newsroom)
        self.done: Counter[str] = Counter()

    async def send_due(self, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Send due mail for half a minute at most; return whether more is due.

        What servers put off, or have no room for in this hour, stays for later. Only one program at a time may do
        this: see ``ledger.alone``.
        """
        end = time.monotonic() + _SLICE
        connections = [(pace, Connection(pace.server)) for pace in self.paces for _ in range(pace.server.connections)]
        self._issues = {one.issue.ident: one for one in ledger.sending(self._newsroom)}
        self._rendered = {key: one for key, one in self._rendered.items() if key[0] in self._issues}
        tasks: list[asyncio.Task[bool]] = []
        try:
            await self._notes([next(one for one in connections if one[0] is pace) for pace in self.paces], stopping)
            if self._issues:
                tasks = [
                    asyncio.create_task(self._work(pace, connection, lambda: stopping() or time.monotonic() > end))
                    for pace, connection in connections
                ]
            more = await asyncio.gather(*tasks)
        finally:
            for task in tasks:  # where one failed, the others end before its error is raised
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.gather(*(connection.close() for _, connection in connections), return_exceptions=True)
        ledger.settle(self._newsroom, self._issues)
        put_back, self._put_back = self._put_back, False  # by a server in trouble: another one may take it at once
        return any(more) or (put_back and not all(pace.trouble for pace in self.paces))

    async def _notes(self, servers: list[tuple[Pace, Connection]], stopping: Callable[[], bool]) -> None:
        """Send the notes that forms asked for."""
        store = self._newsroom.store
        for request in store.due_mail_requests(self._newsroom.now()):
            if stopping() or min(pace.ready_in() for pace, _ in servers) > _LONG:
                return
            note = requests.carry_out(self._newsroom, request)
            if note is None:
                store.delete_mail_request(request.number)
                continue
            key = f"{links.digest(self._newsroom, note.to)} {request.number} {request.at}"
            mail = message.of_note(self._newsroom.settings, note, self._newsroom.now(), key)
            self._note_sent(request, await self._by_any(servers, note.to, mail))

    async def _by_any(self, servers: list[tuple[Pace, Connection]], recipient: str, mail: bytes) -> Result:
        """Send a note by the first server that is well; one in trouble is passed over."""
        result = Result("unsent")
        for pace, connection in sorted(servers, key=lambda one: one[0].ready_in()):
            if pace.ready_in() > _LONG:
                break
            await asyncio.sleep(pace.ready_in())
            pace.take()
            result = await connection.send(self._address, recipient, mail)
            self._mind(pace, result)
            if result.outcome != "unsent":
                break
        return result

    def _note_sent(self, request: MailRequest, result: Result) -> None:
        """Forget a note that was sent, or refused; try one again that was not."""
        store, now = self._newsroom.store, self._newsroom.now()
        if result.outcome in ("later", "unsent", "uncertain") and request.tries + 1 < _NOTE_TRIES:
            later = now + (PAUSES[0] if result.outcome != "unsent" else timedelta(minutes=1))
            store.save_mail_request(msgspec.structs.replace(request, tries=request.tries + 1, due=later))
            return
        store.delete_mail_request(request.number)

    async def _work(self, pace: Pace, connection: Connection, stopping: Callable[[], bool]) -> bool:
        """Send rows of the ledger, one after the other; return whether there are more for which the server has room."""
        ended: Delivery | None = None
        while True:
            wait = pace.ready_in()
            halted = stopping()
            if ended is not None and (wait or halted):
                self._newsroom.store.save_delivery(ended)
                ended = None
            if halted or wait > _LONG or (wait and pace.trouble):
                return halted
            if wait:
                await asyncio.sleep(wait)
                continue
            taken, ended = await self._take(ended), None
            if taken is None:
                return False
            row, one, mail = taken
            pace.take()
            result = await connection.send(self._address, one.email, mail.bytes_for(one))
            ended = self._after(row, one, result)
            self._mind(pace, result)
            self.done[ended.state] += 1
            self._report(self.done)

    def _take(self, ended: Delivery | None) -> asyncio.Future[Taken | None]:
        """Save the result of a row and take the next due one, with all other requests of this turn."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Taken | None] = loop.create_future()
        if not self._asked:
            loop.call_soon(self._take_all)
        self._asked.append((ended, future))
        return future

    def _take_all(self) -> None:
        """Answer the connections that asked: one transaction for all of them."""
        asked, self._asked = self._asked, []
        try:
            with self._newsroom.store.transaction(writes=True):
                for ended, _ in asked:
                    if ended is not None:
                        self._newsroom.store.save_delivery(ended)
                taken = [None if future.cancelled() else self._take_one() for _, future in asked]
        except Exception as why:  # noqa: BLE001 - it is raised where the rows are waited for
            for _, future in asked:
                if not future.cancelled():
                    future.set_exception(why)
            return
        for (_, future), one in zip(asked, taken, strict=True):
            if not future.cancelled():
                future.set_result(one)

    def _take_one(self) -> Taken | None:
        """Take the next row that is due and can be sent; rows of readers who get nothing any more are settled."""
        store = self._newsroom.store
        while (row := store.take_delivery(self._issues, self._newsroom.now())) is not None:
            one = store.get_subscriber(row.subscriber)
            if one is not None and one.state == "confirmed":
                if (mail := self._mail_or_hold(self._issues[row.issue], one.wish.language)) is not None:
                    return row, one, mail
                store.save_delivery(msgspec.structs.replace(row, state="waiting"))
                continue
            store.save_delivery(msgspec.structs.replace(row, state="refused", status="undeliverable"))
        return None

    def _mail_or_hold(self, issue: StoredIssue, language: str) -> IssueMail | None:
        """Return an issue as mail; hold one that cannot be made into mail, so that the others go on."""
        try:
            return self._mail(issue, language)
        except Exception as why:  # whatever it is, it holds this issue only
            name = issue.issue.ident
            self._newsroom.store.save_issue(msgspec.structs.replace(issue, mail="held"))
            del self._issues[name]
            log.exception(
                "an issue cannot be made into mail and waits for a person",
                issue=name,
                reason=str(why) or type(why).__name__,
                next=f"coranto issue send {name}",
            )
            return None

    def _mail(self, issue: StoredIssue, language: str) -> IssueMail:
        """Return an issue as mail in a language, rendered once."""
        with current.speaking(self._newsroom, language) as spoken:
            key = issue.issue.ident, spoken.tag, issue.issue.published
            if key not in self._rendered:
                text, html = self._parts(self._newsroom, issue, spoken.tag)
                self._rendered[key] = message.of_issue(
                    self._newsroom.settings, issue, text, html, self._signing, issue.issue.published
                )
        return self._rendered[key]

    def _after(self, row: Delivery, one: Subscriber, result: Result) -> Delivery:
        """Return the row after its mail, and count what came back for the address."""
        now = self._newsroom.now()
        tried = msgspec.structs.replace(row, at=now, tries=row.tries + 1, status=result.status)
        if result.outcome == "unsent":
            self._put_back = True
            return msgspec.structs.replace(row, state="waiting", at=now, due=now, status=result.status)
        if result.outcome == "later" and row.tries < len(PAUSES):
            return msgspec.structs.replace(tried, state="waiting", due=now + PAUSES[row.tries])
        if result.outcome == "later":
            return msgspec.structs.replace(tried, state="refused")
        if result.outcome == "refused" and result.mailbox:
            bounced(self._newsroom, one, result.status)
        elif result.outcome == "sent" and one.bounces:
            arrived(self._newsroom, one)
        return msgspec.structs.replace(tried, state=result.outcome)

    def _mind(self, pace: Pace, result: Result) -> None:
        """Let a server rest that is in trouble itself."""
        if result.outcome == "unsent" or (result.outcome == "uncertain" and result.status):
            pace.fails(result.status)
            log.warning("a server of mail is in trouble", server=pace.server.name, status=result.status)
        elif result.outcome == "sent":
            pace.works()


def bounced(newsroom: Newsroom, one: Subscriber, status: str) -> None:
    """Count a mail that was refused for an address; after ``BOUNCES`` in a row it gets none any more."""
    with newsroom.store.transaction(writes=True):  # what the reader chose meanwhile stays
        if (known := newsroom.store.get_subscriber(one.number)) is None:
            return
        count = known.bounces + 1
        state = "undeliverable" if count >= BOUNCES and known.state == "confirmed" else known.state
        newsroom.store.save_subscriber(msgspec.structs.replace(known, bounces=count, state=state, trouble=status))


def arrived(newsroom: Newsroom, one: Subscriber) -> None:
    """Forget what came back from an address that takes mail again."""
    with newsroom.store.transaction(writes=True):
        if (known := newsroom.store.get_subscriber(one.number)) is not None:
            newsroom.store.save_subscriber(msgspec.structs.replace(known, bounces=0, trouble=""))


async def send_test(newsroom: Newsroom, issue: StoredIssue, parts: Parts, recipient: str) -> Result:
    """Send an issue to one address to look at it; its links to leave and change lead to a page that says so.

    Raises
    ------
    MailError
        No server took it; the message has the status.

    """
    with current.speaking(newsroom) as spoken:
        text, html = parts(newsroom, issue, spoken.tag)
    made = message.of_issue(newsroom.settings, issue, text, html, links.key(newsroom), newsroom.now())
    somebody = Subscriber(
        number=0, email=recipient, state="confirmed", at=newsroom.now(), consent="", origin="a test"
    )  # fmt: skip
    result = Result("unsent")
    for server in map(mail_server.smtp, newsroom.settings.mail.servers):
        connection = Connection(server)
        try:
            address = mail_server.sender(newsroom.settings.mail.sender)[1]
            result = await connection.send(address, recipient, made.bytes_for(somebody))
        finally:
            await connection.close()
        if result.outcome == "sent":
            return result
    raise errors.MailError(f"no server took the mail: {result.status}; `coranto check --mail` looks at them")


async def send_once(newsroom: Newsroom, parts: Parts) -> None:
    """Send due mail, unless another program does."""
    with ledger.alone(newsroom) as mine:
        if mine and ledger.is_set_up(newsroom.settings):
            ledger.recover(newsroom)
            subscribe.forget_unconfirmed(newsroom)
            sender = Sender(newsroom, parts)
            while await sender.send_due():
                ledger.beat(newsroom)


async def send_forever(newsroom: Newsroom, parts: Parts, stop: asyncio.Event, tick: float = 5.0) -> None:
    """Send due mail until ``stop`` is set; wait while another program sends.

    Why mail cannot be sent is logged once, until it can be again.
    """
    sender: Sender | None = None
    looked, fetched, failed = -_BEAT, -_FETCH, ""
    while not stop.is_set():
        more = False
        try:
            with ledger.alone(newsroom) as mine:
                if mine and ledger.is_set_up(newsroom.settings):
                    if time.monotonic() - looked >= _BEAT:
                        ledger.recover(newsroom)
                        subscribe.forget_unconfirmed(newsroom)
                        looked = time.monotonic()
                    if sender is None or sender.mail != newsroom.settings.mail:
                        sender = Sender(newsroom, parts)
                    more = await sender.send_due(stop.is_set)
            if newsroom.settings.mail.bounces and time.monotonic() - fetched >= _FETCH:
                from coranto.mailing import bounces  # noqa: PLC0415 - it counts by a function of this module

                fetched = time.monotonic()
                await asyncio.to_thread(bounces.fetch, newsroom)
            failed = ""
        except errors.CorantoError as why:
            looked = -_BEAT
            if str(why) != failed:
                log.error("mail is not sent", reason=str(why))  # noqa: TRY400 - the message says it all
            failed = str(why)
        except Exception as why:  # a fault of the program; sending begins again after a beat
            looked = -_BEAT
            log.exception("mail is not sent", reason=f"{type(why).__name__}: {why}")
        if not more:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), tick)
