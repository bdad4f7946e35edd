"""The queue: stories near the line, gaining, held, overruled, or all; and what came in since it was opened."""

from starlette.responses import Response

from coranto.decide import line
from coranto.i18n import formats
from coranto.i18n.messages import _, _n
from coranto.model.article import Article
from coranto.newsroom import Newsroom
from coranto.text import search_words
from coranto.web.desk import bands, dropped, forms, page, rows, says
from coranto.web.desk.bands import Waiting
from coranto.web.desk.call import Call, route

_SHOWN = 50  # stories on a page of the queue


@route("/desk/", action="desk.see")
def queue(call: Call) -> Response:
    """Show a band of the queue, or what a search finds in it."""
    newsroom, band, wanted = call.newsroom, _band(call), " ".join(call.query("q").split())
    since = _since(newsroom)
    stories = bands.waiting(newsroom)
    chosen = _found(newsroom, wanted, bands.order(band, stories))
    start = min(forms.number(call.query("from")), len(chosen))
    shown = rows.rows(newsroom, chosen[start : start + _SHOWN])
    counts = {name: sum(name in one.bands for one in stories) for name in bands.BANDS}
    away = dropped.lately(newsroom)
    counts["overruled"] += len(away)
    return page.render(
        call, "queue.html", _("Queue"), "desk/", band=band, rows=shown,
        away=away if band == "overruled" and not (wanted or start) else [], done=done(call), wanted=wanted, since=since,
        next=start + _SHOWN if start + _SHOWN < len(chosen) else 0, rest=max(0, len(chosen) - start - _SHOWN),
        bands=[(name, _(said), formats.grouped(counts[name])) for name, said in bands.BANDS.items()],
        line=line.in_force(newsroom.store, newsroom.settings), reasons=[_(one) for one in says.REASONS],
    )  # fmt: skip


@route("/desk/news/", action="desk.see")
def news(call: Call) -> Response:
    """Say how many stories came in since a page of the queue was made, and what others decided."""
    newsroom, band = call.newsroom, _band(call)
    arrived, _dot, edited = call.query("since").partition(".")
    now, came = _since(newsroom), 0
    if new := {name for _order, name in newsroom.store.arrived_since(forms.number(arrived))}:
        members = [one.story.members for one in bands.order(band, bands.waiting(newsroom))]
        came = sum(any(member.article in new for member in some) for some in members)
    edits = [edit for edit in newsroom.store.get_edits(forms.number(edited)) if edit.who != call.who.name]
    edits = [edit for edit in edits if not edit.administrative]
    homes = newsroom.store.story_ids_of({article for edit in edits for article in edit.articles})
    others = [
        (one, {one.edit.story, one.edit.other, *(homes.get(article, "") for article in one.edit.articles)} - {""})
        for one in says.lines(newsroom, edits)
    ]
    says_ = _n("{n} story came in: show it", "{n} stories came in: show them", came) if came else ""
    return page.render(call, "news.html", "", "", since=now, came=says_, band=band, others=others)


def done(call: Call) -> says.Line | None:
    """Return the edit that the bar names: the one just made, where it is the person's own."""
    number = forms.number(call.query("done"))
    edit = call.newsroom.store.get_edit(number) if number else None
    return says.lines(call.newsroom, [edit])[0] if edit and edit.who == call.who.name else None


def _band(call: Call) -> str:
    default = "everything" if call.query("q") else "near"
    return call.query("band") if call.query("band") in bands.BANDS else default


def _since(newsroom: Newsroom) -> str:
    """Return the last arrival and the last edit: what a page made now knows of."""
    edits = newsroom.store.last_edit()
    return f"{newsroom.store.last_arrival()}.{edits}"


def _found(newsroom: Newsroom, wanted: str, stories: list[Waiting]) -> list[Waiting]:
    """Return the stories that a search finds by the headlines and outlets of their articles."""
    if not wanted:
        return stories
    words, without = search_words.phrases(wanted)
    articles = newsroom.store.get_articles({member.article for one in stories for member in one.story.members})

    def finds(one: Waiting) -> bool:
        told = " ".join(_folded(articles[m.article]) for m in one.story.members if m.article in articles)
        there = [[f" {' '.join(phrase)} " in told for phrase in some] for some in (words, without)]
        return all(there[0]) and not any(there[1])

    return [one for one in stories if finds(one)]


def _folded(article: Article) -> str:
    return f" {' '.join(search_words.fold(f'{article.title} {article.provider.name}').split())} "


ROUTES = (queue, news)
