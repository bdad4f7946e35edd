"""What every test may use: where the shared measuring data is, and articles made in a line."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))  # for the tests' own `console`: they are imported by file, not by folder

from coranto.dedupe import address
from coranto.model.article import Article, Provider

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")

SHARED = Path(os.environ.get("CORANTO_SHARED", Path(__file__).parent.parent.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring data; what needs it is skipped where it is absent."""
    if not SHARED.exists():
        pytest.skip(f"no measuring data at {SHARED} (set CORANTO_SHARED)")
    return SHARED


@pytest.fixture
def make():
    """Make an article from what matters in a test."""

    def article(title="A title", outlet="example.org", day="2026-03-01T12:00:00Z", **fields):
        at = datetime.fromisoformat(day).astimezone(UTC)
        url = fields.pop("url", f"https://{outlet}/{abs(hash((title, day)))}")
        return Article(
            **{
                "id": address.article_id(url),
                "url": url,
                "original_url": url,
                "web_url": url,
                "title": title,
                "published": at,
                "seen": at,
                "provider": Provider(name=outlet.split(".")[0].title(), domain=outlet),
            }
            | fields
        )

    return article
