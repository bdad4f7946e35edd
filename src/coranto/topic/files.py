"""The site's topic files: one YAML file a topic, read with care; a bad one is named and the others count."""

from collections.abc import Iterator
from pathlib import Path

from coranto.config import safe_yaml
from coranto.errors import TopicError
from coranto.model.topic import Topic

_SUFFIXES = (".yaml", ".yml")
FIELDS = (
    "taxonomy", "_id", "name", "shortname", "parent", "description", "keywords", "hashtags", "images", "services",
    "threshold",
)  # fmt: skip


def load(folder: Path) -> tuple[list[Topic], list[TopicError]]:
    """Read every topic file of a folder.

    Parameters
    ----------
    folder : Path
        Its ``.yaml`` and ``.yml`` files are read in the order of their names; it need not exist.

    Returns
    -------
    topics : list of Topic
        Of files and documents without fault.
    problems : list of TopicError
        The others, each with file, line and reason; also the second of two with one id or name.

    """
    topics: list[Topic] = []
    problems: list[TopicError] = []
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix in _SUFFIXES) if folder.exists() else []
    except OSError as why:
        return [], [TopicError(f"cannot be read: {why.strerror}", str(folder))]
    for file in files:
        try:
            for topic in read(text(file), str(file)):
                if same := next((t for t in topics if t.id == topic.id or t.name == topic.name), None):
                    what = f"`{topic.name}` has the id or the name of the topic in {same.file}; give it its own"
                    raise TopicError(what, str(file))  # noqa: TRY301 - one place collects them
                topics.append(topic)
        except TopicError as why:
            problems.append(why)
    return topics, problems


def read(text: str, where: str = "") -> Iterator[Topic]:
    """Read the topics of a file: one, or several documents; a stray ``---`` is none.

    Raises
    ------
    TopicError
        With file and line: not YAML, no name, or a field that holds something else than it should.

    """
    for node in safe_yaml.documents(text, where, TopicError):
        yield _Reading(where).topic(node)


def text(file: Path) -> str:
    """Give the text of a topic file; ``TopicError`` where it cannot be read."""
    try:
        with file.open("rb") as stream:
            data = stream.read(4 * safe_yaml.SIZE + 1)  # a character has four bytes at most
        return data.decode("utf-8-sig")
    except OSError as why:
        raise TopicError(f"cannot be read: {why.strerror}", str(file)) from why
    except UnicodeDecodeError as why:
        line = data.count(b"\n", 0, why.start) + 1
        raise TopicError("is not UTF-8; save it as UTF-8", f"{file}:{line}") from why


class _Reading:
    """A topic being read; every fault has its line."""

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
            hashtags=self._texts(fields.get("hashtags"), "hashtags"),
            images=tuple(filter(None, images)),
            services=self._services(fields.get("services")),
            threshold=self._number(fields.get("threshold"), "threshold"),
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

    def _fault(self, node: safe_yaml.Node | None, what: str) -> TopicError:
        return TopicError(what, f"{self.where}:{node.line}" if node else self.where)
