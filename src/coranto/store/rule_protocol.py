"""The part of the store's interface that is about trying rules."""

from typing import Protocol

from coranto.model.rule import Condition, RuleMatch


class RuleStore(Protocol):
    """Which stored articles meet a condition."""

    def match_rule(self, condition: Condition, language: str, limit: int = 20) -> RuleMatch:
        """Return the articles that meet a condition; its topics are ids. ``language`` is the site's, primary subtag.

        Raises
        ------
        ConfigError
            Its regular expression takes longer over all titles than a person waits.

        """
