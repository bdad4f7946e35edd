"""Export: everything a newsroom has judged, in order of arrival, as a corpus that can be judged again."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from coranto import __version__
from coranto.decide import explain, line, override, taught
from coranto.model.article import Article
from coranto.model.corpus import Arrival, Line, Rules, SourceTopics, StoryDecision
from coranto.newsroom import Newsroom

VALUES = (line.KEY, *taught.IN_FORCE)  # states that decisions depend on, by their keys in the store
_BATCH = 500


def lines(newsroom: Newsroom, since: datetime | None = None) -> Iterator[Line]:
    """Return the rules, then every article and edit in order of arrival.

    Parameters
    ----------
    newsroom : Newsroom
        Read batch by batch; what arrives meanwhile is part of it or not.
    since : datetime, optional
        Leave out what was seen before. Such a corpus cannot be replayed to the same stories.

    """
    yield rules(newsroom)
    edits = [edit for edit in newsroom.store.get_edits() if edit.of_stories and edit.arrival is not None]
    number = 0
    while batch := newsroom.store.articles_by_arrival(number, _BATCH):
        for arrival in _arrivals(newsroom, batch):
            while edits and (edits[0].arrival or 0) < arrival.number:
                yield StoryDecision(edit=edits.pop(0))
            if since is None or arrival.article.seen >= since:
                yield arrival
        number = batch[-1][0]
    yield from (StoryDecision(edit=edit) for edit in edits)


def rules(newsroom: Newsroom) -> Rules:
    """Return the rules in force."""
    settings, store = newsroom.settings, newsroom.store
    return Rules(
        program=__version__,
        taken=newsroom.now(),
        digest=newsroom.rules_digest(),
        language=settings.site.language,
        profile=settings.profile,
        judge=settings.judge,
        subject=settings.subject,
        stories=settings.stories,
        publish=settings.publish,
        outlets=settings.outlets,
        rules=settings.rules,
        topics=tuple(msgspec.structs.replace(topic, file="") for topic in newsroom.taxonomy),
        sources=tuple(
            SourceTopics(id=source.id, title=source.title or "", topics=source.topics) for source in store.get_sources()
        ),
        values={key: kept for key in VALUES if (kept := store.get_value(key))},
    )


def _arrivals(newsroom: Newsroom, batch: list[tuple[int, Article]]) -> Iterator[Arrival]:
    store = newsroom.store
    names = [article.id for _, article in batch]
    texts, overrides, reprints = store.get_texts(names), store.get_overrides(names), store.get_reprints(names)
    homes, decisions, records = store.story_ids_of(names), store.get_decisions(names), store.get_records(names)
    imported = store.imported_ids(names)
    readers = store.reader_counts(names, explain.days(newsroom.now()))
    stories = store.get_stories(set(homes.values()))
    members = {member.article: member for story in stories.values() for member in story.members}
    for number, article in batch:
        name = article.id
        found = override.as_found(article, overrides.get(name))
        home = stories.get(homes.get(name, ""))
        member = members.get(name)
        yield Arrival(
            number=number,
            article=msgspec.structs.replace(found, text=texts.get(name, "")),
            story=home.id if home else "",
            lead=bool(home and home.lead == name),
            score=member.score if member else 0.0,
            evidence=member.evidence if member else (),
            decision=decisions.get(name) if home and name not in imported else None,
            imported=bool(records[name].record.published) if name in imported else None,
            override=overrides.get(name),
            readers=readers.get(name, 0),
            record=records[name].path if name in records else "",
            reprints=tuple(reprints.get(name, ())),
        )
