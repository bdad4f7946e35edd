"""A story's page: its growth, headlines side by side, timeline, connecting terms, and explanation."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from markupsafe import Markup

from coranto.decide import also_told, chain, decisions, explain, history, impact
from coranto.decide.explain import Explanation
from coranto.feeds import address
from coranto.i18n import formats
from coranto.i18n.current import localized
from coranto.i18n.messages import _, _n
from coranto.model.article import Article
from coranto.model.story import Member, Neighbour, Story
from coranto.newsroom import Newsroom
from coranto.text import sentence
from coranto.web import taken_down, words
from coranto.web.document import Document
from coranto.web.page_kind import PageKind, PageRequest
from coranto.web.pages import (
    charts,
    components,
    explanation,
    headlines,
    heat_history,
    layout,
    published,
    timeline,
    who_told,
)
from coranto.web.pages.changes import Change, lines
from coranto.web.pages.components import Link, Moment, Piece, Text
from coranto.web.pages.explanation import Breakdown
from coranto.web.pages.headlines import Headline
from coranto.web.pages.jsonld import link_collection
from coranto.web.pages.layout import Feed, Layout

_TERMS = 7  # columns of the table of ties
_NEAR = 5
_NEWS = 3
_HEADLINES = 12  # that are compared at once; the others are folded
_EVENTS = 14  # of the timeline that are not folded


class Tied(msgspec.Struct, frozen=True):
    """An article in the table of ties: for each term whether it shares it."""

    key: str
    outlet: str
    marks: list[bool]
    score: str
    opened: str  # how it joined, where no term connects it
    out: bool
    title: Text | None  # of an article that is nowhere else on the page


class Part(msgspec.Struct, frozen=True):
    """An earlier or a later part of a story that goes on for weeks; without a page, ``to`` is empty."""

    to: str
    title: Text
    first: Moment
    last: Moment
    later: bool


class Retelling(msgspec.Struct, frozen=True):
    """A story of another language that tells the same: its language, its page, and what both name."""

    says: str
    language: str
    to: str
    title: Text
    because: str


class StoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """The values of a story's page."""

    layout: Layout
    id: str
    title: Text
    topics: list[Link]
    stand: Text
    lead: Link
    picture: components.Picture | None
    heat: int
    lately: str
    news: list[Piece]  # what came in the last day to a story that is older, the newest first
    published: bool
    articles: int
    outlets: int
    first: Moment
    last: Moment
    crossed: Moment | None
    day: int  # of a story in parts: on which day of it this part begins, the first being 1
    parts: list[Part]
    retold: list[Retelling]
    chart: charts.Steps | None  # of a story that grew
    limit: int
    numbers: list[tuple[Moment | None, str, int, int]]
    headlines: list[Headline]  # the first of them
    others: list[Headline]
    jsonld: Markup
    begun: list[tuple[str, list[timeline.Event]]]  # the older events of a long story
    days: list[tuple[str, list[timeline.Event]]]
    earlier: int  # how many events the older ones are
    reported: str  # who reports it, in a sentence; empty for a story of one outlet
    tellers: list[who_told.Teller]
    terms: list[str]
    ties: list[Tied]
    account: Breakdown
    who: str
    series: list[str]  # what is known of outlets' series among its articles
    story_edits: list[str]
    changes: list[Change]
    page: str
    api: str
    record: str
    until: datetime | None  # trend and heat hold
    article: str  # id of the lead


