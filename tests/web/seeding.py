"""A newsroom with stories in it: judged, grouped, decided and recorded by the real parts, in a real store."""

from datetime import UTC, datetime, timedelta

import msgspec

from coranto.decide import compose
from coranto.dedupe import address
from coranto.model.article import Article, Picture, Provider
from coranto.model.change import ArticleChange, LeadAndHeat
from coranto.model.settings import Settings, Site
from coranto.model.source import Source
from coranto.model.story import EvidenceTerm, Member, Neighbour
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.record import build
from coranto.record.image_cache import ImageCache
from coranto.score import quality
from coranto.store import open_store
from coranto.topic.taxonomy import Taxonomy
from coranto.web import page_kinds
from coranto.web.page_kind import PageRequest

NOW = datetime(2026, 3, 7, 7, 30, tzinfo=UTC)  # a Saturday
MONDAY = datetime(2026, 3, 9, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)

TOPICS = (
    Topic(id="ai", name="AI", keywords=("artificial intelligence", "ai", "model"), description="Machines that learn."),
    Topic(
        id="computer-vision",
        name="Computer Vision",
        shortname="Vision",
        parent="AI",
        description="How machines “see”",
        keywords=("computer vision", "facial recognition", "cameras"),
    ),
    Topic(id="policy", name="Policy & Law", parent="AI", keywords=("court", "ministers", "law"), threshold=60),
    Topic(id="chips", name="Chips & Power", parent="AI", keywords=("chip", "foundry", "grid")),
)
OUTLETS = (
    "Meridian Wire", "The Halden Post", "Northbank Ledger", "Silica Daily", "La Gaceta del Sur", "Polder Tech",
    "Kestrel Business", "Ward Round", "Rheinische Depesche", "Circuit & Civic",
)  # fmt: skip
HEADLINES = (
    "Twenty-two ministers agree on one test for every large AI model, then argue over who may fail them",
    "Foundry puts its 2-nanometre chip line back a year, and every card already in a rack grows dearer",
    "Should police and private companies stop facial recognition surveillance?",
    "A model that fits on a phone matches last year’s giants at arithmetic, and at little else",
    "Court rules that a landlord’s AI score is evidence, and must be shown to the tenant it refused",
    "Hospital halts its AI sepsis alarm after nurses show that it slept through the night shift",
    "Cameras count every greenhouse on the coast, four thousand of them undeclared",
    "Data centres may not draw on the winter grid, says a law that nobody expected to pass",
)


def opened(folder, topics=TOPICS):
    settings = Settings(site=Site(title="A.I. Every Morning", url="https://news.example/ai"), folder=str(folder))
    store = open_store(f"sqlite:///{folder}/coranto.db")
    return Newsroom(
        settings=settings,
        store=store,
        image_cache=ImageCache(folder, store),
        taxonomy=Taxonomy(topics),
        signals=quality.SIGNALS,
        kinds={},
        outputs={},
        records=folder,
        now=lambda: NOW,
        own={topic.name: topic.threshold for topic in topics if topic.threshold is not None},
    )


def article(title, outlet, hours, *, language="en", excerpt=None, image=True, amp=True, **fields):
    """An article as it comes out of extraction."""
    domain = outlet.lower().replace(" ", "").replace("&", "") + ".example"
    url = fields.pop("url", f"https://{domain}/{abs(hash_of(title + outlet))}")
    said = (
        excerpt
        if excerpt is not None
        else f"What {outlet} has learnt of it, in one sentence. And a second one that is not shown."
    )
    at = NOW - HOUR * hours
    return Article(
        **{
            "id": address.article_id(url),
            "url": url,
            "original_url": url,
            "web_url": url,
            "title": title,
            "excerpt": said,
            "text": f"PRIVATE full text of {title}",
            "published": at,
            "seen": at,
            "language": language,
            "provider": Provider(name=outlet, domain=domain),
            "images": (Picture(url=f"https://{domain}/picture.jpg", width=1200, height=630),) if image else (),
            "amp_url": f"{url}/amp" if amp else None,
            "source": "wire",
            "provenance": {"title": "json-ld"},
        }
        | fields
    )


