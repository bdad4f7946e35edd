"""Pending entries, and appearances: which source listed which address."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select, union_all, update
from sqlalchemy.dialects.postgresql import insert

from coranto.dedupe import address
from coranto.model.article import FOUND_BY
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry
from coranto.model.source import Source
from coranto.store import article as articles
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
COLUMNS = (_entry.number, _entry.source, _entry.url, _entry.data, _entry.seen, _entry.tries, _entry.trouble)
_PENDING = (
    select(*COLUMNS)
    .where(_entry.ready <= bindparam("now"), ~among(_entry.source, "without"))
    .order_by(_entry.number)
    .limit(bindparam("limit"))
)
_PENDING_URLS = (
    select(_entry.url, _entry.number, tables.source.c.data)
    .join(tables.source, tables.source.c.id == _entry.source, isouter=True)
    .where(among(_entry.url, "urls"))
)
_DROP = delete(tables.entry).where(_entry.number == bindparam("entry_number"))
_POSTPONE = (
    update(tables.entry)
    .where(_entry.number == bindparam("entry_number"))
    .values(ready=bindparam("until"), trouble=bindparam("why"), tries=_entry.tries + 1)
)
_HOLD = (
    update(tables.entry)
    .where(_entry.number == bindparam("entry_number"))
    .values(ready=bindparam("until"), trouble=bindparam("why"))
)
_FAILED = (
    select(_entry.url, _entry.trouble)
    .where(_entry.trouble.is_not(None), _entry.ready.is_not(None))
    .order_by(_entry.number.desc())
    .limit(bindparam("limit"))
)
_DELETE = delete(tables.entry).where(_entry.number == bindparam("entry_number")).returning(_entry.url)

# In this order, so that a canonical address overrides an appearance.
_IDS_BY_URL = union_all(
    select(_sighting.url, _sighting.article).where(among(_sighting.url, "urls"), _sighting.article.is_not(None)),
    select(_article.url, _article.id).where(among(_article.url, "urls")),
)
_ADD_APPEARANCE = (
    insert(tables.sighting)
    .values({name: bindparam(name) for name in ("url", "source", "article", "seen")})
    .on_conflict_do_nothing()
)
_APPEARED = select(_sighting.url).where(_sighting.source == bindparam("source"), among(_sighting.url, "urls"))
_APPEARED_ELSEWHERE = select(_sighting.article).where(
    _sighting.source == bindparam("source"), among(_sighting.article, "articles")
)
_RESOLVE = (
    update(tables.sighting)
    .where(_sighting.url == bindparam("entry_url"), _sighting.article.is_(None))
    .values(article=bindparam("settled"))
)
_APPEARANCES = (
    select(_sighting.url, _sighting.source, _sighting.seen)
    .where(_sighting.article == bindparam("article"))
    .order_by(_sighting.seen, _sighting.url, _sighting.source)
)


def save_poll(db: Transaction, source: Source, entries: Sequence[PendingEntry]) -> int:
    """Save the source and its new entries; save the known ones as appearances. Return the number of new entries.

    An outlet's own feed overrules others: what another feed listed of it before is read again with its own entry.
    """
    sources.save(db, source)
    if not entries:
        return 0
    listing = {entry.url: entry for entry in reversed(entries)}  # the first of two with the same address wins
    urls = listed(listing)
    known = article_ids_by_url(db, listing)
    pending = _pending(db, source, urls)
    appeared = {url for (url,) in db.all(_APPEARED, source=source.id, urls=urls)}
    elsewhere = {
        article for (article,) in db.all(_APPEARED_ELSEWHERE, source=source.id, articles=listed(set(known.values())))
    }
    foreign = _found_by_others(db, source, {url: name for url, name in known.items() if url not in appeared})
    new = [
        entry for url, entry in reversed(listing.items()) if (url not in known or url in foreign) and url not in pending
    ]
    db.many(
        _ADD_APPEARANCE,
        [
            {"url": url, "source": source.id, "article": known.get(url), "seen": values.stamp(entry.seen)}
            for url, entry in sorted(listing.items())
            if url not in appeared and known.get(url) not in elsewhere
        ],
    )
    change_log.add(db, map(change_log.article, set(known.values()) - elsewhere))
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


def _pending(db: Transaction, source: Source, urls: str) -> set[str]:
    """Return which addresses wait already; drop the entry of another outlet's feed where this is the address's own."""
    waiting = set()
    for url, number, data in db.all(_PENDING_URLS, urls=urls):
        if _own(source, url) and not (data and _own(sources.decode(data), url)):
            db.run(_DROP, entry_number=number)
        else:
            waiting.add(url)
    return waiting


def _found_by_others(db: Transaction, source: Source, known: Mapping[str, str]) -> set[str]:
    """Return the addresses of this source's own outlet whose articles only other outlets' feeds listed until now."""
    own = {url: name for url, name in known.items() if _own(source, url)}
    if not own:
        return set()
    found = articles.by_id(db, set(own.values()))
    return {
        url
        for url, name in own.items()
        if (it := found.get(name)) and FOUND_BY in it.provenance and it.provider.domain == address.outlet(url)
    }


def _own(source: Source, url: str) -> bool:
    return address.outlet(source.url) == address.outlet(url)


def pending_entries(
    db: Transaction, now: datetime, limit: int = 1000, without: Iterable[str] = ()
) -> list[PendingEntry]:
    """Return the entries that are ready."""
    rows = db.all(_PENDING, now=values.stamp(now), limit=limit, without=listed(without))
    return [of_row(row) for row in rows]


def of_row(row: Sequence[Any]) -> PendingEntry:
    """Return the entry of a row of ``COLUMNS``."""
    number, source, url, data, seen, tries, trouble = row
    found = _decoder.decode(data)
    return PendingEntry(
        number=number,
        source=source,
        url=url,
        entry=found,
        seen=values.moment(seen),
        tries=tries,
        held="" if tries else trouble or "",
    )


def postpone(db: Transaction, number: int, until: datetime | None, trouble: str) -> None:
    """Count the attempt; an entry postponed forever stays, so that its address is not taken as new again."""
    db.run(_POSTPONE, entry_number=number, until=values.stamp(until) if until else None, why=trouble)


def hold(db: Transaction, numbers: Iterable[int], until: datetime, why: str) -> None:
    """Let entries wait that were not tried."""
    db.many(_HOLD, [{"entry_number": number, "until": values.stamp(until), "why": why} for number in numbers])


def failed_entries(db: Transaction, limit: int = 20) -> list[tuple[str, str]]:
    """Return the entries whose page failed and is read again later, with the last reason; not pages given up."""
    return [(url, why) for url, why in db.all(_FAILED, limit=limit)]


def resolve(db: Transaction, number: int, article: str) -> None:
    """Delete the entry; every source that listed its address now has an appearance of the article."""
    done = db.first(_DELETE, entry_number=number)
    if done is not None:
        db.run(_RESOLVE, entry_url=done[0], settled=article)
        change_log.add(db, [change_log.article(article)])


def add_appearance(db: Transaction, url: str, source: str | None, article: str, seen: datetime) -> None:
    """Save where an article was found without a pending entry."""
    db.run(_ADD_APPEARANCE, url=url, source=source or "", article=article, seen=values.stamp(seen))
    db.run(_RESOLVE, entry_url=url, settled=article)  # also while its entry still waits for its page


def article_ids_by_url(db: Transaction, urls: Iterable[str]) -> dict[str, str]:
    """Map canonical addresses and appearances to article ids."""
    found: dict[str, str] = dict(db.all(_IDS_BY_URL, urls=listed(urls)))
    return found


def appearances(db: Transaction, article: str) -> list[tuple[str, str | None, datetime]]:
    """Return the appearances of an article."""
    return [(url, source or None, values.moment(seen)) for url, source, seen in db.all(_APPEARANCES, article=article)]
