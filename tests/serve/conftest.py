"""A newsroom in a folder of its own, empty or with stories, and the application over it."""

import sys
from pathlib import Path

import pytest
from litestar.testing import TestClient

from coranto.desk import Desk
from coranto.model.settings import Settings, Site
from coranto.publish.gallery import Gallery
from coranto.score import quality
from coranto.serve import app
from coranto.store import open_store
from coranto.topic.taxonomy import Taxonomy

sys.path.insert(0, str(Path(__file__).parent))  # for the tests' own `seeding`

import seeding


def opened(folder, topics=seeding.TOPICS):
    settings = Settings(site=Site(title="A.I. Every Morning", url="https://news.example/ai"), folder=str(folder))
    store = open_store(f"sqlite:///{folder}/coranto.db")
    return Desk(
        settings=settings,
        store=store,
        gallery=Gallery(folder, store),
        taxonomy=Taxonomy(topics),
        signals=quality.SIGNALS,
        kinds={},
        outputs={},
        records=folder,
        now=lambda: seeding.NOW,
        own={topic.name: topic.threshold for topic in topics if topic.threshold is not None},
    )


@pytest.fixture
def bare(tmp_path):
    """A newsroom that has not begun."""
    desk = opened(tmp_path)
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A newsroom with twelve stories; tests only read it."""
    desk = opened(tmp_path_factory.mktemp("newsroom"))
    seeding.stories(desk)
    yield desk
    desk.store.close()


@pytest.fixture
def fresh(tmp_path):
    """A newsroom with three stories of its own, to change."""
    desk = opened(tmp_path)
    seeding.stories(desk, 3)
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def client(desk):
    with TestClient(app.make(desk)) as client:
        client.headers["User-Agent"] = "curl/8"  # no reader: pages stay as they are
        yield client
