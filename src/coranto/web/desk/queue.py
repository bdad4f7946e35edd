"""The queue: stories near the line, gaining, overruled, or all; and the page of one story with all that can be done."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto.decide import explain, line
from coranto.i18n import formats
from coranto.i18n.messages import _, _n
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.desk import bands, page, says
from coranto.web.desk.bands import Waiting
from coranto.web.desk.call import Call, route
from coranto.web.pages import components, explanation

_SHOWN = 50  # stories on a page of the queue


@route("/desk/", action="desk.see")
def queue(call: Call) -> Response:
    """Show a band of the queue."""
    newsroom = call.newsroom
    band = call.query("band") if call.query("band") in bands.BANDS else "near"
    stories = bands.waiting(newsroom)
    chosen = bands.order(band, stories)
    rows = [row(newsroom, one) for one in chosen[:_SHOWN]]
    counts = {name: sum(name in one.bands for one in stories) for name in bands.BANDS}
    return page.render(
        call, "queue.html", _("Queue"), "desk/", band=band, rows=rows, done=done(call), rest=len(chosen) - len(rows),
        bands=[(name, _(said), formats.grouped(counts[name])) for name, said in bands.BANDS.items()],
        line=line.in_force(newsroom.store, newsroom.settings), reasons=[_(one) for one in says.REASONS],
    )  # fmt: skip


@route("/desk/story/{story}/", action="desk.see")
def story_page(call: Call) -> Response:
    """Show one story: why it waits, who tells it, and everything that can be done."""
    ident = call.request.path_params["story"]
    story = call.newsroom.store.get_stories([ident]).get(ident)
    if story is None or not story.members:
        raise HTTPException(404)
    return detail(call, story)


def detail(call: Call, story: Story, *, status: int = 200, trouble: str = "", **typed: Any) -> Response:
    """Answer with the page of a story; ``typed`` is what a form that could not be carried out had in its fields."""
    newsroom = call.newsroom
    found = explain.explain(newsroom.store, story.lead, newsroom.now())
    assert found is not None
    overrides = newsroom.store.get_overrides([story.lead])
    return page.render(
        call, "story.html", found.article.title, f"desk/story/{story.id}/", status=status, trouble=trouble,
        row=row(newsroom, bands.one(newsroom, story)), account=explanation.breakdown(newsroom, found),
        members=[
            (article, components.title(article), components.out(article), words.stamp(article.published),
             ", ".join(term.term for term in member.evidence[:3]), article.id == story.lead)
            for article, member in found.members
        ],
        partners=_partners(newsroom, story), topics=[topic.name for topic in newsroom.taxonomy],
        has=[match.name for match in found.topics], pinned=any(one.pinned for one in overrides.values()),
        line=next((one.excerpt or "" for one in overrides.values()), ""),
        typed=typed, reasons=[_(one) for one in says.REASONS], done=done(call),
        lines=list(reversed(says.lines(newsroom, says.edits_of(newsroom, story))))[:10], band=call.query("band"),
    )  # fmt: skip


def done(call: Call) -> says.Line | None:
    """Return the edit that the bar names: the one just made, where it is the person's own."""
    number = call.query("done")
    edit = (
        call.newsroom.store.get_edit(int(number))
        if number.isascii() and number.isdigit() and len(number) < 10
        else None
    )
    return says.lines(call.newsroom, [edit])[0] if edit and edit.who == call.who.name else None


def row(newsroom: Newsroom, one: Waiting) -> dict[str, Any]:
    """Return a story as the pages of the desk show it."""
    subject = components.subject(newsroom, one.lead)
    return {
        "story": one.story.id,
        "lead": one.lead.id,
        "title": components.title(one.lead),
        "out": components.out(one.lead),
        "heat": one.heat,
        "rule": min(240, round(70 * one.heat / one.line)) if one.line else min(240, one.heat),
        "short": one.missing,
        "published": one.published,
        "gaining": "gaining" in one.bands,
        "about": subject.name if subject else "",
        "outlets": _n("{n} outlet", "{n} outlets", one.outlets),
        "newest": components.ago(one.newest, newsroom.now()),
        "version": says.version(newsroom, one.story),
        "several": len(one.story.members) > 1,
    }


def _partners(newsroom: Newsroom, story: Story) -> list[tuple[str, components.Text]]:
    """Return the stories that this one may be the same event as, the likeliest first."""
    store = newsroom.store
    scores: dict[str, float] = {}
    for other, home in store.story_ids_of([near.article for near in story.near]).items():
        scores[home] = max(scores.get(home, 0.0), next(near.score for near in story.near if near.article == other))
    beyond = store.near_story_ids_of([member.article for member in story.members])
    for article, homes in beyond.items():
        for home, found in store.get_stories(homes).items():
            near = [one.score for one in found.near if one.article == article]
            scores[home] = max([scores.get(home, 0.0), *near])
    scores.pop(story.id, None)
    ranked = sorted(scores, key=lambda home: (-scores[home], home))[:5]
    stories = store.get_stories(ranked)
    leads = store.get_articles({stories[home].lead for home in ranked})
    return [(home, components.title(leads[stories[home].lead])) for home in ranked if stories[home].lead in leads]


ROUTES = (queue, story_page)
