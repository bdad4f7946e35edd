"""The first start in the browser: four questions on one page, each answer kept as given and its effect shown first."""

import contextlib
import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
from starlette.responses import Response

from coranto import errors
from coranto.config import settings_file
from coranto.i18n import wording
from coranto.i18n.messages import N_, _, _n
from coranto.model.person import Person
from coranto.model.settings import Settings, Site
from coranto.run import first_paper, first_start, look, scaffold
from coranto.run.first_paper import Paper
from coranto.run.first_start import Draft
from coranto.run.look import Looked
from coranto.topic.suggest import Suggestion
from coranto.web import words as spoken
from coranto.web.desk import page, starters
from coranto.web.desk.call import Call, route
from coranto.web.pages import components

LANGUAGES = {"en-us": "English", "de": "Deutsch"}
_HERE = "desk/setup/"
_AMOUNTS = (N_("A handful"), N_("A page"), N_("Plenty"), N_("Nearly all that fits"))
_EMPTY = N_(
    "Opened like this, the paper would be empty: none of these headlines has one of your words. Add words or sources, "
    "or open it all the same: what comes in later may fit."
)
_NOBODY = N_("Opened like this, the paper would be empty: it reads nobody yet. Add sources, or open it all the same.")
_ABOVE, _BELOW, _PAPERS = 12, 5, 8
_PLACEHOLDERS = (scaffold.BLANK, scaffold.TITLE, Site().title)
_papers: dict[str, Paper] = {}  # by digest of what they were made of: drawing one takes a second


class Speaker(msgspec.Struct, frozen=True):
    """Settings that name a language, as a newsroom does."""

    settings: Settings


@route("/desk/setup/", action="settings.change")
def setup(call: Call) -> Response:
    """Show the questions with the answers so far."""
    return _page(call, first_start.load(call.newsroom))


@route("/desk/setup/", action="settings.change", method="POST", looks=True)
def answer(call: Call) -> Response:
    """Keep every answer of the page, do what its button says, and show what follows."""
    draft, form = first_start.retick(call.newsroom, _typed(call, first_start.load(call.newsroom))), call.form
    first_start.save(call.newsroom, draft)  # whatever is wrong with it, what was typed is not lost
    try:
        draft, back = _do(call, draft, form.first("do"))
    except errors.CorantoError as why:
        return _page(call, first_start.load(call.newsroom), trouble=wording.error(why), status=422)
    first_start.save(call.newsroom, Draft(done=True) if draft.done else draft)  # what was read for it is not kept
    if form.first("do") == "open" and not draft.done:
        trouble = _(_EMPTY if any(one.source for one in draft.looked) else _NOBODY)
        return _page(call, draft, trouble=trouble, status=409, empty=True)
    return page.redirect(call, back)


def first_answers(call: Call) -> dict[str, Any]:
    """Return the fields of the first question for the page on which the owner is made; what was typed is kept."""
    form, site = call.form, call.newsroom.settings.site
    named = form.first("title") if "title" in form.fields else "" if site.title in _PLACEHOLDERS else site.title
    return {
        "named": named,
        "languages": _languages(speaker(call).settings.site.language),
        "draft": Draft(subject=form.first("subject")),
        "site": msgspec.structs.replace(site, tagline=form.first("about") or site.tagline),
    }


def speaker(call: Call) -> Speaker:
    """Return in which language the first page is: as chosen on it, else as the browser asks while nothing is named."""
    settings = call.newsroom.settings
    chosen, unnamed = call.form.first("language"), settings.site.title in _PLACEHOLDERS
    tag = chosen if chosen in LANGUAGES else _asked_for(call) if unnamed else settings.site.language
    site = msgspec.structs.replace(settings.site, language=tag)
    return Speaker(msgspec.structs.replace(settings, site=site))


def begin(call: Call, person: Person) -> str:
    """Keep the first question's answers of a new owner, and close the paper until it is opened; return where to go."""
    draft = first_start.load(call.newsroom)
    first_start.save(call.newsroom, msgspec.structs.replace(draft, subject=_subject(call)))
    with contextlib.suppress(errors.CorantoError):  # the page says so when it is kept again
        profile = {} if settings_file.says(call.newsroom.settings, "profile") else {"profile": "subject"}
        values = {**profile, **_settings(call), "site.private": True}
        first_start.change_settings(call.newsroom, values, person.name)
    return f"{_HERE}#two"


def _asked_for(call: Call) -> str:
    """Return the language that the browser asks for, if the desk speaks it."""
    asked = call.request.headers.get("accept-language", "")[:200].lower()
    first = min(LANGUAGES, key=lambda tag: asked.find(tag[:2]) if tag[:2] in asked else len(asked) + 1)
    return first if first[:2] in asked else "en-us"


def _subject(call: Call) -> str:
    return " ".join(call.form.first("subject").split())[:80]


