"""One story: why it waits, who tells it, and all that can be done; and each form alone, for the queue's keys."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto.decide import explain
from coranto.i18n.messages import _
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.desk import bands, page, queue, rows, says
from coranto.web.desk.call import Call, route
from coranto.web.pages import components, explanation

PANELS = ("merge", "split", "lead", "topics", "headline")


@route("/desk/story/{story}/", action="desk.see")
def story_page(call: Call) -> Response:
    """Show one story."""
    return detail(call, _story(call))


@route("/desk/story/{story}/{panel}/", action="desk.see")
def panel(call: Call) -> Response:
    """Answer with one of the forms, for the desk's script."""
    story, chosen = _story(call), call.request.path_params["panel"]
    if chosen not in PANELS:
        raise HTTPException(404)
    values = _forms(call.newsroom, story) | {"typed": {}, "band": call.query("band"), "panel": chosen}
    return page.render(call, "panel.html", "", "", **values)


def detail(call: Call, story: Story, *, status: int = 200, trouble: str = "", **typed: Any) -> Response:
    """Answer with the page of a story; ``typed`` is what a form that could not be carried out had in its fields."""
    newsroom = call.newsroom
    found = explain.explain(newsroom.store, story.lead, newsroom.now())
    assert found is not None
    return page.render(
        call, "story.html", found.article.title, f"desk/story/{story.id}/", status=status, trouble=trouble,
        account=explanation.breakdown(newsroom, found), typed=typed, reasons=[_(one) for one in says.REASONS],
        lines=list(reversed(says.lines(newsroom, says.edits_of(newsroom, story))))[:10], done=queue.done(call),
        band=call.query("band"), **_forms(newsroom, story),
    )  # fmt: skip


def _story(call: Call) -> Story:
    ident = call.request.path_params["story"]
    story = call.newsroom.store.get_stories([ident]).get(ident)
    if story is None or not story.members:
        raise HTTPException(404)
    return story


def _forms(newsroom: Newsroom, story: Story) -> dict[str, Any]:
    """Return what the forms of a story are made of."""
    articles = newsroom.store.get_articles([member.article for member in story.members])
    lead = articles[story.lead]
    override = newsroom.store.get_overrides([story.lead]).get(story.lead)
    has = [match.name for match in lead.topics]
    members = sorted(
        ((articles[member.article], member) for member in story.members if member.article in articles),
        key=lambda pair: (pair[0].id != story.lead, pair[0].published, pair[0].id),
    )
    return {
        "row": rows.row(newsroom, bands.one(newsroom, story)),
        "members": [
            (article, components.title(article), components.out(article), words.stamp(article.published),
             ", ".join(term.term for term in member.evidence[:3]), article.id == story.lead)
            for article, member in members
        ],
        "partners": _partners(newsroom, story),
        "topics": sorted((topic.name for topic in newsroom.taxonomy), key=lambda name: name not in has),
        "has": has,
        "line": (override.excerpt or "") if override else "",
    }  # fmt: skip


def _partners(newsroom: Newsroom, story: Story) -> list[tuple[str, components.Text]]:
    """Return the stories that this one may be the same event as, the likeliest first."""
    store = newsroom.store
    scores: dict[str, float] = {}
    for other, home in store.story_ids_of([near.article for near in story.near]).items():
        scores[home] = max(scores.get(home, 0.0), next(near.score for near in story.near if near.article == other))
    beyond = store.near_story_ids_of([member.article for member in story.members])
    stories = store.get_stories({home for homes in beyond.values() for home in homes})
    for home, found in stories.items():
        near = [one.score for one in found.near if home in beyond.get(one.article, ())]
        scores[home] = max([scores.get(home, 0.0), *near])
    scores.pop(story.id, None)
    ranked = sorted(scores, key=lambda home: (-scores[home], home))[:5]
    stories = store.get_stories(ranked)
    leads = store.get_articles({stories[home].lead for home in ranked if home in stories})
    return [
        (home, components.title(leads[stories[home].lead]))
        for home in ranked
        if home in stories and stories[home].lead in leads
    ]


ROUTES = (story_page, panel)
