"""Sources: those the paper reads, those that need care, and each source with its name, place, topics and weight."""

from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto import errors
from coranto.i18n import formats, wording
from coranto.i18n.messages import N_, _, _n
from coranto.model.edit import Edit
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.people import rights
from coranto.record import sanitize
from coranto.run import source_care, source_change, source_list, source_trial
from coranto.run.source_care import Need
from coranto.run.source_trial import Trial
from coranto.web import words
from coranto.web.desk import after, page, queue, refusals, starters
from coranto.web.desk.call import Call, route
from coranto.web.pages import components, outlet_card

_HERE = "desk/sources/"
_SHOWN, _WITHHELD = 300, 20
_CHANGES = {
    "remove": lambda newsroom, source, who: source_change.remove(newsroom, source.id, who),
    "try": source_change.try_unseen,
    "keep": source_change.keep,
}
COUNTS = {
    "mute": N_("not at all"),
    "less": N_("less"),
    "like": N_("like any other"),
    "more": N_("more"),
    "lot": N_("a lot"),
}
_SHOW = {
    "all": N_("All"),
    "tried": N_("Tried unseen"),
    "ill": N_("Those that need you"),
    "never": N_("Never published"),
    "muted": N_("Muted"),
}
_REMEDIES = {
    "again": N_("Try again now"), "other": N_("Look for another feed of it"), "keep": N_("Keep it"),
    "remove": N_("Remove it"),
}  # fmt: skip


@route("/desk/sources/", action="desk.see")
def sources(call: Call) -> Response:
    """Show all sources, those that need care first."""
    return listing(call)


def listing(call: Call, *, trouble: str = "", status: int = 200, address: str = "") -> Response:
    """Answer with the list of sources; ``address`` is what was typed to be looked at."""
    newsroom, now = call.newsroom, call.newsroom.now()
    every, counts = newsroom.store.get_sources(), newsroom.store.source_counts()
    needs = source_care.needs(every, now)
    ill = {need.source.id for need in needs}
    wanted, show = call.query("q").strip().casefold(), call.query("show") if call.query("show") in _SHOW else "all"
    rows = [
        _row(call, one, counts.get(one.id, (0, 0)))
        for one in every
        if (not wanted or wanted in f"{one.title} {one.url} {one.folder}".casefold())
        and (show != "ill" or one.id in ill)
        and (show != "tried" or one.unseen)
        and (show != "never" or not counts.get(one.id, (0, 0))[1])
        and (show != "muted" or source_change.weight(newsroom, one) <= source_change.MUTED)
    ]
    return page.render(
        call, "sources.html", _("Sources"), _HERE, status=status, trouble=trouble, address=address,
        rows=rows[:_SHOWN], rest=max(0, len(rows) - _SHOWN), every=len(every),
        needs=[_need(newsroom, one) for one in needs],
        shows=[(name, _(says), name == show) for name, says in _SHOW.items()], wanted=call.query("q"),
        may=may(call), done=queue.done(call),
        starters=starters.groups(),
    )  # fmt: skip


@route("/desk/sources/{source}/", action="desk.see")
def source_page(call: Call) -> Response:
    """Show one source with what can be changed about it."""
    return _page(call, _source(call))


@route("/desk/sources/{source}/", action="sources.change", method="POST")
def change(call: Call) -> Response:
    """Change a source, look at it again, or remove it."""
    source, do, who = _source(call), call.form.first("do"), call.who.name
    if do == "again":
        source_change.look_again(call.newsroom, source.id)
        return page.redirect(call, _HERE)
    try:
        edit = _CHANGES[do](call.newsroom, source, who) if do in _CHANGES else apply(call, source)
    except errors.CorantoError as why:
        return _page(call, source, trouble=refusals.say(why), status=409)
    to = "sources/" if do == "remove" else f"sources/{source.id}/"
    return after.back(call, edit.number, to) if edit else page.redirect(call, f"desk/{to}")


def apply(call: Call, source: Source) -> Edit | None:
    """Put a source on the list as the form has it, and weigh its outlet; return the last edit, None if all is so."""
    form, newsroom, who = call.form, call.newsroom, call.who.name
    title, folder = (sanitize.line(form.first(name)) for name in ("name", "folder"))
    folder = "/".join(filter(None, (part.strip() for part in folder.split("/"))))
    topics = tuple(topic.name for topic in newsroom.taxonomy if topic.name in form.all("topic"))
    kept = tuple(name for name in source.topics if name not in newsroom.taxonomy.by_name)
    named = {"title": title[:120] or source.title, "folder": folder[:120], "topics": (*kept, *topics)}
    edit = source_change.put(newsroom, [msgspec.structs.replace(source, **named)], who)
    counts = form.first("counts")
    if counts in source_change.WEIGHTS:
        edit = source_change.weigh(newsroom, source, source_change.WEIGHTS[counts], who) or edit
    return edit


