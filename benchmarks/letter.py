"""The newsletter's doors and words: does a form tell one address from another, and does anything strange get into a mail?

    python benchmarks/letter.py                      # 300 forms of each kind of address, 10,000 mails
    python benchmarks/letter.py --forms 0 --mails 500

Forms go to a real server on loopback, kinds of addresses in random order: known, unknown, unconfirmed, left, complained.
Every answer must be the same bytes; the times are compared by their medians, and the kinds by how well time tells two of
them apart (0.5: not at all). Mails are made of what hypothesis thinks of for the paper's name, headlines, sentences, outlets, topics, the
introduction and the postal address, in issues and in notes; each is read again, and must have our head fields only,
our elements only, no placeholder and no script.
"""

import argparse
import email
import email.policy
import http.client
import random
import re
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from itertools import combinations
from urllib.parse import urlencode

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as parser

from coranto import newsroom as newsrooms
from coranto.letter import issue_file, mail
from coranto.mailing import bring, links, message, requests, subscribe
from coranto.mailing.address_list import Row
from coranto.model.newsletter import IssueStory, StoredIssue
from coranto.model.settings import Letter, Mail, Settings, Site
from coranto.model.subscriber import Subscriber
from coranto.web import app
from coranto.web.letter import limits

KINDS = ("known", "unknown", "unconfirmed", "left", "complained")
HEAD = {
    "From", "Subject", "Date", "List-Id", "List-Archive", "Precedence", "Auto-Submitted", "To", "Message-ID",
    "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
}  # fmt: skip
NOW = datetime(2026, 3, 9, 7, tzinfo=UTC)
words = st.lists(
    st.text(max_size=40)
    | st.sampled_from(
        [
            "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "%(name)s", "{0}", "${x}", "\r\nBcc: x@y.example\r\n\r\n", "\n.\n",
            "<img src=x onerror=y>", "</title>", "javascript:x", "https://hive.example/letter/leave/personal/", "=?utf-8?q?=0D=0ABcc:_x?=",
            "\u2028Bcc: x", "\x00", "--=_x--", '"', "\\", "=\r\n",
        ]
    ),
    max_size=3,
).map("".join)  # fmt: skip


def newsroom_settings(folder, **fields):
    return Settings(
        site=Site(title=fields.pop("title", "The Hive"), url="https://hive.example"),
        mail=Mail(sender="letter@hive.example", servers=("smtp://127.0.0.1:9",)),
        letter=Letter(postal=fields.pop("postal", "Vienna")),
        folder=str(folder),
    )


def forms(folder, count):
    """Send forms for addresses of each kind; return the seconds of each."""
    limits.OF_NETWORK = limits.OF_ALL = 1_000_000
    with newsrooms.open_newsroom(newsroom_settings(folder)) as newsroom:
        people = {kind: [f"{kind}{n}@x.example" for n in range(count)] for kind in KINDS}
        rows = [
            Row(n, one) for n, one in enumerate((one for kind in KINDS if kind != "unknown" for one in people[kind]), 1)
        ]
        bring.bring(newsroom, rows, "bench", "agreed for a measurement", confirmed=True)
        for kind, why in (("left", "left"), ("complained", "complained")):
            for one in people[kind]:
                subscribe.leave(newsroom, subscribe.by_address(newsroom, one), why)
        for one in people["unconfirmed"]:
            found = subscribe.by_address(newsroom, one)
            newsroom.store.save_subscriber(msgspec.structs.replace(found, state="waiting", confirmed=None, nonce="n"))
        order = [(kind, one) for kind in KINDS for one in people[kind]]
        random.Random(1).shuffle(order)
        seconds, answers = {kind: [] for kind in KINDS}, set()
        with app.Server(newsroom, "127.0.0.1", 0) as server:
            host = server.address.removeprefix("http://")
            line = http.client.HTTPConnection(host)
            for kind, one in order:
                body = urlencode({"email": one, "list": "", "rhythm": "daily", "language": "en"})
                began = time.perf_counter()
                line.request("POST", "/letter/", body, {"Content-Type": "application/x-www-form-urlencoded"})
                answer = line.getresponse()
                said = answer.read()
                seconds[kind].append(time.perf_counter() - began)
                kept = {name: value for name, value in answer.getheaders() if name.lower() != "date"}
                answers.add((answer.status, said, str(kept)))
            line.close()
        waiting = len(newsroom.store.due_mail_requests(newsroom.now(), 1_000_000))
    assert len(answers) == 1, answers
    assert waiting == len(order), "the same work for each"
    return seconds


