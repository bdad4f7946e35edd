"""What editors decided about an article, applied to it; and the article as it was found, without that.

The store has articles as readers see them, the outlet's words beside them in ``Override.original``. Whoever judges an
article again begins with ``as_found`` and ends with ``apply``.
"""

from collections.abc import Mapping

import msgspec

from coranto.model.article import Article, TopicMatch
from coranto.model.change import Original, Override, TopicChange
from coranto.model.reason import Reason
from coranto.model.settings import Settings
from coranto.score import quality

EDITOR = "editor"  # as a provenance
_BY_EDITOR = Reason("topic.by_editor")


def as_found(article: Article, override: Override | None) -> Article:
    """Return an article with the outlet's title and excerpt and the topics as judged; what the clusterer places."""
    was = override.original if override else None
    if was is None:
        return article
    return msgspec.structs.replace(
        article, title=was.title, excerpt=was.excerpt, topics=was.topics, provenance=was.provenance
    )


def apply(
    found: Article, override: Override, settings: Settings, signals: Mapping[str, quality.Signal]
) -> tuple[Article, Override]:
    """Apply an override to an article as it was found, with its topics as they were judged.

    Quality is summed up from the topics that it then has and the outlet's own title: a headline of the editor's does
    not change what an article is worth.

    Returns
    -------
    article : Article
        As readers see it.
    override : Override
        With ``original`` as found, where the article differs from that.

    """
    evidence = settings.subject.title if settings.profile == "subject" else 0.0
    topics = _topics(found.topics, override.topics, evidence) if override.topics else found.topics
    points, parts = quality.judge(msgspec.structs.replace(found, topics=topics), settings, override.boost, signals)
    judged = msgspec.structs.replace(found, topics=topics, quality=points, parts=parts)
    return dress(judged, found, override)


def dress(judged: Article, found: Article, override: Override) -> tuple[Article, Override]:
    """Put an editor's title and excerpt on a judged article; see ``apply`` for what is returned."""
    by_editor = {name: EDITOR for name in ("title", "excerpt") if getattr(override, name) is not None}
    article = msgspec.structs.replace(
        judged,
        title=found.title if override.title is None else override.title,
        excerpt=found.excerpt if override.excerpt is None else override.excerpt,
        provenance={**found.provenance, **by_editor},
    )
    kept = override.original.published if override.original else None
    original = None
    if by_editor or override.topics or kept is not None:
        original = Original(
            title=found.title,
            excerpt=found.excerpt,
            topics=found.topics,
            provenance=found.provenance,
            published=kept,
        )
    return article, msgspec.structs.replace(override, original=original)


def _topics(judged: tuple[TopicMatch, ...], change: TopicChange, evidence: float) -> tuple[TopicMatch, ...]:
    """Change topics as an editor says; a topic that was judged keeps its reason and its keywords.

    ``evidence`` is what an editor's word is worth: as much as a keyword in the title.
    """
    known = {topic.name: topic for topic in judged}
    ids = {topic.name: topic.id for topic in judged} | {
        name: ident for ident, name in (*(change.set or ()), *change.add)
    }
    names = list(known) if change.set is None else [name for _, name in change.set]
    names = [name for name in [*names, *(name for _, name in change.add)] if name not in change.remove]
    return tuple(
        known.get(name) or TopicMatch(id=ids[name], name=name, reasons=(_BY_EDITOR,), evidence=evidence)
        for name in dict.fromkeys(names)
    )
