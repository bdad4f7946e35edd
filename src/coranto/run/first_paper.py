"""The paper as it would be: headlines of feeds judged, grouped and cut by the line, before anything is saved."""

import itertools
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from coranto.decide import decision, leading, line
from coranto.dedupe import address
from coranto.extract import language
from coranto.heat import subject
from coranto.language import stem
from coranto.model.article import Article
from coranto.model.change import PendingEntry
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.run import assemble, batch
from coranto.run.look import Looked
from coranto.source import outlet_name
from coranto.topic.suggest import Headline
from coranto.topic.taxonomy import Taxonomy

MOST = 1_500  # articles that are grouped; the newest
_DAYS = 7


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A story: its lead's headline, topic and outlet, how many outlets tell it, and the heat that decides."""

    title: str
    url: str
    topic: str
    outlet: str
    outlets: int
    heat: int
    published: datetime
    language: str


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """The stories that may be published, hottest first, the days that they are of, and how many are off the subject."""

    rows: tuple[Row, ...]
    days: float
    off: int

    def above(self, heat: int) -> int:
        """Return how many stories reach a line."""
        return sum(row.heat >= heat for row in self.rows)

    def line(self, per_day: float) -> int:
        """Return the heat that about so many stories a day reach, as the line of a day is drawn."""
        wanted = round(per_day * self.days)
        if len(self.rows) <= wanted:
            return 0
        edge = self.rows[wanted].heat
        more, fewer = self.above(edge), self.above(edge + 1)
        return edge if more - wanted < wanted - fewer else edge + 1


def headlines(newsroom: Newsroom, looked: Iterable[Looked]) -> list[Headline]:
    """Return the headlines of what was looked at.

    Their language is that of a feed's headlines: a feed often names none, or a wrong one, and by the
    words of another language every "with" and "from" would be rare.
    """
    usual = newsroom.settings.site.language
    found = []
    for source, entries in ((one.source, [entry for entry in one.entries if entry.title]) for one in looked):
        if source is None:
            continue
        prose = "\n".join(entry.title or "" for entry in entries)
        for stated, group in itertools.groupby(entries, key=lambda entry: entry.language):
            tag = stem.primary(language.of_prose(prose, stated) or usual)
            found += [Headline(source.title or source.url, entry.title or "", tag) for entry in group]
    return found


def draw(newsroom: Newsroom, looked: Sequence[Looked], topics: Sequence[Topic]) -> Paper:
    """Return the paper of what was looked at, by the newsroom's settings and these topics.

    Pages are not read: texts and pictures of the pages add to the heat later.
    """
    base = newsroom.settings
    settings = line.of_topics(base, topics) if topics else line.open_to_all(base)
    articles = _articles(newsroom, looked, topics, settings)
    stories = batch.group(articles, settings)
    rows, off = [], 0
    for story in stories.values():
        members = [articles[member.article] for member in story.members]
        lead = articles[leading.choose(members, settings)]
        if not decision.eligible(lead, settings):
            off += 1
            continue
        summands = decision.summands(lead, decision.related(lead, members, settings), 0, settings)
        rows.append(
            Row(
                title=lead.title,
                url=lead.web_url,
                topic=lead.topics[0].name if lead.topics else "",
                outlet=lead.provider.name,
                outlets=len({member.provider.domain for member in members}),
                heat=subject.standing(summands) if settings.profile == "subject" else sum(s.points for s in summands),
                published=lead.published,
                language=lead.language or "",
            )
        )
    rows.sort(key=lambda row: (-row.heat, -row.published.timestamp(), row.url))
    return Paper(rows=tuple(rows), days=_days([row.published for row in rows], newsroom.now()), off=off)


def _articles(
    newsroom: Newsroom, looked: Sequence[Looked], topics: Sequence[Topic], settings: Settings
) -> dict[str, Article]:
    now = newsroom.now()
    sources = [one.source for one in looked if one.source]
    known = outlet_name.labels(address.outlet(source.site or source.url) for source in sources)
    taxonomy = Taxonomy(topics, settings.judge.match)
    drafts: list[tuple[tuple[str, ...], Article]] = []
    for source, entries in ((one.source, one.entries) for one in looked):
        for entry in entries if source else ():
            assert source is not None
            waiting = PendingEntry(source=source.id, url=entry.url or "", entry=entry, seen=now)
            made = assemble.article(waiting, None, source, settings, now, known=known)
            if made is not None and made.published > now - timedelta(days=_DAYS):
                drafts.append((source.topics, made))
    drafts.sort(key=lambda pair: (pair[1].published, pair[1].id))
    articles: dict[str, Article] = {}
    for named, draft in drafts[-MOST:]:
        if draft.id not in articles:
            articles[draft.id] = assemble.judged(draft, named, taxonomy, settings, newsroom.signals)
    return articles


def _days(times: Sequence[datetime], now: datetime) -> float:
    """Return of how many days the stories are: feeds end early, so that nine in ten of them count."""
    ages = sorted((now - time) / timedelta(days=1) for time in times)
    return max(1.0, ages[len(ages) * 9 // 10]) if ages else 1.0
