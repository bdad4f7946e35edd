"""A newsroom of any size to serve: made here, through the public store, the same in every run.

Titles, excerpts and some 1,500 characters of text from a vocabulary with the frequencies of a language; 60 days, four
articles in ten open a story; two topics of twelve each; two records in five are published; outlets, pictures and the
related articles of a record are there, so that pages and API weigh what real ones do.
"""

import itertools
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from coranto.model.article import Article, Picture, Provider, TopicMatch
from coranto.model.change import ArticleChange, LeadAndHeat
from coranto.model.record import Record, Related
from coranto.model.score import ScorePart
from coranto.model.settings import Settings, Site
from coranto.model.source import Source
from coranto.model.story import Member, Tie
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.record import slug
from coranto.record.image_cache import ImageCache
from coranto.score import quality
from coranto.store import open_store
from coranto.topic.taxonomy import Taxonomy

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 60
NOW = START + timedelta(days=DAYS)
TOPICS = tuple(Topic(id=f"topic-{n}", name=f"Topic {n}", keywords=(f"word{n}",)) for n in range(12))
BATCH = 500
OPENS = 0.4  # of the articles open a story
LINE = 70


class Arrivals:
    """Arrivals that look like a newsroom's."""

    def __init__(self, most: int, published: float = 0.4, seed: int = 7) -> None:
        self.most, self.published = most, published
        self.random = random.Random(seed)
        letters = "etaoinshrdlucmfwypvbgk"
        self.words = ["".join(self.random.choices(letters, k=self.random.randint(2, 10))) for _ in range(40_000)]
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.recent: list[tuple[str, str, Article]] = []  # story, its lead, its newest article
        self.number = 0

    def text(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=count))

    def next(self) -> tuple[ArticleChange, Record]:
        n, draw = self.number, self.random
        self.number += 1
        domain = f"outlet{n % 400}.example"
        url = f"https://{domain}/2026/news/{n}-{draw.getrandbits(32):08x}.html"
        at = START + timedelta(days=DAYS * n / self.most)
        shown = draw.random() < self.published
        points = draw.randint(LINE, 140) if shown else draw.randint(0, LINE - 1)
        topics = draw.sample(TOPICS, 2)
        article = Article(
            id=f"{draw.getrandbits(48):012x}",
            url=url,
            original_url=url,
            web_url=url,
            title=self.text(9).capitalize(),
            excerpt=self.text(30).capitalize() + ".",
            text=self.text(250),
            published=at,
            seen=at,
            language="en",
            provider=Provider(name=f"Outlet {n % 400}", domain=domain),
            source=f"s{n % 400}",
            images=(Picture(url=f"https://{domain}/{n}.jpg", width=1200, height=630),),
            topics=tuple(TopicMatch(id=t.id, name=t.name, because="named by the source") for t in topics),
            quality=points,
            parts=(ScorePart(name="image", points=points, because="it has one"),),
            provenance={"title": "json-ld", "published": "json-ld"},
        )
        opens = not self.recent or draw.random() < OPENS
        at_story = None if opens else max(0, len(self.recent) - draw.randint(1, 60))
        related = () if at_story is None else (_related(self.recent[at_story][2]),)
        if at_story is None:
            story, lead = f"s{article.id}", article.id
            self.recent.append((story, lead, article))
        else:
            story, lead, _ = self.recent[at_story]
            lead = article.id if shown else lead
            self.recent[at_story] = (story, lead, article)
        ties = tuple(Tie(term=self.text(1), weight=0.05) for _ in range(6))
        filing = ArticleChange(
            article=article,
            members=((story, Member(article=article.id, score=0.3, evidence=ties)),),
            standings=(LeadAndHeat(story=story, lead=lead, heat=points),),
            dirty=(article.id,),
        )
        return filing, _record(article, related, published=shown)


def fill(store, arrivals: Arrivals, count: int) -> None:
    """File the next ``count`` arrivals, each with its record."""
    for start in range(0, count, BATCH):
        with store.transaction(writes=True):
            for _ in range(min(BATCH, count - start)):
                filing, record = arrivals.next()
                store.save_article(filing)
                article = filing.article
                path = f"_news/{article.published:%Y-%m-%d}-{slug.slug(article.title)[:60]}-{article.id}.md"
                store.save_record(article.id, path, record, article.seen)
        store.clear_outbox(store.outbox_ids(BATCH))


def furnish(store) -> None:
    """Add the sources that the arrivals name."""
    for n in range(400):
        store.save_source(Source(id=f"s{n}", url=f"https://outlet{n}.example/feed", title=f"Outlet {n}"))


def newsroom(url: str) -> Newsroom:
    """Open the newsroom over a store, at the end of its days."""
    store = open_store(url)
    return Newsroom(
        settings=Settings(site=Site(title="The Measured Times", url="https://news.example"), database=url),
        store=store,
        image_cache=ImageCache(Path(tempfile.gettempdir()), store),
        taxonomy=Taxonomy(TOPICS),
        signals=quality.SIGNALS,
        kinds={},
        outputs={},
        records=None,
        now=lambda: NOW,
    )


def _record(article: Article, related: tuple[Related, ...], *, published: bool) -> Record:
    return Record(
        category="news",
        title=article.title,
        excerpt=article.excerpt,
        published_date_time=article.published,
        original_url=article.original_url,
        web_url=article.web_url,
        type="article",
        quality=article.quality,
        heat=article.quality,
        published=published,
        provider=article.provider,
        topics=tuple(topic.name for topic in article.topics),
        images=article.images,
        related=related,
    )


def _related(article: Article) -> Related:
    fields = {name: getattr(article, name) for name in ("title", "excerpt", "web_url", "provider", "quality", "images")}
    return msgspec.structs.replace(Related(**fields), published_date_time=article.published)
