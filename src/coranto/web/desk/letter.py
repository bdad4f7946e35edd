"""The newsletter: its issues, and the composer of one, with its mail beside it as it arrives.

Everything that was typed is saved with whatever button was pressed. A form says which state of the draft it was made
for: if it was changed since, the page says so, and what was typed is still in it.
"""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto import errors
from coranto.config import extras
from coranto.i18n import wording
from coranto.i18n.messages import N_, _, _n
from coranto.letter import edit_draft, lists, schedule
from coranto.mailing import ledger
from coranto.model.delivery import STATES
from coranto.model.newsletter import StoredIssue
from coranto.people import rights
from coranto.run import issue, issue_mail
from coranto.text import mail_address
from coranto.web import words
from coranto.web.desk import page
from coranto.web.desk.call import Call, route
from coranto.web.desk.forms import Form
from coranto.web.letter import limits

_HERE = "desk/letter/"
_POOL = 30  # stories that it passes over, shown
_LISTED = 30  # issues
_CHANGED = N_(
    "This draft was changed meanwhile. Nothing was done, and what you typed is still here: look, and send it again."
)
_TESTED = N_("A test is on its way to {address}.")
_TOO_MANY = N_("You sent {n} tests within an hour. Try again later: servers of mail take many of them for spam.")
_STATE_NAMES = {
    "waiting": N_("waiting"),
    "sending": N_("being sent"),
    "sent": N_("sent"),
    "refused": N_("refused"),
    "uncertain": N_("uncertain"),
}
_ISSUE_STATES = {
    "draft": N_("draft"),
    "planned": N_("planned"),
    "ready": N_("being put out"),
    "archived": N_("out"),
}
# What a mail may do within the desk: nothing but show itself.
_MAIL_HEADERS = {
    **page.HEADERS,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    "X-Frame-Options": "SAMEORIGIN",
}


@route("/desk/letter/", action="letter.see")
def issues(call: Call) -> Response:
    """Show all issues, and what can be drafted."""
    return _list(call)


@route("/desk/letter/draft/", action="letter.change", method="POST")
def draft(call: Call) -> Response:
    """Draft today's issue of a list."""
    try:
        found = issue.draft(call.newsroom, call.form.first("list"))
    except errors.IssueError as why:
        return _list(call, trouble=wording.error(why), status=409)
    return page.redirect(call, f"{_HERE}{found.issue.ident}/")


@route("/desk/letter/{issue}/", action="letter.see")
def composer(call: Call) -> Response:
    """Show an issue, to edit while it is a draft."""
    return _composer(call, _found(call))


@route("/desk/letter/{issue}/mail/", action="letter.see")
def as_mail(call: Call) -> Response:
    """Show an issue as its mail arrives; dark with ``?dark``."""
    html = issue.html(call.newsroom, _found(call))
    if "dark" in call.request.query_params:
        html = html.replace("@media (prefers-color-scheme:dark)", "@media all", 1)
    return Response(html, media_type="text/html", headers=_MAIL_HEADERS)


@route("/desk/letter/{issue}/text/", action="letter.see")
def as_text(call: Call) -> Response:
    """Show an issue as the plain words of its mail."""
    return Response(issue.text(call.newsroom, _found(call)), media_type="text/plain", headers=page.HEADERS)


@route("/desk/letter/{issue}/", action="letter.change", method="POST")
def change(call: Call) -> Response:
    """Save what was typed, and do what the button says."""
    found, form = _found(call), call.form
    verb, _sign, what = form.first("do").partition(":")
    try:
        if verb in _ON_DRAFT:
            if form.first("seen") != _digest(found):
                return _composer(call, _typed(found, form), trouble=_(_CHANGED), status=409)
            changed = _ON_DRAFT[verb](call, _typed(found, form), what)
            if changed != found:
                found = issue.save(call.newsroom, changed)
            if verb in _AFTER:
                return _AFTER[verb](call, found)
        elif verb in _AFTER:
            return _AFTER[verb](call, found)
        else:
            raise HTTPException(404)
    except (errors.IssueError, errors.ConfigError, errors.MailError, errors.WriteError) as why:
        return _composer(call, issue.get(call.newsroom, found.issue.ident), trouble=wording.error(why), status=409)
    return page.redirect(call, f"{_HERE}{found.issue.ident}/")


def _typed(found: StoredIssue, form: Form) -> StoredIssue:
    """Return a draft with what a form has; fields that it has not stay."""
    changed = found
    for number, one in enumerate(found.stories, 1):
        if title := form.first(f"h{number}").strip():
            changed = edit_draft.headline(changed, number, title) if title != one.title else changed
        if f"l{number}" in form.fields and form.first(f"l{number}").strip() != one.line:
            changed = edit_draft.line(changed, number, form.first(f"l{number}"))
    return edit_draft.intro(changed, form.first("intro")) if "intro" in form.fields else changed


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise HTTPException(404)
    return int(text)


def _up(_call: Call, found: StoredIssue, what: str) -> StoredIssue:
    return edit_draft.move(found, _number(what), max(1, _number(what) - 1))


def _down(_call: Call, found: StoredIssue, what: str) -> StoredIssue:
    return edit_draft.move(found, _number(what), min(len(found.stories), _number(what) + 1))


def _out(_call: Call, found: StoredIssue, what: str) -> StoredIssue:
    return edit_draft.leave_out(found, _number(what))


