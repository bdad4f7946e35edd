"""A small world of honest outlets and one that lies, drawn at random and judged in a process without a network.

Honest outlets tell of two events. The liar's feed lists any address with any headline, date, author and picture; its
pages claim any canonical address, name, publisher, credit, AMP version and type, redirect anywhere, and copy texts once
they are out. ``harm`` judges the world twice, without and with the liar, and names what differs for the honest.
"""

import contextlib
import random
import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from coranto.decide import decision, impact
from coranto.dedupe import address
from coranto.model.article import Article, Page
from coranto.model.entry import Entry, Feed, Image, Origin
from coranto.model.settings import Outlet, Settings
from coranto.model.source import Source
from coranto.model.story import Story
from coranto.newsroom import Newsroom, open_newsroom
from coranto.run import read
from coranto.run.ingest import Ingest
from coranto.source import ids, pending

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROUND = timedelta(minutes=10)
LIAR = "https://liar.example"
HONEST = {
    "https://harbour.example": "Harbour Post",
    "https://ledger.example": "The Ledger",
    "https://tribune.example": "Tribune",
}
EVENTS = {
    "bridge": "Brannock bridge shut nine months: masonry arches crumble",
    "ferry": "Westmark islands ferry cancelled, storm wrecked passenger pier",
}
_OWN = {  # so that each has a headline of its own
    "https://harbour.example": {"bridge": "", "ferry": ""},
    "https://ledger.example": {"bridge": " under lorries", "ferry": " overnight"},
    "https://tribune.example": {"bridge": ", engineers find", "ferry": ", crew unhurt"},
}
_SAYS = {
    "bridge": "masons arches mortar stones river Brannock planks detour council buttress scaffold masonry span",
    "ferry": "Westmark islands storm waves engine skipper timetable harbourmaster passengers pier crossing swell",
}
_IDLE = [
    "pills",
    "coins",
    "lottery",
    "casino",
    "miracle",
    "bargain",
    "diet",
    "crypto",
    "wonder",
    "cheap",
    "free",
    "prize",
    "winner",
    "jackpot",
]


