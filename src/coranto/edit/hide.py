"""Hide: take an article down from site, feeds, API, search and files; its address answers 410."""

from collections.abc import Mapping
from typing import Any

from coranto.edit import on_article
from coranto.edit.verb import ARTICLE, Verb
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article. Only an undo shows it again."""
    return on_article.edit(newsroom, "hide", str(arguments["article"]), "hidden", value=True)


VERB = Verb(
    name="hide",
    summary="Take an article down, everywhere; `coranto edit undo` brings it back.",
    example='coranto edit hide https://a.example/news --why "its outlet asked for it"',
    arguments=(ARTICLE,),
    check=check,
    carry_out=on_article.carry_out,
    take_back=on_article.take_back,
)
