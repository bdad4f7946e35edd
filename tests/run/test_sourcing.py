"""What the ingest keeps of an article's sources, from its page to its story."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.decide import explain
from coranto.extract import page as pages
from coranto.i18n.wording import say
from coranto.model.settings import Outlet, Settings
from coranto.model.source import Source
from coranto.run import ingest, rejudge, sourcing

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NAMES = sourcing.known(
    [Source(id="s", url="https://herald.example/feed", title="Harbour Herald")],
    Settings(outlets={"tide.example": Outlet(name="The Tide")}),
)
REPORT = " ".join(f"On day {n} the ferry lay off the cape and pilot {n} went aboard." for n in range(40))


@pytest.fixture
def newsroom(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics/sea.yaml").write_text("taxonomy: topic\n_id: sea\nname: Sea\nkeywords: [ferry]\n")
    (tmp_path / "coranto.toml").write_text('profile = "subject"\n')
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml"), now=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def tell(make):
    def told(title, outlet, minutes, text):
        at = datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(minutes=minutes)
        return sourcing.sourced(make(title, outlet, at.isoformat(), language="en", text=text), NAMES)

    return told


def test_a_page_gives_the_links_of_its_text_with_their_sentences():
    text = "".join(
        f"<p>The ferry lay off the cape on day {n}, and its pilot went ashore for bread.</p>" for n in range(8)
    )
    link = (
        '<p>All are safe. The ferry ran aground, <a href="https://www.tide.example/1">The Tide found</a>. So far.</p>'
    )
    body = f"<html lang=en><title>Ferry aground</title><article><h1>Ferry aground</h1>{text}{link}</article>"
    read = pages.read(body.encode(), "https://echo.example/ferry")
    assert [(one.url, one.sentence) for one in read.links] == [
        ("https://www.tide.example/1", "The ferry ran aground, The Tide found.")
    ]


def test_links_to_outlets_that_are_known_are_citations_and_the_page_may_forbid_the_sentence(make):
    text = "".join(
        f"<p>The ferry lay off the cape on day {n}, and its pilot went ashore for bread.</p>" for n in range(8)
    )
    link = '<p>It ran aground, <a href="https://www.tide.example/1">so it is said</a>, see <a href="https://x.example">this</a>.</p>'
    body = f"<html lang=en><title>Ferry aground</title><article><h1>Ferry aground</h1>{text}{link}</article>"
    read = pages.read(body.encode(), "https://echo.example/ferry")
    article = make("Ferry aground", "echo.example", text=read.text, language="en")
    (found,) = sourcing.sourced(article, NAMES, read).citations
    assert (found.domain, found.way) == ("tide.example", "link")
    short = msgspec.structs.replace(read, snippet=0)
    assert [one.sentence for one in sourcing.sourced(article, NAMES, short).citations] == [""]


def test_an_own_report_needs_a_text_and_cites_nobody(tell):
    assert tell("Ferry aground", "tide.example", 0, REPORT).own_report
    assert not tell("Ferry aground", "tide.example", 0, "Short.").own_report
    assert not tell(
        "Ferry aground", "tide.example", 0, f"{REPORT} So said the Harbour Herald. It told Reuters."
    ).own_report


def test_a_copy_under_another_headline_is_found_in_its_story(newsroom, tell):
    opened = ingest.Ingest(newsroom)
    first = tell("Ferry aground off the cape, pilots aboard", "tide.example", 0, REPORT)
    copy = tell(
        "Ferry aground off the cape: what we know", "echo.example", 30, f"We asked around. {REPORT[: len(REPORT) // 3]}"
    )
    cites = tell(
        "Ferry off the cape aground, says Herald",
        "third.example",
        60,
        "The ferry is aground, the Harbour Herald reported.",
    )
    stories = {opened.add(one, None) for one in (first, copy, cites)}
    assert len(stories) == 1
    kept = newsroom.store.get_articles([copy.id])[copy.id]
    assert (kept.same_text, kept.own_report) == ((first.id,), False)
    explained = explain.explain(newsroom.store, first.id, NOW)
    assert explained.lead == first.id
    assert (explained.account.outlets, explained.account.own, explained.account.citing) == (3, 1, 1)
    assert explained.account.first == first.id
    assert [say(explain.told(part)) for part in explained.account.told] == [
        "words of its own that cite nobody",
        "prints the text of Tide",
        "cites Harbour Herald",
    ]


def test_articles_of_an_earlier_version_are_looked_at_when_they_are_judged_again(newsroom, tell):
    article = tell("Ferry aground", "tide.example", 0, f"{REPORT} So the Harbour Herald reported.")
    ingest.Ingest(newsroom).add(msgspec.structs.replace(article, citations=None, own_report=True), None)
    rejudge.rejudge(newsroom)
    kept = newsroom.store.get_articles([article.id])[article.id]
    assert [one.outlet for one in kept.citations] == ["Harbour Herald"]
    assert not kept.own_report
