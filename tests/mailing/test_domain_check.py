"""Whether a sender proves itself, against a real server of names on loopback: what is missing comes with what to add."""

import socketserver
import threading

import dns.message
import dns.rcode
import dns.rrset
import pytest
from inbox import Inbox, served

from coranto import errors
from coranto.mailing import domain_check

WELL = {
    ("hive.example.", "TXT"): ['"v=spf1 a:127.0.0.1 ~all"', '"something else"'],
    ("mail._domainkey.hive.example.", "TXT"): ['"v=DKIM1; k=rsa; p=MIGf" "MA0G"'],
    ("_dmarc.hive.example.", "TXT"): ['"v=DMARC1; p=none"'],
    ("hive.example.", "MX"): ["10 mail.hive.example."],
    ("mail.hive.example.", "A"): ["192.0.2.1"],
    ("1.2.0.192.in-addr.arpa.", "PTR"): ["mail.hive.example."],
}


class Names(socketserver.BaseRequestHandler):
    """Answer with the records of the server."""

    def handle(self):
        data, sock = self.request
        asked = dns.message.from_wire(data)
        (question,) = asked.question
        answer = dns.message.make_response(asked)
        kind = question.rdtype.name
        if getattr(self.server, "refuses", False):
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif found := self.server.records.get((question.name.to_text().lower(), kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        elif not any(name == question.name.to_text() for name, _ in self.server.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        sock.sendto(answer.to_wire(), self.client_address)


@pytest.fixture
def names():
    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Names) as server:
        server.records = dict(WELL)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def found(newsroom, names, **options):
    resolver = domain_check.resolver(f"127.0.0.1:{names.server_address[1]}")
    return {one.name: one for one in domain_check.look(newsroom, resolver, **options)}


def test_a_sender_that_proves_itself_is_well(opened, names):
    with served(Inbox()) as inbox:
        looked = found(opened(inbox.address), names)
    assert {name: one.well for name, one in looked.items()} == dict.fromkeys(
        ("SPF", "DKIM", "DMARC", "MX", "server"), True
    )
    assert "mail._domainkey.hive.example" in looked["DKIM"].says


def test_what_is_missing_comes_with_the_record_to_copy(opened, names):
    names.records = {("x.example.", "A"): ["192.0.2.9"]}
    looked = found(opened("smtp://127.0.0.1:1"), names)
    assert not any(one.well for one in looked.values())
    assert 'hive.example. TXT "v=spf1 a:127.0.0.1 ~all"' in looked["SPF"].says
    assert '_dmarc.hive.example. TXT "v=DMARC1; p=none; rua=mailto:postmaster@hive.example"' in looked["DMARC"].says
    assert "`--selector NAME` looks at another name" in looked["DKIM"].says
    assert "127.0.0.1:1 cannot be used" in looked["server"].says


@pytest.mark.parametrize(
    ("place", "records", "name", "says"),
    [
        (("hive.example.", "TXT"), ['"v=spf1 +all"'], "SPF", "lets everybody send"),
        (("hive.example.", "TXT"), ['"v=spf1 -all"', '"v=spf1 ~all"'], "SPF", "2 records, which counts as none"),
        (("mail._domainkey.hive.example.", "TXT"), ['"v=DKIM1; p="'], "DKIM", "is withdrawn"),
        (("_dmarc.hive.example.", "TXT"), ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"'], "DMARC", "keep one"),
    ],
)
def test_what_is_wrong_is_said(opened, names, place, records, name, says):
    names.records[place] = records
    resolver = domain_check.resolver(f"127.0.0.1:{names.server_address[1]}")
    looked = {one.name: one for one in domain_check.of_domain(opened("smtp://127.0.0.1:1").settings.mail, resolver)}
    assert not looked[name].well
    assert says in looked[name].says


def test_a_server_and_its_addresses_lead_to_each_other(opened, names):
    resolver = domain_check.resolver(f"127.0.0.1:{names.server_address[1]}")
    server = domain_check.mail_server.smtp("smtps://u:secret@mail.hive.example")
    assert domain_check._pointer(server, resolver).well
    names.records.pop(("1.2.0.192.in-addr.arpa.", "PTR"))
    assert "no name that leads back" in domain_check._pointer(server, resolver).says


def test_nobody_who_answers_is_not_taken_for_nothing_there(opened, names):
    names.refuses = True
    with pytest.raises(errors.MailError, match=r"no server of names answers for hive\.example"):
        found(opened("smtp://127.0.0.1:1"), names)
