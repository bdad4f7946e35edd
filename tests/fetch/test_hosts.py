"""The distance between requests to one host, also when there is little room for all of them."""

import asyncio
import itertools

from coranto.fetch.client import Client
from coranto.fetch.hosts import Hosts
from coranto.model.settings import Fetch


async def test_requests_that_waited_for_a_place_keep_their_distance():
    loop = asyncio.get_running_loop()
    hosts = Hosts(Fetch(concurrency=2, per_host=2, spacing=0.1), loop.time)
    began: dict[str, list[float]] = {"a": [], "b": [], "c": []}

    async def ask(host, last):
        async with hosts.turn(host):
            began[host].append(loop.time())
            await asyncio.sleep(last)

    await asyncio.gather(*(ask(host, 0.15) for _ in range(4) for host in began))
    for times in began.values():
        assert all(after - before >= 0.099 for before, after in itertools.pairwise(times))


async def test_who_waits_in_line_when_a_host_asks_for_patience_does_not_ask(monkeypatch):
    client = Client(Fetch(spacing=0.05, per_host=1), "https://news.example/")
    asked = []

    async def answer(url, _headers, _body, _first, _jar):
        asked.append(url)
        client.hold(url, 600)
        from coranto.model.response import Failure

        return Failure(url=url, reason="busy", status=429, retry_after=600), None

    monkeypatch.setattr(client, "_exchange", answer)
    outcomes = await asyncio.gather(*(client.get(f"https://daily.example/{n}") for n in range(4)))
    assert len(asked) == 1
    assert [outcome.held for outcome in outcomes] == [False, True, True, True]
