"""An article's page: what we know of it and why it is where it is; its text is read at its outlet."""

import msgspec

from coranto.decide.explain import Explanation
from coranto.feeds import address
from coranto.i18n import language
from coranto.i18n.language import _
from coranto.model.article import Article
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.web import retelling
from coranto.web.pages import components, explanation, layout
from coranto.web.pages.components import Link, Moment, Text
from coranto.web.pages.explanation import Breakdown
from coranto.web.pages.layout import Frame


class Other(msgspec.Struct, frozen=True):
    """Another article of its story, or one near it; ``to`` is our page of it where that is sure to exist."""

    title: Text
    outlet: str
    to: str
    quality: int
    says: str


class ArticlePage(msgspec.Struct, frozen=True, kw_only=True):
    """The values of an article's page."""

    frame: Frame
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
    reprints: list[tuple[Link, Text, str]]  # whose, under which headline, how much the same
    original: str
    provenance: list[tuple[str, str]]
    api: str
    picture: Link | None = None  # our own copy, named for whose it is
    sides: tuple[int, int] | None = None


def view(newsroom: Newsroom, told: Explanation, density: str = "standard") -> ArticlePage:
    """Set an article's page from its explanation."""
    one = told.article
    store, articles = newsroom.store, {other.id: other for other, _ in told.members}
    lead = articles.get(told.lead or "", one)
    led = store.get_records([lead.id]).get(lead.id)
    shown = bool(led and led.record.published)  # a story's page is public when its lead is
    subject = components.subject(newsroom, one)
    return ArticlePage(
        frame=layout.frame(
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
        found=[retelling.retold(says) for says in told.found],
        story=Link(lead.title, address.story(told.story, lead.title)) if told.story and shown else None,
        others=[
            _other(
                other,
                shown,
                _("leads")
                if other.id == told.lead
                else _("likeness {score}", score=language.decimal(member.score))
                if member.evidence
                else _("opened it"),
            )
            for other, member in told.members
            if other.id != one.id
        ],
        near=[
            _other(other, False, _("likeness {score}", score=language.decimal(neighbour.score)))
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
        original=retelling.retold(told.original),
        provenance=[(name, one.provenance[name]) for name in sorted(one.provenance)],
        api=f"/api/articles/{one.id}.json",
        picture=_picture(newsroom, one),
        sides=next(((i.width, i.height) for i in one.images[:1] if i.width and i.height), None),
    )


def _picture(newsroom: Newsroom, one: Article) -> Link | None:
    """Give our own copy of its leading picture; a picture at its outlet is never loaded from there by our pages."""
    if not (one.images and one.images[0].is_cached and newsroom.image_cache.has(one.images[0].url)):
        return None
    return Link(one.provider.name, address.picture(newsroom.image_cache.name(one.images[0].url)))


def _other(one: Article, inside: bool, says: str) -> Other:
    to = address.article(one.id) if inside else components.out(one)
    return Other(components.title(one), one.provider.name, to, one.quality, says)


def _facts(told: Explanation) -> list[tuple[str, str]]:
    """List what a reader may want to know of the article itself."""
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
    return facts
