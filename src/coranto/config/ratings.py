"""A rating list: outlets' standing by a list that the owner chose, one outlet a line (``ratings.csv``)."""

import csv
import re
from pathlib import Path

import msgspec

from coranto import errors
from coranto.model.settings import Outlet

FILE = "ratings.csv"
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_MOST = 1_000  # points, either way
_COLUMNS = 3


def read(folder: Path) -> dict[str, Outlet]:
    """Read the rating list of a newsroom's folder; empty if there is none.

    Each line is ``domain,points,why``: a domain or host, a whole number, and the reason that explanations show. A
    first line without a number names the columns; empty lines and those that begin with ``#`` are skipped.

    Raises
    ------
    ConfigError
        The file is not UTF-8, or a line has another form; with file and line.

    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as why:
        raise errors.ConfigError(f"cannot be read as UTF-8: {why}", str(path)) from why
    rated: dict[str, Outlet] = {}
    reader = csv.reader(text.splitlines())
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#") or (reader.line_num == 1 and _is_head(cells)):
                continue
            domain, outlet = _line(cells, f"{path}:{reader.line_num}")
            rated[domain] = outlet
    except csv.Error as why:
        raise errors.ConfigError(f"is no CSV: {why}", f"{path}:{reader.line_num}") from why
    return rated


def merge(rated: dict[str, Outlet], outlets: dict[str, Outlet]) -> dict[str, Outlet]:
    """Return the outlets of the settings with the ratings of those that have no weight of their own there."""
    unweighted = {domain: outlet for domain, outlet in outlets.items() if domain in rated and not outlet.weight}
    merged = {
        domain: msgspec.structs.replace(outlet, weight=rated[domain].weight, why=rated[domain].why)
        for domain, outlet in unweighted.items()
    }
    return rated | outlets | merged


def _is_head(cells: list[str]) -> bool:
    return len(cells) > 1 and not cells[1].lstrip("+-").isdigit()


def _line(cells: list[str], where: str) -> tuple[str, Outlet]:
    what = 'a line is `domain,points,why`, like `example.org,-20,"names no authors"`'
    if len(cells) > _COLUMNS or len(cells) < _COLUMNS - 1:
        raise errors.ConfigError(f"there are {len(cells)} columns; {what}", where)
    domain = cells[0].lower().removeprefix("www.")
    if not _DOMAIN.fullmatch(domain):
        raise errors.ConfigError(f"`{cells[0][:60]}` is no domain; {what}", where)
    try:
        points = int(cells[1])
    except ValueError:
        points = _MOST + 1
    if abs(points) > _MOST:
        raise errors.ConfigError(f"`{cells[1][:20]}` is no whole number from {-_MOST:,} to {_MOST:,}; {what}", where)
    return domain, Outlet(weight=points, why=" ".join(cells[2].split()) if len(cells) == _COLUMNS else "")
