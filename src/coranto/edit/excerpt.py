"""Excerpt: replace an article's excerpt, marked as the editor's; the explanation still shows the outlet's."""

from collections.abc import Mapping
from typing import Any

from coranto.edit import on_article
from coranto.edit.verb import ARTICLE, Argument, Verb
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom

MOST = 1_000  # letters


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article; an empty text restores the outlet's excerpt."""
    value = on_article.text(arguments, "text", MOST)
    return on_article.edit(newsroom, "excerpt", str(arguments["article"]), "excerpt", value)


VERB = Verb(
    name="excerpt",
    summary="Give an article another excerpt; an empty text is the outlet's own again.",
    example='coranto edit excerpt https://a.example/news "Ships leave the port again after nine days."',
    arguments=(ARTICLE, Argument("text", "TEXT")),
    check=check,
    carry_out=on_article.carry_out,
    take_back=on_article.take_back,
)
