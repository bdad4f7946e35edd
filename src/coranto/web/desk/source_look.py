"""Look before adding: which feed is there, how fresh, and what would have become of its headlines. Lists likewise."""

from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto import errors
from coranto.i18n import wording
from coranto.i18n.messages import N_, _, _n
from coranto.model.source import Source
from coranto.run import first_start, look, reload, scaffold, source_change, source_list, source_preview
from coranto.run.look import Looked
from coranto.run.source_preview import Outcome
from coranto.web import words
from coranto.web.desk import after, page, sources
from coranto.web.desk.call import Call, route

_LIST = "desk.list"  # the last list that was looked through
_HEADLINES = 5
_NOTHING = N_("Nothing of the list was chosen.")


class Brought(msgspec.Struct, frozen=True):
    """A list that was looked through: the rows as it has them, and what was found at each."""

    rows: tuple[Source, ...]
    looked: tuple[Looked, ...]


@route("/desk/sources/look/", action="sources.change", method="POST", looks=True)
def look_at(call: Call) -> Response:
    """Look at an address; nothing is added."""
    address = (call.form.first("feed") or call.form.first("address")).strip()[:2_000]
    if not address:
        return page.redirect(call, "desk/sources/")
    (found,) = look.look(call.newsroom, [address], call.newsroom.contact)
    if found.source is None:
        return sources.listing(call, trouble=found.trouble, status=422, address=address)
    return _page(call, found)


@route("/desk/sources/add/", action="sources.change", method="POST", looks=True)
def add(call: Call) -> Response:
    """Add what was looked at, if it still answers."""
    address = call.form.first("address").strip()[:2_000]
    found = next(iter(look.look(call.newsroom, [address], call.newsroom.contact)), None)
    if found is None or found.source is None:
        return sources.listing(call, trouble=found.trouble if found else "", status=422, address=address)
    if not call.form.first("anyway") and (repeats := source_list.alike(call.newsroom, found.source, found.entries)):
        return _page(call, found, trouble=repeats, status=409, anyway=True)
    source = found.source
    if call.form.first("do") == "try":
        source = msgspec.structs.replace(source, unseen=(call.newsroom.now() + source_change.TRIAL).date())
    edit = sources.apply(call, source)
    if source.unseen:
        reload.now(call.newsroom)
    return after.back(call, edit.number, "sources/") if edit else page.redirect(call, "desk/sources/")


@route("/desk/sources/list/", action="sources.change", method="POST", looks=True)
def look_through(call: Call) -> Response:
    """Look through a list from another reader, or one that comes with Coranto; nothing is added."""
    starter = call.form.first("starter")
    try:
        data = call.form.files.get("opml", b"")
        if not data and starter in scaffold.starters():
            data = scaffold.starter_files(starter)[1]
        rows = first_start.rows_of(data)
    except errors.CorantoError as why:
        return sources.listing(call, trouble=wording.error(why), status=422)
    have = {source.id for source in source_list.on_list(call.newsroom)}
    new = [row for row in rows if row.id not in have]
    found = look.look(call.newsroom, [row.url for row in new], call.newsroom.contact)
    brought = Brought(tuple(new), tuple(found))
    call.newsroom.store.put_value(_LIST, msgspec.msgpack.encode(brought))
    return page.render(
        call, "source_list.html", _("A list of sources"), "desk/sources/", known=len(rows) - len(new),
        rest=max(0, len(new) - look.MOST), rows=[_list_row(call, one, brought) for one in found],
    )  # fmt: skip


@route("/desk/sources/take/", action="sources.change", method="POST")
def take(call: Call) -> Response:
    """Add the chosen sources of the list that was looked through, as one line of the log."""
    kept = call.newsroom.store.get_value(_LIST)
    brought = msgspec.msgpack.decode(kept, type=Brought) if kept else Brought((), ())
    rows, chosen = {row.url: row for row in brought.rows}, call.form.all("source")
    put = []
    for one in brought.looked:
        if one.source is not None and one.address in chosen:
            row = rows[one.address]
            named = {"title": row.title or one.source.title, "folder": row.folder, "topics": row.topics}
            put.append(msgspec.structs.replace(one.source, **named))
    edit = source_change.put(call.newsroom, put, call.who.name) if put else None
    if edit is None:
        return sources.listing(call, trouble=_(_NOTHING), status=422)
    return after.back(call, edit.number, "sources/")


@route("/desk/sources.opml", action="desk.see")
def export(call: Call) -> Response:
    """Send the source list as the file has it."""
    file = source_list.path(call.newsroom)
    if not file.exists():
        raise HTTPException(404)
    headers = {**page.HEADERS, "Content-Disposition": 'attachment; filename="sources.opml"'}
    return Response(file.read_bytes(), media_type="text/x-opml", headers=headers)


def _page(call: Call, found: Looked, *, trouble: str = "", status: int = 200, anyway: bool = False) -> Response:
    assert found.source is not None
    outcomes = source_preview.outcomes(call.newsroom, found, call.form.all("topic"))
    fits = [one for one in outcomes if one.fits]
    known = found.source.id in {source.id for source in source_list.on_list(call.newsroom)}
    feeds = [look.Other(found.source.url, found.source.title or ""), *found.others] if found.others else []
    return page.render(
        call, "source_look.html", _("Look before adding"), "desk/sources/", status=status, trouble=trouble,
        anyway=anyway, known=known, fresh=_freshness(call, found), pages=found.source.kind == "sitemap",
        feeds=[(feed.url, feed.title or feed.url, feed.url == found.source.url) for feed in feeds],
        headlines=[(one.title, _becomes(one)) for one in outcomes[:_HEADLINES]], fits=len(fits), looked=len(outcomes),
        joins=sum(bool(one.joins) for one in fits), waits=sum(one.heat < one.line for one in fits),
        **sources.fields(call, found.source, " ".join(call.form.first("name").split())[:120]),
    )  # fmt: skip


def _becomes(one: Outcome) -> str:
    about = ", ".join(one.topics)
    if not one.fits:
        return _("no topic of yours: kept in the river, not shown on the front page")
    if one.joins:
        says = _("would join “{story}”", story=one.joins)
    elif one.heat >= one.line:
        says = _("would be published, at {heat}", heat=one.heat)
    else:
        says = _("would wait at {heat}; the line is {line}", heat=one.heat, line=one.line)
    return f"{about} · {says}" if about else says


def _freshness(call: Call, found: Looked) -> str:
    count = _n("{n} article", "{n} articles", found.count)
    newest = words.since(found.newest, call.newsroom.now()) if found.newest else ""
    return f"{count}, {_('the newest {when}', when=newest)}" if newest else count


def _list_row(call: Call, one: Looked, brought: Brought) -> dict[str, Any]:
    row = next(row for row in brought.rows if row.url == one.address)
    return {
        "address": one.address,
        "name": row.title or (one.source and one.source.title) or one.address,
        "folder": row.folder,
        "well": one.source is not None,
        "says": _freshness(call, one) if one.source else one.trouble.removeprefix(f"{one.address}: "),
        "headline": next((entry.title for entry in one.entries if entry.title), ""),
    }


ROUTES = (look_at, add, look_through, take, export)
