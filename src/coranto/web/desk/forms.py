"""Forms as browsers send them: read whole, with limits."""

from collections.abc import Mapping
from urllib.parse import parse_qs

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request

from coranto.i18n.messages import N_

LARGEST, MOST = 100_000, 500  # bytes of a form, and fields
_TYPE = "application/x-www-form-urlencoded"
_NOT_A_FORM = N_("This is not a form of the desk.")
_LARGE = N_("This form is larger than the desk takes: 100,000 bytes.")


class Form(msgspec.Struct, frozen=True):
    """The values of a form's fields."""

    fields: Mapping[str, list[str]] = {}

    def first(self, name: str) -> str:
        """Return the first value of a field, "" where it is missing."""
        return self.fields.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return self.fields.get(name, [])


async def read(request: Request) -> Form:
    """Read the form of a request; ``HTTPException`` for what is none, or too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise HTTPException(415, _NOT_A_FORM)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413, _LARGE)
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError:
        raise HTTPException(400, _NOT_A_FORM) from None
    if any("\0" in value for values in fields.values() for value in values):
        raise HTTPException(400, _NOT_A_FORM)
    return Form(fields)
