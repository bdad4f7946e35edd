"""No private address is reached, however it is written."""

import pytest

from coranto import errors
from coranto.fetch.guard import Guard
from coranto.i18n.wording import say


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "192.0.0.192", "192.0.0.8", "192.88.99.1",
        "3fff::1", "3fff:fff::1", "5f00::1", "64:ff9b:1::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1", "2001:20::1",
        "2001:470::5efe:7f00:1", "2001:470::200:5efe:a9fe:a9fe",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(address):
    assert "private address" in say(Guard().refuse(address, 80))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2001:470::5efe:5db8:d822"])
def test_public_ones_are_not_but_on_other_ports_they_are(address):
    assert Guard().refuse(address, 443) is None
    assert "port 22" in say(Guard().refuse(address, 22))


def test_a_rule_opens_what_it_names_and_no_more():
    guard = Guard(["127.0.0.1:8765", "10.1.0.0/16", "intranet.example:8080", "[::1]:99"])
    assert guard.refuse("127.0.0.1", 8765) is None
    assert guard.refuse("127.0.0.1", 80)
    assert guard.refuse("10.1.2.3", 9999) is None
    assert guard.refuse("10.2.2.3", 80)
    assert guard.refuse("::1", 99) is None
    assert guard.refuse("192.168.0.9", 8080, "intranet.example") is None
    assert guard.refuse("192.168.0.9", 80, "intranet.example")


@pytest.mark.parametrize("rule", ["", "10.0.0.0/99", "host:port"])
def test_a_rule_that_is_none_is_refused(rule):
    with pytest.raises(errors.ConfigError):
        Guard([rule])


def test_an_allowed_name_opens_itself_and_neither_its_address_nor_an_address_of_the_link():
    guard = Guard(["intranet.example"])
    assert guard.refuse("10.9.8.7", 80, "intranet.example") is None
    guard.grant("10.9.8.7", 80)
    assert guard.refuse_literal("10.9.8.7", 80)
    assert guard.refuse("10.9.8.7", 80, "other.example")
    assert guard.refuse("169.254.169.254", 80, "intranet.example")
    assert guard.refuse_literal("intranet.example", 80) is None
    assert Guard(["intranet.example", "169.254.0.0/16"]).refuse("169.254.1.1", 80, "intranet.example") is None
