"""Judge again what is stored: seconds for so many articles, by what was changed.

    python benchmarks/rejudge.py [--articles 100000] [--files]

Invented news: titles of made-up words, stories of one to eight articles, some of them near another story, a text of 300
words each, two topics. They are put into a store as they are grouped, judged and published by the rules of the
beginning; then the rules change, and everything is judged again: a threshold (few records change), the points of a
picture (quality, heat and record of most articles change), a topic's keywords. With ``--files`` the records' files are
written, too, and timed apart. Prints a line of JSON a change: seconds and
CPU seconds of the rejudge, and the seconds of emptying the outbox after it.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from coranto import newsroom as newsrooms
from coranto.decide import impact
from coranto.dedupe import address
from coranto.model.article import Article, Picture, Provider
from coranto.model.change import ArticleChange
from coranto.model.settings import Judge, Publish, Settings
from coranto.model.story import EvidenceTerm, Member, Neighbour, Story
from coranto.newsroom import Newsroom
from coranto.run import assemble, publish, rejudge

START = datetime(2026, 1, 1, tzinfo=UTC)
TOPIC = "taxonomy: topic\n_id: {id}\nname: {id}\nkeywords: {keywords}\n"
_chance = random.Random(5)
WORDS = [
    "".join(_chance.choice("bdfgklmnprst") + _chance.choice("aeiou") for _ in range(_chance.randint(2, 4)))
    for _ in range(20_000)
]


def fill(newsroom: Newsroom, count: int, number: int = 0) -> None:
    """Save the articles from a number up to another one in their stories, and make their records."""
    last = None
    while number < count:
        size = min(_chance.choice([1, 1, 1, 2, 2, 3, 5, 8]), count - number)
        with newsroom.store.transaction(writes=True):
            told: list[Article] = []
            for n in range(number, number + size):
                told.append(article(newsroom, n))
                story = f"s{told[0].id}"
                ties = (EvidenceTerm(term="harbour", weight=0.3), EvidenceTerm(term="strike", weight=0.2))
                new = Member(article=told[-1].id, score=0.5, evidence=ties if len(told) > 1 else ())
                whole = Story(id=story, lead="", members=tuple(Member(article=one.id) for one in told))
                near = ((last, Neighbour(article=told[-1].id, score=0.12)),) if last and n % 7 == 0 else ()
                newsroom.store.save_article(
                    ArticleChange(
                        article=told[-1],
                        members=((story, new),),
                        near=near,
                        standings=(impact.lead_and_heat(whole, {one.id: one for one in told}, newsroom.settings),),
                        dirty=tuple(one.id for one in told),
                    )
                )
            number, last = number + size, story
    publish.publish(newsroom, Counter())


def article(newsroom: Newsroom, number: int) -> Article:
    words = _chance.choices(WORDS, k=8)
    title = " ".join(words).capitalize() + (" and the model" if number % 3 == 0 else "")
    url = f"https://outlet{number % 400}.example/{number}"
    at = START + timedelta(seconds=43 * number)
    draft = Article(
        id=address.article_id(url),
        url=url,
        original_url=url,
        web_url=url,
        title=title,
        excerpt=" ".join(_chance.choices(WORDS, k=30)),
        text=" ".join(_chance.choices(WORDS, k=300)),
        published=at,
        seen=at,
        provider=Provider(name=f"Outlet {number % 400}", domain=f"outlet{number % 400}.example"),
        images=(Picture(url=f"{url}.jpg", width=1200, height=630),) if number % 4 else (),
    )
    return assemble.judged(draft, (), newsroom.taxonomy, newsroom.settings, newsroom.signals)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--files", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "topics").mkdir()
        for topic, keywords in (("models", "[model, models]"), ("harbours", "[harbour]")):
            (folder / "topics" / f"{topic}.yaml").write_text(TOPIC.format(id=topic, keywords=keywords))
        outputs = ("markdown",) if asked.files else ()
        settings = Settings(publish=Publish(outputs=outputs), folder=name)
        with newsrooms.open_newsroom(settings) as newsroom:
            fill(newsroom, asked.articles)
            rejudge.rejudge(newsroom)
            measure(newsroom, "nothing", settings)
            measure(newsroom, "a dry run", settings, dry=True)
            lower = Publish(threshold=50, outputs=outputs)
            measure(newsroom, "threshold 70 to 50", msgspec.structs.replace(settings, publish=lower))
            (folder / "topics" / "models.yaml").write_text(TOPIC.format(id="models", keywords="[nothing]"))
            measure(newsroom, "a topic's keywords", msgspec.structs.replace(settings, publish=lower))
            measure(newsroom, "points of a picture", msgspec.structs.replace(settings, judge=Judge(image=30)))


def measure(newsroom: Newsroom, what: str, settings: Settings, *, dry: bool = False) -> None:
    newsroom.replace(newsrooms.rules(settings))
    start, worked = time.perf_counter(), time.process_time()
    tally = rejudge.rejudge(newsroom, dry=dry, report=(lambda _: None) if dry else None)
    judged, worked = time.perf_counter(), time.process_time() - worked
    done = Counter[str]()
    publish.publish(newsroom, done)
    figures = {"changed": what, **msgspec.to_builtins(tally), "seconds": round(judged - start, 1)}
    figures["CPU seconds"] = round(worked, 1)
    print(json.dumps(figures | {"files": done["files"], "outbox seconds": round(time.perf_counter() - judged, 1)}))


if __name__ == "__main__":
    main()
