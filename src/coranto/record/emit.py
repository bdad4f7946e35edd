"""Write a record as the text of its file, byte for byte as the contract requires (docs/reference/record.md)."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from coranto.config import safe_yaml
from coranto.model.article import Picture, Provider
from coranto.model.record import Record, Related
from coranto.record import sanitize

_ESCAPED = re.compile(r'["\\\n\r]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"}

# Forms that a plain scalar must not have in YAML 1.1 or 1.2.
_BEGINS = re.compile(r"""[-?:](?:\s|\Z)|[,\[\]{}#&*!|>'"%@`=]|<<\Z|---|\.\.\.""")
_WITHIN = re.compile(r":(?:\s|\Z)|\s#|[\t\n\r]|\s\Z|\A\s")
_WORD = re.compile(r"(?:~|null|true|false|yes|no|on|off|y|n)\Z", re.IGNORECASE)
_NUMBER = re.compile(
    r"""[-+]?(?:
        0b[01_]+ | 0o?[0-7_]+ | 0x[0-9a-f_]+
      | [0-9][0-9_]*(?::[0-9]+)*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?
      | \.[0-9][0-9_]*(?:e[-+]?[0-9]+)?
      | \.inf
    )\Z|\.nan\Z""",
    re.IGNORECASE | re.VERBOSE,
)
DATE = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?\Z"
)


def write(record: Record) -> str:
    """Write a record in the contract's order and style.

    Unknown fields are at the end of their block; those of the record itself in a block before ``secured``.
    """
    blocks = ["".join(_head(record))]
    if record.featured_content and (code := quoted(record.featured_content)):
        blocks.append(f"featuredContent: {code}\n")
    if record.provider is not None:
        blocks.append("".join(_provider(record.provider, "")))
    if record.topics:
        blocks.append(_list("topics", (f"  - {text}\n" for name in record.topics if (text := plain(name)))))
    if record.images:
        blocks.append("".join(_pictures(record.images, "")))
    if record.related:
        blocks.append(_list("related", (_item(_related(other), "  ") for other in record.related)))
    blocks.append("".join(_table(record.extra, "")))
    if record.secured and (sealed := quoted(record.secured)):
        blocks.append(f"secured: {sealed}\n")
    return "---\n" + "\n".join(filter(None, blocks)) + "---\n\n"


def quoted(text: str) -> str:
    """Write a text in double quotes; "" if nothing of it can be written."""
    text = sanitize.text(text)
    if not text:
        return ""
    if _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)
    return f'"{text}"'


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Write a name, in quotes only if YAML needs them; "" if nothing of it can be written."""
    text = sanitize.text(text)
    if (
        not text
        or _BEGINS.match(text)
        or _WITHIN.search(text)
        or _WORD.match(text)
        or _NUMBER.match(text)
        or DATE.match(text)
    ):
        return quoted(text)
    return text


def stamp(moment: datetime) -> str:
    """Write a time as ``2023-10-06T12:07:00Z``; a naive time is taken as UTC."""
    if moment.tzinfo is not None and moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{moment.isoformat()[:19]}Z"


def _head(record: Record) -> Iterator[str]:
    if record.category and (text := plain(record.category)):
        yield f"category: {text}\n"
    yield from _block(record, "")
    yield from _measured(record, "")
    if record.heat is not None:
        yield f"heat: {record.heat}\n"
    if record.published is not None:
        yield f"published: {_boolean(record.published)}\n"


def _block(record: Record | Related, indent: str) -> Iterator[str]:
    """Write the fields that a record and a related article share: title to type."""
    if record.title and (text := quoted(record.title)):
        yield f"{indent}title: {text}\n"
    if record.excerpt and (text := quoted(record.excerpt)):
        yield f"{indent}excerpt: {text}\n"
    if record.published_date_time is not None:
        yield f"{indent}publishedDateTime: {stamp(record.published_date_time)}\n"
    if isinstance(record, Record):
        yield from _address("originalUrl", record.original_url, indent)
    yield from _address("webUrl", record.web_url, indent)
    yield from _address("ampWebUrl", record.amp_web_url, indent)
    yield from _address("cdnAmpWebUrl", record.cdn_amp_web_url, indent)
    if record.type and (text := plain(record.type)):
        yield f"{indent}type: {text}\n"


def _measured(record: Record | Related, indent: str) -> Iterator[str]:
    if record.quality is not None:
        yield f"{indent}quality: {record.quality}\n"


def _related(other: Related) -> Iterator[str]:
    yield from _block(other, "    ")
    if other.provider is not None:
        yield from _provider(other.provider, "    ")
    yield from _measured(other, "    ")
    if other.images:
        yield from _pictures(other.images, "    ")
    yield from _table(other.extra, "    ")


def _provider(provider: Provider, indent: str) -> Iterator[str]:
    body = "".join(_outlet(provider, indent + "  "))
    if body:
        yield f"{indent}provider:\n{body}"


def _outlet(provider: Provider, indent: str) -> Iterator[str]:
    if provider.name and (text := plain(provider.name)):
        yield f"{indent}name: {text}\n"
    if provider.domain and (text := plain(provider.domain)):
        yield f"{indent}domain: {text}\n"
    if provider.images:
        yield from _pictures(provider.images, indent)
    yield from _table(provider.extra, indent)


def _pictures(pictures: tuple[Picture, ...], indent: str) -> Iterator[str]:
    inner = indent + "    "
    shown = [
        _item((f"{inner}url: {url}\n", *_size(picture, inner)), indent + "  ")
        for picture in pictures
        if (url := quoted(sanitize.address(picture.url)))
    ]
    if shown:
        yield f"{indent}images:\n"
        yield from shown


def _size(picture: Picture, indent: str) -> Iterator[str]:
    if picture.width is not None:
        yield f"{indent}width: {picture.width}\n"
    if picture.height is not None:
        yield f"{indent}height: {picture.height}\n"
    if picture.is_cached is not None:
        yield f"{indent}isCached: {_boolean(picture.is_cached)}\n"
    yield from _table(picture.extra, indent)


def _address(name: str, url: str | None, indent: str) -> Iterator[str]:
    if url and (text := quoted(sanitize.address(url))):
        yield f"{indent}{name}: {text}\n"


def _list(name: str, items: Iterator[str]) -> str:
    body = "".join(items)
    return f"{name}:\n{body}" if body else ""


def _item(lines: Iterator[str] | tuple[str, ...], indent: str) -> str:
    """Turn fields that are indented by two more than their list into an item of it."""
    body = "".join(lines)
    return f"{indent}- {body[len(indent) + 2 :]}" if body else ""


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _table(fields: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Write unknown fields, of any JSON type, in block style."""
    for name, value in fields.items():
        shown = plain(name) or '""'
        yield from _value(f"{indent}{shown}:", value, indent)


def _value(before: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield f"{before}\n"
        yield from _table(value, indent + "  ")
    elif isinstance(value, list | tuple) and value:
        yield f"{before}\n"
        for part in value:
            yield from _part(part, indent + "  ")
    else:
        yield f"{before} {_scalar(value)}\n"


def _part(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield _item(_table(value, indent + "  "), indent)
    else:
        yield from _value(f"{indent}-", value, indent)


def _scalar(value: Any) -> str:
    """Write a single value; a text in the form of a date is written plain, because it was read from a date."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return _boolean(value)
    if isinstance(value, str):
        return value if DATE.match(value) else quoted(value) or '""'
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    return safe_yaml.number(value)
