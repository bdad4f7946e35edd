"""Apply editors' decisions to an article, and restore the article as it was found.

The store has articles as readers see them, with the outlet's words in ``Override.original``. Code that judges an
article again starts with ``as_found`` and ends with ``apply``.
"""

from collections.abc import Mapping

import msgspec

from coranto.model.article import Article, TopicMatch
from coranto.model.change import Original, Override, TopicChange
from coranto.model.reason import Reason
from coranto.model.settings import Settings
from coranto.score import quality
from coranto.store.protocol import Store

EDITOR = "editor"  # the provenance of edited fields
_BY_EDITOR = Reason("topic.by_editor")


def is_hidden(store: Store, article: str) -> bool:
    """Whether an editor took an article down."""
    override = store.get_overrides([article]).get(article)
    return override is not None and override.hidden


def as_found(article: Article, override: Override | None) -> Article:
    """Return an article with the outlet's title and excerpt and the judged topics, as the clusterer places it."""
    was = override.original if override else None
    if was is None:
        return article
    return msgspec.structs.replace(
        article, title=was.title, excerpt=was.excerpt, topics=was.topics, provenance=was.provenance
    )


def apply(
    article: Article, override: Override, settings: Settings, signals: Mapping[str, quality.Signal]
) -> tuple[Article, Override]:
    """Apply an override to an article as found, with its judged topics.

    Quality is computed from the resulting topics and the outlet's own title: an editor's headline does
    not change an article's quality.

    Returns
    -------
    article : Article
        The article as readers see it.
    override : Override
        With ``original`` set if the article differs from what was found.

    """
    evidence = settings.subject.title if settings.profile == "subject" else 0.0
    topics = _topics(article.topics, override.topics, evidence) if override.topics else article.topics
    points, parts = quality.judge(msgspec.structs.replace(article, topics=topics), settings, override.boost, signals)
    judged = msgspec.structs.replace(article, topics=topics, quality=points, parts=parts)
    return dress(judged, article, override)


def dress(judged: Article, unedited: Article, override: Override) -> tuple[Article, Override]:
    """Set an editor's title and excerpt on a judged article; returns the same as ``apply``."""
    by_editor = {name: EDITOR for name in ("title", "excerpt") if getattr(override, name) is not None}
    article = msgspec.structs.replace(
        judged,
        title=unedited.title if override.title is None else override.title,
        excerpt=unedited.excerpt if override.excerpt is None else override.excerpt,
        provenance={**unedited.provenance, **by_editor},
    )
    kept = override.original.published if override.original else None
    original = None
    if by_editor or override.topics or kept is not None:
        original = Original(
            title=unedited.title,
            excerpt=unedited.excerpt,
            topics=unedited.topics,
            provenance=unedited.provenance,
            published=kept,
        )
    return article, msgspec.structs.replace(override, original=original)


def _topics(judged: tuple[TopicMatch, ...], change: TopicChange, evidence: float) -> tuple[TopicMatch, ...]:
    """Change topics as an editor decided; a judged topic keeps its reason and its keywords.

    ``evidence`` is the evidence that an editor's decision counts: as much as a keyword in the title.
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