def view(newsroom: Newsroom, story: Story, now: datetime, density: str = "standard") -> StoryPage | None:
    """Build the values of a story's page; None where its articles are missing."""
    explained = explain.explain(newsroom.store, story.lead, now, newsroom.settings)
    if explained is None or not explained.members:
        return None
    lead, members = explained.article, [one for one, _tie in explained.members]
    grown = history.history(
        members, newsroom.settings, impact.chosen_leads(newsroom.store, [one.id for one in members])
    )
    keys = {one.id: _letter(n) for n, (one, _) in enumerate(grown)}
    limit = decisions.thresholds(newsroom.store, [lead], newsroom.own, newsroom.settings)[lead.id]
    rises = [charts.Rise(one.published, heat, keys[one.id], one.provider.name) for one, heat in grown]
    times = [one.published for one in members]
    crossing = next((one.published for one, heat in grown if heat >= limit), None)
    after = [*grown[-1:]] if grown and grown[-1][1] != explained.heat else []
    terms = _terms([member for _one, member in explained.members])
    around = layout.build(
        newsroom,
        address.story(story.id, lead.title),
        lead.title,
        about=_(
            "{articles} on one story, and why it is on the page. {excerpt}",
            articles=words.count(len(members), "article"),
            excerpt=lead.excerpt,
        )[:200].strip(),
        topic=subject.id if (subject := components.subject(newsroom, lead)) else "",
        density=density,
        saved=[Feed("application/atom+xml", "Atom", address.story_folder(story.id) + "feed.atom")],
        social_card=address.social_card(story.id),
    )
    chained = chain.parts(newsroom.store, story)
    compared = headlines.compare(members, keys, newsroom.store.get_reprints(keys))
    events = timeline.events(grown, [one for one, _tie in explained.near][:_NEAR], keys)
    split = max(0, len(events) - _EVENTS) if len(events) > _EVENTS + 3 else 0
    pictured = (components.picture(newsroom, one) for one in (lead, *members))
    return StoryPage(
        layout=around,
        jsonld=link_collection(
            around.canonical, around.title, around.about, around.lang, [(one.to, one.text.text) for one in compared]
        ),
        id=story.id,
        title=components.title(lead),
        topics=[Link(match.name, components.topic_path(newsroom, match.id)) for match in lead.topics],
        stand=components.text(sentence.first(lead.excerpt, 320), lead.language),
        lead=Link(lead.provider.name, components.out(lead)),
        heat=explained.heat,
        picture=next((one for one in pictured if one is not None), None),
        lately=heat_history.lately(members, now),
        news=_news(members, now),
        published=explained.published,
        articles=len(members),
        outlets=len({components.outlet(one) for one in members}),
        first=components.stamp(min(times)),
        last=components.stamp(max(times)),
        crossed=components.stamp(crossing) if crossing and explained.published else None,
        day=_day(newsroom, chained, min(times)),
        parts=[*_parts(newsroom, chained.earlier, later=False), *_parts(newsroom, chained.later, later=True)],
        retold=[_retelling(one) for one in explained.also_told],
        chart=charts.steps(rises, limit, now, explained.heat) if len(rises) > 1 else None,
        limit=limit,
        numbers=[
            *_numbers(grown, limit),
            *((None, _("readers and editors since"), len(grown), explained.heat) for _one in after),
        ],
        headlines=compared[:_HEADLINES],
        others=compared[_HEADLINES:],
        begun=timeline.by_day(events[:split]),
        days=timeline.by_day(events[split:]),
        earlier=split,
        reported=who_told.sentence(explained.account, members),
        tellers=who_told.tellers(explained, keys),
        terms=terms,
        ties=_ties(explained, story, terms, keys),
        account=explanation.breakdown(newsroom, explained),
        who=_who(newsroom, explained),
        series=_series(explained),
        story_edits=[
            *(words.said(explain.deed(one)) for one in explained.story_edits),
            *explanation.by_hand(explained),
        ],
        changes=lines(explained.revisions, {one.id: one for one in (lead, *members)}),
        page=address.article(lead.id),
        api=f"/api/articles/{lead.id}.json",
        record=explained.path or "",
        until=min(
            filter(None, (heat_history.until(members, now), charts.until(rises, now), explained.until)), default=None
        ),
        article=lead.id,
    )


def _times(newsroom: Newsroom, story: Story) -> list[datetime]:
    """Return the dates of a story's articles in order."""
    articles = newsroom.store.get_articles([member.article for member in story.members])
    return sorted(one.published for one in articles.values())


def _day(newsroom: Newsroom, chained: chain.Chain, began: datetime) -> int:
    """Return on which day of the whole story a part begins."""
    times = _times(newsroom, chained.earlier[0]) if chained.earlier else []
    return (began.date() - times[0].date()).days + 1 if times else 1


def _parts(newsroom: Newsroom, stories: Sequence[Story], *, later: bool) -> list[Part]:
    """Return the other parts of a story, for links to them."""
    leads = newsroom.store.get_articles([story.lead for story in stories])
    parts = []
    for story in stories:
        if (lead := leads.get(story.lead)) and (times := _times(newsroom, story)):
            to = address.story(story.id, lead.title) if published.has_page(newsroom, story) else ""
            dates = components.dated(times[0]), components.dated(times[-1])
            parts.append(Part(to, components.title(lead), *dates, later))
    return parts


def _retelling(one: also_told.Retelling) -> Retelling:
    """Return a story of another language, for a link to it."""
    language = one.link.languages[1]
    return Retelling(
        _("Also told in {language}", language=formats.language_name(language)),
        language,
        address.story(one.link.other, one.lead.title),
        components.title(one.lead),
        words.said(also_told.reason(one)),
    )


