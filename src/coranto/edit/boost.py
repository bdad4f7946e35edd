"""Boost: add points to an article's quality."""

from collections.abc import Mapping
from typing import Any

from coranto import errors
from coranto.edit import on_article
from coranto.edit.verb import ARTICLE, Argument, Verb
from coranto.i18n.messages import N_
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom

MOST = 1_000_000
_BOOST = N_("a boost is a whole number from -{most} to {most}")


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article; any whole number is valid, 0 removes a boost."""
    points = int(arguments["points"])
    if abs(points) > MOST:
        raise errors.EditError(_BOOST, str(points), most=f"{MOST:,}")
    return on_article.edit(newsroom, "boost", str(arguments["article"]), "boost", points)


VERB = Verb(
    name="boost",
    summary="Add points to an article's quality; 0 for none.",
    example="coranto edit boost https://a.example/news 100",
    arguments=(ARTICLE, Argument("points", "POINTS", number=True)),
    check=check,
    carry_out=on_article.carry_out,
    take_back=on_article.take_back,
)
