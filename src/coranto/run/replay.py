"""Replay: judge a corpus again from nothing, in the order in which it arrived, and compare every result."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.decide import explain
from coranto.model.change import StoredRecord
from coranto.model.corpus import VERSION, Arrival, Line, Rules, StoryDecision
from coranto.model.decision import Decision
from coranto.model.record import Record
from coranto.model.settings import Settings, Site
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.run import assemble, publish, rejudge
from coranto.run.ingest import Ingest
from coranto.topic.taxonomy import Taxonomy

_BATCH = 500


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A result that came out differently: of the article ``id``, what was recorded and what the replay gave."""

    id: str
    title: str
    field: str
    recorded: object
    replayed: object


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The number of articles that were judged again, of those that came out the same, and of imported records."""

    articles: int
    same: int
    imported: int


class Replay:
    """A replay of one corpus, in a newsroom of its own that is deleted at the end.

    Parameters
    ----------
    lines : iterable of Line
        The corpus; the first line has the rules.

    Attributes
    ----------
    outcome : Outcome
        The counts, once ``differences`` has been read to its end.

    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self.outcome = Outcome(articles=0, same=0, imported=0)

    def differences(self) -> Iterator[Difference]:
        """Judge everything again; return what came out differently.

        Raises
        ------
        CorantoError
            The first line has no rules, or they are of a newer program.

        """
        rules = next(self._lines, None)
        if not isinstance(rules, Rules):
            raise errors.CorantoError("the first line has no rules; `coranto export` writes it")
        if rules.version > VERSION:
            raise errors.CorantoError(f"it was exported by a newer Coranto ({rules.program}); update the program")
        with tempfile.TemporaryDirectory(prefix="coranto-replay-") as folder, _open(rules, folder) as newsroom:
            for one in rules.sources:
                source = Source(id=one.id, url=f"replayed:{one.id}", title=one.title, topics=one.topics)
                newsroom.store.save_source(source)
            for key, value in rules.values.items():
                newsroom.store.put_value(key, value)
            if newsroom.taught is not None:
                newsroom.taught.refresh()
            yield from self._compare(newsroom, self._ingest(newsroom))

    def _ingest(self, newsroom: Newsroom) -> list[Arrival]:
        """Add the articles and carry out the edits in order."""
        arrivals: list[Arrival] = []
        imported, grouped = 0, 0
        sources = {source.id: source for source in newsroom.store.get_sources()}
        ingest = Ingest(newsroom)
        for line in self._lines:
            if isinstance(line, Arrival) and line.imported is not None:
                self._import(newsroom, line)
                imported += 1
                continue
            if grouped < imported:
                ingest.group_imported()
                grouped = imported
            if isinstance(line, StoryDecision):
                plain = msgspec.structs.replace(line.edit, number=0, arrival=None, made="", moved=(), stories=())
                newsroom.store.add_edit(plain)
                ingest.apply_edits()
            elif isinstance(line, Arrival) and line.story:
                named = rejudge.named_topics(line.article, sources.get(line.article.source or ""))
                judged = assemble.judged(line.article, named, newsroom.taxonomy, newsroom.settings, newsroom.signals)
                ingest.add(judged, None, reprints=False)
                arrivals.append(msgspec.structs.replace(line, article=msgspec.structs.replace(line.article, text="")))
            else:  # an imported record in a corpus of an older program
                imported += 1
        for arrival in arrivals:
            self._edited(newsroom, ingest, arrival)
        self.outcome = Outcome(articles=len(arrivals), same=0, imported=imported)
        return arrivals

    def _import(self, newsroom: Newsroom, line: Arrival) -> None:
        """Import a record with nothing but what its story depends on: it was never judged."""
        record = Record(title=line.article.title, published=line.imported)
        stored = StoredRecord(article=line.article.id, path=line.record, record=record, changed=line.article.seen)
        newsroom.store.import_record(line.article, stored)

    def _edited(self, newsroom: Newsroom, ingest: Ingest, arrival: Arrival) -> None:
        """Restore the readers of an article and what editors decided about it."""
        name = arrival.article.id
        today = explain.days(newsroom.now())[0]
        for number in range(arrival.readers):
            newsroom.store.count_reader(name, f"replayed {number}", today)
        edited = arrival.override
        if edited is not None:
            newsroom.store.save_override(msgspec.structs.replace(edited, original=None))
            ingest.apply_override(name)

    def _compare(self, newsroom: Newsroom, arrivals: list[Arrival]) -> Iterator[Difference]:
        same = 0
        digest = newsroom.rules_digest()
        # What was published stays published while it may: that it was is part of the input.
        kept = {one.article.id: one.decision for one in arrivals if one.decision and one.decision.rule == "kept"}
        newsroom.store.save_decisions(kept)
        # An original that came after its reprint was grouped by the reprint's words, which nobody keeps.
        regrouped = {one.story for one in arrivals if one.reprints}
        for start in range(0, len(arrivals), _BATCH):
            batch = arrivals[start : start + _BATCH]
            with newsroom.store.transaction(writes=True):
                made = publish.make_records(newsroom, [one.article.id for one in batch], digest)
            decisions = {one.stored.article: one.decision for one in made}
            again = _results(newsroom, batch, decisions)
            for one in batch:
                found = list(_differences(one, again[one.article.id], tied=one.story not in regrouped))
                same += not found
                yield from found
        self.outcome = msgspec.structs.replace(self.outcome, same=same)


