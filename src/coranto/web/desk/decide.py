"""Decisions: the desk's forms as verbs of ``coranto.edit``, and their undo.

A form says which version of the story it was made for. If it was decided about since, nothing is done: the
page says who did what, keeps what was typed, and can be sent again.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto import errors
from coranto.config import look
from coranto.edit import verbs
from coranto.i18n.messages import N_, _
from coranto.model.story import Story
from coranto.run import reload, source_list, take_back
from coranto.web.desk import after, edit_log, forms, guard, refusals, says
from coranto.web.desk import story as story_forms
from coranto.web.desk.call import Call, route
from coranto.web.desk.forms import Form

_LONGEST = 500  # letters of a reason
_WHY = N_("Say why: this overrules the rules, and readers see the reason on the story’s page.")
_CHOOSE = N_("Choose what it is about first.")
_CHANGED = N_(
    "{who} decided about this story while you were at it: {what}. Nothing of yours was done, and nothing that you "
    "typed is lost. Look again, and send it anyway if it still fits."
)
_GONE = N_("This story has become part of another one meanwhile; this is the other one. Nothing was done.")


class Stale(Exception):
    """The story was decided about since the form was made; the message says by whom, and what."""


class Action(msgspec.Struct, frozen=True):
    """An action of the forms: the verb, its arguments by name, and whether it overrules the rules."""

    verb: str
    arguments: Callable[[Story, Form], Mapping[str, Any] | None]  # None: nothing was chosen
    overrules: bool = False
    settles: bool = False  # the story has left the queue's page


def _article(_story: Story, form: Form) -> Mapping[str, Any] | None:
    (article, *more) = form.all("article") or [""]
    return {"article": article} if article and not more else None


def _topics(story: Story, form: Form) -> Mapping[str, Any] | None:
    chosen = tuple(filter(None, form.all("topic")))
    return {"article": story.lead, "set": chosen} if chosen else None


ACTIONS = {
    "publish": Action("publish", lambda story, _form: {"article": story.lead}, overrules=True, settles=True),
    "drop": Action("hide", lambda story, _form: {"article": story.lead}, overrules=True, settles=True),
    "pin": Action("pin", lambda story, _form: {"article": story.lead}),
    "unpin": Action("pin", lambda story, _form: {"article": story.lead, "off": True}),
    "hold": Action("hold", lambda story, _form: {"article": story.lead}, settles=True),
    "release": Action("hold", lambda story, _form: {"article": story.lead, "off": True}, settles=True),
    "headline": Action("headline", lambda story, form: {"article": story.lead, "text": form.first("title")}),
    "line": Action("excerpt", lambda story, form: {"article": story.lead, "text": form.first("line")}),
    "topics": Action("topics", _topics),
    "lead": Action("lead", _article),
    "merge": Action(
        "merge",
        lambda story, form: {"one": story.id, "other": form.first("with")} if form.first("with") else None,
        settles=True,
    ),
    "split": Action(
        "split", lambda _story, form: {"articles": tuple(form.all("article"))} if form.all("article") else None
    ),
}


@route("/desk/decide/", action="story.decide", method="POST")
def decide(call: Call) -> Response:
    """Carry out a decision, and go back to where it was made with a bar that undoes it."""
    form, store = call.form, call.newsroom.store
    action, ident = ACTIONS.get(form.first("do")), form.first("story")
    story = store.get_stories([ident]).get(ident)
    if action is None or story is None or not story.members:
        raise HTTPException(404)
    typed: dict[str, Any] = {name: form.first(name) for name in ("do", "why", "title", "line", "with")}
    typed |= {"article": form.all("article"), "topic": form.all("topic")}
    if story.id != ident:
        return story_forms.detail(call, story, status=409, trouble=_(_GONE), **typed)
    why, arguments = (
        " ".join((form.first("why") or form.first("reason")).split())[:_LONGEST],
        action.arguments(story, form),
    )
    if arguments is None:
        return story_forms.detail(call, story, status=422, trouble=_(_CHOOSE), **typed)
    if action.overrules and not why:
        return story_forms.detail(call, story, status=422, trouble=_(_WHY), **typed)
    try:
        with store.transaction(writes=True):
            _check_version(call, ident)
            edit = verbs.say(call.newsroom, action.verb, arguments, who=call.who.name, why=why)
    except Stale as changed:
        return story_forms.detail(call, store.get_stories([ident])[ident], status=409, trouble=str(changed), **typed)
    except errors.EditError as trouble:
        return story_forms.detail(call, story, status=409, trouble=refusals.say(trouble), **typed)
    return after.back(call, edit.number, stories=() if action.settles else [ident])


@route("/desk/undo/", action="story.decide", method="POST")
def undo(call: Call) -> Response:
    """Take an edit back."""
    number = forms.number(call.form.first("number"))
    if not number:
        raise HTTPException(404)
    _may_undo(call, number)
    try:
        taken = take_back.take_back(call.newsroom, number, who=call.who.name)
    except errors.CorantoError as why:
        raise HTTPException(409, refusals.say(why)) from None
    edit = taken.edit
    if edit.administrative:
        return (
            edit_log.listing(call, secrets=taken.secrets, last=edit)
            if call.token is None or taken.secrets  # which nothing else says
            else after.back(call, edit.number)
        )
    if not edit.of_stories and not edit.articles:
        reload.now(call.newsroom)
        source_list.sync(call.newsroom)
    homes = call.newsroom.store.story_ids_of(edit.articles).values()
    return after.back(call, edit.number, stories=[story for story in (edit.story, edit.other, *homes) if story])


def _may_undo(call: Call, number: int) -> None:
    """Refuse to take back what the role, or the token, may not do either."""
    edit = call.newsroom.store.get_edit(number)
    action = _OF_KIND.get(edit.kind, "story.decide") if edit is not None else "story.decide"
    if edit is not None and edit.kind in ("token", "passkey", "alert"):
        kept = call.newsroom.kept_change(number)
        action = action if kept.get("person") == call.who.number else "people.change"
    if edit is not None and (
        look.FILE in edit.after
        if edit.kind == "file"
        else edit.kind == "setting" and not all(key.startswith("outlets.") for key in edit.after)
    ):
        action = "settings.change"
    elif edit is not None and edit.kind == "file" and call.newsroom.settings.paths.sources not in edit.after:
        action = "topics.change"
    guard.need(call, action)


_OF_KIND = {  # the right that taking a change back needs
    "person": "people.change", "password": "people.change", "sessions": "people.change", "token": "account.change",
    "passkey": "account.change", "webhook": "settings.change", "backup": "settings.change",
    "download": "settings.change", "alert": "alerts.change",
}  # fmt: skip


def _check_version(call: Call, ident: str) -> None:
    """Raise ``Stale`` if the form was made before the last decision about its story."""
    story = call.newsroom.store.get_stories([ident]).get(ident)
    if story is None or story.id != ident:
        raise Stale(_(_GONE))
    edits = says.edits_of(call.newsroom, story)
    if call.form.first("version") == str(edits[-1].number if edits else 0):
        return
    last = says.lines(call.newsroom, edits[-1:])
    what = f"{last[0].what} ({last[0].why})" if last and last[0].why else last[0].what if last else "–"
    raise Stale(_(_CHANGED, who=last[0].edit.who if last else "–", what=what))


ROUTES = (decide, undo)
