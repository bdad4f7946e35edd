"""What a search finds: a page of it, what it is made of, and the way to each part; and the search as a feed."""

from collections.abc import Iterator

import msgspec

from coranto.feeds import address
from coranto.i18n.language import _
from coranto.model.search import SearchFilter, SearchResult
from coranto.newsroom import Newsroom
from coranto.web import search_query, words
from coranto.web.pages import components, layout
from coranto.web.pages.components import Piece, Tally
from coranto.web.pages.layout import Feed, Frame

FOUND = 25
_MOST = 8  # lines of a facet
_SAVED = (("application/rss+xml", "RSS", "feed.xml"), ("application/atom+xml", "Atom", "feed.atom"),
          ("application/feed+json", "JSON Feed", "feed.json"))  # fmt: skip


class Facet(msgspec.Struct, frozen=True):
    """One way to look at what was found: its name, and its parts, each with the search that looks there only."""

    name: str
    parts: list[Tally]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search found: a page of it."""

    frame: Frame
    words: str
    count: str
    troubles: list[str]
    found: list[Piece]
    facets: list[Facet]
    feeds: list[Feed]
    before: str
    after: str


def view(newsroom: Newsroom, asked: str, page: int = 1, density: str = "standard") -> Found:
    """Search the published articles; without words the page asks for some."""
    read = search_query.read(asked, newsroom.taxonomy)
    told = newsroom.store.search(read.words, read.within, FOUND, (page - 1) * FOUND) if read.asked else SearchResult()
    counted = words.count(told.count, "article")
    asks = bool(read.words) or read.within != SearchFilter()
    feeds = [Feed(kind, name, address.asked(f"/search/{file}", read.asked)) for kind, name, file in _SAVED if asks]
    return Found(
        frame=layout.frame(
            newsroom,
            "/search/",
            _("“{words}”", words=read.asked) if read.asked else _("Search"),
            about=_("Search the published articles."),
            density=density,
            hidden=bool(read.asked),  # the page to ask on may be found, and no question
            saved=feeds,
        ),
        words=read.asked,
        count=counted
        if told.whole
        else _("More than {articles}; the newest of them are ranked and counted", articles=counted),
        troubles=list(read.troubles),
        found=[components.piece(one, components.dated(one.published)) for one in told.articles],
        facets=[facet for facet in _facets(newsroom, read.asked, told) if len(facet.parts) > 1],
        feeds=feeds,
        before=str(page - 1) if page > 1 else "",
        after=str(page + 1) if told.count > page * FOUND else "",
    )


def _facets(newsroom: Newsroom, asked: str, told: SearchResult) -> Iterator[Facet]:
    """Count what was found by topic, outlet, month and quality; each part leads to the search within it."""
    by_name = newsroom.taxonomy.by_name
    topics = [(by_name[name].id, name, count) for name, count in told.topics.items() if name in by_name]
    yield _facet(
        _("Topic"), asked, [(f"topic:{ident}", name, count) for ident, name, count in topics if " " not in ident]
    )
    yield _facet(_("Source"), asked, [(f"source:{domain}", domain, count) for domain, count in told.outlets.items()])
    months = [(month, search_query.within_month(asked, month), count) for month, count in told.months.items()]
    yield Facet(
        _("Month"), components.tallies([(month, address.asked("/search/", to), n) for month, to, n in months[:_MOST]])
    )
    least, sums = 0, []
    for ten, count in told.quality.items():  # from the best down: at least so many points
        least += count
        sums.append((f"quality:{ten}", _("{points} and more", points=ten), least))
    yield _facet(_("Quality"), asked, sums[-_MOST:])


def _facet(name: str, asked: str, counted: list[tuple[str, str, int]]) -> Facet:
    ways = [
        (says, address.asked("/search/", search_query.plus(asked, part)), count)
        for part, says, count in counted
        if part not in asked.split()
    ]
    return Facet(name, components.tallies(ways[:_MOST]))
