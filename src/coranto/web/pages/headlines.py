"""The headlines of a story side by side: outlets with the same one share a line."""

from collections.abc import Mapping, Sequence

import msgspec

from coranto.feeds import address
from coranto.model.article import Article, Reprint
from coranto.record import sanitize
from coranto.web import words
from coranto.web.pages import components
from coranto.web.pages.components import Link, Text


class Headline(msgspec.Struct, frozen=True):
    """A headline of the comparison, in segments that stand out or not."""

    key: str
    outlet: str
    to: str
    text: Text
    pieces: list[tuple[str, bool]]
    quality: int
    page: str
    also: list[Link]  # outlets that printed the same text
    same: list[Link]  # outlets that gave their own article the same headline


def compare(
    members: Sequence[Article], keys: dict[str, str], reprints: Mapping[str, Sequence[Reprint]]
) -> list[Headline]:
    """Compare the headlines of each language among themselves."""
    by_language: dict[str, dict[str, str]] = {}
    for one in members:
        by_language.setdefault((one.language or "")[:2].lower(), {})[one.id] = one.title
    cut = {ident: segments for titles in by_language.values() for ident, segments in words.marked(titles).items()}
    listed: dict[str, Headline] = {}
    for one in members:
        folded = " ".join(one.title.casefold().split())
        if (first := listed.get(folded)) is not None:
            first.same.append(Link(one.provider.name, components.out(one)))
            continue
        listed[folded] = Headline(
            keys[one.id],
            one.provider.name,
            components.out(one),
            components.title(one),
            cut[one.id],
            one.quality,
            address.article(one.id),
            [Link(copy.provider.name, sanitize.address(copy.url)) for copy in reprints.get(one.id, ())],
            [],
        )
    return list(listed.values())
