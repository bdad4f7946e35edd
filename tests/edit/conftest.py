"""The newsroom that these tests edit."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the tests' own `gathered`: imported by file, not by folder

from gathered import EXCERPTS, NOON, TITLES, opened

from coranto.model.article import Picture


@pytest.fixture
def fill(make):
    """Gather the articles; their ids, in the order of TITLES."""

    def filled(site):
        ids = []
        for n, title in enumerate(TITLES):
            at = NOON - timedelta(hours=9 - n)
            images = (Picture(url=f"https://outlet{n}.example/p.jpg"),) if n in (1, 3) else ()
            one = make(title, f"outlet{n}.example", at.isoformat(), url=f"https://outlet{n}.example/{n}", language="en",
                       images=images, excerpt=EXCERPTS[n], text=f"Text {n} of its own.")  # fmt: skip
            ids.append(one.id)
            site.add(one)
        site.publish()
        return ids

    return filled


@pytest.fixture
def site(tmp_path, fill):
    """A newsroom with six articles in three stories; their ids are in ``ids``."""
    with opened(tmp_path) as site:
        site.ids = fill(site)
        yield site
