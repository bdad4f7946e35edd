"""The outlet's weight."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count the outlet's weight in the settings: by the address's host, else a parent domain, else the provider."""
    if not settings.outlets:
        return
    host = urlsplit(article.web_url).hostname or ""
    labels = host.split(".")
    for domain in (*(".".join(labels[n:]) for n in range(len(labels))), article.provider.domain):
        if domain in settings.outlets:
            known = settings.outlets[domain]
            reason = Reason("quality.outlet", {"outlet": domain})
            if known.why:
                reason = Reason("quality.rated", {"outlet": domain, "why": known.why})
            yield ScorePart(name="outlet", points=known.weight, reason=reason)
            return
