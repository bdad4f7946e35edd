"""Everything public, one article a line (JSON Lines), newest first; made while it is sent."""

from collections.abc import Iterator

import msgspec

from coranto.newsroom import Newsroom
from coranto.web.api import endpoints, schemas
from coranto.web.api import params as asking
from coranto.web.api.params import Params

TYPE = "application/jsonl"
_BATCH = 500


def lines(newsroom: Newsroom, params: Params) -> Iterator[bytes]:
    """Give batches of lines, each line an article as ``/api/v1/articles`` has it; its parameters but the page's.

    Raises
    ------
    HTTPException
        400, before the first line, where a parameter cannot be used.

    """
    asking.known(params, ("fields", *asking.WITHIN))
    names, where = asking.fields(params, schemas.Article), asking.within(params, newsroom.taxonomy)

    def told() -> Iterator[bytes]:
        after = None
        while filed := newsroom.store.page_of_published(where, after, _BATCH):
            after = endpoints.placed(filed[-1]), filed[-1].article
            made = endpoints.made(newsroom, filed)
            yield b"".join(
                msgspec.json.encode({name: msgspec.to_builtins(one)[name] for name in names} if names else one) + b"\n"
                for one in made
            )

    return told()
