"""The search page: a page of results, their facets with links; and the search as a feed."""

from collections.abc import Iterator

import msgspec

from coranto.feeds import address
from coranto.i18n.messages import _
from coranto.model.search import SearchFilter, SearchResult
from coranto.newsroom import Newsroom
from coranto.web import search_query, words
from coranto.web.page_kind import PageKind, PageRequest
from coranto.web.pages import components, layout, published
from coranto.web.pages.components import Piece, Tally
from coranto.web.pages.layout import Feed, Layout

FOUND = 25
_MOST = 8  # lines of a facet
_SAVED = (("application/rss+xml", "RSS", "feed.xml"), ("application/atom+xml", "Atom", "feed.atom"),
          ("application/feed+json", "JSON Feed", "feed.json"))  # fmt: skip


class Facet(msgspec.Struct, frozen=True):
    """A facet of the results: its name, and its values, each with the search that is restricted to it."""

    name: str
    parts: list[Tally]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The values of a page of results."""

    layout: Layout
    words: str
    count: str
    troubles: list[str]
    found: list[Piece]
    facets: list[Facet]
    feeds: list[Feed]
    before: str
    after: str


def view(newsroom: Newsroom, text: str, page: int = 1, density: str = "standard") -> Found:
    """Search the articles; without a query the page asks for one."""
    query = search_query.read(text, newsroom.taxonomy, whole=newsroom.settings.site.show_unpublished)
    result = (
        newsroom.store.search(query.words, query.within, FOUND, (page - 1) * FOUND) if query.text else SearchResult()
    )
    counted = words.count(result.count, "article")
    pages = published.pages_of(newsroom, [one.id for one in result.articles])
    asks = bool(query.words) or query.within != SearchFilter()
    feeds = [Feed(kind, name, address.search(f"/search/{file}", query.text)) for kind, name, file in _SAVED if asks]
    return Found(
        layout=layout.build(
            newsroom,
            "/search/",
            _("“{words}”", words=query.text) if query.text else _("Search"),
            about=_("Search the published articles."),
            density=density,
            hidden=bool(query.text),  # search engines may index the empty form, but no results
            saved=feeds,
        ),
        words=query.text,
        count=counted
        if result.whole
        else _("More than {articles}; the newest of them are ranked and counted", articles=counted),
        troubles=list(query.troubles),
        found=[
            components.piece(one, components.dated(one.published), story=pages.get(one.id, ""))
            for one in result.articles
        ],
        facets=[facet for facet in _facets(newsroom, query.text, result) if len(facet.parts) > 1],
        feeds=feeds,
        before=str(page - 1) if page > 1 else "",
        after=str(page + 1) if result.count > page * FOUND else "",
    )


def _facets(newsroom: Newsroom, text: str, result: SearchResult) -> Iterator[Facet]:
    """Count the results by topic, outlet, month and quality; each value links to the search restricted to it."""
    by_name = newsroom.taxonomy.by_name
    topics = [(by_name[name].id, name, count) for name, count in result.topics.items() if name in by_name]
    yield _facet(
        _("Topic"), text, [(f"topic:{ident}", name, count) for ident, name, count in topics if " " not in ident]
    )
    yield _facet(_("Source"), text, [(f"source:{domain}", domain, count) for domain, count in result.outlets.items()])
    months = [(month, search_query.within_month(text, month), count) for month, count in result.months.items()]
    yield Facet(
        _("Month"), components.tallies([(month, address.search("/search/", to), n) for month, to, n in months[:_MOST]])
    )
    least, sums = 0, []
    for ten, count in result.quality.items():  # from the best down: at least so many points
        least += count
        sums.append((f"quality:{ten}", _("{points} and more", points=ten), least))
    yield _facet(_("Fit"), text, sums[-_MOST:])


def _facet(name: str, text: str, counted: list[tuple[str, str, int]]) -> Facet:
    ways = [
        (says, address.search("/search/", search_query.plus(text, part)), count)
        for part, says, count in counted
        if part not in text.split()
    ]
    return Facet(name, components.tallies(ways[:_MOST]))


def _view(newsroom: Newsroom, request: PageRequest) -> Found:
    page = request.first("page")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return view(newsroom, request.first("q"), max(1, number), request.density)


KIND = PageKind(name="search", paths=("/search/",), view=_view, template="search.html", aging=True, cached=True)
