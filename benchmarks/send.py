"""The newsletter to many readers over a server on loopback, killed with -9 again and again: nobody skipped, nobody twice.

    python benchmarks/send.py                                     # 10,000 readers, 1,000 kills of the sender, 100 of the server
    python benchmarks/send.py --readers 2000 --kills 40 --server-kills 4
    python benchmarks/send.py --database postgresql+psycopg://postgres@127.0.0.1:5432/test   # a schema of its own
    python benchmarks/send.py --aiosmtpd                          # the server that mail programs are tested with

First an issue without kills: seconds, and processor time of the sender a mail (``--only-kills`` leaves it out). Then another
one whose sender is a process that is killed at a random instant, and started again, until all kills are spent; the server
is killed in between, too. So that every kill falls among mails, however busy the machine is, a sender lives until it has
sent a random number of mails and a random part of 20 ms more; one in ten dies within its first half second instead. The
server writes each recipient to a file as it takes a mail, before it answers. At the end the ledger is held against it.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import resource
import signal
import socket
import sys
import tempfile
import time
import uuid
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import structlog

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "store"))

from making import filing, ident, path, record

from coranto import newsroom as newsrooms
from coranto.letter import issue_file
from coranto.mailing import bring, send, subscribe
from coranto.mailing.address_list import Row
from coranto.model.newsletter import IssueStory, StoredIssue
from coranto.model.settings import Letter, Mail, Settings, Site
from coranto.run import issue_mail

FORK = multiprocessing.get_context("fork")
STORIES = 12
CONNECTIONS = 4


class Sink(asyncio.Protocol):
    """A server that takes everything at once."""

    def __init__(self, log):
        self.log, self.data, self.to, self.buffer = log, False, "", b""

    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.buffer += data
        while True:
            if self.data:
                _body, end, rest = self.buffer.partition(b"\r\n.\r\n")
                if not end:
                    return
                self.buffer, self.data = rest, False
                os.write(self.log, f"{self.to}\n".encode())
                self.transport.write(b"250 taken\r\n")
                continue
            line, end, rest = self.buffer.partition(b"\r\n")
            if not end:
                return
            self.buffer = rest
            self.transport.write(self.answer(line.upper(), line))

    def answer(self, command, line):
        if command.startswith(b"RCPT"):
            self.to = line.partition(b"<")[2].partition(b">")[0].decode()
        if command == b"DATA":
            self.data = True
            return b"354 go\r\n"
        if command.startswith(b"QUIT"):
            return b"221 bye\r\n"
        return b"250 sink\r\n"


def serve(port, log, real):
    """Serve until killed."""
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def work():
        loop = asyncio.get_running_loop()
        if real:
            from aiosmtpd.smtp import SMTP

            class Handler:
                async def handle_DATA(self, _server, _session, envelope):
                    os.write(file, f"{envelope.rcpt_tos[0]}\n".encode())
                    return "250 taken"

            make = lambda: SMTP(Handler(), hostname="sink")
        else:
            make = lambda: Sink(file)
        server = await loop.create_server(make, "127.0.0.1", port, reuse_address=True)
        await server.serve_forever()

    asyncio.run(work())


def sender(settings, report):
    """Send what is due, as `coranto issue send` does, until nothing is."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with newsrooms.open_newsroom(settings) as newsroom:
        before = time.process_time()
        asyncio.run(send.send_once(newsroom, issue_mail.parts))
        usage = resource.getrusage(resource.RUSAGE_SELF)
        report.write_text(json.dumps({"cpu": time.process_time() - before, "memory": usage.ru_maxrss}))


