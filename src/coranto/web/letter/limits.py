"""How often the newsletter's forms may be sent: of a network, of all together, of one reader, of one editor.

A proxy that is not named in ``serve.proxies``, or that speaks over a Unix socket, hides where a form comes from. Those
count together only, so that no stranger uses up what everybody has.
"""

import ipaddress
from datetime import timedelta

from starlette.requests import Request

from coranto.newsroom import Newsroom
from coranto.web.reader_count import network

WINDOW = timedelta(hours=1)
OF_NETWORK, OF_ALL, OF_READER, OF_EDITOR = 20, 1000, 3, 20


def form(newsroom: Newsroom, request: Request) -> bool:
    """Count a form to subscribe; whether there were too many of them."""
    where = request.client.host if request.client else ""
    return (_known(where) and _count(newsroom, f"LETTER@{network(where)}", OF_NETWORK)) or _count(
        newsroom, "LETTER@*", OF_ALL
    )


def data(newsroom: Newsroom, subscriber: int) -> bool:
    """Count a wish for the own data; whether there were too many of them."""
    return _count(newsroom, f"LETTER-DATA@{subscriber}", OF_READER)


def test_mail(newsroom: Newsroom, person: int) -> bool:
    """Count a test mail of an editor; whether there were too many of them."""
    return _count(newsroom, f"LETTER-TEST@{person}", OF_EDITOR)


def _known(address: str) -> bool:
    """Whether an address is a reader's: not this machine's, where only a proxy asks."""
    try:
        return not ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _count(newsroom: Newsroom, key: str, most: int) -> bool:
    """Count a try for a key in capitals: names that sign in are counted beside it, in small letters."""
    now = newsroom.now()
    with newsroom.store.transaction(writes=True):
        count, _until = newsroom.store.sign_in_tries([key], now).get(key, (0, now))
        if count >= most:
            return True
        newsroom.store.add_sign_in_try([key], now, now + WINDOW)
    return False
