"""Taking over records written elsewhere: they are kept as they are, and never judged again."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from coranto import errors
from coranto.dedupe import address
from coranto.model.article import Article, Provider, TopicMatch
from coranto.model.change import StoredRecord
from coranto.model.record import Record
from coranto.model.score import ScorePart
from coranto.newsroom import Newsroom
from coranto.record import frontmatter, sanitize

_SAID = "as the imported record says"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def import_folder(newsroom: Newsroom, folder: Path) -> tuple[int, int, list[str]]:
    """Take over every ``.md`` file below a folder.

    Returns
    -------
    taken, known : int
        Records that were new, and those whose address the store has.
    problems : list of str
        Files that are no records, each with the reason; they are left as they are.

    Raises
    ------
    WriteError, StoreError
        The disk is full, or may only be read; the next import goes on.

    """
    taken, known, problems = 0, 0, []
    for file in sorted(folder.rglob("*.md")):
        try:
            record = frontmatter.read(file.read_bytes().decode("utf-8"), str(file))
            article = article_of(record, str(file))
            path = f"_news/{file.name}"
            article = _apart(newsroom, article, path)
            filed = StoredRecord(article=article.id, path=path, record=record, changed=article.seen)
            if newsroom.store.article_ids_by_path([path]).get(path, article.id) != article.id:
                raise errors.RecordError(f"{path} is the path of another article here; rename the file", str(file))
            new = newsroom.store.import_record(article, filed)
            taken, known = taken + new, known + (not new)
            # The file of a known one may be missing, where the last import met a full disk.
            if kept := filed if new else _filed(newsroom, article.url):
                newsroom.outputs["markdown"](kept, newsroom.records)
        except (errors.WriteError, errors.StoreError):
            raise  # no record's fault, and true of all that follow
        except (errors.CorantoError, OSError, UnicodeDecodeError) as why:
            problems.append(str(why) if isinstance(why, errors.CorantoError) else f"{file}: {why}")
    return taken, known, problems


def _apart(newsroom: Newsroom, article: Article, path: str) -> Article:
    """Tell two old records of one address apart by their path: the older system kept both, and so both are kept."""
    filed = _filed(newsroom, article.url)
    if filed is None or filed.path == path:
        return article
    url = f"{article.url}#{Path(path).stem}"
    return msgspec.structs.replace(article, id=address.article_id(url), url=url)


def _filed(newsroom: Newsroom, url: str) -> StoredRecord | None:
    """Give what is kept of an address, whichever article it is known to belong to."""
    holder = newsroom.store.article_ids_by_url([url]).get(url)
    return newsroom.store.get_records([holder]).get(holder) if holder else None


def article_of(record: Record, where: str) -> Article:
    """Make the article that a record tells of.

    Raises
    ------
    RecordError
        It has no title or no usable address.

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
        topics=tuple(TopicMatch(id="", name=name, because=_SAID) for name in record.topics),
        quality=record.quality or 0,
        parts=(ScorePart(name="imported", points=record.quality, because=_SAID),) if record.quality else (),
    )
