"""What was dropped lately: it is on no list any more, but the queue says by whom, and takes it back."""

import msgspec

from coranto.newsroom import Newsroom
from coranto.web.desk import bands
from coranto.web.pages import components
from coranto.web.pages.components import Text


class Dropped(msgspec.Struct, frozen=True, kw_only=True):
    """An article that an editor dropped, by the edit with this number."""

    title: Text
    outlet: str
    number: int
    who: str
    why: str


def lately(newsroom: Newsroom) -> list[Dropped]:
    """Return what was dropped among the articles of the queue's days, the last first."""
    store, since = newsroom.store, newsroom.now() - bands.DAYS
    articles = store.get_articles(store.hidden_articles(since))
    edits = store.edits_of_articles(articles) if articles else []
    last = {name: edit for edit in edits if edit.after.get("hidden") and edit.done for name in edit.articles}
    found = [
        Dropped(
            title=components.title(articles[name]),
            outlet=articles[name].provider.name,
            number=edit.number,
            who=edit.who,
            why=edit.why,
        )
        for name, edit in last.items()
        if name in articles
    ]
    return sorted(found, key=lambda one: -one.number)
