"""An article's page: its metadata and the reasons for its place; its text is read at its outlet."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from coranto.decide import edits as hand
from coranto.decide import explain
from coranto.decide.explain import Explanation
from coranto.feeds import address
from coranto.i18n import formats, wording
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.model.article import Article
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.web import taken_down
from coranto.web.api import classic
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, PageKind, PageRequest
from coranto.web.pages import components, explanation, layout, lists, published
from coranto.web.pages.components import Link, Moment, Text
from coranto.web.pages.explanation import Breakdown
from coranto.web.pages.layout import Layout


class Other(msgspec.Struct, frozen=True):
    """Another article of its story, or a near article; ``to`` is our page of it where that certainly exists."""

    title: Text
    outlet: str
    to: str
    quality: int
    says: str


class ArticlePage(msgspec.Struct, frozen=True, kw_only=True):
    """The values of an article's page."""

    layout: Layout
    id: str
    title: Text
    topics: list[Link]
    stand: Text
    outlet: Link
    url: str
    facts: list[tuple[str, str]]
    when: Moment
    account: Breakdown
    found: list[str]
    story: Link | None
    others: list[Other]
    near: list[Other]
    reprints: list[tuple[Link, Text, str]]  # outlet, headline, likeness
    original: str
    provenance: list[tuple[str, str]]
    api: str
    picture: Link | None = None  # our own copy, named by its outlet
    sides: tuple[int, int] | None = None


def view(newsroom: Newsroom, told: Explanation, density: str = "standard") -> ArticlePage:
    """Build the values of an article's page from its explanation."""
    one = told.article
    store, articles = newsroom.store, {other.id: other for other, _ in told.members}
    lead = articles.get(told.lead or "", one)
    led = store.get_records([lead.id]).get(lead.id)
    shown = bool(led and led.record.published)  # a story's page is public when its lead is
    subject = components.subject(newsroom, one)
    return ArticlePage(
        id=one.id,
        layout=layout.build(
            newsroom,
            address.article(one.id),
            one.title,
            about=_(
                "What this newsroom knows of an article at {outlet}, and how it was judged.", outlet=one.provider.name
            ),
            topic=subject.id if subject else "",
            density=density,
            hidden=True,
        ),
        title=components.title(one),
        topics=[Link(match.name, components.topic_path(newsroom, match.id)) for match in one.topics],
        stand=components.text(one.excerpt, one.language),
        outlet=Link(one.provider.name, components.out(one)),
        url=one.url,
        facts=_facts(told),
        when=components.stamp(one.published),
        account=explanation.breakdown(newsroom, told),
        found=list(map(wording.say, told.found)),
        story=Link(lead.title, address.story(told.story, lead.title)) if told.story and shown else None,
        others=[
            _other(
                other,
                shown,
                _("leads")
                if other.id == told.lead
                else _("likeness {score}", score=formats.decimal(member.score))
                if member.evidence
                else _("opened it"),
            )
            for other, member in told.members
            if other.id != one.id
        ],
        near=[
            _other(other, False, _("likeness {score}", score=formats.decimal(neighbour.score)))
            for other, neighbour in told.near
            if other.id != one.id
        ],
        reprints=[
            (
                Link(copy.provider.name, sanitize.address(copy.url)),
                components.text(copy.title, one.language),
                f"{copy.likeness:.0%}",
            )
            for copy in told.reprints
        ],
        original=wording.say(told.original) if told.original else "",
        provenance=[(name, one.provenance[name]) for name in sorted(one.provenance)],
        api=f"/api/articles/{one.id}.json",
        picture=_picture(newsroom, one),
        sides=next(((i.width, i.height) for i in one.images[:1] if i.width and i.height), None),
    )


def _picture(newsroom: Newsroom, one: Article) -> Link | None:
    """Return our own copy of its leading picture; our pages never load pictures from outlets."""
    if not (one.images and one.images[0].is_cached and newsroom.image_cache.has(one.images[0].url)):
        return None
    return Link(one.provider.name, address.picture(newsroom.image_cache.name(one.images[0].url)))


def _other(one: Article, inside: bool, says: str) -> Other:
    to = address.article(one.id) if inside else components.out(one)
    return Other(components.title(one), one.provider.name, to, one.quality, says)


def _facts(told: Explanation) -> list[tuple[str, str]]:
    """List the facts about the article itself."""
    one = told.article
    facts = [(_("Outlet"), f"{one.provider.name} ({one.provider.domain})")]
    if one.authors:
        facts.append((_("By"), ", ".join(one.authors[:4])))
    if one.language:
        facts.append((_("Language"), one.language))
    if one.type != "article":
        facts.append((_("Kind"), one.type))
    if one.images:
        facts.append((_("Pictures"), str(len(one.images))))
    facts.append((_("Quality"), str(told.quality)))
    facts.append((_("Heat"), str(told.heat) if told.heat_parts else _("none: it does not lead")))
    facts.append((_("Readers"), _("{n}, today and yesterday", n=told.readers)))
    edits = () if told.edits is msgspec.UNSET else told.edits
    return facts + [(_("Editor"), wording.say(hand.explained(one))) for one in edits]


def _view(newsroom: Newsroom, request: PageRequest) -> ArticlePage | None:
    taken_down.refuse_article(newsroom, request.ident)
    told = _explained(newsroom, request.ident, request.now)
    return view(newsroom, told, request.density) if told else None


def _explained(newsroom: Newsroom, ident: str, now: datetime) -> Explanation | None:
    if not address.plain(ident):
        return None
    return explain.explain(newsroom.store, ident, now)


@localized
def _both(newsroom: Newsroom, idents: Iterable[str], now: datetime) -> list[Document]:
    """Return the page and the JSON of each article, which share its explanation."""
    shown = (ident for ident in idents if not taken_down.is_hidden(newsroom, ident))
    told = [one for ident in shown if (one := _explained(newsroom, ident, now))]
    return [
        made for one in told for made in (KIND.document(view(newsroom, one), now), classic.explanation(newsroom, one))
    ]


def _of_story(newsroom: Newsroom, request: PageRequest) -> list[Document]:
    found = newsroom.store.get_stories([request.ident]).get(request.ident)
    if found is None or found.id != request.ident or not published.has_page(newsroom, found):
        return []
    return _both(newsroom, [member.article for member in found.members], request.now)


def _loose(newsroom: Newsroom, request: PageRequest) -> list[Document]:
    """Return the files of an article that the river links to and that is not in a published story."""
    named = newsroom.store.story_ids_of([request.ident]).get(request.ident, "")
    found = newsroom.store.get_stories([named]).get(named)
    if found is not None and published.has_page(newsroom, found):
        return []
    return _both(newsroom, [request.ident], request.now)


KIND = PageKind(
    name="article",
    paths=("/a/{ident}/",),
    view=_view,
    template="article.html",
    read=lambda page: page.id,
    idents=None,
    unit="story",
    files=_of_story,
)
LOOSE = DocumentKind(
    name="loose",
    document=KIND.make,
    idents=lambda newsroom: [one.id for one in newsroom.store.recent_articles(lists.RIVER)],
    files=_loose,
)
