"""Signing: what a receiver's own code, written apart from ours, makes of it."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coranto.notify import signature

MOMENTS = st.integers(10**9, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def verified(headers, body, secret, now):
    """As https://www.standardwebhooks.com has it: written here, of nothing of ours."""
    ident, moment = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(now.timestamp() - int(moment)) > 300:
        return False
    key = base64.standard_b64decode(secret[len("whsec_") :])
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in (ident.encode(), b".", moment.encode(), b".", body):
        mac.update(part)
    expected = base64.standard_b64encode(mac.digest()).decode()
    return any(hmac.compare_digest(one, f"v1,{expected}") for one in headers["webhook-signature"].split(" "))


@given(st.binary(min_size=24, max_size=64), st.from_regex(r"\Amsg_[0-9a-f]{1,40}\Z"), MOMENTS, st.binary(max_size=2000))
def test_what_is_signed_is_verified_and_nothing_else(chance, ident, now, body):
    secret = signature.secret(chance)
    headers = signature.headers(secret, ident, now, body)
    assert verified(headers, body, secret, now)
    assert not verified(headers, body + b" ", secret, now)
    assert not verified(headers | {"webhook-id": ident + "0"}, body, secret, now)
    assert not verified(headers | {"webhook-timestamp": str(int(now.timestamp()) + 1)}, body, secret, now)
    assert not verified(headers, body, signature.secret(chance + b"x"), now)
    assert not verified(headers, body, secret, now + timedelta(minutes=6))


def test_the_example_of_the_convention_comes_out_as_it_says():
    """The vector that the convention's own libraries are tested with."""
    secret, ident, body = (
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
    )
    signed = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature.sign(secret, ident, 1614265330, body) == signed
