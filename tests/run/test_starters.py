"""The lists to start from: real sources in a form that can be read, each a file of its own."""

from urllib.parse import urlsplit

import pytest

from coranto.run import scaffold
from coranto.source import opml


def test_there_are_a_dozen_subjects_or_more():
    assert len(scaffold.starters()) >= 12


@pytest.mark.parametrize("name", scaffold.starters())
def test_a_list_has_fifteen_to_forty_sources_each_once_and_over_https(name):
    title, says, count = scaffold.starters()[name]
    files, data = scaffold.starter_files(name)
    assert opml.broken(data) is None
    rows, problems = opml.read(data)
    assert problems == []
    assert 15 <= len(rows) <= 40
    assert count == len(rows)
    assert title
    assert says
    assert len({row.title for row in rows}) == len(rows), "each has a name of its own"
    assert all(row.title for row in rows)
    for row in rows:
        parts = urlsplit(row.url)
        assert parts.scheme == "https" or name in scaffold.examples(), row.url
        assert "." in (parts.hostname or "")
    assert bool(files) == (name in scaffold.examples())