def may(call: Call) -> bool:
    """Whether this person may change sources."""
    return rights.ask("sources.change", call.who.role, call.token.scopes if call.token else None).allowed


def fields(call: Call, source: Source, name: str = "") -> dict[str, Any]:
    """Return the values of the fields of a source: name, folder, topics, and how much it counts."""
    points = source_change.weight(call.newsroom, source)
    weights = {"own": points, **source_change.WEIGHTS} if points not in source_change.WEIGHTS.values() else None
    return {
        "source": source,
        "name": name or source.title or "",
        "folders": sorted({one.folder for one in call.newsroom.store.get_sources() if one.folder}),
        "topics": [(topic.name, topic.name in source.topics) for topic in call.newsroom.taxonomy],
        "outlet": source_change.outlet(source),
        "counts": [
            (key, _(COUNTS[key]) if key in COUNTS else _("as it is"), f"{value:+d}" if value else "", value == points)
            for key, value in (weights or source_change.WEIGHTS).items()
        ],
    }


def _page(call: Call, source: Source, *, trouble: str = "", status: int = 200) -> Response:
    counts = call.newsroom.store.source_counts().get(source.id, (0, 0))
    trial = source_trial.of(call.newsroom, source)
    return page.render(
        call, "source.html", source.title or source.url, f"{_HERE}{source.id}/", status=status, trouble=trouble,
        row=_row(call, source, counts), card=outlet_card.facts(call.newsroom, source_change.outlet(source)),
        may=may(call), done=queue.done(call), trial=trial, trial_says=_trial_says(trial) if trial else "",
        withheld=list(map(components.title, trial.withheld[:_WITHHELD])) if trial else [],
        **fields(call, source),
    )  # fmt: skip


def _trial_says(trial: Trial) -> str:
    """Return in words what a trial brought."""
    return " ".join(
        (
            _n("{n} article since it began, {fits} on a topic.", "{n} articles since it began, {fits} on a topic.",
               trial.articles, fits=trial.fitting),
            _n("{n} would have been published;", "{n} would have been published;", len(trial.withheld)),
            _n("{n} is in a story that others lead.", "{n} are in stories that others lead.", trial.joined),
        )
    )  # fmt: skip


def _source(call: Call) -> Source:
    ident = call.request.path_params["source"]
    found = next((one for one in source_list.on_list(call.newsroom) if one.id == ident), None)
    known = call.newsroom.store.get_sources([ident])
    if found is None or not known:
        raise HTTPException(404)
    return msgspec.structs.replace(known[0], title=found.title or known[0].title)


def _row(call: Call, source: Source, counts: tuple[int, int]) -> dict[str, Any]:
    points = source_change.weight(call.newsroom, source)
    names = {value: _(COUNTS[key]) for key, value in source_change.WEIGHTS.items()}
    return {
        "id": source.id,
        "name": source.title or source.url,
        "url": source.url,
        "folder": source.folder,
        "topics": source.topics,
        "health": _health(call, source),
        "articles": formats.grouped(counts[0]),
        "published": formats.grouped(counts[1]),
        "counts": names.get(points) or f"{points:+d}",
    }


def _health(call: Call, source: Source) -> str:
    now = call.newsroom.now()
    if source.retired:
        return wording.say(source.retired)
    if source.unseen:
        return _("tried unseen until {day}", day=words.date(source.unseen))
    if source.failures:
        return _n("failed once: {why}", "failed {n} times in a row: {why}", source.failures, why=_trouble(source))
    if source.last_look is None:
        return _("not looked at yet")
    if source_care.is_silent(source, now) and source.last_entry:
        return _("silent since {day}", day=words.date(source.last_entry))
    return _("well, looked at {when}", when=words.since(source.last_look, now))


def _trouble(source: Source) -> str:
    return wording.say(source.trouble) if source.trouble else "–"


def _need(newsroom: Newsroom, need: Need) -> dict[str, Any]:
    source, trial = need.source, source_trial.of(newsroom, need.source)
    since = words.date(need.since) if need.since else ""
    last = _("well for the last time on {day}", day=since) if since else _("it has never answered well")
    match need.why:
        case "retired":
            says = wording.say(source.retired or "")
        case "tried":
            says, last = _trial_says(trial) if trial else "", _("tried unseen until {day}", day=since)
        case "failing":
            says = _trouble(source)
        case _:
            says, last = (
                _("Silent for much longer than is usual for it."),
                _("wrote for the last time on {day}", day=since),
            )
    return {
        "id": source.id,
        "name": source.title or source.url,
        "says": says[:1].upper() + says[1:],
        "since": last,
        "address": source.site or source.url,
        "remedies": [(name, _(_REMEDIES[name])) for name in need.remedies],
    }


ROUTES = (sources, source_page, change)
