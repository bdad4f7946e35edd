"""The machine's front page against the editors': what is different, by whose decision, and what the rules say."""

import msgspec
from starlette.responses import Response

from coranto.i18n.messages import N_, _
from coranto.model.change import Override
from coranto.model.decision import Decision
from coranto.model.edit import Edit, standing
from coranto.newsroom import Newsroom
from coranto.web import zone
from coranto.web.desk import page, published, queue
from coranto.web.desk.call import Call, route
from coranto.web.pages import components
from coranto.web.pages.components import Text

_ADDED = N_("You published it. By the rules: {reason}")
_DROPPED = N_("You dropped it. The rules would publish it.")
_HELD = N_("You let it wait. The rules would publish it.")
_PINNED = N_("You pinned it. By its heat it would stand elsewhere.")
_TITLE = N_("Your headline. The outlet’s: “{title}”")
_EXCERPT = N_("Your own line below it.")
_LEAD = N_("You chose who leads it.")
_TOPICS = N_("You changed its topics.")
_BOOST = N_("You changed its points by {points}.")


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A story that stands elsewhere, or otherwise, than the rules alone would have it; places from 1, 0 for none."""

    title: Text
    to: str  # its page on the desk, "" where it has none
    yours: int
    machine: int
    what: list[str]
    edits: list[Edit]


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate of either page: its lead, heat, and place on the editors' page."""

    lead: str
    story: str
    heat: int
    yours: int


@route("/desk/difference/", action="desk.see")
def difference(call: Call) -> Response:
    """Show the differences in the order of the editors' page, then what only the machine would show."""
    found = differences(call.newsroom)
    return page.render(
        call, "difference.html", _("Yours and the machine’s"), "desk/difference/", rows=found, done=queue.done(call),
        only_yours=sum(not one.machine for one in found), only_machine=sum(not one.yours for one in found),
        days=call.newsroom.settings.site.front_days,
    )  # fmt: skip


def differences(newsroom: Newsroom) -> list[Difference]:
    """Compare the front page with what the stored decisions say without the editors'."""
    store = newsroom.store
    with store.transaction():
        shown, _pinned = published.front(newsroom)
        here = [
            _Place(lead=story.lead, story=story.id, heat=heat, yours=place)
            for place, (story, heat) in enumerate(shown, 1)
        ]
        edits = [edit for edit in standing(store.get_edits()) if edit.articles and edit.done]
        about = {name for edit in edits for name in edit.articles} - {one.lead for one in here}
        away = [*_away(newsroom, about)]
        names = [one.lead for one in (*here, *away)]
        decisions, overrides, articles = (
            store.get_decisions(names), store.get_overrides(names), store.get_articles(names)
        )  # fmt: skip
    ruled = [one for one in here if one.lead in decisions and decisions[one.lead].ruled] + away
    machine = {one.lead: place for place, one in enumerate(sorted(ruled, key=lambda one: -one.heat), 1)}
    found = []
    for one in (*here, *away):
        override, decided = overrides.get(one.lead), decisions.get(one.lead)
        what = _what(override, decided, away=not one.yours)
        if not what or one.lead not in articles:
            continue
        found.append(
            Difference(
                title=components.title(articles[one.lead]),
                to=f"desk/story/{one.story}/" if one.story and one.yours else "",
                yours=one.yours,
                machine=machine.get(one.lead, 0),
                what=what,
                edits=[edit for edit in edits if one.lead in edit.articles],
            )
        )
    return found


def _away(newsroom: Newsroom, names: set[str]) -> list[_Place]:
    """Return the articles of these that the rules would publish, and an editor dropped or let wait."""
    store, since = newsroom.store, newsroom.now().timestamp() - newsroom.settings.site.front_days * 86_400
    articles, overrides, decisions = store.get_articles(names), store.get_overrides(names), store.get_decisions(names)
    homes = store.story_ids_of(names)
    return [
        _Place(lead=name, story=homes.get(name, ""), heat=decided.heat, yours=0)
        for name, decided in decisions.items()
        if name in articles and name in overrides and articles[name].published.timestamp() >= since
        if (overrides[name].decides is False and decided.ruled) or (overrides[name].held and decided.rule == "held")
    ]


def _what(override: Override | None, decided: Decision | None, *, away: bool) -> list[str]:
    """Return what editors changed about a story, in sentences; empty for nothing."""
    if override is None or decided is None:
        return []
    if away:
        return [_(_HELD) if override.held and override.decides is None else _(_DROPPED)]
    what = []
    if override.decides and not decided.ruled:
        what.append(_(_ADDED, reason=zone.say(*decided.reason.within)))
    if override.pinned:
        what.append(_(_PINNED))
    if override.title is not None and override.original is not None:
        what.append(_(_TITLE, title=override.original.title))
    what += [
        _(says) for says, on in ((_EXCERPT, override.excerpt), (_LEAD, override.lead), (_TOPICS, override.topics)) if on
    ]
    if override.boost:
        what.append(_(_BOOST, points=f"{override.boost:+}"))
    return what


ROUTES = (difference,)
