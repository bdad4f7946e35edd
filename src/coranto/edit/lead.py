"""Lead: choose the article that leads a story and determines its headline, heat and position."""

from collections.abc import Mapping
from typing import Any

from coranto import errors
from coranto.edit import on_article
from coranto.edit.verb import OFF, Argument, Verb
from coranto.i18n.messages import N_
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article, which must not be alone in its story; with ``off`` the best article leads again."""
    edit = on_article.edit(newsroom, "lead", str(arguments["article"]), "lead", not arguments.get("off"))
    (name,) = edit.articles
    home = newsroom.store.story_ids_of([name])[name]
    if not arguments.get("off") and len(newsroom.store.get_stories([home])[home].members) == 1:
        what = N_("it is the only article of {story}, so it leads already")
        raise errors.EditError(what, str(arguments["article"]), story=home)
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
