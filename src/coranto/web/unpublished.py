"""What readers see of articles that are not published: nothing, where ``site.show_unpublished`` is off."""

from starlette.exceptions import HTTPException

from coranto.newsroom import Newsroom


def refuse_article(newsroom: Newsroom, article: str) -> None:
    """Raise a 404 for an article that readers may not see.

    The articles of a story with a published one are seen: its page names all of them.
    """
    if newsroom.settings.site.show_unpublished:
        return
    home = newsroom.store.story_ids_of([article]).get(article, "")
    found = newsroom.store.get_stories([home]).get(home)
    names = {article, *(member.article for member in found.members)} if found else {article}
    if not any(one.record.published for one in newsroom.store.get_records(names).values()):
        raise HTTPException(status_code=404)
