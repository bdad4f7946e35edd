"""Forms as browsers send them: read whole, with limits."""

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import msgspec
import python_multipart
import python_multipart.exceptions
from starlette.exceptions import HTTPException
from starlette.requests import Request

from coranto.i18n.messages import N_
from coranto.web import request_body

LARGEST, MOST = 100_000, 500  # bytes of a form, and fields
_TOO_LONG = 10  # digits; a column holds any shorter number
FILES = 8  # of a form
LARGEST_FILE = 2_000_000  # bytes of a form with a file, such as a list of sources
_TYPE, _WITH_FILE = "application/x-www-form-urlencoded", "multipart/form-data"
_NOT_A_FORM = N_("This is not a form of the desk.")
_LARGE = N_("This form is larger than the desk takes: 100,000 bytes.")
_LARGE_FILE = N_("This file is larger than the desk takes: two million bytes.")


class Form(msgspec.Struct, frozen=True):
    """The values of a form's fields, and the contents of its files by field."""

    fields: Mapping[str, list[str]] = {}
    files: Mapping[str, bytes] = {}

    def first(self, name: str) -> str:
        """Return the first value of a field, "" where it is missing."""
        return self.fields.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return self.fields.get(name, [])


def number(text: str) -> int:
    """Return the number in a field or an address, 0 where there is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _TOO_LONG else 0


async def read(request: Request, *, with_files: bool = True) -> Form:
    """Read the form of a request; ``HTTPException`` if it is not valid, or too large."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ((_TYPE, _WITH_FILE) if with_files else (_TYPE,)):
        raise HTTPException(415, _NOT_A_FORM)
    if kind == _WITH_FILE:
        form = _with_files(request, await request_body.read(request, LARGEST_FILE, _LARGE_FILE))
    else:
        form = _plain(await request_body.read(request, LARGEST, _LARGE))
    if any("\0" in value for values in form.fields.values() for value in values):
        raise HTTPException(400, _NOT_A_FORM)
    return form


def _plain(body: bytes) -> Form:
    try:
        return Form(parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST))
    except ValueError:
        raise HTTPException(400, _NOT_A_FORM) from None


def _with_files(request: Request, body: bytes) -> Form:
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}

    def on_field(field: Any) -> None:
        fields.setdefault(field.field_name.decode(), []).append((field.value or b"").decode())
        if sum(map(len, fields.values())) > MOST:
            raise ValueError

    def on_file(file: Any) -> None:
        file.file_object.seek(0)
        files[file.field_name.decode()] = file.file_object.read()
        file.close()
        if len(files) > FILES:
            raise ValueError

    headers = {"Content-Type": request.headers["content-type"].encode("latin-1")}
    try:
        python_multipart.parse_form(headers, io.BytesIO(body), on_field, on_file)
    except (ValueError, python_multipart.exceptions.FormParserError):
        raise HTTPException(400, _NOT_A_FORM) from None
    if sum(len(value) for values in fields.values() for value in values) > LARGEST:
        raise HTTPException(413, _LARGE)
    return Form(fields, files)
