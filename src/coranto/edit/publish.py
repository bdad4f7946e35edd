"""Publish: publish an article regardless of the rules, or withhold it, where an editor wrote so into its file."""

from collections.abc import Mapping
from typing import Any

from coranto.edit import on_article
from coranto.edit.verb import ARTICLE, OFF, Verb
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article; with ``off``, the rules decide again, and with ``withhold`` it stays unpublished."""
    value = None if arguments.get("off") else not arguments.get("withhold")
    return on_article.edit(newsroom, "publish", str(arguments["article"]), "published", value)


VERB = Verb(
    name="publish",
    summary="Publish an article, whatever the rules say.",
    example='coranto edit publish https://a.example/news --why "it matters here"',
    arguments=(ARTICLE,),
    options=(OFF,),
    check=check,
    carry_out=on_article.carry_out,
    take_back=on_article.take_back,
)
