"""Replay: change a number, and see on which of the last days the paper would have had other stories. Writes nothing."""

from datetime import date

import msgspec
from starlette.responses import Response

from coranto import errors
from coranto.config import settings_file
from coranto.i18n import formats, wording
from coranto.i18n.messages import _
from coranto.run import preview
from coranto.run.preview import Item, Preview
from coranto.web.desk import moves, page
from coranto.web.desk.call import Call, route

DAYS = 30
NUMBERS = {
    "classic": (
        "publish.threshold", "publish.related", "publish.per_outlet", "stories.related_days", "judge.topic",
        "judge.keyword", "judge.image", "judge.amp", "judge.video", "judge.title_length",
    ),
    "subject": (
        "publish.per_day", "publish.outlet", "publish.outlets", "publish.citing", "stories.related_days", "subject.bar",
        "subject.points", "subject.another", "subject.also", "subject.image", "subject.own", "subject.never",
    ),
}  # fmt: skip


@route("/desk/replay/", action="desk.see")
def replay(call: Call) -> Response:
    """Show the numbers, and what another value would have changed."""
    newsroom, key, value = call.newsroom, call.query("key"), call.query("value").strip()
    keys = NUMBERS[newsroom.settings.profile]
    trouble, seen, much = "", None, False
    if key in keys and value:
        try:
            settings = settings_file.changed(newsroom.settings, [f"{key}={value}"])
            settings = msgspec.structs.replace(settings, rules=newsroom.settings.rules)
            much = moves.much(newsroom, DAYS)
            seen = None if much else preview.preview(newsroom, settings, list(newsroom.taxonomy), DAYS)
        except errors.ConfigError as why:
            trouble = wording.say(why.reason)
    numbers = [(one, _number(call, one)) for one in keys]
    return page.render(
        call, "replay.html", _("Replay"), "desk/replay/", status=422 if trouble else 200, trouble=trouble, much=much,
        key=key if key in keys else keys[0], value=value, numbers=numbers, seen=seen, days=DAYS,
        changed=[(formats.written(day, "EEE d MMM y"), come, go) for day, come, go in _by_day(seen)] if seen else [],
    )  # fmt: skip


def _by_day(seen: Preview) -> list[tuple[date, list[Item], list[Item]]]:
    """Return the days on which something changes, the newest first, with the stories that come and go."""
    days = sorted({item.published.date() for item in (*seen.come, *seen.go)}, reverse=True)
    return [
        (day, [one for one in seen.come if one.published.date() == day],
         [one for one in seen.go if one.published.date() == day])
        for day in days
    ]  # fmt: skip


def _number(call: Call, key: str) -> str:
    section, _dot, name = key.partition(".")
    return f"{getattr(getattr(call.newsroom.settings, section), name):g}"


ROUTES = (replay,)
