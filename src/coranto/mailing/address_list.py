"""Lists of addresses from elsewhere: one a line, CSV, and the exports of listmonk, Mailchimp and Ghost.

A row that says its person left, was removed or bounced is read as such: bringing the list keeps the address out.
"""

import csv
import io
from collections.abc import Iterator
from typing import Literal

import msgspec

from coranto import errors
from coranto.text import mail_address

MOST = 200_000  # rows
_ADDRESS = ("email", "email address", "e-mail", "mail", "address", "subscriber email")
_NAMES = ("name", "full name", "first name", "last name")
_LEFT = ("unsub_time", "clean_time", "unsubscribed_at", "deleted_at")  # filled for who left
_GONE = {"blocklisted", "disabled", "unsubscribed", "cleaned", "bounced", "complained", "left", "undeliverable"}
_LONGEST_NAME = 80
_FORMULA = "=+-@\t\r"

RowKind = Literal["address", "left", "bad"]


class Row(msgspec.Struct, frozen=True):
    """A row of a list: its line, its address ("" for a bad one), a name, and whether its person had left there."""

    line: int
    email: str
    name: str = ""
    left: bool = False


def read(text: str) -> list[Row]:
    """Read a list; addresses that come twice are kept once, and one that left anywhere in it has left.

    Raises
    ------
    SubscriberError
        It has no address, or too many rows.

    """
    rows = list(_rows(text.removeprefix("\ufeff")))
    if len(rows) > MOST:
        raise errors.SubscriberError(f"this list has more than {MOST:,} rows; bring it in parts")
    if not any(row.email for row in rows):
        raise errors.SubscriberError(
            "there is no address in it; write one a line, or CSV with a column `email` and a first line that names it"
        )
    left = {mail_address.same(row.email) for row in rows if row.left}
    kept: dict[str, Row] = {}
    for row in rows:
        compared = mail_address.same(row.email) if row.email else f"line {row.line}"
        kept.setdefault(compared, msgspec.structs.replace(row, left=compared in left))
    return list(kept.values())


def harmless(cell: str) -> str:
    """Return a cell with an apostrophe where a table would take it for a formula; ``read`` takes that away again."""
    return f"'{cell}" if cell.startswith(tuple(_FORMULA)) else cell


def _rows(text: str) -> Iterator[Row]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    names: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(reader.line_num, "")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [cell.strip().lower() for cell in cells]
            if any(name in _ADDRESS for name in names):
                continue
            names = []
        yield _row(reader.line_num, cells, names)


def _row(line: int, cells: list[str], names: list[str]) -> Row:
    if not names:
        found = next((one for cell in cells if (one := mail_address.clean(cell))), "")
        other = next((cell for cell in cells if cell.strip() and not mail_address.clean(cell)), "")
        return Row(line, found, _name(other) if found else "")
    fields = dict(zip(names, cells, strict=False))
    address = next((fields[name] for name in _ADDRESS if name in fields), "")
    if address.startswith("'") and address[1:].startswith(tuple(_FORMULA)):
        address = address[1:]
    person = " ".join(fields[name].strip() for name in _NAMES if fields.get(name, "").strip())
    states = {fields.get(name, "").strip().lower() for name in ("status", "state")}
    left = bool(states & _GONE) or any(fields.get(name, "").strip() for name in _LEFT)
    left = left or fields.get("subscribed_to_emails", "").strip().lower() == "false"
    return Row(line, mail_address.clean(address), _name(person), left)


def _name(text: str) -> str:
    """Return a name without signs that do something, in a terminal, a mail or a table."""
    plain = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return plain.lstrip(_FORMULA).strip()[:_LONGEST_NAME]
