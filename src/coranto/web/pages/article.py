"""An article's page: its metadata and the reasons for its place; its text is read at its outlet."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from coranto.decide import explain
from coranto.decide.explain import Explanation
from coranto.feeds import address
from coranto.i18n import formats
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.model.article import Article
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.web import taken_down, unpublished, words
from coranto.web.api import classic
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, PageKind, PageRequest
from coranto.web.pages import components, explanation, layout, published, river
from coranto.web.pages.changes import Change, lines
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
    changes: list[Change]
    provenance: list[tuple[str, str]]
    api: str
    until: datetime | None  # the heat holds
    picture: components.Picture | None = None


def view(newsroom: Newsroom, explained: Explanation, density: str = "standard") -> ArticlePage:
    """Build the values of an article's page from its explanation."""
    article = explained.article
    store, articles = newsroom.store, {other.id: other for other, _ in explained.members}
    lead = articles.get(explained.lead or "", article)
    led = store.get_records([lead.id]).get(lead.id)
    shown = bool(led and led.record.published)  # a story's page is public when its lead is
    subject = components.subject(newsroom, article)
    return ArticlePage(
        id=article.id,
        layout=layout.build(
            newsroom,
            address.article(article.id),
            article.title,
            about=_(
                "What this newsroom knows of an article at {outlet}, and how it was judged.",
                outlet=article.provider.name,
            ),
            topic=subject.id if subject else "",
            density=density,
            hidden=True,
        ),
        title=components.title(article),
        topics=[Link(match.name, components.topic_path(newsroom, match.id)) for match in article.topics],
        stand=components.text(article.excerpt, article.language),
        outlet=Link(article.provider.name, components.out(article)),
        url=article.url,
        facts=_facts(explained),
        when=components.stamp(article.published),
        account=explanation.breakdown(newsroom, explained),
        found=list(map(words.said, explained.found)),
        story=Link(lead.title, address.story(explained.story, lead.title)) if explained.story and shown else None,
        others=[
            _other(
                other,
                shown,
                _("leads")
                if other.id == explained.lead
                else _("likeness {score}", score=formats.decimal(member.score))
                if member.evidence
                else _("opened it"),
            )
            for other, member in explained.members
            if other.id != article.id
        ],
        near=[
            _other(other, False, _("likeness {score}", score=formats.decimal(neighbour.score)))
            for other, neighbour in explained.near
            if other.id != article.id
        ],
        reprints=[
            (
                Link(copy.provider.name, sanitize.address(copy.url)),
                components.text(copy.title, article.language),
                f"{copy.likeness:.0%}",
            )
            for copy in explained.reprints
        ],
        original=words.said(explained.original) if explained.original else "",
        changes=lines((one for one in explained.revisions if one.article == article.id), {article.id: article}),
        provenance=[(name, article.provenance[name]) for name in sorted(article.provenance)],
        api=f"/api/articles/{article.id}.json",
        until=explained.until,
        picture=components.picture(newsroom, article),
    )


def _other(article: Article, inside: bool, says: str) -> Other:
    to = address.article(article.id) if inside else components.out(article)
    return Other(components.title(article), article.provider.name, to, article.quality, says)


def _facts(explained: Explanation) -> list[tuple[str, str]]:
    """List the facts about the article itself."""
    article = explained.article
    facts = [(_("Outlet"), f"{article.provider.name} ({article.provider.domain})")]
    if article.authors:
        facts.append((_("By"), ", ".join(article.authors[:4])))
    if article.language:
        facts.append((_("Language"), article.language))
    if article.type != "article":
        facts.append((_("Kind"), article.type))
    if article.images:
        facts.append((_("Pictures"), str(len(article.images))))
    facts.append((_("Fit"), str(explained.quality)))
    facts.append((_("Heat"), str(explained.heat) if explained.heat_parts else _("none: it does not lead")))
    facts.append((_("Readers"), _("{n}, today and yesterday", n=explained.readers)))
    return facts + [(_("Editor"), said) for said in explanation.by_hand(explained)]


def _view(newsroom: Newsroom, request: PageRequest) -> ArticlePage | None:
    taken_down.refuse_article(newsroom, request.ident)
    unpublished.refuse_article(newsroom, request.ident)
    told = _explained(newsroom, request.ident, request.now)
    return view(newsroom, told, request.density) if told else None


def _explained(newsroom: Newsroom, ident: str, now: datetime) -> Explanation | None:
    if not address.plain(ident):
        return None
    return explain.explain(newsroom.store, ident, now, newsroom.settings)


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
    until=lambda page, _: page.until,
    read=lambda page: page.id,
    cached=True,
    idents=None,
    unit="story",
    files=_of_story,
)
LOOSE = DocumentKind(
    name="loose",
    document=KIND.make,
    idents=river.latest,
    files=_loose,
)
