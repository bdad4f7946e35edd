"""Leases: what a worker has taken from a queue, and until when no other takes it."""

from typing import Literal

import msgspec

QueueName = Literal["source", "entry", "hook", "host"]
"""What is taken: sources to poll, entries whose page is to be read, webhooks that have deliveries, hosts to ask."""


class HostTurn(msgspec.Struct, frozen=True):
    """Whether a worker may ask a host.

    Attributes
    ----------
    mine : bool
        Whether the host is now this worker's alone.
    wait : float
        Seconds until the host may be asked, or until it is worth trying to take it again.
    held : float
        Seconds for which the host wants to be left alone.

    """

    mine: bool
    wait: float = 0.0
    held: float = 0.0