def _letter(number: int) -> str:
    """Return the letter of the n-th article: A to Z, then AA, AB."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def _numbers(grown: Sequence[tuple[Article, int]], limit: int) -> list[tuple[Moment, str, int, int]]:
    lines, before = [], 0
    for n, (one, heat) in enumerate(grown, 1):
        how = _("{outlet} opens, fit {points}") if n == 1 else _("{outlet} joins, fit {points}")
        what = how.format(outlet=one.provider.name, points=one.quality)
        what += _("; the story passes {line}", line=limit) if before < limit <= heat else ""
        lines.append((components.stamp(one.published), what, n, heat))
        before = heat
    return lines


def _news(members: Sequence[Article], now: datetime) -> list[Piece]:
    """Return the last articles of the last day, if the story is older than that."""
    fresh = [one for one in members if now - one.published <= charts.DAY]
    if len(fresh) == len(members):
        return []
    newest = sorted(fresh, key=lambda one: (one.published, one.id), reverse=True)
    return [components.piece(one, components.brief(one.published)) for one in newest[:_NEWS]]


def _terms(members: Sequence[Member]) -> list[str]:
    """Return the terms with the highest weight over all members."""
    weight: dict[str, float] = {}
    for member in members:
        for tie in member.evidence:
            weight[tie.term] = weight.get(tie.term, 0.0) + tie.weight
    return sorted(weight, key=lambda term: (-weight[term], term))[:_TERMS]


def _ties(explained: Explanation, story: Story, terms: Sequence[str], keys: dict[str, str]) -> list[Tied]:
    if not terms:
        return []

    first = next((member.article for member in story.members if not member.evidence), "")

    def row(one: Article, tied: Member | Neighbour, *, out: bool) -> Tied:
        shared = {tie.term for tie in tied.evidence}
        return Tied(
            keys.get(one.id, "–"),
            one.provider.name,
            [term in shared for term in terms],
            formats.decimal(tied.score),
            ""
            if out or (tied.evidence and not (isinstance(tied, Member) and tied.continues))
            else _("put here by an editor")
            if explain.was_split_off(explained, one.id)
            else _("opened this part")
            if isinstance(tied, Member) and tied.continues
            else _("opened the story")
            if one.id == first
            else _("came with a story that was merged in"),
            out,
            components.title(one) if out else None,
        )

    inside = [row(one, member, out=False) for one, member in explained.members]
    return [
        *sorted(inside, key=lambda tied: (len(tied.key), tied.key)),
        *(row(one, near, out=True) for one, near in explained.near[:_NEAR]),
    ]


def _series(explained: Explanation) -> list[str]:
    """Return which articles are instalments of their outlets' series, and what follows from that."""
    return [
        _("“{series}” is a series of {outlet}: its name ties nothing together.", series=name, outlet=outlet)
        for name, outlet in dict.fromkeys((m.series, one.provider.name) for one, m in explained.members if m.series)
    ]


def _who(newsroom: Newsroom, explained: Explanation) -> str:
    """Return which article leads, and what that means for the rest."""
    others, lead = len(explained.members) - 1, explained.article.provider.name
    if not others:
        return _("{outlet} is the only one to tell it so far.", outlet=lead)
    if impact.chosen_leads(newsroom.store, [explained.article.id]).get(explained.article.id, 0) > 0:
        return _("An editor chose {outlet} to lead.", outlet=lead)
    if parts := explain.merits(explained, newsroom.settings).get(explained.article.id):
        return _(
            "{outlet} leads, because it tells the story best to the readers of this newsroom: {sum}.",
            outlet=lead,
            sum=explain.heat_line(parts),
        )
    return _n(
        "{outlet} leads with the highest fit, {points}. The other keeps its own and takes no heat.",
        "{outlet} leads with the highest fit, {points}. The other {n} keep their own and take no heat.",
        others,
        outlet=lead,
        points=explained.quality,
    )


def _story(newsroom: Newsroom, ident: str) -> Story | None:
    """Return a story, or the one it was merged into."""
    found = newsroom.store.get_stories([ident]).get(ident) if address.plain(ident) else None
    if found is not None:
        taken_down.refuse_story(newsroom, found.lead, len(found.members))
    return found


def _own_path(newsroom: Newsroom, request: PageRequest) -> str:
    found = _story(newsroom, request.ident)
    lead = newsroom.store.get_articles([found.lead]).get(found.lead) if found else None
    return address.story(found.id, lead.title) if found and lead else ""


def _view(newsroom: Newsroom, request: PageRequest) -> StoryPage | None:
    """Return the page of a story; a merged story returns the page of the story it was merged into."""
    found = _story(newsroom, request.ident)
    return view(newsroom, found, request.now, request.density) if found else None


@localized
def _files(newsroom: Newsroom, request: PageRequest) -> list[Document]:
    found = newsroom.store.get_stories([request.ident]).get(request.ident)
    if found is None or found.id != request.ident or not published.has_page(newsroom, found):
        return []
    page = view(newsroom, found, request.now)
    return [KIND.document(page, request.now)] if page else []


KIND = PageKind(
    name="story",
    paths=("/s/{ident}/", "/s/{ident}/{slug}/"),
    view=_view,
    template="story.html",
    own_path=_own_path,
    until=lambda page, _: page.until,
    read=lambda page: page.article,
    cached=True,
    idents=lambda newsroom: newsroom.store.published_story_ids(),
    changes="story",
    files=_files,
)
