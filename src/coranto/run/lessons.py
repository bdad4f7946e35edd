"""A judge that learns online: messages of articles and decisions in, scores out."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from coranto import errors
from coranto.dedupe import address
from coranto.language import stem
from coranto.model.article import Article, Provider
from coranto.model.settings import Settings
from coranto.run.assemble import judged
from coranto.score import quality
from coranto.teach import features
from coranto.teach.learner import Learner
from coranto.topic.taxonomy import Taxonomy

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BLANK = Article(
    id="", url="", original_url="", web_url="", title="", published=_EPOCH, seen=_EPOCH,
    provider=Provider(name="", domain=""),
)  # fmt: skip


class Lessons:
    """A learner that adds to the score of the rules.

    Parameters
    ----------
    settings : Settings
        Gives the profile's points and the site's language.
    taxonomy : Taxonomy or None
        The topics; without them the rules score nothing and the learned score always counts.

    """

    def __init__(self, settings: Settings, taxonomy: Taxonomy | None) -> None:
        self.learner = Learner()
        self._settings, self._taxonomy = settings, taxonomy
        self._language = stem.primary(settings.site.language)

    def hear(self, message: dict[str, Any]) -> dict[str, float] | None:
        """Process a message; return scores by row id if it is a ``judge`` message.

        Raises
        ------
        CorantoError
            The message is none of the three kinds, or one of its rows is malformed.

        """
        for kind, take in (("history", self._history), ("learn", self._learn), ("judge", self._judge)):
            rows = message.get(kind)
            if isinstance(rows, list):
                try:
                    return take(rows)
                except (AttributeError, KeyError, TypeError) as why:
                    raise errors.CorantoError(f"`{kind}` has a row that is not as it should be: {why!r}", kind) from why
        raise errors.CorantoError("a message has `history`, `learn` or `judge`, each a list of rows", "judge --learn")

    def _history(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self.learner.count(self._read(row), bool(row["label"]))

    def _learn(self, rows: list[dict[str, Any]]) -> None:
        self.learner.learn({row["id"]: bool(row["label"]) for row in rows})

    def _judge(self, rows: list[dict[str, Any]]) -> dict[str, float]:
        return {row["id"]: self._score(row) for row in rows}

    def _score(self, row: dict[str, Any]) -> float:
        group = str(row.get("group") or str(row.get("time") or "")[:10])
        formula = 0.0 if self._taxonomy is None else self._formula(row, self._taxonomy)
        taught = self.learner.judge(row["id"], self._read(row), group, formula)
        return formula + taught if self._taxonomy is None or self.learner.gate.is_open else formula

    def _formula(self, row: dict[str, Any], taxonomy: Taxonomy) -> float:
        """Return the sum of the rules' points, without the floor at zero: only the order counts here.

        Only what the rules read of a row is filled in: title, address and outlet.
        """
        url, domain = str(row.get("url") or ""), str(row.get("domain") or "")
        if not domain and url:
            domain = address.outlet(url)
        article = msgspec.structs.replace(
            _BLANK, title=row["title"], web_url=url, provider=Provider(name=domain, domain=domain)
        )
        article = judged(article, (), taxonomy, self._settings, quality.PROFILES[self._settings.profile])
        return float(sum(part.points for part in article.parts if part.name != "floor"))

    def _read(self, row: dict[str, Any]) -> features.Features:
        url, domain, section = (str(row.get(name) or "") for name in ("url", "domain", "section"))
        return features.of(row["title"], url, domain, section, self._language)
