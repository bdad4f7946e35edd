"""Every article, one a line (JSON Lines), newest first, streamed: the published ones, or with ``published`` any."""

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
    names = parameters.fields(params, schemas.Article)
    where = parameters.search_filter(params, newsroom.taxonomy, whole=newsroom.settings.site.show_unpublished)

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
