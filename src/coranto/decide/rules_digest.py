"""A digest of the rules: when it differs from a decision's digest, recent articles are judged again."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from coranto.model.settings import Settings
from coranto.model.topic import Topic

VERSION = 4
"""Of the judging code. Raise it when topics, quality, lead, heat or decision of an article come out differently."""


def digest(
    settings: Settings, topics: Iterable[Topic], sources: Mapping[str, Sequence[str]], signals: Iterable[str]
) -> str:
    """Return the digest of everything besides the articles that affects decisions.

    Parameters
    ----------
    settings : Settings
        The profile, ``[judge]``, ``[subject]``, ``[publish]`` without its outputs, ``[stories]``, the outlets and the
        rules count.
    topics : iterable of Topic
        In the order of their files; names, parents, roles, words and thresholds count.
    sources : mapping
        The topics that sources assign to all their articles, by the source's id.
    signals : iterable of str
        Names of the quality signals, in order.

    Returns
    -------
    str
        32 hexadecimal digits.

    """
    topics = list(topics)
    publish = msgspec.structs.replace(settings.publish, outputs=(), lines={})
    named = sorted(sources.items())
    parts = (
        VERSION,
        (
            settings.profile,
            settings.judge,
            settings.subject,
            publish,
            settings.stories,
            sorted(settings.outlets.items()),
        ),
        [
            (topic.id, topic.name, topic.parent, topic.role, topic.keywords, topic.threshold)
            + ((topic.exclude,) if topic.exclude else ())  # a newsroom without such words keeps its digest
            for topic in topics
        ],
        named,
        list(signals),
        settings.rules,
    )
    return _hash(parts, 16)


def _hash(value: object, size: int) -> str:
    return hashlib.blake2b(msgspec.json.encode(value), digest_size=size).hexdigest()
