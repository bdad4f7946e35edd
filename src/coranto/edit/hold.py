"""Hold: a story waits until a time, whatever the rules say; then they decide again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from coranto import errors
from coranto.edit import on_article
from coranto.edit.verb import ARTICLE, OFF, Option, Verb
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.newsroom import Newsroom
from coranto.story.cluster import Clusterer

_MORNING = 5  # the hour of the next day (UTC) until which a story waits where no time is said
_LONGEST = timedelta(days=366)
_KEY = "holds"  # of the held articles and their times among the store's values


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article, which must not be published; with ``off``, the rules decide again."""
    until = None if arguments.get("off") else _until(newsroom, str(arguments.get("until") or ""))
    edit = on_article.edit(newsroom, "hold", str(arguments["article"]), "held", until)
    (name,) = edit.articles
    record = newsroom.store.get_records([name]).get(name)
    if until and record is not None and record.record.published:
        raise errors.EditError(Reason("edit.hold_published"), str(arguments["article"]))
    return edit


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None = None) -> Edit:
    """Set the time, and note it for the round in which it is over."""
    done = on_article.carry_out(newsroom, edit, clusterer)
    holds = _holds(newsroom)
    (name,) = edit.articles
    holds.pop(name, None)
    if edit.after["held"]:
        holds[name] = edit.after["held"]
    newsroom.store.put_value(_KEY, msgspec.json.encode(holds))
    return done


def over(newsroom: Newsroom) -> list[str]:
    """Return the ids of the articles whose time is over, the earliest first."""
    now = newsroom.now().isoformat()
    return [name for name, until in sorted(_holds(newsroom).items(), key=lambda pair: pair[1]) if until <= now]


def _until(newsroom: Newsroom, text: str) -> str:
    """Return a time as it is kept, in UTC."""
    now = newsroom.now()
    if not text:
        morning = (now + timedelta(days=1)).replace(hour=_MORNING, minute=0, second=0, microsecond=0)
        return morning.isoformat()
    try:
        until = datetime.fromisoformat(text)
    except ValueError:
        raise errors.EditError(Reason("edit.hold_time"), text) from None
    until = until.replace(tzinfo=UTC) if until.tzinfo is None else until.astimezone(UTC)
    if not now < until <= now + _LONGEST:
        raise errors.EditError(Reason("edit.hold_time"), text)
    return until.replace(microsecond=0).isoformat()


def _holds(newsroom: Newsroom) -> dict[str, str]:
    kept = newsroom.store.get_value(_KEY)
    return msgspec.json.decode(kept, type=dict[str, str]) if kept else {}


VERB = Verb(
    name="hold",
    summary="Let a story wait until tomorrow, or a time; then the rules decide again.",
    example="coranto edit hold https://a.example/news --until 2026-03-08T07:00",
    arguments=(ARTICLE,),
    options=(Option("until", "A time in UTC; by default tomorrow at 05:00.", "TIME"), OFF),
    check=check,
    carry_out=carry_out,
    take_back=on_article.take_back,
)
