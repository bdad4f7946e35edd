"""The forms of the newsletter's pages, read whole with a limit; one that is not valid has no fields."""

from urllib.parse import parse_qs

from starlette.requests import Request

from coranto.i18n.messages import N_
from coranto.model.subscriber import Wish
from coranto.web import request_body

LARGEST, MOST = 20_000, 300  # bytes, and fields
LARGE = N_("This form is larger than any of ours.")

Fields = dict[str, list[str]]


async def read(request: Request) -> Fields:
    """Return the fields of a form; ``HTTPException`` for one that is too large."""
    sent = await request_body.read(request, LARGEST, LARGE)
    if not request.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
        return {}
    try:
        found = parse_qs(sent.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError:
        return {}
    return {name: [value.replace("\0", "") for value in values] for name, values in found.items()}


def first(fields: Fields, name: str) -> str:
    """Return the first value of a field, "" where it is missing."""
    return fields.get(name, [""])[0]


def wish(fields: Fields, *, language: str = "") -> Wish:
    """Return what was chosen; without any list, none."""
    return Wish(
        topics=tuple(dict.fromkeys(fields.get("list", []))),
        weekly=first(fields, "rhythm") == "weekly",
        language=first(fields, "language")[:20] or language,
    )
