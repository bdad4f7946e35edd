"""Quality: the sum of all signals, never below zero, each summand with its reason."""

from collections.abc import Callable, Iterable, Mapping

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.score import rules, subject
from coranto.score.signals import amp, boost, image, outlet, title, topics, video

# A signal takes an article with its topics and yields the parts that it adds.
Signal = Callable[[Article, Settings, int], Iterable[ScorePart]]

SIGNALS: dict[str, Signal] = {
    "topics": topics.signal,
    "image": image.signal,
    "amp": amp.signal,
    "video": video.signal,
    "outlet": outlet.signal,
    "rules": rules.signal,
    "boost": boost.signal,
    "title": title.signal,
}

SUBJECT: dict[str, Signal] = {
    "topics": subject.topics,
    "headline": subject.headline,
    "image": subject.picture,
    "reporting": subject.reporting,
    "outlet": outlet.signal,
    "rules": rules.signal,
    "boost": boost.signal,
}
PROFILES = {"classic": SIGNALS, "subject": SUBJECT}


def judge(
    article: Article, settings: Settings, boost: int = 0, signals: Mapping[str, Signal] = SIGNALS
) -> tuple[int, tuple[ScorePart, ...]]:
    """Return an article's quality and the parts that add up to it.

    Parameters
    ----------
    article : Article
        The article, with its topics; ``quality`` and ``parts`` are not read.
    settings : Settings
        The points of each part.
    boost : int
        An editor's points on top.
    signals : mapping
        The table of signals, in the order of the explanation.

    Returns
    -------
    quality : int
        Never below 0.
    parts : tuple of ScorePart
        Their points sum to ``quality``.

    """
    parts = [part for signal in signals.values() for part in signal(article, settings, boost) if part.points]
    total = sum(part.points for part in parts)
    if total < 0:
        parts.append(ScorePart(name="floor", points=-total, reason=Reason("quality.floor")))
    return max(0, total), tuple(parts)
