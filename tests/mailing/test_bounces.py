"""What came back: reports that prove whose mail they are about, notices of services; anything else counts nothing."""

import contextlib
import json
import shutil
import socketserver
import ssl
import subprocess
import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coranto import errors
from coranto.mailing import bounce_report, bounces, links, send, subscribe
from coranto.mailing import subscribe as asking
from coranto.mailing.bounce_report import Notice
from coranto.model.subscriber import Wish

DSN = """From: MAILER-DAEMON@x.example
To: letter@hive.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={report}; boundary="b"

--b
Content-Type: text/plain

It did not work.

--b
Content-Type: message/{kind}

{status}

--b
Content-Type: text/rfc822-headers

Subject: The Hive
List-Unsubscribe: <https://hive.example/letter/leave/{token}/>

--b--
"""
FAILED = "Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; anna@x.example\nAction: {action}\nStatus: {status}"
SERVICES = [
    {"email": "anna@x.example", "type": "bounce"},
    {
        "Type": "Notification",
        "Message": json.dumps(
            {
                "notificationType": "Bounce",
                "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "anna@x.example"}]},
            }
        ),
    },
    {"RecordType": "Bounce", "Type": "HardBounce", "Email": "anna@x.example"},
    {"event-data": {"event": "failed", "severity": "permanent", "recipient": "anna@x.example"}},
    [{"event": "bounce", "email": "anna@x.example"}, {"event": "open", "email": "ben@x.example"}],
    {"event": "hard_bounce", "email": "anna@x.example"},
]


def dsn(token, action="failed", status="5.1.1", report="delivery-status"):
    kind = "feedback-report" if report == "feedback-report" else "delivery-status"
    said = (
        "Feedback-Type: abuse\nUser-Agent: x"
        if report == "feedback-report"
        else FAILED.format(action=action, status=status)
    )
    return DSN.format(token=token, report=report, kind=kind, status=said).replace("\n", "\r\n").encode()


@pytest.fixture
def anna(newsroom, subscribe):
    subscribe(newsroom, "anna@x.example")
    return newsroom.store.get_subscribers()[0]


def test_a_report_counts_for_the_reader_whose_signed_link_it_has(newsroom, anna):
    key, mine = links.key(newsroom), links.person(newsroom, anna.number)
    found = bounce_report.read(dsn(mine), key)
    assert (found.subscriber, found.kind, found.status) == (anna.number, "refused", "5.1.1")
    assert bounce_report.read(dsn(mine, "delayed", "4.4.1"), key) is None, "passing trouble"
    assert bounce_report.read(dsn(f"{anna.number}.{'A' * 20}"), key) is None, "anybody can write this"
    assert bounce_report.read(dsn(mine, report="feedback-report"), key).kind == "complained"
    assert bounce_report.read(b"hello", key) is None


def test_three_refusals_in_a_row_end_it_and_a_complaint_at_once(newsroom, anna):
    for _ in range(3):
        bounces.count(newsroom, newsroom.store.get_subscriber(anna.number), "refused", "5.1.1")
    assert newsroom.store.get_subscriber(anna.number).state == "undeliverable"
    bounces.count(newsroom, newsroom.store.get_subscriber(anna.number), "complained")
    assert newsroom.store.count_subscribers() == {"left": 1}
    assert subscribe.data(newsroom, "anna@x.example")["gets_nothing"]["why"] == "complained"


@pytest.mark.parametrize("given", SERVICES, ids=["own", "amazon", "postmark", "mailgun", "sendgrid", "brevo"])
def test_notices_of_services_are_read(given):
    assert bounce_report.notices(json.dumps(given).encode()) == [Notice("anna@x.example", "refused")]


def test_passing_trouble_and_complaints_of_services():
    soft = {"RecordType": "Bounce", "Type": "SoftBounce", "Email": "anna@x.example"}
    assert bounce_report.notices(json.dumps(soft).encode()) == []
    spam = {"event": "spamreport", "email": "anna@x.example"}
    assert bounce_report.notices(json.dumps(spam).encode()) == [Notice("anna@x.example", "complained")]


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["Message", "email", "bounce", "event-data", "type"]), inner)
        ),
    ).map(lambda value: json.dumps(value).encode())
)
@example(b"[" * 100_000)
@example(json.dumps({"Message": '{"a":' * 100_000}).encode())
def test_anything_else_is_nothing(body):
    assert isinstance(bounce_report.notices(body), list)
    assert bounce_report.read(body, b"key") is None


