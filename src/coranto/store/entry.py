"""Entries whose page is to be read, and who has listed which address."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, select, union_all, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.change import PendingEntry
from coranto.model.entry import Entry
from coranto.model.source import Source
from coranto.store import change_log, tables, values
from coranto.store import source as sources
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Entry)
_entry, _sighting, _article = tables.entry.c, tables.sighting.c, tables.article.c

_ADD = (
    insert(tables.entry)
    .values(
        {name: bindparam(name) for name in ("url", "source", "seen", "tries", "data")} | {"ready": bindparam("seen")}
    )
    .on_conflict_do_nothing()
)
_WAITING = (
    select(_entry.number, _entry.source, _entry.url, _entry.data, _entry.seen, _entry.tries)
    .where(_entry.ready <= bindparam("now"), ~among(_entry.source, "without"))
    .order_by(_entry.number)
    .limit(bindparam("limit"))
)
_PENDING = select(_entry.url).where(among(_entry.url, "urls"))
_PUT_OFF = (
    update(tables.entry)
    .where(_entry.number == bindparam("entry_number"))
    .values(ready=bindparam("until"), trouble=bindparam("why"), tries=_entry.tries + 1)
)
_TROUBLES = (
    select(_entry.url, _entry.trouble)
    .where(_entry.trouble.is_not(None))
    .order_by(_entry.number.desc())
    .limit(bindparam("limit"))
)
_DONE = delete(tables.entry).where(_entry.number == bindparam("entry_number")).returning(_entry.url)

# In this order: what an address is the canonical one of counts more than where it once led.
_KNOWN = union_all(
    select(_sighting.url, _sighting.article).where(among(_sighting.url, "urls"), _sighting.article.is_not(None)),
    select(_article.url, _article.id).where(among(_article.url, "urls")),
)
_SIGHT = (
    insert(tables.sighting)
    .values({name: bindparam(name) for name in ("url", "source", "article", "seen")})
    .on_conflict_do_nothing()
)
_SIGHTED = select(_sighting.url).where(_sighting.source == bindparam("source"), among(_sighting.url, "urls"))
_SIGHTED_OTHERWISE = select(_sighting.article).where(
    _sighting.source == bindparam("source"), among(_sighting.article, "articles")
)
_SETTLE = (
    update(tables.sighting)
    .where(_sighting.url == bindparam("entry_url"), _sighting.article.is_(None))
    .values(article=bindparam("settled"))
)
_APPEARANCES = (
    select(_sighting.url, _sighting.source, _sighting.seen)
    .where(_sighting.article == bindparam("article"))
    .order_by(_sighting.seen, _sighting.url, _sighting.source)
)


def took(db: Transaction, source: Source, entries: Sequence[PendingEntry]) -> int:
    """Save the source, the entries that are new, and that it lists those that are not."""
    sources.save(db, source)
    if not entries:
        return 0
    listing = {entry.url: entry for entry in reversed(entries)}  # of two with one address the first
    urls = listed(listing)
    have = known(db, listing)
    pending = {url for (url,) in db.all(_PENDING, urls=urls)}
    sighted = {url for (url,) in db.all(_SIGHTED, source=source.id, urls=urls)}
    otherwise = {
        article for (article,) in db.all(_SIGHTED_OTHERWISE, source=source.id, articles=listed(set(have.values())))
    }
    new = [entry for url, entry in reversed(listing.items()) if url not in have and url not in pending]
    db.many(
        _SIGHT,
        [
            {"url": url, "source": source.id, "article": have.get(url), "seen": values.stamp(entry.seen)}
            for url, entry in sorted(listing.items())
            if url not in sighted and have.get(url) not in otherwise
        ],
    )
    change_log.note(db, map(change_log.article, set(have.values()) - otherwise))
    db.many(
        _ADD,
        [
            {
                "url": entry.url,
                "source": source.id,
                "seen": values.stamp(entry.seen),
                "tries": entry.tries,
                "data": values.pack(entry.entry),
            }
            for entry in new
        ],
    )
    return len(new)


def waiting(db: Transaction, now: datetime, limit: int = 1000, without: Iterable[str] = ()) -> list[PendingEntry]:
    """Give those that are ready."""
    return [
        PendingEntry(
            number=number,
            source=source,
            url=url,
            entry=_decoder.decode(data),
            seen=values.moment(seen),
            tries=tries,
        )
        for number, source, url, data, seen, tries in db.all(
            _WAITING, now=values.stamp(now), limit=limit, without=listed(without)
        )
    ]


def put_off(db: Transaction, number: int, until: datetime | None, trouble: str) -> None:
    """Count the try; an entry that is put off for ever keeps its address from being taken again."""
    db.run(_PUT_OFF, entry_number=number, until=values.stamp(until) if until else None, why=trouble)


def troubles(db: Transaction, limit: int = 20) -> list[tuple[str, str]]:
    """Give those that were put off."""
    return [(url, why) for url, why in db.all(_TROUBLES, limit=limit)]


def settled(db: Transaction, number: int, article: str) -> None:
    """Delete the entry; whoever listed its address has found the article."""
    done = db.first(_DONE, entry_number=number)
    if done is not None:
        db.run(_SETTLE, entry_url=done[0], settled=article)
        change_log.note(db, [change_log.article(article)])


def sight(db: Transaction, url: str, source: str | None, article: str, seen: datetime) -> None:
    """Note that an article was found without having been waited for."""
    db.run(_SIGHT, url=url, source=source or "", article=article, seen=values.stamp(seen))
    db.run(_SETTLE, entry_url=url, settled=article)  # also where its entry waits on, for its page


def known(db: Transaction, urls: Iterable[str]) -> dict[str, str]:
    """Look among canonical addresses and appearances."""
    found: dict[str, str] = dict(db.all(_KNOWN, urls=listed(urls)))
    return found


def appearances(db: Transaction, article: str) -> list[tuple[str, str | None, datetime]]:
    """Give the sightings of an article."""
    return [(url, source or None, values.moment(seen)) for url, source, seen in db.all(_APPEARANCES, article=article)]
