"""Read a tree of untrusted values as a record: known fields are checked, unknown ones are kept."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from coranto.config import safe_yaml
from coranto.errors import RecordError
from coranto.model.article import Picture, Provider
from coranto.model.record import Record, Related
from coranto.record import sanitize

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_WHOLE = re.compile(r"(?:0|-?[1-9][0-9]{0,17})\Z")
_TYPED = re.compile(  # unknown fields: scalars on which YAML 1.1 and 1.2 agree; any other is a text
    rf"(?:|~|null|Null|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|{_WHOLE.pattern}"
    r"|-?(?:0|[1-9][0-9]{0,15})\.[0-9]{1,30}(?:[eE][-+][0-9]{1,3})?)\Z"
)
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]*)?)?"
    r"(?:[ \t]*(?:(Z|z|UTC)|([-+])([0-9]{1,2}):?([0-9]{2})?))?)?\Z"
)


class Reading:
    """Read one record from ``where``; ``altered`` is set if something was cleaned or left out."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.altered = False

    def record(self, node: safe_yaml.Node) -> Record:
        """Return the record of a table of fields.

        Raises
        ------
        RecordError
            A field has the wrong type; with file and line.

        """
        return Record(**self._fields(self._table(node, "the record"), _RECORD))

    def _fields(self, table: safe_yaml.Table, known: "_Known") -> dict[str, Any]:
        """Return attributes by name; a field without a value is left out, an unknown one goes into ``extra``."""
        fields: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for name, node in table.fields.items():
            if name not in known:
                extra[self._clean(name)] = self._value(node)
            elif not (isinstance(node, safe_yaml.Scalar) and node.plain and node.text in _NULLS):
                attribute, read = known[name]
                value = read(self, node, name)
                if value not in (None, "", ()):
                    fields[attribute] = value
        return fields | {"extra": extra} if extra else fields

    def text(self, node: safe_yaml.Node, name: str) -> str:
        """Read a text; a number or date is read as it is written."""
        return self._clean(self._scalar(node, name).text)

    def address(self, node: safe_yaml.Node, name: str) -> str:
        """Read an http, https or relative address; any other is left out."""
        text = self._scalar(node, name).text
        url = sanitize.address(text)
        self.altered |= url != text
        return url

    def integer(self, node: safe_yaml.Node, name: str) -> int:
        """Read a whole number; it may be quoted."""
        text = self._scalar(node, name).text
        if not _INTEGER.match(text):
            raise self._fault(node, f"{name} is a whole number, not `{text[:40]}`")
        return int(text)

    def boolean(self, node: safe_yaml.Node, name: str) -> bool:
        """Read a boolean; yes, no, on and off are accepted too."""
        text = self._scalar(node, name).text
        if text.lower() not in _BOOLEANS:
            raise self._fault(node, f"{name} is true or false, not `{text[:40]}`")
        return _BOOLEANS[text.lower()]

    def moment(self, node: safe_yaml.Node, name: str) -> datetime:
        """Read a date as in record files; UTC if there is no zone, midnight if there is no time."""
        text = self._scalar(node, name).text
        match = _DATE.match(text)
        if not match:
            raise self._fault(node, f"{name} is a date like 2023-10-06T12:07:00Z, not `{text[:40]}`")
        year, month, day, hour, minute, second, _, sign, hours, minutes = match.groups()
        away = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        try:
            zone = timezone(-away if sign == "-" else away) if sign else UTC
            on, at = date(int(year), int(month), int(day)), time(int(hour or 0), int(minute or 0), int(second or 0))
            return datetime.combine(on, at, zone).astimezone(UTC)
        except (ValueError, OverflowError) as why:
            raise self._fault(node, f"{name} is no date that exists: `{text[:40]}`") from why

    def names(self, node: safe_yaml.Node, name: str) -> tuple[str, ...]:
        """Read a list of names."""
        return tuple(filter(None, (self.text(item, name) for item in self._items(node))))

    def provider(self, node: safe_yaml.Node, name: str) -> Provider | None:
        """Read an outlet; None if it has no fields."""
        fields = self._fields(self._table(node, name), _PROVIDER)
        return Provider(**{"name": "", "domain": ""} | fields) if fields else None

    def pictures(self, node: safe_yaml.Node, name: str) -> tuple[Picture, ...]:
        """Read a list of pictures; a text is a picture's address, and an item without an address is left out."""
        pictures = []
        for item in self._items(node):
            if isinstance(item, safe_yaml.Scalar):
                fields: dict[str, Any] = {"url": self.address(item, name)}
            else:
                fields = self._fields(self._table(item, name), _PICTURE)
            if fields.get("url"):
                pictures.append(Picture(**fields))
            else:
                self.altered = True
        return tuple(pictures)

    def related(self, node: safe_yaml.Node, name: str) -> tuple[Related, ...]:
        """Read a list of related articles."""
        others = (self._fields(self._table(item, name), _RELATED) for item in self._items(node))
        return tuple(Related(**{"title": ""} | fields) for fields in others if fields)

    def _value(self, node: safe_yaml.Node) -> Any:
        """Return an unknown field as a JSON value; a plain date or unusual number stays a text."""
        if isinstance(node, safe_yaml.Table):
            return {self._clean(name): self._value(part) for name, part in node.fields.items()}
        if isinstance(node, safe_yaml.Sequence):
            return [self._value(part) for part in node.items]
        return _plain(node.text) if node.plain and _TYPED.match(node.text) else self._clean(node.text)

    def _clean(self, text: str) -> str:
        cleaned = sanitize.text(text)
        self.altered |= cleaned != text
        return cleaned

    def _scalar(self, node: safe_yaml.Node, name: str) -> safe_yaml.Scalar:
        if not isinstance(node, safe_yaml.Scalar):
            raise self._fault(node, f"{name} is a single value, not a list or a table")
        return node

    def _table(self, node: safe_yaml.Node, name: str) -> safe_yaml.Table:
        if not isinstance(node, safe_yaml.Table):
            raise self._fault(node, f"{name} is a table of fields, each `name: value`")
        return node

    def _items(self, node: safe_yaml.Node) -> list[safe_yaml.Node]:
        """Return the items of a list; a single value or table counts as a list with one item."""
        return node.items if isinstance(node, safe_yaml.Sequence) else [node]

    def _fault(self, node: safe_yaml.Node, what: str) -> RecordError:
        return RecordError(what, f"{self.where}:{node.line}" if node.line else self.where)


