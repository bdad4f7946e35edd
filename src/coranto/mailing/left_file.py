"""Who left, in a file of hashes beside the database: a restored backup does not know who left since it was made.

``coranto subscriber left FILE`` takes them out again. A line is a time and a keyed hash; there is no address in it.
"""

from datetime import UTC, datetime
from pathlib import Path

import structlog

from coranto import errors
from coranto.model.settings import Settings
from coranto.model.subscriber import Suppression
from coranto.newsroom import Newsroom

NAME = ".coranto-left"
log = structlog.get_logger("coranto")


def add(settings: Settings, suppression: Suppression) -> None:
    """Add a subscriber who left. The store has it already, so a file that cannot be written is only logged."""
    path = Path(settings.folder) / NAME
    try:
        with path.open("a", encoding="ascii") as file:
            file.write(f"{suppression.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {suppression.digest}\n")
    except OSError as why:
        log.warning("who left is kept in the database only", file=str(path), reason=why.strerror)


def apply(newsroom: Newsroom, path: Path) -> int:
    """Take out who left, as a file of another folder or an earlier time says; return how many were there.

    Who subscribed again after leaving stays.

    Raises
    ------
    SubscriberError
        The file cannot be read, or a line of it is none of ours.

    """
    count, store = 0, newsroom.store
    left = _read(path)
    with store.transaction(writes=True):
        for digest, at in left.items():
            one = store.find_subscriber(digest)
            if one is not None and (one.confirmed or one.at) > at:
                continue
            store.add_suppressions([Suppression(digest, at, "left")])
            if one is not None:
                store.delete_subscriber(one.number)
                count += 1
    store.empty_log()
    return count


def _read(path: Path) -> dict[str, datetime]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as why:
        raise errors.SubscriberError("cannot be read as a file of who left", str(path)) from why
    left: dict[str, datetime] = {}
    for number, line in enumerate(lines, 1):
        at, _, digest = line.partition(" ")
        try:
            left[digest] = datetime.fromisoformat(at)
            int(digest, 16)
        except ValueError:
            raise errors.SubscriberError(
                f"is no line of who left; `{NAME}` in the folder of a newsroom has them", f"{path}:{number}"
            ) from None
    return left
