"""The ledger of the newsletter's mail: a row for each issue and subscriber, written before the mail is sent."""

from datetime import datetime
from typing import Literal

import msgspec

# waiting: to be sent at ``due``; sending: a connection has it; sent: a server took it; refused: for good;
# uncertain: the connection, or the program, ended while it was sent, so that it may have arrived
DeliveryState = Literal["waiting", "sending", "sent", "refused", "uncertain"]
STATES: tuple[DeliveryState, ...] = ("waiting", "sending", "sent", "refused", "uncertain")


class Delivery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One issue for one subscriber.

    ``at`` is when its state last changed, ``due`` when a waiting one is sent, ``status`` what the server last said
    (``451 4.7.1``; never its words, which may name the address), ``tries`` how often it was asked.
    """

    number: int = 0
    issue: str
    subscriber: int
    state: DeliveryState = "waiting"
    at: datetime
    due: datetime
    tries: int = 0
    status: str = ""
