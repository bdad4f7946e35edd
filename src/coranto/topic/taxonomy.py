"""The site's topics as a tree, and the matching of articles to them."""

from collections.abc import Iterable, Iterator, Sequence

from coranto.model.article import TopicMatch
from coranto.model.reason import Reason
from coranto.model.topic import Topic
from coranto.topic import query
from coranto.topic.keywords import Keywords
from coranto.topic.matcher import Matcher

_NAMED = Reason("topic.named")


class Taxonomy:
    """All topics of a site.

    Parameters
    ----------
    topics : iterable of Topic
        In the order of their files; of two topics with the same name the first wins.
    match : {"word", "substring"}
        How keywords match in titles. "word" matches whole words in any script; "substring" is the older rule,
        for which "ai" is in "retailers".

    """

    def __init__(self, topics: Iterable[Topic] = (), match: str = "word") -> None:
        self.by_name: dict[str, Topic] = {}
        for topic in topics:
            self.by_name.setdefault(topic.name, topic)
        self.by_id = {topic.id: topic for topic in self.by_name.values()}
        self._keywords = Keywords(((t.name, k) for t in self.by_name.values() for k in t.keywords), match)
        self._excluded = Keywords(((t.name, k) for t in self.by_name.values() for k in t.exclude), match)
        self._queries: list[tuple[str, query.Query]] | None = None
        self._matchers: dict[str, Matcher] = {}
        self._excluders: dict[str, Matcher] = {}

    def __iter__(self) -> Iterator[Topic]:
        """Yield the topics in the order of their files."""
        return iter(self.by_name.values())

    def parents(self, name: str) -> list[str]:
        """Return the names of a topic's ancestors, nearest first; a cycle ends where it closes."""
        above: list[str] = []
        topic = self.by_name.get(name)
        while topic and topic.parent and topic.parent not in (name, *above):
            above.append(topic.parent)
            topic = self.by_name.get(topic.parent)
        return above

    def children(self, name: str) -> list[Topic]:
        """Return the topics directly below a topic."""
        return [topic for topic in self.by_name.values() if topic.parent == name]

    def matcher(self, language: str) -> Matcher:
        """Return the matcher of all keywords for texts of a language; built once.

        A keyword that cannot be parsed counts as a plain phrase; ``coranto check`` names it.
        """
        if self._queries is None:
            self._queries = [(t.name, q) for t in self.by_name.values() for k in t.keywords if (q := _query(k))]
        if language not in self._matchers:
            self._matchers[language] = Matcher(self._queries, language)
        return self._matchers[language]

    def in_title(self, title: str) -> tuple[str, ...]:
        """Return the keywords of any topic that stand in a title, each once."""
        return tuple(dict.fromkeys(keyword for _, keyword in self._keywords.found(title)))

    def excluded(self, language: str, fields: Sequence[str]) -> set[str]:
        """Return the names of the topics of which a text has an excluding word; ``fields`` as ``Matcher.find``."""
        if language not in self._excluders:
            pairs = [(t.name, q) for t in self.by_name.values() for k in t.exclude if (q := _query(k))]
            self._excluders[language] = Matcher(pairs, language)
        return {found.owner for found in self._excluders[language].find(fields)}

    def keywords(self) -> list[str]:
        """Return the keywords of all topics, in the order of their files."""
        return [keyword for topic in self for keyword in topic.keywords]

    def match(self, title: str, named: Sequence[str] = ()) -> tuple[TopicMatch, ...]:
        """Return the topics of an article.

        Parameters
        ----------
        title : str
            The only text in which keywords count: in the excerpt they are wrong in two cases of five.
        named : sequence of str
            Topic names that the source or query assigns to all its articles.

        Returns
        -------
        tuple of TopicMatch
            The named topics, their parents, then topics with a keyword in the title, and their parents; each once, with
            its reason and its keywords in the title.

        """
        matched_keywords: dict[str, list[str]] = {}
        for name, keyword in self._keywords.found(title):
            matched_keywords.setdefault(name, []).append(keyword)
        without = {name for name, _ in self._excluded.found(title)}
        reasons: dict[str, list[Reason]] = {}
        below: list[str] = []
        for name in [name for name in named if name not in without]:
            reasons.setdefault(name, []).append(_NAMED)
            below.append(name)
        self._climb(below, reasons)
        matched = [name for name in self.by_name if name in matched_keywords and name not in without]
        for name in matched:
            reasons.setdefault(name, []).append(Reason("topic.in_title", {"words": matched_keywords[name]}))
        self._climb(matched, reasons)
        return tuple(
            TopicMatch(
                id=self.by_name[name].id if name in self.by_name else _id(name),
                name=name,
                reasons=tuple(why),
                keywords=tuple(matched_keywords.get(name, ())),
            )
            for name, why in reasons.items()
        )

    def _climb(self, names: Iterable[str], reasons: dict[str, list[Reason]]) -> None:
        for name in names:
            child = name
            for parent in self.parents(name):
                if parent not in reasons:
                    reasons[parent] = [Reason("topic.parent", {"topic": child})]
                child = parent


def named(topics: Iterable[TopicMatch]) -> tuple[str, ...]:
    """Return the names of the topics that an article's source assigned to it."""
    return tuple(topic.name for topic in topics if _NAMED in topic.reasons)


def _query(keyword: str) -> query.Query | None:
    try:
        return query.parse(keyword)
    except query.QueryError:
        return query.phrase(keyword)


def _id(name: str) -> str:
    """Return an id for a topic without a file, made of its name."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
