"""Everything public, one article a line (JSON Lines), newest first; made while it is sent."""

from collections.abc import Iterator

import msgspec

from coranto.desk import Desk
from coranto.serve.v1 import answers, asking, shapes
from coranto.serve.v1.asking import Params

TYPE = "application/jsonl"
_BATCH = 500


def lines(desk: Desk, params: Params) -> Iterator[bytes]:
    """Give batches of lines, each line an article as ``/api/v1/articles`` has it; its parameters but the page's.

    Raises
    ------
    HTTPException
        400, before the first line, where a parameter cannot be used.

    """
    asking.known(params, ("fields", *asking.WITHIN))
    names, where = asking.fields(params, shapes.Article), asking.within(params, desk.taxonomy)

    def told() -> Iterator[bytes]:
        after = None
        while filed := desk.store.shown(where, after, _BATCH):
            after = answers.placed(filed[-1]), filed[-1].article
            made = answers.made(desk, filed)
            yield b"".join(
                msgspec.json.encode({name: msgspec.to_builtins(one)[name] for name in names} if names else one) + b"\n"
                for one in made
            )

    return told()
