"""What a search finds: a page of it, what it is made of, and the way to each part; and the search as a feed."""

from collections.abc import Iterator

import msgspec

from coranto.desk import Desk
from coranto.i18n.messages import _
from coranto.model.finding import Finding, Within
from coranto.serve import address, question, words
from coranto.serve.views import frame, pieces
from coranto.serve.views.frame import Feed, Frame
from coranto.serve.views.pieces import Piece, Tally

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


def view(desk: Desk, asked: str, page: int = 1, density: str = "standard") -> Found:
    """Search the published articles; without words the page asks for some."""
    read = question.read(asked, desk.taxonomy)
    told = desk.store.find(read.words, read.within, FOUND, (page - 1) * FOUND) if read.asked else Finding()
    counted = words.count(told.count, "article")
    asks = bool(read.words) or read.within != Within()
    feeds = [Feed(kind, name, address.asked(f"/search/{file}", read.asked)) for kind, name, file in _SAVED if asks]
    return Found(
        frame=frame.frame(
            desk,
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
        found=[pieces.piece(one, pieces.dated(one.published)) for one in told.articles],
        facets=[facet for facet in _facets(desk, read.asked, told) if len(facet.parts) > 1],
        feeds=feeds,
        before=str(page - 1) if page > 1 else "",
        after=str(page + 1) if told.count > page * FOUND else "",
    )


def _facets(desk: Desk, asked: str, told: Finding) -> Iterator[Facet]:
    """Count what was found by topic, outlet, month and quality; each part leads to the search within it."""
    by_name = desk.taxonomy.by_name
    topics = [(by_name[name].id, name, count) for name, count in told.topics.items() if name in by_name]
    yield _facet(
        _("Topic"), asked, [(f"topic:{ident}", name, count) for ident, name, count in topics if " " not in ident]
    )
    yield _facet(_("Source"), asked, [(f"source:{domain}", domain, count) for domain, count in told.outlets.items()])
    months = [(month, question.within_month(asked, month), count) for month, count in told.months.items()]
    yield Facet(
        _("Month"), pieces.tallies([(month, address.asked("/search/", to), n) for month, to, n in months[:_MOST]])
    )
    least, sums = 0, []
    for ten, count in told.quality.items():  # from the best down: at least so many points
        least += count
        sums.append((f"quality:{ten}", _("{points} and more", points=ten), least))
    yield _facet(_("Quality"), asked, sums[-_MOST:])


def _facet(name: str, asked: str, counted: list[tuple[str, str, int]]) -> Facet:
    ways = [
        (says, address.asked("/search/", question.plus(asked, part)), count)
        for part, says, count in counted
        if part not in asked.split()
    ]
    return Facet(name, pieces.tallies(ways[:_MOST]))
