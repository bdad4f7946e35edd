"""Pin: keep a published story at the top of the front page until it is unpinned."""

from collections.abc import Mapping
from typing import Any

from coranto import errors
from coranto.edit import on_article
from coranto.edit.verb import ARTICLE, OFF, Verb
from coranto.i18n.messages import N_
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article or the story, which must be published; the last pin is first; with ``off``, unpin it."""
    first = newsroom.store.pinned_stories()[:1]
    edit = on_article.edit(newsroom, "pin", str(arguments["article"]), "pinned", not arguments.get("off"), again=True)
    if bool(edit.before["pinned"]) == edit.after["pinned"]:
        (name,) = edit.articles
        if arguments.get("off") or not first or name in {member.article for member in first[0][0].members}:
            raise errors.EditError(on_article.SAME, str(arguments["article"]))
    if arguments.get("off"):
        return edit
    (name,) = edit.articles
    home = newsroom.store.story_ids_of([name])[name]
    lead = newsroom.store.get_stories([home])[home].lead
    record = newsroom.store.get_records([lead]).get(lead)
    if record is None or not record.record.published:
        what = N_("its story is not published, so there is nothing to pin; `coranto edit publish {lead}` publishes it")
        raise errors.EditError(what, str(arguments["article"]), lead=lead)
    return edit


VERB = Verb(
    name="pin",
    summary="Keep a published story at the top of the front page, until it is unpinned.",
    example="coranto edit pin https://a.example/news",
    arguments=(ARTICLE,),
    options=(OFF,),
    check=check,
    carry_out=on_article.carry_out,
    take_back=on_article.take_back,
)
