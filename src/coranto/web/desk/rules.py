"""Rules: what is muted, favoured, held or given a topic; each is tried on everything stored before it is made."""

import hashlib
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.config import rule_file
from coranto.edit import verbs
from coranto.i18n import wording
from coranto.i18n.messages import N_, _
from coranto.model.rule import ACTIONS, Rule
from coranto.people import rights
from coranto.run import reload, rule_preview
from coranto.web.desk import after, moves, page, queue, refusals
from coranto.web.desk.call import Call, route
from coranto.web.pages import components

_HERE = "desk/rules/"
DOES = {
    "mute": N_("Mute: never published, and leads no story"),
    "hold": N_("Hold: waits for an editor when it reaches the line"),
    "favour": N_("Favour: points, or fewer with a minus"),
    "topic": N_("Topic: put it on a topic"),
}
_CHANGED = N_("The rules were changed meanwhile. Look again: your rule is still here.")


@route("/desk/rules/", action="desk.see")
def rules(call: Call) -> Response:
    """Show all rules; and one that is to come or to go, with its effect."""
    return _page(call, call.query("rule") or _line(call), out=bool(call.query("out")))


@route("/desk/rules/", action="topics.change", method="POST")
def save(call: Call) -> Response:
    """Add the rule that was looked at, or take it out."""
    form = call.form
    line, out = form.first("rule"), bool(form.first("out"))
    if form.first("seen") != _digest(call):
        return _page(call, line, out=out, trouble=_(_CHANGED), status=409)
    arguments = {"rule": line, "off": out}
    try:
        edit = verbs.say(call.newsroom, "rule", arguments, who=call.who.name, why=form.first("why")[:500])
    except errors.EditError as why:
        return _page(call, line, out=out, trouble=refusals.say(why), status=409)
    reload.now(call.newsroom)
    return after.back(call, edit.number, "rules/")


def _page(call: Call, line: str, *, out: bool, trouble: str = "", status: int = 200) -> Response:
    newsroom = call.newsroom
    now = [one for one in newsroom.settings.rules if one.action in ACTIONS]  # the others follow from the source list
    rule, tried, moved = None, None, None
    if line:
        try:
            (rule,) = newsrooms.resolved([rule_file.read(" ".join(line.split()))], newsroom.taxonomy)
            tried = rule_preview.preview(newsroom, rule)
            every = newsroom.settings.rules
            then = tuple(one for one in every if one != rule) if out else (*every, rule)
            moved = moves.moves(newsroom, msgspec.structs.replace(newsroom.settings, rules=then))
        except errors.ConfigError as why:
            trouble, status, rule = trouble or wording.error(why), max(status, 422), None
    return page.render(
        call, "rules.html", _("Rules"), _HERE, status=status, trouble=trouble, out=out,
        rows=[(rule_file.written(one), _way(one), _says(one), one.search) for one in now],
        rule=rule, line=rule_file.written(rule) if rule else line, says=_says(rule) if rule else "",
        action=rule.action if rule else call.query("do"), search=rule.search if rule else call.query("search"),
        value=_value(rule) if rule else call.query("value"), does=[(name, _(says)) for name, says in DOES.items()],
        known=rule in now, tried=tried, moves=moved, seen=_digest(call), done=queue.done(call),
        examples=[(one, components.title(one)) for one in tried.examples] if tried else [],
        topics=[topic.name for topic in newsroom.taxonomy],
        may=rights.ask("topics.change", call.who.role).allowed,
    )  # fmt: skip


def _line(call: Call) -> str:
    """Return the rule that the form's fields make, as a line."""
    search, does, value = (call.query(name).strip() for name in ("search", "do", "value"))
    if not search or does not in DOES:
        return ""
    if does == "topic":
        return f'topic "{value}": {search}' if value else f"topic: {search}"
    return f"favour {value}: {search}".replace(" :", ":") if does == "favour" else f"{does}: {search}"


def _says(rule: Rule) -> str:
    """Return what a rule does, in a word or two."""
    return {
        "mute": _("muted"),
        "hold": _("held for review"),
        "favour": _("{points} points", points=f"{rule.points:+}"),
        "topic": _("on {topic}", topic=rule.topic),
    }[rule.action]


def _value(rule: Rule) -> str:
    return str(rule.points) if rule.action == "favour" else rule.topic


def _way(rule: Rule) -> str:
    return "?" + urlencode({"rule": rule_file.written(rule), "out": "1"})


def _digest(call: Call) -> str:
    return hashlib.sha256(msgspec.json.encode(call.newsroom.settings.rules)).hexdigest()[:16]


ROUTES = (rules, save)
