"""A corpus as a Parquet table: a row an article, without the texts. Needs the extra ``parquet``."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from coranto.config import extras
from coranto.i18n.wording import say
from coranto.model.corpus import Arrival, Line

_ROWS = 5_000  # of a row group


def write(file: Path, lines: Iterable[Line]) -> int:
    """Write the articles of a corpus; return their number.

    Columns: number, id, url, title, excerpt, outlet, language, type, source, published, seen (UTC), topics (a list),
    quality, story, lead, score, heat, is_published, rule, reason (in words), digest, readers; parts, heat_parts and
    evidence as JSON.

    Raises
    ------
    MissingExtra
        The extra is not installed.

    """
    extras.need("parquet", "--to parquet")
    import pyarrow as pa  # noqa: PLC0415 - an extra
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    text, whole, moment = pa.string(), pa.int64(), pa.timestamp("us", tz="UTC")
    schema = pa.schema(
        [
            ("number", whole), ("id", text), ("url", text), ("title", text), ("excerpt", text), ("outlet", text),
            ("language", text), ("type", text), ("source", text), ("published", moment), ("seen", moment),
            ("topics", pa.list_(text)), ("quality", whole), ("parts", text), ("story", text), ("lead", pa.bool_()),
            ("score", pa.float64()), ("evidence", text), ("heat", whole), ("heat_parts", text),
            ("is_published", pa.bool_()), ("rule", text), ("reason", text), ("digest", text), ("readers", whole),
        ]
    )  # fmt: skip
    rows = (_row(line) for line in lines if isinstance(line, Arrival))
    count = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as out:
        while batch := list(islice(rows, _ROWS)):
            out.write_table(pa.Table.from_pylist(batch, schema))
            count += len(batch)
    return count


def _row(arrival: Arrival) -> dict[str, Any]:
    article, decision = arrival.article, arrival.decision
    return {
        "number": arrival.number,
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "excerpt": article.excerpt,
        "outlet": article.provider.domain,
        "language": article.language,
        "type": article.type,
        "source": article.source,
        "published": article.published,
        "seen": article.seen,
        "topics": [topic.name for topic in article.topics],
        "quality": article.quality,
        "parts": _json([(part.name, part.points) for part in article.parts]),
        "story": arrival.story or None,
        "lead": arrival.lead,
        "score": arrival.score,
        "evidence": _json([(term.term, term.weight) for term in arrival.evidence]),
        "heat": decision.heat if decision else None,
        "heat_parts": _json([(part.name, part.points) for part in decision.parts]) if decision else None,
        "is_published": decision.published if decision else None,
        "rule": decision.rule if decision else None,
        "reason": say(decision.reason) if decision else None,
        "digest": decision.digest if decision else None,
        "readers": arrival.readers,
    }


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