def _typed(call: Call, draft: Draft) -> Draft:
    form = call.form
    ticked = tuple(dict.fromkeys(form.all("word"))) if form.first("words") else draft.ticked
    kept = form.first("topics_of") if form.first("words") and draft.topics_of else draft.topics_of
    return msgspec.structs.replace(
        draft,
        subject=_subject(call),
        sites=form.first("sites").strip()[:20_000],
        ticked=ticked,
        more=form.first("more").strip()[:2_000],
        topics_of=kept,
    )


def _do(call: Call, draft: Draft, do: str) -> tuple[Draft, str]:
    """Carry out a button; return the answers, and where to go on."""
    newsroom, who, form = call.newsroom, call.who.name, call.form
    first_start.change_settings(newsroom, _settings(call), who)
    if leave := form.first("leave"):
        return first_start.leave_out(newsroom, draft, leave, who), f"{_HERE}#two"
    if do in ("look", "starter"):
        return _look(call, draft, do), f"{_HERE}#two"
    if do in ("words", "show", "open", "later"):
        words = first_start.chosen(draft, first_start.suggestions(newsroom, draft))
        draft = msgspec.structs.replace(draft, ticked=words, more="")
        draft = first_start.keep_words(newsroom, draft, words, who)
    if do == "later":
        return msgspec.structs.replace(draft, done=True), "desk/"
    if do == "open" and (form.first("empty") or _paper(call, draft, draft.ticked or ()).rows):
        first_start.change_settings(newsroom, {"site.private": None}, who)
        return msgspec.structs.replace(draft, done=True), ""
    return draft, f"{_HERE}#{'four' if do in ('show', 'words') else 'two'}"


def _settings(call: Call) -> dict[str, Any]:
    """Return the settings that the page asks for; an empty name is the one before."""
    form, values = call.form, dict[str, Any]()
    if title := " ".join(form.first("title").split()):
        values["site.title"] = title[:120]
    if "about" in form.fields:
        values["site.tagline"] = " ".join(form.first("about").split())[:300]
    if form.first("language") in LANGUAGES:
        values["site.language"] = form.first("language")
    amount = form.first("own") if form.first("per_day") == "own" else form.first("per_day")
    if amount:
        try:
            values["publish.per_day"] = float(amount)
        except ValueError:
            raise errors.EditError(_("Stories a day are a number, like 5.")) from None
        if not 0 < values["publish.per_day"] <= 1_000:
            raise errors.EditError(_("Stories a day are a number, like 5."))
        values["publish.per_day"] = _whole(values["publish.per_day"])
    return values


