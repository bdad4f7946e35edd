"""The front page: the hottest stories, with the river and what is heating up in the margin."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from markupsafe import Markup

from coranto.decide import front, line
from coranto.heat import curve
from coranto.i18n.messages import _
from coranto.model.article import Article
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.page_kind import PageKind
from coranto.web.pages import charts, components, latest, layout, rows
from coranto.web.pages.components import Moment, Piece, Tally
from coranto.web.pages.layout import Layout
from coranto.web.pages.rows import Row

_RIVER = 12
_RISING = 5
_TOPICS = 12
DAY = timedelta(days=1)


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """The values of the front page; ``empty`` says what happens next where there is no story.

    ``more`` are stories that fill a page on which little is published, under the word ``over`` them. ``on_subject``
    says that the river leaves out what is on no topic.
    """

    layout: Layout
    above: list[Row]
    below: list[Row]
    more: list[Row]
    over: str
    river: list[Piece]
    on_subject: bool
    rising: list[Row]
    tally: list[Tally]
    pulse: charts.Pulse
    today: str
    start: Moment  # of the hours that are counted
    empty: list[str]
    end: str  # under the last story
    jsonld: Markup


def view(newsroom: Newsroom, now: datetime, density: str = "standard") -> Front:
    """Build the values of the front page."""
    store, settings = newsroom.store, newsroom.settings
    hot, pinned = front.stories(store, settings, now)
    listed = rows.rows(newsroom, hot, now, pinned=pinned)
    more, over = _filling(newsroom, listed, now)
    came_in, on_subject = _river(newsroom)
    river = [components.piece(one, components.hour(one.published, now)) for one in came_in]
    rising = sorted(
        (row for row in listed if row.gained > 0),
        key=lambda row: (-row.gained, -row.heat),
    )[:_RISING]
    tally = _tally(newsroom, now)
    above = fold(listed, river, rising, tally, density)
    hours = curve.fill(store.articles_by_hour(now - DAY), now)
    around = layout.build(newsroom, "/", "", edition=now, density=density, legend=True)
    return Front(
        layout=around,
        jsonld=rows.jsonld(newsroom, around, listed),
        above=listed[:above],
        below=listed[above:],
        more=more,
        over=over,
        river=river,
        on_subject=on_subject,
        rising=rising,
        tally=tally,
        pulse=charts.pulse(hours.articles, now),
        today=words.count(sum(hours.articles), "article"),
        start=components.hour(hours.start, now),
        end=_end(settings.site.front_days, len(listed)) if listed else "",
        empty=[] if listed else empty(newsroom, filled=bool(more)),
    )


def _river(newsroom: Newsroom) -> tuple[list[Article], bool]:
    """Return what came in last, and whether only what is on a topic was asked for.

    A newsroom that publishes nothing off its topics shows nothing else beside its stories, if it has anything.
    """
    store = newsroom.store
    if newsroom.settings.profile == "subject" and not newsroom.settings.publish.off_topic:
        found = {one.id: one for topic in newsroom.taxonomy for one in store.recent_articles(_RIVER, topic=topic.id)}
        if found:
            newest = sorted(found.values(), key=lambda one: (one.published, one.id), reverse=True)
            return newest[:_RIVER], True
    return store.recent_articles(_RIVER), False


def _end(days: int, stories: int) -> str:
    """Return the last sentence of an edition: how much it was."""
    told = words.count(stories, "story")
    return _("The end of this edition: {stories} of the last {days}.", stories=told, days=words.count(days, "day"))


def _filling(newsroom: Newsroom, listed: Sequence[Row], now: datetime) -> tuple[list[Row], str]:
    """Return what fills a page with few stories, and the word over it: the last published, or what came in."""
    if len(listed) >= latest.FEW:
        return [], ""
    bar = line.in_force(newsroom.store, newsroom.settings)
    if not listed and (before := latest.published(newsroom, now)):
        return before, latest.word(newsroom, bar, old=True)
    arrived, off = latest.arrived(newsroom, now)
    if listed and off:  # a story of the subject is not followed by anything else
        return [], ""
    return arrived, latest.word(newsroom, bar, old=False, off=off)


def fold(
    listed: Sequence[Row],
    river: Sequence[Piece],
    rising: Sequence[Row],
    tally: Sequence[Tally],
    density: str = "standard",
) -> int:
    """Count the stories beside the margin, so that both columns end at about the same height.

    Heights are estimates in pixels at the width where there are two columns, from the lengths of the texts. If only a
    story or two would remain below the fold, they go above it.
    """
    brief = density == "brief"
    margin = 45 + sum(39 + 20 * _lines(piece.title.text, 40) for piece in river[: 6 if brief else None])
    margin += (85 + sum(15 + 20 * _lines(row.title.text, 34) for row in rising)) if rising else 0
    margin += (85 + 35 * len(tally)) if tally and not brief else 0
    height, count = 45, 0
    for row in listed:
        if height >= margin - 60:
            break
        height += 14 + 20 + 22 * _lines(row.title.text, 75) if brief else _height(row) + 24 * (density == "full")
        count += 1
    return count if len(listed) - count > 2 else len(listed)


def _height(row: Row) -> int:
    wide, line = {"one": (34, 44), "two": (50, 29)}.get(row.size, (58, 24))
    texts = line * _lines(row.title.text, wide) + 24 * _lines(f"{row.sentence.text} {row.outlet.name}", 66)
    return 32 + 20 + texts + 24 * len(row.also) + 24 * _lines(" · ".join(link.name for link in row.more), 85)


def _lines(text: str, wide: int) -> int:
    return -(-len(text) // wide)


def empty(newsroom: Newsroom, *, filled: bool = False) -> list[str]:
    """Return what happens next, for a front page without a story; a sentence where others fill it."""
    has = newsroom.store.count_all()
    if not has["sources"] and not has["articles"]:
        first = _("Its first stories stand here as soon as a source has been named and read.")
        return [_("This newsroom reads no source yet."), first]
    if not has["articles"]:
        sources = words.count(has["sources"], "source")
        to_come = _("{sources} will be read; nothing has come in yet.", sources=sources)
        return [to_come, _("The first stories stand here when their articles have been fetched, judged and grouped.")]
    articles, stories = words.count(has["articles"], "article"), words.count(has["stories"], "story")
    bar = line.in_force(newsroom.store, newsroom.settings)
    drawn = not line.lined(newsroom.settings) or newsroom.store.get_value(line.KEY) is not None
    if bar <= 0 and drawn and latest.strict(newsroom):  # all that is on the subject would be published
        about = _("{articles} in {stories}, and none of late is on the subject.", articles=articles, stories=stories)
        return [about, *([] if filled else [_("Everything that came in, published or not, is in the river.")])]
    sentence = (
        _(
            "{articles} in {stories}, and none of late is at the line of {line}.",
            articles=articles,
            stories=stories,
            line=bar,
        )
        if bar > 0
        else _(
            "{articles} in {stories}: what is published is decided when the round ends.",
            articles=articles,
            stories=stories,
        )
    )
    return [
        sentence,
        _("A story gets there by its lead’s fit, by the outlets that tell it too, and by its readers."),
        *([] if filled else [_("Everything that came in, published or not, is in the river.")]),
    ]


def _tally(newsroom: Newsroom, now: datetime) -> list[Tally]:
    counted = newsroom.store.topic_story_counts([t.id for t in newsroom.taxonomy], now - DAY)
    named = [(t.name, components.topic_path(newsroom, t.id), counted.get(t.id, 0)) for t in newsroom.taxonomy]
    return components.tallies(sorted((n for n in named if n[2]), key=lambda n: -n[2])[:_TOPICS])


KIND = PageKind(
    name="front",
    paths=("/",),
    view=lambda newsroom, request: view(newsroom, request.now, request.density),
    template="front.html",
    aging=True,
    cached=True,
    sitemap=True,
)
