"""Published: the front page as it stands, and how an editor orders it: pin, take off, which comes first, headline."""

from datetime import timedelta

from starlette.responses import Response

from coranto.heat import in_lists
from coranto.i18n.messages import _
from coranto.web.desk import bands, page, queue, says
from coranto.web.desk.call import Call, route

_SHOWN = 40


@route("/desk/published/", action="desk.see")
def published(call: Call) -> Response:
    """Show the stories of the front page in its order."""
    newsroom, now = call.newsroom, call.newsroom.now()
    store, rules = newsroom.store, in_lists.rules(newsroom.settings, now)
    since = now - timedelta(days=newsroom.settings.site.front_days)
    first = [story for story, _heat in store.pinned_stories(day=now, rules=rules)]
    pinned = {story.id for story in first}
    hot = [story for story, _heat in store.hot_stories(since, _SHOWN, day=now, rules=rules) if story.id not in pinned]
    stories = [*first, *hot][: max(_SHOWN, len(first))]
    rows = [(queue.row(newsroom, bands.one(newsroom, story)), story.id in pinned) for story in stories]
    return page.render(
        call, "published.html", _("Published"), "desk/published/", rows=rows, done=queue.done(call),
        reasons=[_(one) for one in says.REASONS], days=newsroom.settings.site.front_days,
    )  # fmt: skip


ROUTES = (published,)
