"""``coranto cluster``: articles in, their stories out."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from coranto import config, errors
from coranto.cli import lines
from coranto.model.settings import Stories
from coranto.parse import dates
from coranto.publish import writer
from coranto.story import lead
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item, Placement

_TEXT = 300  # characters of a text that stand in for a missing excerpt
_UNDATED = datetime.max.replace(tzinfo=UTC)


class Told(msgspec.Struct, frozen=True):
    """What decides who leads: an article's quality and dates; ``seen`` is the day its arrival number stands for."""

    id: str
    quality: int
    published: datetime
    seen: int


class Kept(msgspec.Struct, frozen=True):
    """The state between two runs: the clusterer, the best article of each story, and the number of the last one."""

    clusterer: bytes
    leads: dict[str, Told]
    seen: int


@click.command()
@click.argument("inputs", nargs=-1, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--window-days", type=click.FloatRange(min=0), help="How long a story waits for its next article.")
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="Go on from here, and save here.")
@click.option("--follow", is_flag=True, help="Print each assignment at once, and merges as they happen.")
@click.pass_context
def command(
    ctx: click.Context, inputs: tuple[str, ...], window_days: float | None, state: Path | None, follow: bool
) -> None:
    """Group articles into stories: JSON Lines of id, title, excerpt or text, url, published, quality, language.

    They are taken in order of arrival; at the end there is one line an article with its story and why.

    \b
    Example:
      coranto cluster --state stories.bin < today.jsonl
    """  # noqa: D301 - Click's \b keeps the lines
    stories = (config.load(ctx.obj["config"]) if ctx.obj["config"] else config.Settings()).stories
    if window_days is not None:
        stories = msgspec.structs.replace(stories, window_days=window_days)
    table = Table(stories, state)
    failed = False
    for value in lines.read(inputs):
        if value is None:
            failed = True
            continue
        try:
            told, item = read(value, table.seen + 1)
        except errors.CorantoError as why:
            failed = True
            lines.put({"id": value.get("id"), "error": str(why)})
            continue
        placement = table.take(told, item)
        if follow:
            for pair in placement.merged:
                lines.put({"merged": pair})
            lines.put(_line(item.id, placement, lead=table.leads[placement.story].id == item.id))
            lines.flush()
    if not follow:
        for line in table.lines():
            lines.put(line)
    if state:
        table.save(state)
    sys.exit(1 if failed else 0)
