"""The system resolver, called in dedicated threads: a lookup that hangs delays only the request that needs it."""

import asyncio
import socket
import threading

from aiohttp.abc import ResolveResult

_NUMBERS = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class Resolver:
    """Resolves names, each in its own thread.

    The system has no way to cancel a lookup, and a shared thread pool (it also parses) would soon be blocked by servers
    that do not answer. These threads are never joined, not even when the program ends.
    """

    async def resolve(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        """Return the addresses of a host.

        Raises
        ------
        OSError
            The host has no address, or the name service failed.

        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[ResolveResult]] = loop.create_future()

        def settle(found: list[ResolveResult] | Exception) -> None:
            if future.done():  # the caller has stopped waiting
                return
            if isinstance(found, Exception):
                future.set_exception(found)
            else:
                future.set_result(found)

        def ask() -> None:
            found: list[ResolveResult] | Exception
            try:
                found = _addresses(host, port, family)
            except Exception as why:  # noqa: BLE001 - raised where it is awaited
                found = why
            try:
                loop.call_soon_threadsafe(settle, found)
            except RuntimeError:  # the program is ending
                return

        threading.Thread(target=ask, name=f"resolves {host[:50]}", daemon=True).start()
        return await future


def _addresses(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    found: list[ResolveResult] = []
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG)
    for kind, _, protocol, _, where in answers:
        if len(where) < 2 or not isinstance(where[0], str):  # Python without IPv6 on a machine with IPv6
            continue
        zone = f"%{where[3]}" if len(where) == 4 and where[3] and "%" not in where[0] else ""
        found.append(
            ResolveResult(
                hostname=host, host=f"{where[0]}{zone}", port=int(where[1]), family=kind, proto=protocol, flags=_NUMBERS
            )
        )
    return found
