"""Try a rule before it is made: what it is about, of everything stored, with examples. Nothing is written."""

import msgspec

from coranto.language import stem
from coranto.model.article import Article
from coranto.model.rule import Condition, Rule, RuleMatch
from coranto.newsroom import Newsroom

EXAMPLES = 20


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """The stored articles that a rule is about: their number, how many are published, all there are, and examples."""

    count: int
    published: int
    stored: int
    examples: tuple[Article, ...]


def preview(newsroom: Newsroom, rule: Rule) -> Tried:
    """Return what a rule is about.

    Raises
    ------
    ConfigError
        Its regular expression takes too long.

    """
    found = match(newsroom, rule.condition, EXAMPLES)
    articles = newsroom.store.get_articles(found.newest)
    return Tried(
        count=found.count,
        published=found.published,
        stored=found.stored,
        examples=tuple(articles[name] for name in found.newest if name in articles),
    )


def match(newsroom: Newsroom, condition: Condition, limit: int) -> RuleMatch:
    """Return what a condition is about, of everything stored, with the ids that came last; errors as in ``preview``."""
    ids = {name.casefold(): topic.id for topic in newsroom.taxonomy for name in (topic.id, topic.name)}
    condition = msgspec.structs.replace(
        condition, topics=tuple(ids.get(name.casefold(), name) for name in condition.topics)
    )
    return newsroom.store.match_rule(condition, stem.primary(newsroom.settings.site.language), limit)
