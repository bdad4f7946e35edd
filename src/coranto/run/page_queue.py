"""The queue of read pages in the store, from the workers that read them to the worker that groups articles."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from coranto.model.article import Page
from coranto.model.response import Failure
from coranto.newsroom import Newsroom
from coranto.run import leases
from coranto.run.look_again import Validators
from coranto.run.read import Read
from coranto.text import secret_address


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What was read of a page, as it waits in the store."""

    page: Page | None
    failure: Failure | None
    validators: Validators


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Kept).decode


async def save(newsroom: Newsroom, done: Counter[str], results: list[Read]) -> None:
    """Save what was read, in the transaction that ends the leases; what came too late is dropped."""
    if not results:
        return
    kept = newsroom.store.save_pages([(waiting, _pack(page, its)) for waiting, page, its in results], newsroom.worker)
    for waiting, _, _ in results:
        if waiting.number in kept:
            done["read"] += 1
        else:
            done["late"] += 1
            leases.note_late(secret_address.public_form(waiting.url))


def load(newsroom: Newsroom, limit: int) -> list[Read]:
    """Return what was read and waits to be grouped, in order of arrival."""
    return list(_unpacked(newsroom, limit))


def _unpacked(newsroom: Newsroom, limit: int) -> Iterator[Read]:
    for waiting, data in newsroom.store.pages_read(limit):
        try:
            kept = _decode(data)
        except msgspec.DecodeError:  # of a version with other fields: it is read again
            newsroom.store.drop_page(waiting.number)
            continue
        yield waiting, kept.failure or kept.page, kept.validators


def _pack(page: Page | Failure | None, validators: Validators) -> bytes:
    failure = page if isinstance(page, Failure) else None
    return _encode(_Kept(None if isinstance(page, Failure) else page, failure, validators))