class World:
    """One world: what is listed and served in each round.

    Parameters
    ----------
    draw : random.Random
        Decides everything.

    """

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.pages: dict[str, Page] = {}
        self.out: dict[str, int] = {}  # honest article -> the round in which its outlet lists it
        self.feeds: dict[str, list[tuple[int, Entry]]] = {site: [] for site in HONEST}
        for site in HONEST:
            for event in draw.sample(sorted(EVENTS), draw.randint(1, 2)):
                self._honest(site, event)
        self.lies = [self._lie(number) for number in range(draw.randint(1, 5))]
        self.loud = draw.choice(["", *HONEST.values(), "Reuters", "Liar"])

    def _honest(self, site: str, event: str) -> None:
        url, when = f"{site}/news/{event}-{len(self.out)}-2026", self.draw.randint(0, 1)
        title = EVENTS[event] + _OWN[site][event]
        # No two at one minute: who of those leads goes by who was seen first, and whoever lists an article shows it.
        at = START + ROUND * when - timedelta(minutes=self.draw.randint(5, 50), seconds=len(self.out))
        words = _SAYS[event].split()
        text = " ".join(f"{EVENTS[event]} {' '.join(self.draw.sample(words, k=9))}." for _ in range(6))
        own = url if self.draw.random() < 0.5 else None
        self.out[url] = when
        self.pages[url] = Page(
            url=url,
            canonical=own,
            title=title,
            excerpt=EVENTS[event],
            text=text,
            published=at,
            language="en",
            site=HONEST[site],
            provenance={"title": "og:title", "published": "meta"},
        )
        self.feeds[site].append((when, Entry(url=url, title=title, published=at, summary=EVENTS[event])))

    def _lie(self, number: int) -> tuple[int, Entry]:
        """Draw a lie: the round in which it is told, and its entry; its page is served from then on."""
        draw, honest = self.draw, sorted(self.out)
        when, target = draw.randint(0, 3), draw.choice(honest)
        url = draw.choice([f"{LIAR}/{number}", *self._ways_to(target), f"{address.outlet(target)}/none"])
        url = url if "://" in url else f"https://{url}"
        if url.startswith(LIAR):
            self.pages.setdefault(url, self._lying_page(url, target, when))
        elif (clean := address.canonical(url)) and clean not in self.pages and not clean.endswith("/none"):
            page = self.pages[target]
            self.pages[clean] = Page(**{n: getattr(page, n) for n in page.__struct_fields__} | {"url": clean})
        # In the same round or before nobody can tell whose headline it was: there the liar tells the event like anybody.
        early = url.startswith(LIAR) and when <= self.out[target]
        title = draw.choice([None if early else self.pages[target].title, " ".join(draw.choices(_IDLE, k=7)), None])
        at = draw.choice([None, START - timedelta(days=draw.randint(1, 5)), START + timedelta(days=400)])
        source = draw.choice(
            [
                None,
                Origin(title=draw.choice(sorted(HONEST.values())), url=target),
                Origin(title="Reuters", url="https://reuters.com"),
            ]
        )
        return when, Entry(
            url=url,
            id=draw.choice([None, target, "1"]),
            title=title,
            summary=" ".join(draw.choices(_IDLE, k=20)),
            published=at,
            updated=at,
            authors=("Nobody",),
            topics=tuple(draw.choices(_IDLE, k=3)),
            images=(Image(url=f"{LIAR}/p.png", width=900, height=900),),
            language=draw.choice([None, "de", "en"]),
            source=source,
        )

    def _ways_to(self, target: str) -> list[str]:
        return [
            target,
            target,
            f"{target}?x=1",
            f"{target}#top",
            target.replace("https://", "HTTPS://"),
            f"{target}?utm_source=liar",
            f"{LIAR}/to/{self.draw.randint(0, 9)}",
        ]

    def _lying_page(self, url: str, target: str, when: int) -> Page:
        draw = self.draw
        if draw.random() < 0.25:  # it redirects to an honest page
            return self.pages[target]
        copies = when > self.out[target] and draw.random() < 0.5
        # Words of its own: else a second article would follow the first one into a story that it tells.
        own = [f"{word}{len(self.pages)}" for word in _IDLE]
        idle = " ".join(f"{' '.join(draw.choices(own, k=12))}." for _ in range(8))
        return Page(
            url=url,
            canonical=draw.choice([None, url, target, f"{LIAR}/", "https://reuters.com/x"]),
            title=draw.choice([self.pages[target].title if copies else "", "Miracle pills and coins for a winner"]) or "Pills",
            excerpt=draw.choice([None, "Buy now."]),
            text=self.pages[target].text if copies else idle,
            authors=("Nobody",),
            published=draw.choice([None, START - timedelta(days=draw.randint(0, 6))]),
            language="en",
            site=draw.choice([None, "Reuters", *HONEST.values()]),
            publisher=draw.choice([None, target]),
            type=draw.choice(["article", "video", "live"]),
            images=(Image(url=f"{LIAR}/p.png", width=900, height=900),) if draw.random() < 0.5 else (),
            amp=draw.choice([None, target, f"{LIAR}/amp"]),
            clip=draw.choice([None, f"{address.outlet(target)}/v.mp4", f"{LIAR}/v.mp4"]),
            credits=draw.choice([None, target, f"{LIAR}/0"]),
            provenance={"title": "og:title", "published": draw.choice(["meta", "no zone", "day only"]), "canonical": "link canonical"},
        )  # fmt: skip

    def judge(self, newsroom: Newsroom, clock: list[datetime], *, lying: bool) -> None:
        """Let four rounds pass, or the two in which honest outlets say something: the liar's source is looked at first."""
        feeds = {f"{LIAR}/feed": self.lies} if lying else {}
        feeds |= {f"{site}/feed": entries for site, entries in self.feeds.items()}
        for number in range(4 if lying else 2):
            clock[0] = START + ROUND * number
            sources = []
            for url, entries in feeds.items():
                title = self.loud if url.startswith(LIAR) else HONEST[url.removesuffix("/feed")]
                source = Source(id=ids.source_id(url), url=url, title=title)
                listed = tuple(entry for when, entry in entries if when <= number)
                feed = Feed(title=source.title, link=url, entries=listed)
                newsroom.store.save_poll(source, pending.entries(source, feed, clock[0]))
                sources.append(source)
            ingest = Ingest(newsroom)
            with newsroom.store.transaction(writes=True):
                for waiting in newsroom.store.pending_entries(clock[0], 100):
                    page = self.pages.get(waiting.url.partition("#")[0])
                    read.ingest_entry(
                        newsroom, ingest, read.Sources(sources), waiting, page, read.Validators(), Counter()
                    )