def draft(newsroom, day):
    """Draft an issue of twelve stories, and enter its readers."""
    now = newsroom.now()
    stories = tuple(
        IssueStory(
            story=f"s{n}", article=ident(f"a{n}"), title=f"Ministers end permit number {n} for a seed coating that kills bees",
            line="From spring no beet may be sown in it; growers ask what else they have.", path=f"/s/s{n}/",
            url=f"https://wire.example/{n}", outlet="Wire", outlets=tuple((f"Outlet {m}", f"https://o{m}.example/{n}") for m in range(4)),
            domains=("wire.example",), heat=90 - n, published=now,
        )
        for n in range(STORIES)
    )  # fmt: skip
    head = issue_file.head("The Hive", "https://hive.example", day, now, stories)
    newsroom.store.save_issue(StoredIssue(issue=head, day=day, since=now, until=now, stories=stories))
    return issue_mail.send(newsroom, head.ident).issue.ident


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--readers", type=int, default=10_000)
    options.add_argument("--kills", type=int, default=1_000)
    options.add_argument("--server-kills", type=int, default=100)
    options.add_argument("--only-kills", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--database", default="")
    options.add_argument("--aiosmtpd", action="store_true")
    given = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        run(given, Path(folder))


def live(child, log, chance, mails):
    """Let a sender live for a random number of mails, ``mails`` on average, or for a moment."""
    if chance.random() < 0.1:
        child.join(chance.uniform(0, 0.5))
        return
    end = log.stat().st_size + chance.uniform(0, 2 * mails) * len("reader1234@x.example\n")
    while child.is_alive() and log.stat().st_size < end:
        child.join(0.002)
    child.join(chance.uniform(0, 0.02))


def run(given, folder):
    chance = random.Random(given.seed)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log, report = folder / "taken.txt", folder / "report.json"
    database = given.database and _schema(given.database)
    settings = Settings(
        site=Site(title="The Hive", url="https://hive.example"),
        mail=Mail(
            sender="The Hive <letter@hive.example>",
            servers=(f"smtp://127.0.0.1:{port}?rate=0&connections={CONNECTIONS}",),
        ),
        letter=Letter(postal="Lindengasse 4, Vienna"),
        folder=str(folder),
        **({"database": database} if database else {}),
    )
    (folder / "topics").mkdir()
    with newsrooms.open_newsroom(settings) as newsroom:
        for n in range(STORIES):
            newsroom.store.save_article(filing(f"a{n}", f"s{n}"))
            newsroom.store.save_record(ident(f"a{n}"), path(f"a{n}"), record(f"a{n}", quality=70), datetime.now(UTC))
        people = [f"reader{n}@x.example" for n in range(given.readers)]
        bring.bring(
            newsroom,
            [Row(n, one) for n, one in enumerate(people, 1)],
            "bench",
            "agreed for a measurement",
            confirmed=True,
        )
        first = draft(newsroom, date(2026, 3, 7))
    server = FORK.Process(target=serve, args=(port, log, given.aiosmtpd), daemon=True)
    server.start()
    time.sleep(0.5)

    if given.only_kills:
        with newsrooms.open_newsroom(settings) as newsroom:
            newsroom.store.change_deliveries("waiting", "sent", datetime.now(UTC))
        log.write_text("".join(f"{one}\n" for one in people))
        report.write_text('{"cpu": 0, "memory": 0}')
    began = time.monotonic()
    if not given.only_kills:
        child = FORK.Process(target=sender, args=(settings, report))
        child.start()
        child.join()
    seconds, used = time.monotonic() - began, json.loads(report.read_text())
    got = Counter(log.read_text().split())
    assert set(got) == set(people), f"{len(set(people) - set(got))} skipped without a kill"
    assert max(got.values()) == 1
    print(
        f"{given.readers:,} mails without a kill: {seconds:.1f} s, {1000 * used['cpu'] / given.readers:.2f} ms of the sender's processor a mail, {used['memory'] / 1024:.0f} MB",
        flush=True,
    )

    log.write_text("")
    with newsrooms.open_newsroom(settings) as newsroom:
        second = draft(newsroom, date(2026, 3, 8))
    kills = server_kills = lives = 0
    began, said = time.monotonic(), 0.0
    while True:
        child = FORK.Process(target=sender, args=(settings, report))
        child.start()
        lives += 1
        if kills < given.kills:
            live(child, log, chance, 0.8 * given.readers / given.kills)
        else:
            child.join()
        if child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
            kills += 1
            child.join()
        if server_kills < given.server_kills and chance.random() < given.server_kills / max(1, given.kills):
            os.kill(server.pid, signal.SIGKILL)
            server.join()
            server_kills += 1
            server = FORK.Process(target=serve, args=(port, log, given.aiosmtpd), daemon=True)
            server.start()
        if time.monotonic() - said > 20:
            said = time.monotonic()
            print(f"... {kills} kills, {len(log.read_text().split()):,} mails taken", flush=True)
        with newsrooms.open_newsroom(settings) as newsroom:
            counts = newsroom.store.count_deliveries(second)
        if not counts.get("waiting") and not counts.get("sending"):
            break
    got = Counter(log.read_text().split())
    with newsrooms.open_newsroom(settings) as newsroom:
        numbers = {one.number: one.email for one in newsroom.store.get_subscribers()}
        rows = {
            numbers[row.subscriber]: row.state for row in newsroom.store.get_mail_deliveries(second, limit=1_000_000)
        }
        skipped = [
            one
            for one in people
            if rows.get(one) not in ("sent", "uncertain") or (rows[one] == "sent" and not got[one])
        ]
        doubled = [one for one, count in got.items() if count > 1]
        uncertain = [one for one in people if rows[one] == "uncertain"]
        print(
            f"{kills} kills of the sender, {server_kills} of the server, in {time.monotonic() - began:.0f} s: {len(skipped)} skipped, "
            f"{len(doubled)} twice, {len(uncertain)} uncertain (of them {sum(1 for one in uncertain if got[one])} had arrived); at most "
            f"{CONNECTIONS * (kills + server_kills)} may be",
            flush=True,
        )  # fmt: skip
        assert not skipped
        assert not doubled
        assert len(uncertain) <= CONNECTIONS * (kills + server_kills)
        if uncertain:
            issue_mail.send_uncertain(newsroom, second)
    while uncertain:
        sender(settings, report)
        with newsrooms.open_newsroom(settings) as newsroom:
            counts = newsroom.store.count_deliveries(second)
            if not counts.get("waiting"):
                break
        time.sleep(1)
    got = Counter(log.read_text().split())
    assert set(got) == set(people)
    assert all(count == 1 for one, count in got.items() if one not in uncertain)
    print(
        f"after sending the uncertain ones again: all {len(got):,} have it, {sum(1 for count in got.values() if count > 1)} twice",
        flush=True,
    )
    with newsrooms.open_newsroom(settings) as newsroom:
        assert subscribe.data(newsroom, people[0])["mails"][0]["issue"] == first
    server.terminate()


def _schema(url):
    import psycopg
    from sqlalchemy import make_url

    name = f"coranto_send_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
    ) as server:
        server.execute(f"CREATE SCHEMA {name}")
    return f"{url}?options=-csearch_path%3D{name}"


if __name__ == "__main__":
    main()
