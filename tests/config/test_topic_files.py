"""Topic files: read with care, the good beside the bad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.errors import TopicError
from coranto.topic import files

VISION = """\
taxonomy: topic
_id: computer-vision
name: Computer Vision
shortname: Vision
parent: AI
description: How machines “see”
keywords:
  - computer vision
  - 2020
hashtags:
  - "#ComputerVision"
images:
  - https://example.org/a.jpg
  - url: https://example.org/b.jpg
    width: 50
services:
  news: https://example.org/api/news/computer-vision/
threshold: 80
"""


def test_a_topic_with_everything(tmp_path):
    (tmp_path / "02.yaml").write_text(VISION)
    (tmp_path / "README.md").write_text("not a topic")
    [topic], problems = files.load(tmp_path)
    assert problems == []
    assert (topic.id, topic.name, topic.shortname, topic.parent) == (
        "computer-vision",
        "Computer Vision",
        "Vision",
        "AI",
    )
    assert topic.keywords == ("computer vision", "2020")
    assert topic.images == ("https://example.org/a.jpg", "https://example.org/b.jpg")
    assert topic.services == {"news": "https://example.org/api/news/computer-vision/"}
    assert (topic.threshold, topic.file) == (80, str(tmp_path / "02.yaml"))


def test_files_come_in_the_order_of_their_names(tmp_path):
    for name, topic in {"10.yaml": "Ten", "02.yml": "Two", "00.yaml": "None"}.items():
        (tmp_path / name).write_text(f"name: {topic}\n")
    assert [topic.name for topic in files.load(tmp_path)[0]] == ["None", "Two", "Ten"]


def test_a_folder_that_is_not_there_has_no_topics(tmp_path):
    assert files.load(tmp_path / "nowhere") == ([], [])


@pytest.mark.parametrize("text", ["name: A\n---", "---\nname: A\n---\n", "---\n---\nname: A\n", "\ufeffname: A\n"])
def test_a_stray_line_of_dashes_is_no_topic(tmp_path, text):
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    topics, problems = files.load(tmp_path)
    assert ([topic.name for topic in topics], problems) == (["A"], [])


def test_several_documents_are_several_topics():
    assert [topic.id for topic in files.read("name: A\n---\nname: B c\n")] == ["a", "b-c"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (b"name: A\nkeywords:\n  a: b\n", 3, "`keywords` is a list"),
        (b"name: A\nkeywords: [a\n", 3, "not YAML"),
        (b"keywords: [a]\n", 1, "has a `name`"),
        (b"- A\n", 1, "table of fields"),
        (b"name: A\nthreshold: hot\n", 2, "whole number, not `hot`"),
        (b"name: A\nname: B\n", 2, "twice"),
        (b"name: A\nx: &a [1]\ny: *a\n", 2, "anchor"),
        (b"name: A\nx: " + b"[" * 100_000, 2, "nested"),
        (b"name: A\nparent: \xff\n", 2, "UTF-8"),
        (b"name: A\nservices: [a]\n", 2, "`services` is a table"),
        (b"x: " + b"a" * 1_000_001, None, "are read"),
    ],
)
def test_a_bad_file_is_named_with_its_line_and_the_others_load(tmp_path, text, line, reason):
    (tmp_path / "bad.yaml").write_bytes(text)
    (tmp_path / "good.yaml").write_text(VISION)
    topics, [problem] = files.load(tmp_path)
    assert [topic.name for topic in topics] == ["Computer Vision"]
    assert reason in problem.what
    assert problem.where == f"{tmp_path / 'bad.yaml'}{f':{line}' if line else ''}"


def test_two_topics_of_one_name_are_one_too_many(tmp_path):
    (tmp_path / "a.yaml").write_text("name: AI\n_id: one\n")
    (tmp_path / "b.yaml").write_text("name: AI\n_id: two\n")
    topics, [problem] = files.load(tmp_path)
    assert [topic.id for topic in topics] == ["one"]
    assert "a.yaml" in problem.what


def test_control_characters_do_not_come_in():
    [topic] = files.read('name: "A\\0I  now"\nkeywords: ["\\u2028", "a\\tb"]\n')
    assert (topic.name, topic.keywords) == ("A I now", ("a b",))


@given(st.text(max_size=80))
def test_any_text_is_topics_or_an_error(text):
    try:
        topics = list(files.read(text))
    except TopicError as why:
        assert why.what  # noqa: PT017 - either way is right
    else:
        assert all(topic.name for topic in topics)