class Imap(socketserver.StreamRequestHandler):
    """As much of IMAP as reading a folder takes: one unread mail, which is marked."""

    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            word = command.upper()
            if word.startswith("CAPABILITY"):
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            elif "SEARCH" in word:
                self.server.asked = command
                self.wfile.write(b"* SEARCH 1\r\n" if not self.server.seen else b"* SEARCH\r\n")
            elif "STORE" in word:
                if self.server.full:
                    self.wfile.write(f"{tag} NO full\r\n".encode())
                    continue
                self.server.seen = r"\SEEN" in word
            elif "FETCH" in word:
                raw = self.server.mail
                self.server.seen |= "PEEK" not in word
                self.wfile.write(
                    b"* 1 FETCH (UID 1 FLAGS () RFC822.SIZE %d BODY[] {%d}\r\n%s)\r\n" % (len(raw), len(raw), raw)
                )
            elif word.startswith("SELECT"):
                self.wfile.write(b"* 1 EXISTS\r\n")
            elif word.startswith("LOGOUT"):
                self.wfile.write(b"* BYE\r\n")
            self.wfile.write(f"{tag} OK done\r\n".encode())


def test_a_server_that_cannot_prove_who_it_is_gets_no_password(opened, tmp_path):
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("openssl is not installed")
    made = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    made += ["-keyout", "key.pem", "-out", "certificate.pem", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*made, "-addext", "subjectAltName=IP:127.0.0.1"], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")

    class Stranger(socketserver.BaseRequestHandler):
        def handle(self):
            with contextlib.suppress(OSError), context.wrap_socket(self.request, server_side=True) as line:
                line.sendall(b"* OK ready\r\n")
                while heard := line.recv(1000):
                    self.server.heard += heard

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Stranger) as server:
        server.heard = b""
        threading.Thread(target=server.serve_forever, daemon=True).start()
        hive = opened(bounces=f"imaps://u:secret@127.0.0.1:{server.server_address[1]}/INBOX")
        with pytest.raises(errors.MailError, match="SSLCertVerificationError"):
            bounces.fetch(hive)
        server.shutdown()
        assert server.heard == b""


def test_what_a_reader_chose_while_a_mail_was_under_way_stays(newsroom, subscribe):
    subscribe(newsroom, "anna@x.example")
    (before,) = newsroom.store.get_subscribers()
    asking.change(newsroom, before, Wish(topics=("ai",), weekly=True))
    send.bounced(newsroom, before, "550")
    assert newsroom.store.get_subscribers()[0].wish == Wish(topics=("ai",), weekly=True)
    send.arrived(newsroom, before)
    (now,) = newsroom.store.get_subscribers()
    assert (now.wish, now.bounces) == (Wish(topics=("ai",), weekly=True), 0)


def test_the_folder_of_bounces_is_read_once(opened, subscribe):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        hive = opened(bounces=f"imap://u:secret@127.0.0.1:{server.server_address[1]}/INBOX")
        subscribe(hive, "anna@x.example")
        (anna,) = hive.store.get_subscribers()
        server.mail, server.seen, server.full = dsn(links.person(hive, anna.number)), False, True
        with pytest.raises(errors.MailError, match="cannot be read"):
            bounces.fetch(hive)
        assert hive.store.get_subscriber(anna.number).bounces == 1, "a mail counts before it is marked as read"
        assert not server.seen
        send.arrived(hive, anna)
        server.full = False
        assert bounces.fetch(hive) == 1
        assert bounces.fetch(hive) == 0
        assert "SMALLER 500000" in server.asked, "what anybody may send is not all taken into memory"
        server.mail, server.seen = b"From: a\r\nContent-Type: text/plain; charset=\xff\r\n\r\n\xff", False
        assert bounces.fetch(hive) == 0
        server.shutdown()
    assert hive.store.get_subscriber(anna.number).bounces == 1
    with pytest.raises(errors.MailError, match="cannot be read") as why:
        bounces.fetch(hive)
    assert "secret" not in str(why.value)
    with pytest.raises(errors.MailError, match="only imaps://"):
        bounces.fetch(opened(bounces="imap://u:secret@mail.example/INBOX"))
