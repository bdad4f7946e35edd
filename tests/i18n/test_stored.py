"""What was stored before reasons were data still opens, and a signal that gives words still works."""

import contextlib
import json
import sqlite3

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from coranto import testing
from coranto.decide import explain
from coranto.i18n import wording
from coranto.model.article import TopicMatch
from coranto.model.change import ArticleChange
from coranto.model.edit import Edit
from coranto.model.reason import Reason, text
from coranto.model.score import ScorePart
from coranto.store import open_store

OLD_PART = b'{"name":"image","points":20,"because":"it has a picture"}'
OLD_TOPIC = b'{"id":"ai","name":"AI","because":"named by the source; parent of Vision","keywords":["ai"]}'


def test_a_part_of_before_is_read_with_its_words():
    part = msgspec.json.decode(OLD_PART, type=ScorePart)
    assert part == ScorePart(name="image", points=20, reason=Reason("text", {"text": "it has a picture"}))
    assert wording.say(part.reason) == "it has a picture"
    assert b"because" not in msgspec.json.encode(part)


def test_a_topic_of_before_is_read_with_its_words():
    topic = msgspec.json.decode(OLD_TOPIC, type=TopicMatch)
    assert topic.keywords == ("ai",)
    assert wording.say(*topic.reasons) == "named by the source; parent of Vision"


def test_a_reason_comes_before_words_where_a_signal_gives_both():
    part = ScorePart(name="image", points=20, reason=Reason("quality.image"), because="it is pretty")
    assert part.reason == Reason("quality.image")


def test_a_database_of_before_opens(tmp_path):
    file = tmp_path / "coranto.db"
    one = testing.article("A headline")
    store = open_store(f"sqlite:///{file}")
    store.save_article(ArticleChange(article=one))
    refused = store.add_edit(Edit(kind="merge", story="sa", other="sb", why="one event", at=testing.NOW))
    waiting = store.add_edit(Edit(kind="merge", story="sc", other="sd", at=testing.NOW))
    store.close()
    with contextlib.closing(sqlite3.connect(file)) as db:
        saved = json.loads(db.execute("SELECT data FROM article").fetchone()[0])
        saved["parts"], saved["topics"] = [json.loads(OLD_PART)], [json.loads(OLD_TOPIC)]
        db.execute("UPDATE article SET data = ?", [json.dumps(saved)])
        for number, trouble in ((refused, "sa is one story by now"), (waiting, "")):
            (data,) = db.execute("SELECT data FROM verdict WHERE number = ?", [number]).fetchone()
            data = json.dumps(json.loads(data) | {"trouble": trouble})
            db.execute("UPDATE verdict SET data = ? WHERE number = ?", [data, number])
        db.commit()
    with contextlib.closing(open_store(f"sqlite:///{file}")) as store:
        kept = store.get_articles([one.id])[one.id]
        assert [wording.say(part.reason) for part in kept.parts] == ["it has a picture"]
        assert [wording.say(*topic.reasons) for topic in kept.topics] == ["named by the source; parent of Vision"]
        first, second = store.get_edits()
        assert (first.why, first.trouble, second.trouble) == ("one event", text("sa is one story by now"), None)
        assert wording.say(explain.deed(first)).endswith("; not done: sa is one story by now (one event)")


reasons = st.recursive(
    st.builds(Reason, st.text(), st.dictionaries(st.text(), st.text() | st.integers(-(2**53), 2**53))),
    lambda inner: st.builds(Reason, st.text(), within=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)


@given(st.text(), st.integers(-(2**53), 2**53), reasons, st.text())
def test_what_is_written_is_read_as_it_was(name, points, reason, words):
    for part in (
        ScorePart(name=name, points=points, reason=reason),
        ScorePart(name=name, points=points, because=words),
    ):
        assert msgspec.json.decode(msgspec.json.encode(part), type=ScorePart) == part
    assert ScorePart(name=name, points=points, because=words).reason == text(words)
