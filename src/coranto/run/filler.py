"""What an outlet puts under everything ("Sign up for …", "The post … appeared first on …"): left out of standfirsts."""

from collections.abc import Callable, Collection

import msgspec

from coranto.model.article import Article
from coranto.store.protocol import Store
from coranto.story.boilerplate import Boilerplate

_STATE = "filler"
_LEFT_OUT = "without what the outlet puts under other titles, too"


class Filler:
    """The sentences that outlets repeat, learnt per outlet from the articles that arrive.

    What was learnt since ``save`` is learnt again after a kill: articles are stored as they were cleaned.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        kept = store.get_value(_STATE)
        self._known = msgspec.msgpack.decode(kept, type=Boilerplate) if kept else Boilerplate()

    def clean(self, article: Article, words: Callable[[str], Collection[str]]) -> Article:
        """Return an article without its outlet's filler in the standfirst, and learn from it.

        Parameters
        ----------
        article : Article
            As it arrived.
        words : callable
            Returns the significant words of a title.

        """
        excerpt = self._known.strip(article.title, article.excerpt, words, article.provider.domain)
        if excerpt == article.excerpt:
            return article
        found = article.provenance.get("excerpt")
        because = article.provenance | {"excerpt": f"{found}, {_LEFT_OUT}" if found else _LEFT_OUT}
        return msgspec.structs.replace(article, excerpt=excerpt, provenance=because)

    def save(self) -> None:
        """Save what was learnt."""
        self._store.put_value(_STATE, msgspec.msgpack.encode(self._known))
