"""Quality: the sum of what every signal says, never below zero, each summand with its reason."""

from collections.abc import Callable, Iterable, Mapping

from coranto.model.article import Article
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.score.signals import amp, boost, image, outlet, title, topics, video

# A signal looks at a judged article (its topics are known) and says which parts it adds.
Signal = Callable[[Article, Settings, int], Iterable[ScorePart]]

SIGNALS: dict[str, Signal] = {
    "topics": topics.signal,
    "image": image.signal,
    "amp": amp.signal,
    "video": video.signal,
    "outlet": outlet.signal,
    "boost": boost.signal,
    "title": title.signal,
}


def judge(
    article: Article, settings: Settings, boost: int = 0, signals: Mapping[str, Signal] = SIGNALS
) -> tuple[int, tuple[ScorePart, ...]]:
    """Give an article's quality and the parts that add up to it.

    Parameters
    ----------
    article : Article
        With its topics; ``quality`` and ``parts`` are not looked at.
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
    parts : tuple of Part
        Their points sum to ``quality``.

    """
    parts = [part for signal in signals.values() for part in signal(article, settings, boost) if part.points]
    total = sum(part.points for part in parts)
    if total < 0:
        parts.append(ScorePart(name="floor", points=-total, because="quality is never below zero"))
    return max(0, total), tuple(parts)
