"""The site's topic files: one YAML file per topic; a bad file is reported and the others are used."""

from pathlib import Path

from coranto.config import safe_yaml, topic_yaml
from coranto.errors import TopicError
from coranto.model.topic import Topic

SUFFIXES = (".yaml", ".yml")


def load(folder: Path) -> tuple[list[Topic], list[TopicError]]:
    """Read every topic file of a folder.

    Parameters
    ----------
    folder : Path
        The folder; its ``.yaml`` and ``.yml`` files are read in the order of their names. It need not exist.

    Returns
    -------
    topics : list of Topic
        The topics of valid files and documents.
    problems : list of TopicError
        One error for each invalid file or document, with file, line and reason; also for a repeated id or name.

    """
    topics: list[Topic] = []
    problems: list[TopicError] = []
    try:
        paths = sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES) if folder.exists() else []
    except OSError as why:
        return [], [TopicError(f"cannot be read: {why.strerror}", str(folder))]
    for file in paths:
        try:
            for topic in topic_yaml.read(text(file), str(file)):
                if same := next((t for t in topics if t.id == topic.id or t.name == topic.name), None):
                    what = f"`{topic.name}` has the id or the name of the topic in {same.file}; give it its own"
                    raise TopicError(what, str(file))  # noqa: TRY301 - one place collects them
                topics.append(topic)
        except TopicError as why:
            problems.append(why)
    return topics, problems


def text(file: Path) -> str:
    """Return the text of a topic file; raise ``TopicError`` if it cannot be read."""
    try:
        with file.open("rb") as stream:
            data = stream.read(4 * safe_yaml.SIZE + 1)  # a character has four bytes at most
        return data.decode("utf-8-sig")
    except OSError as why:
        raise TopicError(f"cannot be read: {why.strerror}", str(file)) from why
    except UnicodeDecodeError as why:
        line = data.count(b"\n", 0, why.start) + 1
        raise TopicError("is not UTF-8; save it as UTF-8", f"{file}:{line}") from why
