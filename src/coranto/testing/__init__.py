"""Test helpers for plugin authors: an article, a stored record, a web without a network, a newsroom in a folder.

::

    from coranto import testing


    def test_capitals_cost_five_points():
        (part,) = shouting(testing.article("STOP THE PRESS"), Settings(), 0)
        assert part.points == -5
        assert testing.because(part) == "the headline is in capitals"


    async def test_a_whole_round(tmp_path):
        web = testing.Web()
        web.put("https://outlet.example/feed", b"<rss>...", "application/rss+xml")
        with testing.newsroom(tmp_path, signals={"shouting": shouting}) as newsroom:
            testing.listen(newsroom, "https://outlet.example/feed")
            done = await testing.round_of(newsroom, web)
        assert done["articles"] == 1

Everything is real except the network and the clock. Rounds need an event loop: pytest-asyncio provides one.
"""

import contextlib
import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import msgspec

from coranto import pipeline
from coranto.decide import decision
from coranto.dedupe import address
from coranto.i18n import wording
from coranto.model.article import Article, Provider
from coranto.model.change import StoredRecord
from coranto.model.response import Failure, Response
from coranto.model.score import ScorePart
from coranto.model.settings import Fetch, Settings
from coranto.model.source import Source
from coranto.newsroom import Newsroom, open_newsroom
from coranto.record import build, slug
from coranto.run.pages import PagePool
from coranto.source import ids

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def article(title: str = "A headline", url: str = "https://outlet.example/article", **fields: Any) -> Article:
    """Build a judged article; ``fields`` are those of ``Article``."""
    defaults: dict[str, Any] = {
        "id": address.article_id(url),
        "url": url,
        "original_url": url,
        "web_url": url,
        "title": title,
        "published": NOW,
        "seen": NOW,
        "provider": Provider(name="An Outlet", domain=address.outlet(url)),
    }
    return Article(**defaults | fields)


def because(part: ScorePart) -> str:
    """Return why a part counts, in the English words of an explanation."""
    return wording.say(part.reason)


def filed(of: Article | None = None, settings: Settings | None = None) -> StoredRecord:
    """Build the stored record of an article that is alone in its story: what an output receives."""
    one, rules = of or article(), settings or Settings()
    made = build.make(one, decision.decide(one, one, (), 0, rules), (), rules)
    return StoredRecord(article=one.id, path=slug.path(one, lambda _: ()), record=made, changed=NOW)


class Web:
    """A web without a network, for use in place of a ``Client``; it responds with what was put there.

    ``asked`` lists the requested addresses in order. A request with the ETag of the current content gets *not modified*
    (304).
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._answers: dict[str, Response | Failure] = {}

    def put(self, url: str, body: bytes, content_type: str = "text/html; charset=utf-8") -> None:
        """Put a page or feed at an address, replacing what was there."""
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        self._answers[url] = Response(url=url, body=body, content_type=content_type, etag=etag)

    def fail(self, url: str, reason: str = "it did not answer", **fields: Any) -> None:
        """Make an address fail; ``fields`` are those of ``Failure`` (status, retry_after, gone, robots)."""
        self._answers[url] = Failure(url=url, reason=reason, **fields)

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,  # noqa: ARG002 - as a Client's
        robots: bool = False,  # noqa: ARG002 - as above
        accept: str | None = None,  # noqa: ARG002 - as above
        first: int | None = None,
    ) -> Response | Failure:
        """Respond as ``Client.get`` does."""
        self.asked.append(url)
        found = self._answers.get(url) or Failure(url=url, reason="the server answered 404", status=404)
        if isinstance(found, Response) and etag == found.etag:
            return Response(url=url, status=304, etag=etag)
        if isinstance(found, Response) and first is not None:
            return msgspec.structs.replace(found, body=found.body[:first])
        return found


@contextlib.contextmanager
def newsroom(
    folder: Path,
    settings: Settings | None = None,
    *,
    now: Callable[[], datetime] = lambda: NOW,
    signals: Mapping[str, Callable[..., Any]] | None = None,
    kinds: Mapping[str, Callable[..., Any]] | None = None,
    outputs: Mapping[str, Callable[..., Any]] | None = None,
) -> Iterator[Newsroom]:
    """Open a newsroom in a folder: SQLite, a fixed clock, and no page fetching unless ``settings`` say otherwise.

    ``signals``, ``kinds`` and ``outputs`` are added to the installed ones; the outputs are enabled.
    """
    rules = settings or Settings(fetch=Fetch(pages=False))
    with open_newsroom(msgspec.structs.replace(rules, folder=str(folder)), now=now) as newsroom:
        publish = msgspec.structs.replace(rules.publish, outputs=(*rules.publish.outputs, *(outputs or ())))
        yield dataclasses.replace(
            newsroom,
            settings=msgspec.structs.replace(newsroom.settings, publish=publish),
            signals={**newsroom.signals, **(signals or {})},
            kinds={**newsroom.kinds, **(kinds or {})},
            outputs={**newsroom.outputs, **(outputs or {})},
        )


def listen(newsroom: Newsroom, url: str, kind: str = "feed", topics: tuple[str, ...] = ()) -> None:
    """Add a source that is due now."""
    newsroom.store.save_source(Source(id=ids.source_id(url), url=url, kind=kind, topics=topics))


async def round_of(newsroom: Newsroom, web: Web) -> Counter[str]:
    """Run one round with a fake web; return the counts of what was done."""
    done = Counter[str]()
    with PagePool() as pool:
        await pipeline.run_round(newsroom, cast("Any", web), pool, done)
    return done