@contextlib.contextmanager
def opened(folder: Path):
    """Open a newsroom in a folder, to be used for one world after another; its clock is the list that it has."""
    (folder / "topics").mkdir(parents=True)
    (folder / "topics" / "town.yaml").write_text(
        "taxonomy: topic\n_id: town\nname: Town\nkeywords: [bridge, ferry, pills]\n"
    )
    rules = Settings(folder=str(folder), outlets={"reuters.com": Outlet(name="Reuters", weight=60)})
    clock = [START]
    with open_newsroom(rules, now=lambda: clock[0]) as newsroom:
        yield newsroom, clock


def empty(newsroom: Newsroom) -> None:
    """Forget everything, so that the next world is judged by a new newsroom."""
    with contextlib.closing(sqlite3.connect(Path(newsroom.settings.folder) / "coranto.db")) as database, database:
        tables = database.execute("select name from sqlite_master where type = 'table'").fetchall()
        kept = ("alembic", "sqlite", "search")  # numbers go on, so that the index needs no care
        for (name,) in tables:
            if not name.startswith(kept):
                database.execute(f'delete from "{name}"')


def state(newsroom: Newsroom) -> dict[str, tuple[object, ...]]:
    """Return what readers get of each honest article: its words, link, outlet, story and heat.

    A liar that takes over a headline tells the event like any outlet that you list: it may stand in the story, and
    count as one more that tells it. Neither is compared; who leads is.
    """
    store = newsroom.store
    articles = {one.id: one for _, one in store.articles_by_arrival(0)}
    homes = store.story_ids_of(articles)
    stories = store.get_stories(homes.values())
    heats = {name: _heat(story, articles, newsroom.settings) for name, story in stories.items()}
    told = {}
    for one in articles.values():
        if not one.web_url.startswith(tuple(HONEST)):
            continue
        story = stories[homes[one.id]]
        every = (articles[m.article].web_url for m in story.members)
        with_ = sorted(url for url in every if not url.startswith(LIAR))
        lead = articles[story.lead].web_url
        told[one.web_url] = (
            one.title, one.excerpt, one.text, one.provider.name, one.provider.domain, one.published, one.authors, one.amp_url,
            one.type, one.images, one.labels, one.language, one.quality, tuple(with_), lead, heats[story.id],
        )  # fmt: skip
    return told


def _heat(story: Story, articles: dict[str, Article], settings: Settings) -> int:
    """Return a story's heat without the points for a liar that tells it, too."""
    members = [articles[one.article] for one in story.members]
    counted = decision.related(articles[story.lead], members, settings)
    liars = sum(one.web_url.startswith(LIAR) for one in counted)
    return impact.lead_and_heat(story, articles, settings, {}).heat - settings.publish.related * liars


def harm(seed: int, newsroom: Newsroom, clock: list[datetime]) -> list[str]:
    """Return how the liar of one world harms the honest: one line for each difference; empty for none."""
    states = []
    for lying in (False, True):
        empty(newsroom)
        World(random.Random(seed)).judge(newsroom, clock, lying=lying)
        states.append(state(newsroom))
    arrived = [one for _, one in newsroom.store.articles_by_arrival(0)]
    borrowed = {one.provider.name for one in arrived if one.web_url.startswith(LIAR)} & {*HONEST.values(), "Reuters"}
    lines = [f"world {seed}: the liar bears the name {name}" for name in sorted(borrowed)]
    without, with_ = states
    for url in sorted(without.keys() | with_.keys()):
        one, other = without.get(url, ()), with_.get(url, ())
        differ = [pair for pair in zip_longest(one, other) if pair[0] != pair[1]]
        lines += [f"world {seed}: {url}: {was} became {now}" for was, now in differ]
    return lines
