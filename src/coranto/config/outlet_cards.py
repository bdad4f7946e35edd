"""Outlet cards: who owns an outlet, where it is and how a list rates it, by whose word (``outlets.csv``).

The first line names the columns, of which ``domain`` must be there: ``domain,rating,by,owner,country``. Others are left
out, so that a list can be taken as it is.
"""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from coranto import errors
from coranto.model.outlet_card import OutletCard

FILE = "outlets.csv"
COLUMNS = ("domain", "rating", "by", "owner", "country")
_ALSO = {"outlet": "domain", "source": "by", "rated by": "by", "rater": "by", "rated_by": "by", "score": "rating"}
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_LONGEST, _MOST = 80, 100_000  # letters of a value, and outlets


def read(folder: Path) -> dict[str, OutletCard]:
    """Read the cards of a newsroom's folder by domain; empty if there are none. Errors as in ``parse``."""
    path = folder / FILE
    try:
        return parse(path.read_text("utf-8-sig"), str(path))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as why:
        raise errors.ConfigError(f"cannot be read as UTF-8: {why}", str(path)) from why


def parse(text: str, where: str = FILE, by: str = "") -> dict[str, OutletCard]:
    """Read the text of a list by domain; ``by`` says whose word it is where no column does.

    Raises
    ------
    ConfigError
        A column is missing, or a line has another form; with its number.

    """
    reader = csv.reader(io.StringIO(text))
    found: dict[str, OutletCard] = {}
    names: list[str] = []
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not names:
                names = _columns(cells, f"{where}:{reader.line_num}", by)
                continue
            domain, card = _line(dict(zip(names, cells, strict=False)), f"{where}:{reader.line_num}", by)
            found[domain] = card
            if len(found) > _MOST:
                raise errors.ConfigError(f"a list has {_MOST:,} outlets at most", where)
    except csv.Error as why:
        raise errors.ConfigError(f"is no CSV: {why}", f"{where}:{reader.line_num}") from why
    return found


def written(cards: Mapping[str, OutletCard]) -> str:
    """Return the text of a list, by domain."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for domain, card in sorted(cards.items()):
        writer.writerow((domain, card.rating, card.by, card.owner, card.country))
    return out.getvalue()


def _columns(cells: list[str], where: str, by: str) -> list[str]:
    names = [_ALSO.get(cell.casefold(), cell.casefold()) for cell in cells]
    if "domain" not in names:
        what = "the first line names the columns: `domain,rating,by,owner,country`, of which domain must be there"
        raise errors.ConfigError(what, where)
    if "by" not in names and not by:
        raise errors.ConfigError("nobody says who rates: add a column `by`, or name them with --by", where)
    return names


def _line(cells: Mapping[str, str], where: str, by: str) -> tuple[str, OutletCard]:
    domain = cells.get("domain", "").lower().removeprefix("www.")
    if not _DOMAIN.fullmatch(domain):
        raise errors.ConfigError(f"`{domain[:60]}` is no domain; write one like `example.org`", where)
    values = {name: cells.get(name, "") for name in COLUMNS[1:]} | ({} if cells.get("by") else {"by": by})
    for name, value in values.items():
        if len(value) > _LONGEST or not value.isprintable():
            raise errors.ConfigError(f"`{name}` has {_LONGEST} letters at most", where)
    if not values["by"]:
        raise errors.ConfigError("nobody says who rates this one: fill the column `by`", where)
    return domain, OutletCard(**values)
