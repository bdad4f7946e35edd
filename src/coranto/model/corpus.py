"""A corpus: all that a newsroom has judged, in order of arrival, with the rules that judged it. One JSON object a line.

The first line is the rules (``Rules``), the others are an article each (``Arrival``) or an edit of stories
(``StoryDecision``). It holds everything that a judgement depends on, so that judging it again gives the same results
(``coranto.run.replay``). Addresses of feeds and secrets are not part of it.
"""

from datetime import datetime

import msgspec

from coranto.model.article import Article, Reprint
from coranto.model.change import Override
from coranto.model.decision import Decision
from coranto.model.edit import Edit
from coranto.model.rule import Rule
from coranto.model.settings import Judge, Outlet, Publish, Stories, Subject
from coranto.model.story import EvidenceTerm
from coranto.model.topic import Topic

VERSION = 1  # of the format; raised when older programs could not read it


class SourceTopics(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A source as far as it judges: ``topics`` are names that all its articles get."""

    id: str
    title: str = ""
    topics: tuple[str, ...] = ()


class Rules(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="rules"):
    """The rules of a newsroom, and the moment at which the corpus was taken.

    ``digest`` is that of the rules (``coranto.decide.rules_digest``). ``values`` are states that the rules learnt and
    that decisions depend on (the line of the day), by name, as the store keeps them.
    """

    version: int = VERSION
    program: str
    taken: datetime
    digest: str
    language: str
    profile: str
    judge: Judge
    subject: Subject
    stories: Stories
    publish: Publish
    outlets: dict[str, Outlet]
    topics: tuple[Topic, ...]
    sources: tuple[SourceTopics, ...]
    values: dict[str, bytes] = {}
    rules: tuple[Rule, ...] = ()  # of rules.txt


class Arrival(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="article"):
    """An article, what was made of it, and why.

    Attributes
    ----------
    number : int
        Its place in the order of arrival; later edits and articles have higher ones.
    article : Article
        As its outlet published it, with its text, topics, quality and parts.
    story : str
        Id of its story; "" for an imported record that is in none yet.
    lead : bool
        Whether it leads its story.
    score, evidence
        What tied it to its story when it joined.
    decision : Decision or None
        Whether it is published, and why; None for an imported record.
    imported : bool or None
        Whether an imported record is published; None for an article that was judged.
    override : Override or None
        What editors decided about it.
    readers : int
        Of today and yesterday, when the corpus was taken.
    record : str
        Path of its record.
    reprints : tuple of Reprint
        Other prints of it, which are no articles of their own.

    """

    number: int
    article: Article
    story: str = ""
    lead: bool = False
    score: float = 0.0
    evidence: tuple[EvidenceTerm, ...] = ()
    decision: Decision | None = None
    imported: bool | None = None
    override: Override | None = None
    readers: int = 0
    record: str = ""
    reprints: tuple[Reprint, ...] = ()


class StoryDecision(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="edit"):
    """An edit of stories, after the arrival with the number ``edit.arrival``."""

    edit: Edit


Line = Rules | Arrival | StoryDecision
