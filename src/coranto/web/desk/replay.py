"""Replay: change a number, and see which of the last days' front pages would have been others. Writes nothing."""

import re
from collections.abc import Mapping, Sequence
from operator import attrgetter

import msgspec
from starlette.responses import Response

from coranto import errors
from coranto.config import settings_file
from coranto.i18n import formats, wording
from coranto.i18n.messages import N_, _, _n
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.run import past_fronts
from coranto.web.desk import page, typed_number
from coranto.web.desk.call import Call, route

OUTLET, TOPIC = "outlet", "topic:"  # keys of what is no setting: the points of an outlet, stories a day on a topic
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)
_NAMES: Mapping[str, str] = {
    "publish.per_day": N_("Stories a day"),
    "publish.threshold": N_("Heat that a story needs, where no number of stories a day decides"),
    "publish.related": N_("Heat for each further article of a story"),
    "publish.per_outlet": N_("Further articles of one outlet that count"),
    "publish.outlet": N_("Heat for each further outlet of a story"),
    "publish.outlets": N_("Further outlets that count, at most"),
    "publish.citing": N_("Share of it for an outlet that only cites"),
    "publish.fresh": N_("Heat of a story that is new, at most"),
    "publish.fresh_hours": N_("Hours after which it is not new any more"),
    "stories.related_days": N_("Days between two articles that still count for each other"),
    "site.front_days": N_("Days on the front page"),
    "subject.points": N_("Points for a word of a topic in the title, each half of it"),
    "subject.most": N_("Such words that count, at most"),
    "subject.another": N_("Points for a further topic"),
    "subject.also": N_("Share of them for topics that are only also of interest"),
    "subject.image": N_("Points for a picture"),
    "subject.own": N_("Points for a report that cites nobody"),
    "subject.never": N_("Points that a topic takes which is never published"),
    "judge.topic": N_("Points for each topic"),
    "judge.keyword": N_("Points for each word of a topic in the title"),
    "judge.image": N_("Points for a picture"),
    "judge.amp": N_("Points for an AMP version"),
    "judge.video": N_("Points for a video"),
    "judge.title_length": N_("Letters of a title before it costs points"),
}
_SHOWN = 10  # stories of a day that came, and that went
_NO_OUTLET = N_("“{typed}” is no outlet; write its domain, like news.example.")


@route("/desk/replay/", action="desk.see")
def replay(call: Call) -> Response:
    """Show the numbers, and which front pages another value would have changed."""
    newsroom, key, value = call.newsroom, call.query("key"), call.query("value").strip()[:20]
    outlet = call.query("outlet").strip().lower()[:200]
    choices = _choices(newsroom)
    trouble, found = "", None
    if key in {name for name, _says, _now in choices} and value:
        try:
            settings, topics = _other(newsroom, key, value, outlet)
            found = past_fronts.replay(newsroom, settings, topics)
        except errors.CorantoError as why:
            trouble = wording.error(why).removeprefix("--set: ")
    return page.render(
        call, "replay.html", _("Replay"), "desk/replay/", status=422 if trouble else 200, trouble=trouble,
        choices=choices,
        says=told(found.changed, len(found.days)) if found else "",
        key=key, value=value, outlet=outlet, found=found, days=past_fronts.DAYS,
        subject=newsroom.settings.profile == "subject", most=_SHOWN,
        domains=sorted({one for one in newsroom.settings.outlets if "." in one})[:300],
        changed=[(formats.written(one.day, "EEE d MMM y"), one) for one in found.days if one.other] if found else [],
    )  # fmt: skip


def summary(newsroom: Newsroom, settings: Settings) -> str:
    """Return in a sentence how many of the last front pages other settings would have changed."""
    found = past_fronts.replay(newsroom, settings)
    return told(found.changed, len(found.days))


def told(changed: int, days: int) -> str:
    """Return in a sentence how many of the last front pages would have been others."""
    if not changed:
        return _("None of the last {days} front pages would have been another one.", days=days)
    return _n(
        "{n} of the last {days} front pages would have been another one.",
        "{n} of the last {days} front pages would have been others.",
        changed, days=days,
    )  # fmt: skip


def _choices(newsroom: Newsroom) -> list[tuple[str, str, str]]:
    """Return the key, the name and the present value of each number."""
    settings = newsroom.settings
    found = [
        (key, _(_NAMES[key]), f"{past_fronts.value(settings, key):g}") for key in past_fronts.KEYS[settings.profile]
    ]
    found.append((OUTLET, _("Points of an outlet, named below"), ""))
    if settings.profile == "subject":
        found += [
            (f"{TOPIC}{topic.name}", _("Stories a day on {topic}", topic=topic.name), f"{topic.per_day or 0:g}")
            for topic in newsroom.taxonomy
        ]
    return found


def _other(newsroom: Newsroom, key: str, value: str, outlet: str) -> tuple[Settings, Sequence[Topic]]:
    """Return the settings and topics with another number; an error says what to write instead."""
    whole = key == OUTLET or (not key.startswith(TOPIC) and isinstance(attrgetter(key)(newsroom.settings), int))
    number = typed_number.read(value, whole=whole)
    topics = list(newsroom.taxonomy)
    if key.startswith(TOPIC):
        name = key.removeprefix(TOPIC)
        return newsroom.settings, [
            msgspec.structs.replace(one, per_day=number if number > 0 else None) if one.name == name else one
            for one in topics
        ]
    if key == OUTLET:
        if not _DOMAIN.fullmatch(outlet):
            raise errors.EditError(_(_NO_OUTLET, typed=outlet))
        key = f"outlets.{outlet}.weight"
    return settings_file.changed(newsroom.settings, [f"{key}={number}"]), topics


ROUTES = (replay,)
