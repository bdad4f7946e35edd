"""Build the public record of a judged article and its story."""

from collections.abc import Sequence
from typing import Any

from coranto.model.article import Article, Picture, Provider
from coranto.model.decision import Decision
from coranto.model.record import Record, Related
from coranto.model.settings import Settings
from coranto.record import amp


def make(
    article: Article,
    decision: Decision,
    others: Sequence[Article],
    settings: Settings,
    *,
    secured: str | None = None,
    extra: dict[str, Any] | None = None,
) -> Record:
    """Return the record of an article.

    Parameters
    ----------
    article : Article
        The judged article.
    decision : Decision
        Its heat and publication.
    others : sequence of Article
        The related articles in the order of the record, members and neighbours.
    settings : Settings
        The site's data about outlets, and how many related articles a record lists.
    secured : str, optional
        The sealed private part.
    extra : dict, optional
        Fields of another program's record, which are kept.

    """
    return Record(
        category="news",
        title=article.title,
        excerpt=article.excerpt or None,
        published_date_time=article.published,
        original_url=article.original_url,
        web_url=article.web_url,
        **_amp(article),
        type=article.type,
        quality=article.quality,
        heat=decision.heat,
        published=decision.published,
        featured_content=article.featured_content if article.type == "video" else None,
        provider=_provider(article.provider, settings),
        topics=tuple(topic.name for topic in article.topics),
        images=_pictures(article.images),
        related=tuple(_related(other) for other in others[: settings.stories.related_limit]),
        secured=secured,
        extra=extra or {},
    )


def private(article: Article) -> dict[str, Any]:
    """Return the content of a record's sealed part: ids that only the newsroom itself uses."""
    return {"id": article.id, "source": article.source}


def _related(other: Article) -> Related:
    return Related(
        title=other.title,
        excerpt=other.excerpt or None,
        published_date_time=other.published,
        web_url=other.web_url,
        **_amp(other),
        type=other.type,
        provider=Provider(name=other.provider.name, domain=other.provider.domain),
        quality=other.quality,
        images=_pictures(other.images),
    )


def _amp(article: Article) -> dict[str, Any]:
    """Return both AMP addresses, or neither."""
    cached = amp.cache_address(article.amp_url) if article.amp_url else ""
    return {"amp_web_url": article.amp_url, "cdn_amp_web_url": cached} if cached else {}


def _pictures(pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    return tuple(Picture(url=p.url, width=p.width, height=p.height, is_cached=bool(p.is_cached)) for p in pictures)


def _provider(provider: Provider, settings: Settings) -> Provider:
    """Return the outlet with the icon that the settings have for it."""
    known = settings.outlets.get(provider.domain)
    if known is None:
        return provider
    icon = Picture(url=known.icon, width=known.icon_size, height=known.icon_size) if known.icon else None
    return Provider(
        name=known.name or provider.name, domain=provider.domain, images=(icon,) if icon else provider.images
    )