def _settings(rules: Rules, folder: str) -> Settings:
    publish_settings = msgspec.structs.replace(rules.publish, outputs=())
    return Settings(
        profile=rules.profile,
        site=Site(language=rules.language),
        judge=rules.judge,
        subject=rules.subject,
        stories=rules.stories,
        publish=publish_settings,
        outlets=rules.outlets,
        rules=rules.rules,
        folder=folder,
        file=str(Path(folder) / "coranto.toml"),
    )


def _open(rules: Rules, folder: str) -> AbstractContextManager[Newsroom]:
    """Open a newsroom in an empty folder, with these rules and the clock at the moment of the export."""
    settings = _settings(rules, folder)
    return newsrooms.open_newsroom(
        settings,
        settings=settings,
        taxonomy=Taxonomy(rules.topics, rules.judge.match),
        own={topic.name: topic.threshold for topic in rules.topics if topic.threshold is not None},
        now=lambda: rules.taken,
    )


def _results(newsroom: Newsroom, batch: list[Arrival], decisions: dict[str, Decision | None]) -> dict[str, Arrival]:
    store = newsroom.store
    names = [one.article.id for one in batch]
    homes, articles = store.story_ids_of(names), store.get_articles(names)
    stories = store.get_stories(set(homes.values()))
    members = {member.article: member for story in stories.values() for member in story.members}
    return {
        name: Arrival(
            number=0,
            article=articles[name],
            story=homes.get(name, ""),
            lead=name in homes and stories[homes[name]].lead == name,
            score=members[name].score if name in members else 0.0,
            evidence=members[name].evidence if name in members else (),
            decision=decisions[name],
        )
        for name in names
        if name in articles
    }


def _differences(recorded: Arrival, replayed: Arrival, *, tied: bool) -> Iterator[Difference]:
    """Compare the results of an article; what ties it to its story only where that can be ``tied`` again."""
    edited = recorded.override is not None
    was, now = _comparable(recorded, edited=edited), _comparable(replayed, edited=edited)
    left_out = set() if tied else {"score", "evidence"}
    for field, value in was.items():
        if field in left_out:
            continue
        if value != now[field]:
            article = recorded.article
            yield Difference(id=article.id, title=article.title, field=field, recorded=value, replayed=now[field])


def _comparable(arrival: Arrival, *, edited: bool) -> dict[str, object]:
    """Return the results that are compared. An edited article's topics and quality are its editor's."""
    article, decision = arrival.article, arrival.decision
    return {
        "story": arrival.story,
        "lead": arrival.lead,
        "score": round(arrival.score, 6),
        "evidence": [(term.term, round(term.weight, 6)) for term in arrival.evidence],
        "topics": None if edited else [topic.id for topic in article.topics],
        "quality": None if edited else article.quality,
        "parts": None if edited else [(part.name, part.points) for part in article.parts],
        "published": decision.published if decision else None,
        "rule": decision.rule if decision else None,
        "heat": decision.heat if decision else None,
    }
