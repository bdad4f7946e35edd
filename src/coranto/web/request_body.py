"""The body of a request, read whole with a limit."""

from starlette.exceptions import HTTPException
from starlette.requests import Request


async def read(request: Request, most: int, too_large: str | None = None) -> bytes:
    """Return the body; ``HTTPException`` 413 as soon as it has more than ``most`` bytes, with the words for it."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise HTTPException(413, too_large)
    return bytes(body)
