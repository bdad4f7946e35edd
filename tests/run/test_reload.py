"""What an editor changes by hand while the newsroom works is taken up whole, or named and left."""

import os

import pytest
import structlog

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.run import reload

TOPIC = "taxonomy: topic\n_id: ai\nname: {name}\nkeywords: [ai]\nthreshold: 30\n"


@pytest.fixture
def site(tmp_path):
    (tmp_path / "topics").mkdir()
    write(tmp_path / "topics" / "ai.yaml", TOPIC.format(name="AI"))
    write(tmp_path / "coranto.toml", "")
    return tmp_path


@pytest.fixture
def newsroom(site):
    with newsrooms.open_newsroom(settings_file.load(site / "coranto.toml")) as opened:
        yield opened


@pytest.fixture
def files(newsroom):
    return reload.Reload(newsroom)


@pytest.fixture
def said():
    with structlog.testing.capture_logs() as lines:
        yield lines


def write(file, text):
    """Write a file with a time of its own: a clock may stand still between two writes."""
    file.write_text(text)
    moments = iter(range(1, 100))
    write.at = getattr(write, "at", 0) + next(moments)
    os.utime(file, ns=(write.at * 10**9, write.at * 10**9))


def test_nothing_changes_while_the_files_do_not(newsroom, files):
    assert not files.look()
    assert newsroom.generation == 0


def test_settings_and_topics_are_taken_up(site, newsroom, files):
    write(site / "coranto.toml", "[publish]\nthreshold = 50\n")
    write(site / "topics" / "ai.yaml", TOPIC.format(name="Thinking machines"))
    digest = newsroom.rules_digest()
    assert files.look()
    assert newsroom.settings.publish.threshold == 50
    assert newsroom.own == {"Thinking machines": 30}
    assert [match.name for match in newsroom.taxonomy.match("AI")] == ["Thinking machines"]
    assert newsroom.rules_digest() != digest
    assert newsroom.generation == 1
    assert not files.look()


def test_a_topic_file_that_is_gone_or_new_is_a_change(site, newsroom, files):
    write(site / "topics" / "law.yaml", "taxonomy: topic\n_id: law\nname: Law\n")
    assert files.look()
    (site / "topics" / "ai.yaml").unlink()
    assert files.look()
    assert [topic.name for topic in newsroom.taxonomy] == ["Law"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("coranto.toml", "[publisch]\n", "did you mean `publish`"),
        ("coranto.toml", "[publish\n", "not TOML"),
        ("coranto.toml", '[publish]\noutputs = ["nowhere"]\n', "nowhere"),
        ("topics/ai.yaml", "taxonomy: [broken", "ai.yaml"),
        ("hubs.txt", "no address\n", "hubs.txt"),
    ],
)
def test_what_cannot_be_used_is_named_once_and_what_was_in_force_stays(site, newsroom, files, said, name, text, reason):
    settings, taxonomy = newsroom.settings, newsroom.taxonomy
    write(site / name, text)
    assert not files.look()
    assert not files.look()
    (line,) = said
    assert line["log_level"] == "error"
    assert "what was in force stays" in line["event"]
    assert reason in line["reason"]
    assert (newsroom.settings, newsroom.taxonomy) == (settings, taxonomy)
    write(site / name, TOPIC.format(name="AI") if name.startswith("topics") else "")
    assert files.look()


def test_what_needs_a_restart_is_said_and_the_rest_is_taken_up(site, newsroom, files, said):
    write(
        site / "coranto.toml",
        'database = "sqlite:///b.db"\n[serve]\nport = 9000\n[site]\ntitle = "New"\nurl = "https://a.example"\n',
    )
    assert files.look()
    assert newsroom.settings.site.title == "New"
    assert (newsroom.settings.serve.port, newsroom.settings.database) == (8000, "sqlite:///coranto.db")
    assert newsroom.settings.site.url == "http://127.0.0.1:8000"
    named = [line["setting"] for line in said if "started again" in line["event"]]
    assert named == ["database", "serve", "site.url"]


def test_a_site_that_is_served_shows_the_new_settings_at_once(site, newsroom, files):
    from starlette.testclient import TestClient

    from coranto.web import app

    with TestClient(app.make(newsroom)) as client:
        assert "A Coranto" in client.get("/").text
        write(site / "coranto.toml", '[site]\ntitle = "Another Coranto"\n')
        files.look()
        import time

        time.sleep(0.3)  # the state is asked for at most so often
        assert "Another Coranto" in client.get("/").text
        assert "AI" in client.get("/t/ai").text