def _whole(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _look(call: Call, draft: Draft, do: str) -> Draft:
    """Look at what is new, at what had failed, and at feeds that were chosen instead of others."""
    newsroom, form, agent = call.newsroom, call.form, call.newsroom.contact
    rows = list(draft.rows)
    if do == "starter" and (starter := form.first("starter")) in scaffold.starters():
        files, data = scaffold.starter_files(starter)
        rows += first_start.rows_of(data)
        draft = msgspec.structs.replace(draft, topics_of=starter if files else "", ticked=None)
    if data := form.files.get("opml", b""):
        rows += first_start.rows_of(data)
    lines = [line.strip() for line in draft.sites.splitlines() if line.strip()]
    lines += [row.url for row in rows if row.url not in lines]
    draft = msgspec.structs.replace(draft, rows=tuple({row.url: row for row in rows}.values()), sites="\n".join(lines))
    well = {one.address for one in draft.looked if one.source}
    gone = [one for one in draft.looked if one.address not in lines]
    for one in gone:
        draft = first_start.leave_out(newsroom, draft, one.address, call.who.name)
    draft = first_start.take(
        newsroom, draft, look.look(newsroom, [line for line in lines if line not in well], agent), call.who.name
    )
    return _instead(call, draft, agent)


def _instead(call: Call, draft: Draft, agent: str) -> Draft:
    """Take the feeds that were chosen among several instead of those found first."""
    wanted = {}
    for one in draft.looked:
        url = call.form.first(f"feed {one.address}")
        if one.source and url != one.source.url and url in {other.url for other in one.others}:
            wanted[url] = one
    for found in look.look(call.newsroom, wanted, agent):
        old = wanted[found.address]
        if found.source is None or old.source is None:
            continue
        first = look.Other(old.source.url, old.source.title or "")
        others = tuple(other for other in (first, *old.others) if other.url != found.address)
        draft = first_start.leave_out(call.newsroom, draft, old.address, call.who.name)
        sites = f"{draft.sites}\n{old.address}".strip()
        draft = msgspec.structs.replace(draft, sites=sites)
        one = msgspec.structs.replace(found, address=old.address, others=others)
        draft = first_start.take(call.newsroom, draft, [one], call.who.name)
    return draft


def _paper(call: Call, draft: Draft, words: Sequence[str]) -> Paper:
    newsroom = call.newsroom
    topics = first_start.topics(newsroom, draft, tuple(words))
    made_of = msgspec.msgpack.encode((draft.looked, topics, newsroom.settings, f"{newsroom.now():%Y-%m-%dT%H}"))
    key = hashlib.sha256(made_of).hexdigest()
    if key not in _papers:
        while len(_papers) >= _PAPERS:
            _papers.pop(next(iter(_papers)))
        _papers[key] = first_paper.draw(newsroom, draft.looked, topics)
    return _papers[key]


def _page(call: Call, draft: Draft, *, trouble: str = "", status: int = 200, empty: bool = False) -> Response:
    newsroom = call.newsroom
    site, per_day = newsroom.settings.site, newsroom.settings.publish.per_day
    suggested = first_start.suggestions(newsroom, draft)
    words = first_start.chosen(draft, suggested)
    found = [one for one in draft.looked if one.source]
    paper = _paper(call, draft, words) if found else Paper(rows=(), days=1.0, off=0)
    line = paper.line(per_day)
    since = newsroom.now() - timedelta(days=site.front_days)
    shown = [row for row in paper.rows if row.published >= since] or paper.rows  # as far back as the front page looks
    above = [row for row in shown if row.heat >= line]
    below = [row for row in shown if row.heat < line]
    rows = [[_row(call, row) for row in part] for part in (above[:_ABOVE], below[:_BELOW])]
    return page.render(
        call, "setup.html", _("Setting up"), _HERE, status=status, trouble=trouble, empty=empty, draft=draft, site=site,
        languages=_languages(site.language), named="" if site.title in _PLACEHOLDERS else site.title,
        looked=[_look_row(call, one) for one in draft.looked], well=len(found), ill=len(draft.looked) - len(found),
        starters=starters.groups(),
        words=[(one, one.word in words, _doubt(one)) for one in suggested], chosen=len(words),
        headlines=sum(len(one.entries) for one in found), own_topics=[topic.name for topic in newsroom.taxonomy],
        starter_topics=[topic.name for topic in first_start.starter_topics(draft)],
        amounts=_amounts(paper, per_day), per_day=f"{per_day:g}", above=rows[0], below=rows[1], line=line,
        more=(max(0, len(above) - _ABOVE), max(0, len(below) - _BELOW)), stories=len(paper.rows), off=paper.off,
        private=site.private,
    )  # fmt: skip


def _languages(now: str) -> list[tuple[str, str, bool]]:
    tags = LANGUAGES if now in LANGUAGES else {now: now, **LANGUAGES}
    return [(tag, name, tag == now) for tag, name in tags.items()]


def _look_row(call: Call, one: Looked) -> dict[str, Any]:
    newest = spoken.since(one.newest, call.newsroom.now()) if one.newest else ""
    feeds = []
    if one.source and one.others:
        feeds = [look.Other(one.source.url, one.source.title or ""), *one.others]
    return {
        "address": one.address,
        "name": (one.source.title or one.source.url) if one.source else one.address,
        "trouble": one.trouble.removeprefix(f"{one.address}: "),
        "says": "" if not one.source else _n("{n} article", "{n} articles", one.count)
        + (f", {_('the newest {when}', when=newest)}" if newest else ""),
        "pages": bool(one.source and one.source.kind == "sitemap"),
        "headlines": [entry.title for entry in one.entries if entry.title][:2],
        "feeds": [(feed.url, feed.title or feed.url, feed.url == (one.source and one.source.url)) for feed in feeds],
    }  # fmt: skip


def _doubt(one: Suggestion) -> str:
    match one.doubt:
        case "common":
            return _n(
                "{n} of them with none of your other words", "{n} of them with none of your other words", one.alone
            )
        case "name":
            return _("a name of these days")
        case "one_source":
            return _("only {source} uses it", source=one.source)
        case "unused":
            return _("in none of these headlines")
        case _:
            return ""


def _amounts(paper: Paper, per_day: float) -> list[tuple[str, str, str, bool]]:
    found = []
    for name, amount in zip(_AMOUNTS, first_start.PER_DAY, strict=True):
        rate = paper.above(paper.line(amount)) / paper.days if paper.rows else amount
        said = _n("about {n} story a day", "about {n} stories a day", max(1, round(rate)))
        found.append((f"{amount:g}", _(name), said, amount == per_day))
    return found


def _row(call: Call, row: first_paper.Row) -> dict[str, Any]:
    outlets = _n("{n} outlet", "{n} outlets", row.outlets) if row.outlets > 1 else row.outlet
    return {
        "heat": row.heat,
        "rule": min(240, row.heat * 2),
        "title": row.title,
        "lang": row.language,
        "says": " · ".join(filter(None, (row.topic, outlets, components.ago(row.published, call.newsroom.now()).says))),
    }


ROUTES = (setup, answer)
