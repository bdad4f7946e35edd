"""``coranto parse``: read a feed, write its entries."""

import sys

import click

from coranto import errors
from coranto.cli import lines
from coranto.i18n import wording
from coranto.model.entry import Entry, Feed
from coranto.parse import feed

_SHOWN = ("title", "link", "language", "description", "image", "hub", "updated")


@click.command()
@click.argument("file", metavar="[FILE|-]", default="-")
@click.option("--url", metavar="ADDRESS", help="Where it was found, for relative addresses.")
@click.option("--feed", "whole", is_flag=True, help="Print the feed itself, entries within.")
def command(file: str, url: str | None, whole: bool) -> None:
    """Parse a feed: RSS, Atom, JSON Feed or a sitemap, to one entry a line.

    \b
    Example:
      coranto parse feed.xml --url https://daily.example/feed.xml
    """
    try:
        with click.open_file(file, "rb") as stream:
            data = stream.read()
        read = feed.read(data, url=url)
    except OSError as why:
        lines.put({"error": f"{file} cannot be read: {why.strerror}"})
        sys.exit(1)
    except errors.NotAFeed as why:
        lines.put({"error": wording.error(why)})
        sys.exit(1)
    if whole:
        lines.put(_whole(read))
    else:
        for entry in read.entries:
            lines.put(_object(entry))


def _object(entry: Entry) -> dict[str, object]:
    """Return an entry with every field; absent ones are null or []."""
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


def _whole(read: Feed) -> dict[str, object]:
    return {name: getattr(read, name) for name in _SHOWN} | {"entries": [_object(entry) for entry in read.entries]}
