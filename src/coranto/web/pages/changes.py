"""What outlets changed in published articles, before and after: as a page, as feeds, and on the pages of stories."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from coranto.feeds import address, channel
from coranto.feeds.channel import Channel, Item
from coranto.feeds.formats import FORMATS
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.model.article import Article
from coranto.model.revision import Revision
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.revision import reason
from coranto.web import words
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, PageKind, PageRequest, single
from coranto.web.pages import components, layout
from coranto.web.pages.components import Moment, Text
from coranto.web.pages.layout import Feed, Layout

_LISTED = 50


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A change as a line: when it was seen, at which outlet, what was and what is."""

    when: Moment
    outlet: str
    to: str
    title: Text
    kind: str
    before: Text
    after: Text
    context: Text
    page: str


class ChangesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The values of the page of changes, by day, the latest first."""

    layout: Layout
    days: list[tuple[str, list[Change]]]
    feeds: list[Feed]


def lines(revisions: Iterable[Revision], articles: dict[str, Article]) -> list[Change]:
    """Return revisions as lines, in their order."""
    kinds = {"headline": _("headline"), "number": _("number"), "name": _("name"), "quote": _("quote")}
    found = []
    for one in revisions:
        article, what = articles[one.article], one.difference
        found.append(
            Change(
                when=components.stamp(one.seen),
                outlet=article.provider.name,
                to=components.out(article),
                title=components.title(article),
                kind=kinds[what.kind],
                before=components.text(what.before, article.language),
                after=components.text(what.after, article.language),
                context=components.text(what.context, article.language),
                page=address.article(article.id),
            )
        )
    return found


def _view(newsroom: Newsroom, request: PageRequest) -> ChangesPage:
    revisions = newsroom.store.recent_revisions(_LISTED)
    articles = newsroom.store.get_articles({one.article for one in revisions})
    shown = [one for one in revisions if one.article in articles]
    days = [(day, lines(group, articles)) for day, group in groupby(shown, key=lambda one: words.day(one.seen))]
    return ChangesPage(
        layout=layout.build(
            newsroom,
            address.CHANGES,
            _("What changed"),
            about=_about(),
            density=request.density,
            saved=layout.feeds(address.CHANGES),
        ),
        days=days,
        feeds=layout.feeds(address.CHANGES),
    )


def _about() -> str:
    return _(
        "What outlets changed in articles after they were published: headlines, numbers, names and quotes, "
        "before and after."
    )


@localized
def feed(newsroom: Newsroom, name: str) -> Document | None:
    """Return the changes as a feed, by its file's name: an item a change."""
    writer = FORMATS.get(name)
    if writer is None:
        return None
    site = newsroom.settings.site
    about = Channel(
        title=f"{_('What changed')} · {site.title}",
        description=_about(),
        home=site.url + address.CHANGES,
        address=site.url + address.CHANGES + name,
        language=site.language,
        hubs=newsroom.hubs,
    )
    revisions = newsroom.store.recent_revisions(_LISTED)
    return Document(address.CHANGES + name, writer.write(about, _items(newsroom, revisions)), writer.TYPE)


def _items(newsroom: Newsroom, revisions: Sequence[Revision]) -> Iterator[Item]:
    articles = newsroom.store.get_articles({one.article for one in revisions})
    for one in revisions:
        article = articles.get(one.article)
        if article is None:
            continue
        says = words.said(reason.of(one.difference))
        outlet = sanitize.line(article.provider.name)
        yield Item(
            id=f"urn:uuid:{uuid.uuid5(channel.REVISIONS, f'{one.article} {one.number}')}",
            url=newsroom.settings.site.url + address.article(article.id),
            title=sanitize.line(_("{outlet} changed an article: {change}", outlet=outlet, change=says)),
            summary=sanitize.line(one.difference.context or article.title),
            outlet=outlet,
            published=one.seen,
            changed=one.seen,
            topics=tuple(filter(None, (sanitize.line(topic.name) for topic in article.topics))),
            own=True,
        )


KIND = PageKind(
    name="changes", paths=(address.CHANGES,), view=_view, template="changes.html", cached=True, sitemap=True
)
FEED = DocumentKind(
    name="changes_feeds",
    paths=tuple(f"{address.CHANGES}{name}" for name in FORMATS),
    document=lambda newsroom, request: feed(newsroom, request.name),
    idents=single,
    files=lambda newsroom, _: (feed(newsroom, name) for name in FORMATS),
    cached=True,
)