def hash_of(text):
    return sum((n + 1) * ord(letter) for n, letter in enumerate(text))


def file(newsroom, story, told, near=()):
    """File articles as one story: judged, decided and recorded."""
    judged = []
    for raw in told:
        one = msgspec.structs.replace(raw, topics=newsroom.taxonomy.match(raw.title))
        points, parts = quality.judge(one, newsroom.settings, 0, newsroom.signals)
        judged.append(msgspec.structs.replace(one, quality=points, parts=parts))
    lead = max(judged, key=lambda one: (one.quality, -one.published.timestamp()))
    articles = {one.id: one for one in judged}
    ties = (
        EvidenceTerm(term="facial recognition", weight=0.21),
        EvidenceTerm(term="police", weight=0.12),
        EvidenceTerm(term="stop", weight=0.08),
    )
    members = [
        Member(article=one.id, score=0.41 if n else 1.0, evidence=ties[: 2 + n % 2] if n else ())
        for n, one in enumerate(judged)
    ]
    from coranto.model.story import Story

    whole = Story(id=story, lead=lead.id, members=tuple(members))
    made = {one.id: compose.compose(one, whole, (), articles, newsroom.settings, own=newsroom.own) for one in judged}
    heat = made[lead.id][0].heat
    for one, member in zip(judged, members, strict=True):
        standing = LeadAndHeat(story=story, lead=lead.id if one is judged[-1] else one.id, heat=heat)
        newsroom.store.save_article(
            ArticleChange(article=one, members=((story, member),), standings=(standing,), dirty=(one.id,))
        )
    for one in near:
        neighbour = Neighbour(article=one.id, score=0.14, evidence=ties[:1])
        newsroom.store.save_article(ArticleChange(article=one, near=((story, neighbour),)))
    for one in judged:
        verdict, others = made[one.id]
        path = f"_news/{one.published:%Y-%m-%d}-{one.id}.md"
        newsroom.store.save_record(one.id, path, build.make(one, verdict, others, newsroom.settings), NOW)
    newsroom.store.save_decisions({name: verdict for name, (verdict, _) in made.items()})
    newsroom.store.clear_outbox(articles)
    return lead.id


def stories(newsroom, count=12, members=5):
    """File stories with headlines of news length, hottest first in time; the third is told in two languages too."""
    leads = []
    for n in range(count):
        base = HEADLINES[n % len(HEADLINES)]
        title = base if n < len(HEADLINES) else f"{base.rstrip('?')}, round {n // len(HEADLINES) + 1}"
        told = []
        for m in range(1 + (n * 7 + members - 1) % members if n else members + 2):
            outlet = OUTLETS[(n + m) % len(OUTLETS)]
            said = title if not m else f"{outlet.split()[-1]}: {title[: 40 + 5 * m]}"
            foreign = m == 2 and n == 2
            told.append(
                article(
                    "Polizei und Firmen: Schluss mit der Gesichtserkennung, fordern Abgeordnete" if foreign else said,
                    outlet,
                    0.4 + n * 1.1 + m * (0.7 + n % 3),
                    language="de" if foreign else "en",
                    image=m < 2,
                    amp=m < 1,
                )
            )
        near = [article(f"Another matter near story {n}", OUTLETS[(n + 8) % len(OUTLETS)], 2 + n)] if n % 3 == 2 else []
        leads.append(file(newsroom, f"{n:06x}", told, near))
    newsroom.store.save_source(
        Source(
            id="wire",
            url="https://wire.example/feed",
            title="The Wire",
            site="https://wire.example/",
            last_good=NOW,
            last_look=NOW,
        )
    )
    newsroom.store.save_source(
        Source(
            id="broken",
            url="https://broken.example/feed",
            title="A broken one",
            failures=3,
            trouble="no answer in 20 s",
        )
    )
    return leads


def page(kind, newsroom, ident="", now=NOW, **more):
    """Make a page of a kind, as the live site and the static builder do."""
    return page_kinds.make(kind, newsroom, request(now=now, ident=ident, **more))


def request(now=NOW, **more):
    return PageRequest(now=now, **more)
