"""Import records written by another system; they stay unchanged and are never judged again.

They are grouped into stories like all articles: by ``group``, or by the next round of a newsroom at work.
"""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.dedupe import address
from coranto.model.article import Article, Provider, TopicMatch
from coranto.model.change import StoredRecord
from coranto.model.reason import Reason
from coranto.model.record import Record
from coranto.model.score import ScorePart
from coranto.newsroom import Newsroom
from coranto.record import frontmatter, sanitize
from coranto.run import ingest, record_file

_REASON = Reason("record.imported")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def import_folder(newsroom: Newsroom, folder: Path) -> tuple[int, int, list[str]]:
    """Import every ``.md`` file below a folder.

    Returns
    -------
    taken, known : int
        Number of new records, and of those whose address the store has already.
    problems : list of str
        Files that are not records, each with the reason; they are left unchanged.

    Raises
    ------
    WriteError, StoreError
        The disk is full or read-only; the next import continues.

    """
    taken, known, problems = 0, 0, []
    for file in sorted(folder.rglob("*.md"), key=lambda file: (file.name, file)):  # names begin with the day
        try:
            record = frontmatter.read(file.read_bytes().decode("utf-8"), str(file))
            new = take(newsroom, record, f"_news/{file.name}", str(file))
            taken, known = taken + new, known + (not new)
        except (errors.WriteError, errors.StoreError):
            raise  # not the fault of this record; all following ones would fail too
        except (errors.CorantoError, OSError, UnicodeDecodeError) as why:
            problems.append(str(why) if isinstance(why, errors.CorantoError) else f"{file}: {why}")
    return taken, known, problems


def group(newsroom: Newsroom) -> bool:
    """Group all imported records into stories; return False where a newsroom is at work, which does it itself."""
    try:
        with newsrooms.alone(newsroom.settings, newsroom.store):
            ingest.Ingest(newsroom).group_imported()
    except errors.AtWork:
        return False
    return True


def take(newsroom: Newsroom, record: Record, path: str, where: str) -> bool:
    """Import one record under a path; return False if the store has its address already.

    Raises
    ------
    RecordError
        It has no title or address, or its path is that of another article.
    WriteError, StoreError
        The disk is full or read-only.

    """
    article = _separate(newsroom, article_of(record, where), path)
    stored = StoredRecord(article=article.id, path=path, record=record, changed=article.seen)
    if newsroom.store.article_ids_by_path([path]).get(path, article.id) != article.id:
        raise errors.RecordError(f"{path} is the path of another article here; rename the file", where)
    new = newsroom.store.import_record(article, stored)
    # The file of a known record may be missing, if the last import met a full disk.
    if kept := stored if new else _stored_at(newsroom, article.url):
        _write_file(newsroom, kept)
    return new


def _write_file(newsroom: Newsroom, kept: StoredRecord) -> None:
    """Write the file of a record unless its article is hidden; a file edited by hand is kept aside."""
    override = newsroom.store.get_overrides([kept.article]).get(kept.article)
    data = None if override and override.hidden else frontmatter.emit(kept.record).encode()
    known = record_file.note_pending(newsroom, [(kept.article, data)])
    record_file.update_file(newsroom, kept, data, known)
    record_file.confirm_written(newsroom, [(kept.article, data)])


def _separate(newsroom: Newsroom, article: Article, path: str) -> Article:
    """Return the article; a second record of one address gets its own, made from its path, so that both are kept."""
    stored = _stored_at(newsroom, article.url)
    if stored is None or stored.path == path:
        return article
    url = f"{article.url}#{Path(path).stem}"
    return msgspec.structs.replace(article, id=address.article_id(url), url=url)


def _stored_at(newsroom: Newsroom, url: str) -> StoredRecord | None:
    """Return the record of the article that has this address."""
    holder = newsroom.store.article_ids_by_url([url]).get(url)
    return newsroom.store.get_records([holder]).get(holder) if holder else None


def article_of(record: Record, where: str) -> Article:
    """Build the article of a record.

    Raises
    ------
    RecordError
        The record has no title or no usable address.

    """
    url = address.canonical(record.web_url or record.original_url or "")
    if not url or not record.title:
        missing = "an address (webUrl)" if not url else "a title"
        raise errors.RecordError(f"it has not got {missing}; add it to the file, or leave the file out", where)
    longest = max(map(len, (record.title, *(other.title for other in record.related))))
    if longest > sanitize.TITLE:
        raise errors.RecordError(f"it has a title of {longest:,} letters; {sanitize.TITLE} are the most", where)
    date = record.published_date_time
    provider = record.provider or Provider(name=address.outlet(url), domain=address.outlet(url))
    return Article(
        id=address.article_id(url),
        url=url,
        original_url=record.original_url or url,
        web_url=record.web_url or url,
        title=record.title,
        excerpt=record.excerpt or "",
        published=date or _EPOCH,
        dated=date is not None,
        seen=date or _EPOCH,
        provider=Provider(name=provider.name, domain=provider.domain),
        type=record.type or "article",
        images=record.images,
        amp_url=record.amp_web_url,
        featured_content=record.featured_content,
        topics=tuple(TopicMatch(id="", name=name, reasons=(_REASON,)) for name in record.topics),
        quality=record.quality or 0,
        parts=(ScorePart(name="imported", points=record.quality, reason=_REASON),) if record.quality else (),
    )
