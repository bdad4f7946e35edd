"""The body of a request, read whole with a limit."""

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request


async def read(request: Request, most: int, too_large: str | None = None) -> bytes:
    """Return the body.

    Raises
    ------
    HTTPException
        413, with the words for it, as soon as the body has more than ``most`` bytes; 400 where the client left in the
        middle of it: no failure of the server.

    """
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise HTTPException(413, too_large)
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(body)
