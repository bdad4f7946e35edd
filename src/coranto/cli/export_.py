"""``coranto export``: everything that was judged, with the reasons, in order of arrival."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from coranto import errors
from coranto.cli import lines, open_site
from coranto.model.corpus import Line
from coranto.record import write
from coranto.run import corpus

_DATE = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.command()
@click.argument("file", metavar="[FILE|-]", default="-")
@click.option("--to", "form", type=click.Choice(["jsonl", "parquet"]), help="The format (default by FILE's ending).")
@click.option("--since", type=_DATE, metavar="DATE", help="Only what was seen since then (UTC).")
@click.pass_context
def command(ctx: click.Context, file: str, form: str | None, since: datetime | None) -> None:
    """Export every article, published or not: topics, parts of the sums, story, evidence, decision, editors' hand.

    The first line of the JSON Lines has the rules. They and the order of arrival make it a corpus that can be judged
    again: see `coranto replay`. It holds the articles' texts, which are for judging and not for publishing; it holds no
    addresses of feeds and no secrets. Parquet is a table for analysts, without the texts.

    \b
    Example:
      coranto export corpus.jsonl
    """
    form = form or ("parquet" if file.endswith(".parquet") else "jsonl")
    if form == "parquet" and file == "-":
        raise click.UsageError("Parquet is a file: name it, as in `coranto export corpus.parquet`.", ctx)
    start = since.replace(tzinfo=UTC) if since else None
    with open_site.open_site(ctx) as newsroom:
        if file == "-":
            for line in corpus.lines(newsroom, start):
                lines.put(line)
            return
        count = _write(Path(file), form, corpus.lines(newsroom, start))
    click.echo(f"{count:,} articles in {file}", err=True)


def _write(file: Path, form: str, exported: Iterable[Line]) -> int:
    """Write the file whole or not at all; return the number of articles."""
    try:
        with write.whole(file) as part:
            part.touch(mode=0o600, exist_ok=False)  # it has the articles' texts, which are not published
            return _parquet(part, exported) if form == "parquet" else _jsonl(part, exported)
    except OSError as why:
        raise errors.WriteError(f"cannot be written: {why.strerror}; name another place", str(file)) from why


def _jsonl(file: Path, exported: Iterable[Line]) -> int:
    count = 0
    with file.open("wb") as out:
        for count, line in enumerate(exported):  # noqa: B007 - the first line has the rules
            out.write(msgspec.json.encode(line) + b"\n")
    return count


def _parquet(file: Path, exported: Iterable[Line]) -> int:
    from coranto.run import parquet

    return parquet.write(file, exported)