def _plain(text: str) -> Any:
    """Return the value that a plain scalar has in both YAML 1.1 and 1.2."""
    if text in _NULLS:
        return None
    if text.lower() in _BOOLEANS:
        return _BOOLEANS[text.lower()]
    if _WHOLE.match(text):
        return int(text)
    return number if math.isfinite(number := float(text)) else text


_Known = Mapping[str, tuple[str, Callable[[Reading, safe_yaml.Node, str], Any]]]

_PICTURE: _Known = {
    "url": ("url", Reading.address),
    "width": ("width", Reading.integer),
    "height": ("height", Reading.integer),
    "isCached": ("is_cached", Reading.boolean),
}
_PROVIDER: _Known = {
    "name": ("name", Reading.text),
    "domain": ("domain", Reading.text),
    "images": ("images", Reading.pictures),
}
_RELATED: _Known = {
    "title": ("title", Reading.text),
    "excerpt": ("excerpt", Reading.text),
    "publishedDateTime": ("published_date_time", Reading.moment),
    "webUrl": ("web_url", Reading.address),
    "ampWebUrl": ("amp_web_url", Reading.address),
    "cdnAmpWebUrl": ("cdn_amp_web_url", Reading.address),
    "type": ("type", Reading.text),
    "provider": ("provider", Reading.provider),
    "quality": ("quality", Reading.integer),
    "images": ("images", Reading.pictures),
}
_RECORD: _Known = {
    **_RELATED,
    "category": ("category", Reading.text),
    "originalUrl": ("original_url", Reading.address),
    "heat": ("heat", Reading.integer),
    "published": ("published", Reading.boolean),
    "featuredContent": ("featured_content", Reading.text),
    "topics": ("topics", Reading.names),
    "related": ("related", Reading.related),
    "secured": ("secured", Reading.text),
}
