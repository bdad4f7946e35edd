"""A newsroom for the desk's benchmarks: invented news of some days, judged, grouped, decided and recorded by the real parts."""

import contextlib
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coranto import newsroom as newsrooms
from coranto.dedupe import address
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry
from coranto.model.settings import Publish, Settings, Site
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.run import assemble, publish
from coranto.run.ingest import Ingest

NOW = datetime(2026, 3, 7, 7, 30, tzinfo=UTC)
_BATCH = 250  # articles to a transaction
_SUBJECTS = ("harbour", "foundry", "turbine", "orchard", "railway", "reactor")


def _words(chance: random.Random) -> list[str]:
    return [
        "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
        for _ in range(20_000)
    ]


def _told(count: int, days: float) -> Iterator[tuple[datetime, str, Entry]]:
    """Yield a time, an outlet and an entry for each article, in order of time; stories of one to a dozen share names."""
    chance = random.Random(7)
    words, story = _words(chance), [""]
    for number in range(count):
        if number == 0 or chance.random() < 0.45:
            kin = story[:3] if number and chance.random() < 0.3 else []  # another event of the same matter
            story = [*kin, *chance.sample(words, 8 - len(kin))]
        at = NOW - timedelta(days=days * (count - number) / count)
        said = [*chance.sample(story, 4), *chance.sample(words[:4000], 5)]
        if chance.random() < 0.5:
            said.insert(chance.randrange(9), chance.choice(_SUBJECTS))
        more = [*chance.sample(story, 4), *chance.sample(words[:4000], 16), *chance.sample(_SUBJECTS, 1)]
        url = f"https://outlet{int(chance.paretovariate(0.8)) % 60}.example/{number}"
        entry = Entry(
            url=url, title=" ".join(said).capitalize(), summary=" ".join(more).capitalize() + ".", published=at
        )
        yield at, url, entry


@contextlib.contextmanager
def opened(
    folder: Path, count: int, days: float, *, profile: str = "subject", files: bool = False
) -> Iterator[Newsroom]:
    """Open a newsroom with ``count`` articles of the last ``days``; one that is there already is used again."""
    topics = folder / "topics"
    topics.mkdir(parents=True, exist_ok=True)
    for name in _SUBJECTS:
        (topics / f"{name}.yaml").write_text(
            f"taxonomy: topic\n_id: {name}\nname: {name.title()}\nkeywords:\n  - {name}\n"
        )
    outputs = ("markdown",) if files else ()
    settings = Settings(
        profile=profile, folder=str(folder), site=Site(title="The Desk"), publish=Publish(outputs=outputs)
    )
    moment = [NOW]
    with newsrooms.open_newsroom(settings, now=lambda: moment[0]) as newsroom:
        if not newsroom.store.articles_by_arrival(0, 1):
            _fill(newsroom, moment, count, days)
        moment[0] = NOW
        yield newsroom


def _fill(newsroom: Newsroom, moment: list[datetime], count: int, days: float) -> None:
    ingest, drafts = Ingest(newsroom), []
    for number, (at, url, entry) in enumerate(_told(count, days), 1):
        waiting = PendingEntry(source="s", url=address.canonical(url) or "", entry=entry, seen=at)
        source = Source(id="s", url=f"https://{address.outlet(waiting.url)}/feed")
        draft = assemble.article(waiting, None, source, newsroom.settings, at)
        assert draft is not None
        drafts.append(assemble.judged(draft, (), newsroom.taxonomy, newsroom.settings, newsroom.signals))
        if len(drafts) == _BATCH or number == count:
            moment[0] = at
            with newsroom.store.transaction(writes=True):
                for one in drafts:
                    ingest.add(one, None)
            publish.publish(newsroom, Counter())
            drafts = []
