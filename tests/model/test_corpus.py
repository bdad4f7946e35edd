"""Each line of a corpus is one of three kinds, and comes back as it was written."""

from datetime import UTC, datetime

import msgspec

from coranto.model import corpus
from coranto.model.edit import Edit
from coranto.model.settings import Judge, Publish, Settings, Stories, Subject
from coranto.model.topic import Topic

AT = datetime(2026, 3, 2, tzinfo=UTC)
RULES = corpus.Rules(
    program="0.2.0", taken=AT, digest="d", language="en", profile="subject", judge=Judge(), subject=Subject(),
    stories=Stories(), publish=Publish(), outlets=Settings().outlets, topics=(Topic(id="a", name="A"),),
    sources=(corpus.SourceTopics(id="s", topics=("A",)),), values={"line": b"\0\xff"},
)  # fmt: skip


def test_a_line_comes_back_as_it_was(make):
    arrival = corpus.Arrival(number=3, article=make("A title", text="Its text."), story="s1", lead=True)
    edit = corpus.StoryDecision(edit=Edit(kind="merge", story="s1", other="s2", at=AT, arrival=3))
    for line in (RULES, arrival, edit):
        assert msgspec.json.decode(msgspec.json.encode(line), type=corpus.Line) == line