def _put_in(call: Call, found: StoredIssue, what: str) -> StoredIssue:
    for one in issue.pool(call.newsroom, found):
        if one.story == what:
            return edit_draft.put_in(found, one)
    return found


def _keep(_call: Call, found: StoredIssue, _what: str) -> StoredIssue:
    return found


def _test(call: Call, found: StoredIssue) -> Response:
    address = mail_address.clean(call.form.first("test"))
    issue_mail.need(call.newsroom)
    if not address:
        raise errors.MailError(_("This is no address that mail can be sent to. Write one like name@example.org."))
    if limits.test_mail(call.newsroom, call.who.number):
        raise errors.MailError(_(_TOO_MANY, n=limits.OF_EDITOR))
    from coranto.mailing import send  # noqa: PLC0415 - needs the extra

    asyncio.run(send.send_test(call.newsroom, found, issue_mail.parts, address))
    return _composer(call, found, done=_(_TESTED, address=address))


def _send(call: Call, found: StoredIssue) -> Response:
    return _back(call, issue_mail.send(call.newsroom, found.issue.ident))


def _plan(call: Call, found: StoredIssue) -> Response:
    return _back(call, issue.plan(call.newsroom, found.issue.ident))


def _archive(call: Call, found: StoredIssue) -> Response:
    return _back(call, issue.archive(call.newsroom, found.issue.ident))


def _recall(call: Call, found: StoredIssue) -> Response:
    return _back(call, issue.recall(call.newsroom, found.issue.ident))


def _again(call: Call, found: StoredIssue) -> Response:
    issue_mail.send_uncertain(call.newsroom, found.issue.ident)
    return _back(call, found)


_ON_DRAFT: dict[str, Callable[[Call, StoredIssue, str], StoredIssue]] = {
    "save": _keep, "up": _up, "down": _down, "out": _out, "in": _put_in, "test": _keep, "send": _keep, "plan": _keep,
    "archive": _keep,
}  # fmt: skip
_AFTER: dict[str, Callable[[Call, StoredIssue], Response]] = {
    "test": _test, "send": _send, "plan": _plan, "archive": _archive, "recall": _recall, "again": _again, "go": _send,
}  # fmt: skip


def _back(call: Call, found: StoredIssue) -> Response:
    return page.redirect(call, f"{_HERE}{found.issue.ident}/")


def _found(call: Call) -> StoredIssue:
    found = call.newsroom.store.get_issue(call.request.path_params["issue"])
    if found is None:
        raise HTTPException(404)
    return found


def _digest(found: StoredIssue) -> str:
    return hashlib.sha256(msgspec.json.encode(found)).hexdigest()[:20]


def _list(call: Call, *, trouble: str = "", status: int = 200) -> Response:
    newsroom, store = call.newsroom, call.newsroom.store
    wishes = [one.wish for one in store.get_subscribers(state="confirmed")]
    return page.render(
        call, "letter.html", _("Newsletter"), _HERE, status=status, trouble=trouble,
        rows=[
            (one, _state(one), words.date(one.day), _counts(call, one)) for one in store.get_issues()[:_LISTED]
        ],
        lists=[(name, _list_name(call, name)) for name in lists.wanted(wishes)],
        readers=_n("{n} reader gets it by mail.", "{n} readers get it by mail.", len(wishes)),
        set_up=ledger.is_set_up(newsroom.settings), may=rights.ask("letter.change", call.who.role).allowed,
    )  # fmt: skip


def _list_name(call: Call, name: str) -> str:
    known = call.newsroom.taxonomy.by_id.get(lists.topic(name))
    topic = known.name if known else _("everything")
    return f"{topic}, {_('weekly')}" if lists.weekly(name) else topic


def _state(found: StoredIssue) -> str:
    state = _("late: it waits for you") if found.late or found.mail == "held" else _(_ISSUE_STATES[found.state])
    return f"{state}, {words.stamp(found.due)}" if found.state == "planned" and found.due else state


def _counts(call: Call, found: StoredIssue) -> str:
    counts = call.newsroom.store.count_deliveries(found.issue.ident)
    return ", ".join(f"{counts[state]} {_(_STATE_NAMES[state])}" for state in STATES if state in counts)


def _composer(call: Call, found: StoredIssue, *, trouble: str = "", done: str = "", status: int = 200) -> Response:
    newsroom = call.newsroom
    kept = newsroom.store.get_issue(found.issue.ident) or found
    editable = found.state in ("draft", "planned")
    values: dict[str, Any] = {
        "one": found, "state": _state(found), "counts": _counts(call, found), "editable": editable, "trouble": trouble,
        "done": done, "seen": _digest(kept), "list": _list_name(call, found.topic),
        "uncertain": newsroom.store.count_deliveries(found.issue.ident).get("uncertain", 0),
        "pool": issue.pool(newsroom, found)[:_POOL] if editable else [],
        "checks": issue.check(newsroom, found) if editable and found.stories else [],
        "text": issue.text(newsroom, found) if found.stories else "",
        "weight": len(issue.html(newsroom, found).encode()) // 1000 if found.stories else 0,
        "set_up": ledger.is_set_up(newsroom.settings) and extras.there("mail"),
        "readers": len(ledger.readers(newsroom, found.topic)),
        "next": words.stamp(schedule.rhythm(newsroom.settings.letter).following(newsroom.now())),
        "may": rights.ask("letter.change", call.who.role).allowed,
    }  # fmt: skip
    return page.render(call, "issue.html", found.issue.title, _HERE, status=status, **values)


ROUTES = (issues, draft, as_mail, as_text, composer, change)
