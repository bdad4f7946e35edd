"""Published: the front page as it stands, and how an editor orders it: pin, take off, which comes first, headline."""

from datetime import timedelta

from starlette.responses import Response

from coranto.heat import in_lists
from coranto.i18n.messages import _
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.web.desk import bands, page, queue, rows, says
from coranto.web.desk.call import Call, route

_SHOWN = 40


@route("/desk/published/", action="desk.see")
def published(call: Call) -> Response:
    """Show the stories of the front page in its order."""
    newsroom = call.newsroom
    stories, pinned = front(newsroom)
    shown = rows.rows(newsroom, [bands.one(newsroom, story) for story, _heat in stories])
    return page.render(
        call, "published.html", _("Published"), "desk/published/",
        rows=[(row, row.story in pinned) for row in shown], done=queue.done(call),
        reasons=[_(one) for one in says.REASONS], days=newsroom.settings.site.front_days,
    )  # fmt: skip


def front(newsroom: Newsroom) -> tuple[list[tuple[Story, int]], set[str]]:
    """Return the stories of the front page in its order, with their heat; and the ids of those that are pinned."""
    store, now = newsroom.store, newsroom.now()
    rules = in_lists.rules(newsroom.settings, now)
    since = now - timedelta(days=newsroom.settings.site.front_days)
    first = store.pinned_stories(day=now, rules=rules)
    pinned = {story.id for story, _heat in first}
    hot = [pair for pair in store.hot_stories(since, _SHOWN, day=now, rules=rules) if pair[0].id not in pinned]
    return [*first, *hot][: max(_SHOWN, len(first))], pinned


ROUTES = (published,)
