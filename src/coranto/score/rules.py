"""Which rules of the newsroom an article meets, and what they do to its topics and quality."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec
import regex

from coranto.language import stem
from coranto.model.article import Article, TopicMatch
from coranto.model.reason import Reason
from coranto.model.rule import Applied, Condition, Phrase, Rule
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.text.search_words import fold

LONGEST = 200_000  # characters of a text in which words count, as in the search index
TITLE = 1_000  # characters of a title in which a regular expression is looked for
SECONDS = 0.05  # that a regular expression may take for one title; one that takes longer is not found in it


class Folded:
    """An article as conditions are compared with it; each part is folded when it is first asked for."""

    def __init__(self, article: Article, language: str) -> None:
        self.article = article
        self.language = stem.primary(article.language or language)
        self._texts: tuple[str, ...] | None = None

    @property
    def title(self) -> str:
        """The folded title, with a space at both ends."""
        return self.texts[0] if self._texts else _spaced(self.article.title)

    @property
    def texts(self) -> tuple[str, ...]:
        """Title, excerpt and text, folded, each with a space at both ends."""
        if self._texts is None:
            article = self.article
            self._texts = tuple(map(_spaced, (article.title, article.excerpt, article.text[:LONGEST])))
        return self._texts


def meets(condition: Condition, folded: Folded) -> bool:
    """Whether an article meets a condition; what costs least is looked at first."""
    article = folded.article
    if condition.languages and folded.language not in condition.languages:
        return False
    if condition.outlets and not {article.provider.domain, article.source}.intersection(condition.outlets):
        return False
    if condition.topics:
        has = {name.casefold() for topic in article.topics for name in (topic.id, topic.name)}
        if not all(topic.casefold() in has for topic in condition.topics):
            return False
    return _is_from(condition, article) and _has_words(condition, folded)


def _is_from(condition: Condition, article: Article) -> bool:
    if condition.addresses and not any(_is_in(one, article.url.lower()) for one in condition.addresses):
        return False
    names = [_spaced(name) for name in article.authors] if condition.authors else []
    return not condition.authors or any(_says(phrase, name) for phrase in condition.authors for name in names)


def _has_words(condition: Condition, folded: Folded) -> bool:
    if not all(_says(phrase, folded.title) for phrase in condition.titled):
        return False
    if condition.pattern and not found(condition.pattern, folded.article.title):
        return False
    if not (condition.wanted or condition.unwanted):
        return True
    texts = folded.texts
    return all(any(_says(phrase, text) for text in texts) for phrase in condition.wanted) and not any(
        _says(phrase, text) for phrase in condition.unwanted for text in texts
    )


def found(pattern: str, title: str) -> bool:
    """Whether a regular expression is found in a title; not, where that takes longer than ``SECONDS``."""
    try:
        return _pattern(pattern).search(title[:TITLE], timeout=SECONDS) is not None
    except TimeoutError:
        return False


def applied(article: Article, settings: Settings) -> Article:
    """Return an article with the rules that it meets; those that give topics come first, as others may ask for them.

    Parameters
    ----------
    article : Article
        With its text, and with the topics of its words.
    settings : Settings
        Its rules.

    """
    if not settings.rules:
        return msgspec.structs.replace(article, rules=()) if article.rules else article
    giving = [rule for rule in settings.rules if rule.action == "topic"]
    done = _meeting(giving, article, settings)
    if done:
        article = msgspec.structs.replace(article, topics=_with_topics(article.topics, done, settings))
    done += _meeting([rule for rule in settings.rules if rule.action != "topic"], article, settings)
    return msgspec.structs.replace(
        article, rules=tuple(Applied(rule.action, rule.search, rule.points) for rule in done)
    )


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count the points of rules that favour an article."""
    for rule in article.rules:
        if rule.action == "favour":
            yield ScorePart(name="rule", points=rule.points, reason=Reason("quality.rule", {"rule": rule.search}))


def muting(article: Article) -> str:
    """Return the search of the rule that mutes an article; "" if none does."""
    return next((rule.search for rule in article.rules if rule.action == "mute"), "")


def unseen(article: Article) -> str:
    """Return the day until which an article's source is tried unseen; "" if it is not."""
    return next((rule.search for rule in article.rules if rule.action == "unseen"), "")


def is_silent(article: Article) -> bool:
    """Whether an article leads only where nothing else could, and warms no story: it is muted, or tried unseen."""
    return any(rule.action in ("mute", "unseen") for rule in article.rules)


def holding(article: Article) -> str:
    """Return the search of the rule that holds an article for review; "" if none does."""
    return next((rule.search for rule in article.rules if rule.action == "hold"), "")


def _meeting(rules: Sequence[Rule], article: Article, settings: Settings) -> list[Rule]:
    folded = Folded(article, settings.site.language)
    return [rule for rule in rules if meets(rule.condition, folded)]


def _with_topics(topics: tuple[TopicMatch, ...], rules: Sequence[Rule], settings: Settings) -> tuple[TopicMatch, ...]:
    """Return the topics with those that rules give, and their parents; what the article has already stays as it is."""
    evidence = settings.subject.title if settings.profile == "subject" else 0.0
    has = {topic.name for topic in topics}
    given: dict[str, TopicMatch] = {}
    for rule in rules:
        child = ""
        for ident, name, role in rule.family:
            if name not in has and name not in given:
                why = (
                    Reason("topic.parent", {"topic": child})
                    if child
                    else Reason("topic.by_rule", {"rule": rule.search})
                )
                given[name] = TopicMatch(id=ident, name=name, reasons=(why,), evidence=evidence, role=role)
            child = name
    return (*topics, *given.values())


def _says(phrase: Phrase, spaced: str) -> bool:
    return f" {' '.join(phrase)} " in spaced


def _spaced(text: str) -> str:
    return f" {' '.join(fold(text).split())} "


@lru_cache(1000)
def _pattern(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern, regex.IGNORECASE)


def _is_in(pattern: str, url: str) -> bool:
    """Whether the parts of a pattern, ``*`` between them, are in an address one after the other."""
    at = 0
    for part in pattern.split("*"):
        at = url.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
