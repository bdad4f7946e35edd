"""``coranto replay``: judge an exported corpus again, and say what came out differently."""

import sys
from collections.abc import Iterator

import click
import msgspec

from coranto import errors
from coranto.cli import lines, open_site
from coranto.model.corpus import Line
from coranto.run.replay import Replay


@click.command()
@click.argument("file", metavar="FILE|-")
@click.pass_context
def command(ctx: click.Context, file: str) -> None:
    """Judge a corpus of `coranto export` again from nothing, in order of arrival, and compare every result.

    Prints a line of JSON for each result that came out differently, and a last one with the counts. Exits with 0 if
    everything came out the same, else with 1. Your own newsroom is not touched, and no configuration is needed.

    \b
    Example:
      coranto replay corpus.jsonl
    """  # noqa: D301 - Click's \b keeps the lines
    open_site.listen(ctx)
    with click.open_file(file, "rb") as opened:
        replay = Replay(_read(opened, file))
        for difference in replay.differences():
            lines.put(difference)
    lines.put(replay.outcome)
    sys.exit(0 if replay.outcome.same == replay.outcome.articles else 1)


def _read(opened: object, file: str) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(Line)
    for number, line in enumerate(opened, 1):  # type: ignore[var-annotated, arg-type]
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as why:
            what = f"this is no line of a corpus: {why}; `coranto export` writes them"
            raise errors.CorantoError(what, f"{file}, line {number}") from why
