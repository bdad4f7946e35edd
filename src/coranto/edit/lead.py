"""Lead: which of its articles leads a story, and so gives it headline, heat and place."""

from collections.abc import Mapping
from typing import Any

from coranto import errors
from coranto.edit import on_article
from coranto.edit.verb import OFF, Argument, Verb
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom


def check(newsroom: Newsroom, said: Mapping[str, Any]) -> Edit:
    """Find the article, one of several of its story; with ``off`` the best one leads again."""
    edit = on_article.edit(newsroom, "lead", str(said["article"]), "lead", not said.get("off"))
    (name,) = edit.articles
    home = newsroom.store.story_ids_of([name])[name]
    if not said.get("off") and len(newsroom.store.get_stories([home])[home].members) == 1:
        raise errors.EditError(f"it is the only article of {home}, so it leads already", str(said["article"]))
    return edit


VERB = Verb(
    name="lead",
    summary="Let an article lead its story, whatever its quality.",
    example="coranto edit lead https://a.example/news",
    arguments=(Argument("article", "ARTICLE"),),
    options=(OFF,),
    check=check,
    carry_out=on_article.carry_out,
    take_back=on_article.take_back,
)
