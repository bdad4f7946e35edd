"""Read the text of a topic file: YAML, one topic per document; every error has its line."""

from collections.abc import Iterator

from coranto.config import safe_yaml
from coranto.errors import TopicError
from coranto.model.topic import Topic

ROLES = ("core", "also", "never")
_MOST = 1_000_000.0  # stories per day
FIELDS = (
    "taxonomy", "_id", "name", "shortname", "parent", "description", "keywords", "exclude", "hashtags",
    "images", "services", "threshold", "per_day", "role",
)  # fmt: skip


def read(text: str, where: str = "") -> Iterator[Topic]:
    """Yield the topics of a file, one per YAML document; empty documents are skipped.

    Raises
    ------
    TopicError
        The text is not YAML, a name is missing, or a field has the wrong type; with file and line.

    """
    for node in safe_yaml.documents(text, where, TopicError):
        yield _Reading(where).topic(node)


class _Reading:
    """Read one topic; every error has its line."""

    def __init__(self, where: str) -> None:
        self.where = where

    def topic(self, node: safe_yaml.Node) -> Topic:
        if not isinstance(node, safe_yaml.Table):
            raise self._fault(node, f"a topic is a table of fields: {', '.join(FIELDS)}")
        fields = node.fields
        name = self._text(fields.get("name"), "name")
        if not name:
            raise self._fault(node, "a topic has a `name`")
        images = [self._image(item) for item in self._items(fields.get("images"), "images")]
        return Topic(
            id=self._text(fields.get("_id"), "_id") or "-".join(name.lower().split()),
            name=name,
            shortname=self._text(fields.get("shortname"), "shortname"),
            parent=self._text(fields.get("parent"), "parent"),
            description=self._text(fields.get("description"), "description"),
            keywords=self._texts(fields.get("keywords"), "keywords"),
            exclude=self._texts(fields.get("exclude"), "exclude"),
            hashtags=self._texts(fields.get("hashtags"), "hashtags"),
            images=tuple(filter(None, images)),
            services=self._services(fields.get("services")),
            threshold=self._number(fields.get("threshold"), "threshold"),
            per_day=self._amount(fields.get("per_day"), "per_day"),
            role=self._role(fields.get("role")),
            file=self.where,
        )

    def _text(self, node: safe_yaml.Node | None, name: str) -> str | None:
        if node is None:
            return None
        if not isinstance(node, safe_yaml.Scalar):
            raise self._fault(node, f"`{name}` is a single text, not a list or a table")
        text = "".join(c if c.isprintable() else " " for c in node.text)
        return " ".join(text.split()) if not (node.plain and text in ("", "~", "null")) else None

    def _items(self, node: safe_yaml.Node | None, name: str) -> list[safe_yaml.Node]:
        if isinstance(node, safe_yaml.Table):
            raise self._fault(node, f"`{name}` is a list, an item a line, each after `- `")
        if node is None or isinstance(node, safe_yaml.Sequence):
            return node.items if node else []
        return [node]

    def _texts(self, node: safe_yaml.Node | None, name: str) -> tuple[str, ...]:
        return tuple(filter(None, (self._text(item, name) for item in self._items(node, name))))

    def _image(self, node: safe_yaml.Node) -> str | None:
        """Read an image: its address, or a table with ``url``."""
        return self._text(node.fields.get("url") if isinstance(node, safe_yaml.Table) else node, "images")

    def _services(self, node: safe_yaml.Node | None) -> dict[str, str]:
        if node is None or (isinstance(node, safe_yaml.Scalar) and not self._text(node, "services")):
            return {}
        if not isinstance(node, safe_yaml.Table):
            raise self._fault(node, "`services` is a table, each `name: address`")
        return {name: address for name, part in node.fields.items() if (address := self._text(part, name))}

    def _number(self, node: safe_yaml.Node | None, name: str) -> int | None:
        text = self._text(node, name)
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            raise self._fault(node, f"`{name}` is a whole number, not `{text[:40]}`") from None

    def _amount(self, node: safe_yaml.Node | None, name: str) -> float | None:
        text = self._text(node, name)
        if not text:
            return None
        try:
            amount = float(text)
        except ValueError:
            amount = 0.0
        if not 0 < amount < _MOST:
            raise self._fault(node, f"`{name}` is a number of stories, more than 0, not `{text[:40]}`")
        return amount

    def _role(self, node: safe_yaml.Node | None) -> str:
        role = self._text(node, "role") or ROLES[0]
        if role not in ROLES:
            raise self._fault(node, f"`role` is {', '.join(ROLES[:-1])} or {ROLES[-1]}, not `{role[:40]}`")
        return role

    def _fault(self, node: safe_yaml.Node | None, what: str) -> TopicError:
        return TopicError(what, f"{self.where}:{node.line}" if node else self.where)
