"""Every public article, one a line (JSON Lines), newest first, streamed."""

from collections.abc import Iterator

import msgspec

from coranto.newsroom import Newsroom
from coranto.web.api import endpoints, schemas
from coranto.web.api import params as parameters
from coranto.web.api.params import Params

TYPE = "application/jsonl"
_BATCH = 500


def lines(newsroom: Newsroom, params: Params) -> Iterator[bytes]:
    """Return batches of lines, each line an article as in ``/api/v1/articles``, by the same filters.

    Raises
    ------
    HTTPException
        400, before the first line, where a parameter cannot be used.
    """
    parameters.check_names(params, ("fields", *parameters.FILTERS))
    names, where = parameters.fields(params, schemas.Article), parameters.search_filter(params, newsroom.taxonomy)

    def batches() -> Iterator[bytes]:
        after = None
        while filed := newsroom.store.page_of_records(where, after, _BATCH):
            after = endpoints.sort_time(filed[-1]), filed[-1].article
            articles = endpoints.articles_json(newsroom, filed)
            yield b"".join(
                msgspec.json.encode({name: msgspec.to_builtins(one)[name] for name in names} if names else one) + b"\n"
                for one in articles
            )

    return batches()
