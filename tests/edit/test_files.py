"""The newsroom's own files through the log: settings, topics and the source list, each with its undo."""

import pytest

from coranto import errors
from coranto.config import settings_file
from coranto.edit import log, verbs
from coranto.model.source import Source
from coranto.newsroom import open_newsroom
from coranto.run import scaffold, source_list
from coranto.source import ids


@pytest.fixture
def files(tmp_path):
    list(scaffold.write(tmp_path, scaffold.Plan(name="Bees", words=("honey bee",))))
    with open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as newsroom:
        newsroom.folder = tmp_path
        yield newsroom


def change(newsroom, **values):
    values = {key.replace("__", "."): value for key, value in values.items()}
    return verbs.say(newsroom, "setting", {"values": values}, who="Marta", why="clearer")


def put(newsroom, name, text):
    return verbs.say(newsroom, "file", {"name": name, "text": text}, who="Marta")


def test_a_setting_is_changed_logged_and_taken_back_byte_for_byte(files):
    before = (files.folder / "coranto.toml").read_bytes()
    edit = change(files, site__title="The Hive", publish__per_day=3)
    after = settings_file.load(files.folder / "coranto.toml")
    assert (after.site.title, after.publish.per_day) == ("The Hive", 3)
    assert edit.before == {"site.title": "Bees", "publish.per_day": 10}
    assert 'setting site.title = "The Hive", publish.per_day = 3 (clearer)' in log.line(edit)
    verbs.take_back(files, edit.number)
    assert (files.folder / "coranto.toml").read_bytes() == before
    assert log.verify(files) == []


def test_what_was_changed_since_is_not_overwritten(files):
    first = change(files, publish__per_day=3)
    change(files, publish__per_day=4)
    with pytest.raises(errors.EditError, match="changed since"):
        verbs.take_back(files, first.number)


@pytest.mark.parametrize(("key", "value", "said"), [
    ("publish.per_dya", 3, "did you mean `per_day`"),
    ("publish.per_day", "many", "publish.per_day"),
    ("letter.at", "noon", "write a time of day"),
    ("key", "abc", "secret"),
    ("database", "postgresql://u:p@h/d", "secret"),
    ("mail", {"servers": ["smtps://u:p@mail.example"]}, "secret"),
    ("publish.per_day", 10, "so already"),
])  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_what_to_do(files, key, value, said):
    before = (files.folder / "coranto.toml").read_bytes()
    with pytest.raises(errors.EditError, match=said):
        verbs.say(files, "setting", {"values": {key: value}})
    assert (files.folder / "coranto.toml").read_bytes() == before
    assert files.store.get_edits() == []


def test_a_topic_and_the_list_are_replaced_and_taken_back(files):
    topic = "topics/bees.yaml"
    before = (files.folder / topic).read_text()
    edit = put(files, topic, before + "  - hornet\n")
    (files.folder / topic).write_text("# by hand\n" + (files.folder / topic).read_text())
    verbs.take_back(files, edit.number)
    assert (files.folder / topic).read_text() == "# by hand\n" + before, "what was done by hand since stays"
    new = put(files, "topics/new.yaml", "name: New\nkeywords: [x]\n")
    verbs.take_back(files, new.number)
    assert not (files.folder / "topics/new.yaml").exists()
    one = Source(id=ids.source_id("https://a.example/f"), url="https://a.example/f", title="A")
    listed = put(files, "sources.opml", source_list.changed(files, [one]).decode())
    assert "coranto add ADDRESS" in (files.folder / "sources.opml").read_text(), "the comment stays"
    assert [source.title for source in source_list.on_list(files)] == ["A"]
    verbs.take_back(files, listed.number)
    assert source_list.on_list(files) == []
    assert log.verify(files) == []


@pytest.mark.parametrize(("name", "text", "said"), [
    ("topics/bees.yaml", "name: [", "bees.yaml:"),
    ("sources.opml", "<opml><body><outline", "broken"),
    ("sources.opml", "hello", "sources.opml"),
    ("coranto.toml", "x", "neither a topic"),
    ("topics/../coranto.toml", "x", "neither a topic"),
    ("topics/.x.yaml", "x", "neither a topic"),
    ("/etc/passwd", "x", "neither a topic"),
    ("topics/sub/x.yaml", "name: X", "neither a topic"),
])  # fmt: skip
def test_what_cannot_be_read_back_is_not_written(files, name, text, said):
    with pytest.raises(errors.EditError, match=said):
        put(files, name, text)
    assert files.store.get_edits() == []
