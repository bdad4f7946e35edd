"""``coranto init``: what it writes, what it asks, and what it leaves alone."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from coranto import cli
from coranto.cli import check_, init_
from coranto.config import settings_file, topic_files
from coranto.run import scaffold
from coranto.source import opml
from coranto.topic import query


def init(*words, code=0, **options):
    done = CliRunner().invoke(cli.group, ["init", *map(str, words)], **options)
    assert done.exit_code == code, done.output
    return done


def topics(folder):
    found, problems = topic_files.load(folder / "topics")
    assert problems == []
    return found


def test_a_subject_by_options(tmp_path):
    words = 'heat pump, "district heating", de:Wärmepumpe'
    said = init(tmp_path, "--words", words, "--language", "de", "--per-day", "4.5").output
    assert said.endswith("then coranto add ADDRESS, then coranto run\n")
    settings = settings_file.load(tmp_path / "coranto.toml")
    assert (settings.profile, settings.site.language, settings.publish.per_day) == ("subject", "de", 4.5)
    assert settings.site.title == "Heat pump"
    (topic,) = topics(tmp_path)
    assert (topic.id, topic.name) == ("heat-pump", "Heat pump")
    assert topic.keywords == ("heat pump", '"district heating"', "de:Wärmepumpe")
    assert [one for one in check_.check(settings) if "no sources" not in one] == []


def test_a_subject_by_its_name_alone(tmp_path):
    init(tmp_path, "--subject", "Null: & Nil")
    (topic,) = topics(tmp_path)
    assert (topic.name, topic.keywords) == ("Null: & Nil", ("Null: & Nil",))
    assert settings_file.load(tmp_path / "coranto.toml").site.title == "Null: & Nil"


def test_a_second_init_brings_no_placeholder_back(tmp_path):
    init(tmp_path)
    placeholder = tmp_path / "topics" / "my-subject.yaml"
    placeholder.rename(tmp_path / "topics" / "harbours.yaml")
    said = init(tmp_path).output
    assert "wrote" not in said
    assert "kept  " + str(tmp_path / "topics" / "harbours.yaml") in said
    assert not placeholder.exists()


def test_a_second_init_keeps_to_the_paths_of_the_site(tmp_path):
    init(tmp_path)
    toml = tmp_path / "coranto.toml"
    toml.write_text(toml.read_text() + '\n[paths]\ntopics = "subjects"\nsources = "feeds.opml"\n')
    (tmp_path / "topics").rename(tmp_path / "subjects")
    (tmp_path / "sources.opml").rename(tmp_path / "feeds.opml")
    assert "wrote" not in init(tmp_path).output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--words", "oil AND"], "operators stand between words; nothing was written"),
        (["--language", "not a language"], "write a tag like `en-us`"),
        (["--per-day", "0"], "Invalid value for '--per-day'"),
        (["--example", "ai", "--words", "tea"], "--words is the example's own"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path, words, says):
    done = CliRunner().invoke(cli.group, ["init", str(tmp_path / "site"), *words])
    assert done.exit_code
    assert says in f"{done.output}{done.exception}"
    assert not (tmp_path / "site").exists()


def test_it_asks_at_a_terminal_and_nowhere_else(tmp_path, monkeypatch):
    init(tmp_path / "piped", input="never read\n")
    assert topics(tmp_path / "piped")[0].name == scaffold.NAME

    class Terminal:
        def isatty(self):
            return True

    monkeypatch.setattr(init_, "sys", type("Console", (), {"stdin": Terminal()}))
    asked = init(tmp_path / "asked", input="tide table, quay\nHarbours\n\n3\n")
    assert "Stories a day" in asked.output
    (topic,) = topics(tmp_path / "asked")
    assert (topic.name, topic.keywords) == ("Harbours", ("tide table", "quay"))
    assert settings_file.load(tmp_path / "asked" / "coranto.toml").publish.per_day == 3
    assert "Stories a day" not in init(tmp_path / "asked").output  # there is nothing left to ask


def test_there_are_examples_of_six_further_subjects_and_of_two_languages():
    names = scaffold.examples()
    assert "ai" in names
    assert len(names) >= 7
    assert len({scaffold.example_plan(name).language[:2] for name in names}) >= 2
    assert all(names.values())


@pytest.mark.parametrize("name", scaffold.examples())
def test_an_example_is_in_order(tmp_path, name):
    init("--example", name, tmp_path, "--per-day", "7")
    settings = settings_file.load(tmp_path / "coranto.toml")
    assert (settings.profile, settings.publish.per_day) == ("subject", 7)
    assert list(check_.check(settings)) == []
    listed, problems = opml.read((tmp_path / "sources.opml").read_bytes())
    assert problems == []
    assert 10 <= len(listed) <= 25
    assert len({source.url for source in listed}) == len(listed)
    for source in listed:
        parts = urlsplit(source.url)
        assert parts.scheme in ("http", "https"), source.url
        assert parts.hostname.count(".") >= 1, source.url
        assert source.title, source.url
        assert source.folder, source.url
    found = topics(tmp_path)
    assert any(topic.role == "core" for topic in found)
    for topic in found:
        assert topic.description, topic.name
        assert len(set(topic.keywords)) == len(topic.keywords) >= 3, topic.name
        for keyword in topic.keywords:
            query.parse(keyword)


def test_the_examples_stand_in_the_package():
    assert all(Path(str(scaffold._example(name))).is_dir() for name in scaffold.examples())
