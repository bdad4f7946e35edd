"""Import articles starred in another feed reader: each becomes a published record, never judged again."""

from collections.abc import Iterable

from coranto import errors
from coranto.dedupe import address
from coranto.model.article import Provider
from coranto.model.record import Record
from coranto.newsroom import Newsroom
from coranto.record import slug
from coranto.run import import_records
from coranto.source.reader_export import Star


def import_stars(newsroom: Newsroom, stars: Iterable[Star]) -> tuple[int, int, list[str]]:
    """Import starred articles.

    Returns
    -------
    taken, known : int
        Number of new records, and of those whose address the store has already: they stay as they are.
    problems : list of str
        Articles that cannot be a record, each with the reason.

    Raises
    ------
    WriteError, StoreError
        The disk is full or read-only; the next import continues.

    """
    taken, known, problems = 0, 0, []
    for star in stars:
        try:
            new = _import(newsroom, star)
        except errors.RecordError as why:
            problems.append(str(why))
            continue
        taken, known = taken + new, known + (not new)
    return taken, known, problems


def _import(newsroom: Newsroom, star: Star) -> bool:
    url = address.canonical(star.url)
    if url and newsroom.store.article_ids_by_url([url]):
        return False
    outlet = address.outlet(url or star.url)
    record = Record(
        category="news",
        title=star.title,
        excerpt=star.excerpt or None,
        published_date_time=star.published,
        original_url=star.url,
        web_url=url or star.url,
        type="article",
        published=True,
        provider=Provider(name=_name(star, outlet), domain=outlet),
    )
    article = import_records.article_of(record, star.url)
    path = slug.path(article, newsroom.store.article_ids_by_path)
    return import_records.take(newsroom, record, path, star.url)


def _name(star: Star, outlet: str) -> str:
    """Return the outlet's name: its source's, if the article is on that source's own site."""
    own = star.site is not None and address.outlet(star.site) == outlet
    return star.outlet if own and star.outlet else outlet