def apart(one, other):
    """Return how often a time of one kind is longer than one of the other: 0.5 where time says nothing."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, kind) in enumerate(ranked, 1) if kind == 0)
    return (ranks - len(one) * (len(one) + 1) / 2) / (len(one) * len(other))


def mails(folder, count):
    """Make mails of strange words, and read them again."""
    made = 0
    with newsrooms.open_newsroom(newsroom_settings(folder)) as newsroom:
        signing = links.key(newsroom)

        @settings(
            max_examples=count, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(words, words, words, words, words, words, words)
        def check(site, title, line, outlet, topic, intro, postal):
            nonlocal made
            made += 1
            given = newsroom_settings(folder, title=site, postal=postal)
            story = IssueStory(
                story="s", article="a", title=title or "x", line=line, path="/s/s/", url=title, outlet=outlet, outlets=((outlet, line),),
                topic=topic, heat=9, published=NOW,
            )  # fmt: skip
            head = issue_file.head(site, "https://hive.example", date(2026, 3, 9), NOW, (story,))
            stored = StoredIssue(issue=head, day=date(2026, 3, 9), since=NOW, until=NOW, stories=(story,), intro=intro)
            places = {page: links.address("https://hive.example", page) for page in message.PAGES}
            letter = mail.Letter(
                issue=stored,
                site=site,
                url="https://hive.example",
                postal=postal,
                leave=places["leave"],
                change=places["settings"],
            )
            text, html = mail.text(letter), mail.html(letter)
            one = Subscriber(number=7, email="anna@x.example", state="confirmed", at=NOW, consent="", origin="")
            raw = message.of_issue(given, stored, text, html, signing, NOW).bytes_for(one)
            read = email.message_from_bytes(raw, policy=email.policy.SMTP)
            assert set(read.keys()) == HEAD, set(read.keys()) ^ HEAD
            assert len(read.keys()) == len(HEAD)
            assert [str(one.addr_spec) for one in read["From"].addresses] == ["letter@hive.example"]
            assert raw.isascii()
            bodies = [part.get_content() for part in read.iter_parts()]
            token = links.token(signing, "person", 7)
            for body in bodies:
                assert body.count(f"/letter/leave/{token}/") == 1
            tree = parser.document_fromstring(bodies[1].replace("\x00", ""))
            assert not tree.xpath(
                "//script | //img | //iframe | //form | //svg | //link | //@*[starts-with(name(), 'on')]"
            )
            hrefs = tree.xpath("//@href")
            assert all(re.match("https?://", one.strip()) for one in hrefs), hrefs
            note = requests.Note("anna@x.example", f"Please confirm: {site}", f"{site}\n{postal}")
            read = email.message_from_bytes(message.of_note(given, note, NOW, "key"), policy=email.policy.SMTP)
            assert not set(read.keys()) - HEAD - {"Content-Transfer-Encoding"}, read.keys()

        check()
    return made


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--forms", type=int, default=300)
    options.add_argument("--mails", type=int, default=10_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.forms:
            seconds = forms(folder, given.forms)
            for kind, found in seconds.items():
                print(f"{kind:12} median {1000 * statistics.median(found):.2f} ms, of {len(found)}")
            worst = max(combinations(KINDS, 2), key=lambda pair: abs(apart(*(seconds[kind] for kind in pair)) - 0.5))
            print(
                f"told apart best by time: {worst[0]} and {worst[1]}, {apart(*(seconds[kind] for kind in worst)):.3f} (0.5 is not at all)"
            )
        if given.mails:
            print(
                f"{mails(folder, given.mails):,} issues and as many notes of strange words: no foreign field, no placeholder, no script"
            )


if __name__ == "__main__":
    main()
