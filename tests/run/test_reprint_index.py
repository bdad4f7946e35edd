"""Reprints: the same text from several outlets is one article, shown once, whose original is named."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.decide import explain
from coranto.dedupe import reprint
from coranto.dedupe.reprint import Print
from coranto.i18n.wording import say
from coranto.run import ingest, publish

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = [f"word{number}" for number in range(2_000)]
HEAD = "Harbour pilots end their strike after nine days"


def prose(seed, size=250):
    return " ".join(random.Random(seed).choices(WORDS, k=size))


AGENCY = prose(1)
EDITED = "Our own first line by our own desk. " + " ".join(AGENCY.split()[:230])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "coranto.toml").write_text("")
    return tmp_path


def opened(folder):
    return newsrooms.open_newsroom(settings_file.load(folder / "coranto.toml"), now=lambda: NOW)


def told(make, outlet, title=HEAD, text=AGENCY, hours=0, **fields):
    at = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(hours=hours)
    return make(title, f"{outlet}.example", at.isoformat(), text=text, language="en", **fields)


def account(newsroom, article):
    return explain.explain(newsroom.store, article, NOW)


def test_the_same_text_from_five_outlets_is_one_article(folder, make):
    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        articles = [told(make, outlet, text=text, hours=n) for n, (outlet, text) in enumerate(
            [("agency", AGENCY), ("post", AGENCY), ("ledger", EDITED), ("daily", AGENCY.upper()), ("own", prose(2))]
        )]  # fmt: skip
        homes = [cabinet.add(one, None) for one in articles]
        assert [bool(home) for home in homes] == [True, False, False, False, True]
        publish.publish(newsroom, Counter())
        assert newsroom.store.count_all()["articles"] == 2
        first = account(newsroom, articles[0].id)
        assert [copy.provider.domain for copy in first.reprints] == ["post.example", "ledger.example", "daily.example"]
        assert say(first.original).endswith("has the original: it was seen first")
        assert first.reprints[0].likeness == 1.0
        assert 0.5 < first.reprints[1].likeness < 1.0
        assert not account(newsroom, articles[4].id).reprints
        assert len(first.found) == 4
        assert newsroom.store.article_ids_by_url([articles[2].url]) == {articles[2].url: articles[0].id}
        assert newsroom.store.resolve_article(articles[1].url) == articles[0].id
        assert (
            len(
                {
                    member.article
                    for one in newsroom.store.get_stories(filter(None, homes)).values()
                    for member in one.members
                }
            )
            == 2
        )


def test_who_is_credited_takes_over_though_it_came_last(folder, make):
    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        agency = told(make, "agency", hours=3, title="Pilots go back to work in the harbour after nine days")
        first = msgspec.structs.replace(told(make, "post"), credits=agency.url)
        cabinet.add(first, None)
        publish.publish(newsroom, Counter())
        path = newsroom.store.get_records([first.id])[first.id].path
        assert cabinet.add(agency, None) is None
        publish.publish(newsroom, Counter())
        now = account(newsroom, first.id)
        assert (now.article.provider, now.article.title, now.article.web_url) == (
            agency.provider,
            agency.title,
            agency.url,
        )
        assert [copy.url for copy in now.reprints] == [first.url]
        assert say(now.original) == "Agency has the original: post.example credits it"
        assert newsroom.store.count_all()["articles"] == 1
        filed = newsroom.store.get_records([first.id])[first.id]
        assert (filed.path, filed.record.title, filed.record.web_url) == (path, agency.title, agency.url)
        again = ingest.Ingest(newsroom)
        assert again.add(agency, None) is None
        assert again.add(first, None) is None
        assert len(newsroom.store.get_reprints([first.id])[first.id]) == 1
        assert newsroom.store.resolve_article(agency.url) == first.id


def test_who_was_earlier_takes_over_and_the_story_goes_on_as_before(folder, make):
    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        late, early = (
            told(make, "scraper", hours=2),
            told(make, "agency", title="Harbour pilots are back at work after strike"),
        )
        other = told(make, "own", title="Harbour pilots end strike after nine days", text=prose(3), hours=3)
        home = cabinet.add(late, None)
        cabinet.add(early, None)
        killed = ingest.Ingest(newsroom)
        assert killed.add(other, None) == home
        members = newsroom.store.get_stories([home])[home].members
        assert [member.article for member in members] == [late.id, other.id]
        assert account(newsroom, late.id).article.provider.domain == "agency.example"


def test_an_original_that_was_copied_first_is_grouped_by_its_own_headline(folder, make):
    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        other = told(make, "own", title="Harbour pilots end strike after nine days", text=prose(3))
        home = cabinet.add(other, None)
        copied = told(make, "scraper", title="Miracle pills and coins for a winner", hours=2)
        assert cabinet.add(copied, None) != home
        cabinet.add(told(make, "agency", title="Harbour pilots back at work as strike ends after nine days"), None)
        publish.publish(newsroom, Counter())
        assert newsroom.store.story_ids_of([copied.id]) == {copied.id: home}
        assert account(newsroom, copied.id).article.provider.domain == "agency.example"
        assert newsroom.store.get_text(copied.id), "the text is still there"
        assert {one.article for one in newsroom.store.get_stories([home])[home].members} == {other.id, copied.id}
        assert len(newsroom.store.get_records([other.id])[other.id].record.related) == 1
        killed = ingest.Ingest(newsroom)
        later = told(make, "late", title="Strike of harbour pilots ends after nine days", text=prose(5), hours=3)
        assert killed.add(later, None) == home


def test_a_run_that_is_killed_knows_the_same_reprints(folder, make):
    texts = [prose(seed // 3) for seed in range(60)]
    articles = [
        told(make, f"outlet{n % 7}", title=f"Headline number {n // 3} of the day", text=text, hours=n / 10)
        for n, text in enumerate(texts)
    ]

    def state(newsroom):
        store = newsroom.store
        return {
            one.id: (store.story_ids_of([one.id]), store.get_reprints([one.id]))
            for _, one in store.articles_by_arrival(0, 1000)
        }

    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        for one in articles:
            cabinet.add(one, None)
        whole = state(newsroom)
    other = folder / "other"
    (other / "topics").mkdir(parents=True)
    (other / "coranto.toml").write_text("")
    for start in range(0, 60, 7):
        with opened(other) as newsroom:
            cabinet = ingest.Ingest(newsroom)  # without a snapshot: as after a kill
            for one in articles[start : start + 7]:
                cabinet.add(one, None)
    with opened(other) as newsroom:
        assert state(newsroom) == whole
    assert len(whole) == 20


AT = datetime(2026, 3, 1, tzinfo=UTC)
ONE = Print("https://a.example/1", "a.example", HEAD, AT, AT)


@pytest.mark.parametrize(
    ("other", "likeness", "same"),
    [
        (Print("https://b.example/1", "b.example", HEAD, AT, AT), 0.55, True),
        (Print("https://b.example/1", "b.example", "Something else altogether", AT, AT), 0.55, False),
        (Print("https://b.example/1", "b.example", "Something else altogether", AT, AT), 0.85, True),
        (Print("https://b.example/1", "b.example", HEAD, AT + timedelta(days=8), AT + timedelta(days=8)), 1.0, False),
        (Print("https://a.example/2", "a.example", HEAD, AT, AT), 0.85, False),
        (Print("https://a.example/2", "a.example", HEAD, AT, AT), 0.95, True),
        (Print("https://a.example/2", "a.example", "Weather of Tuesday", AT, AT), 1.0, False),
        (Print("https://a.example/2", "a.example", HEAD.replace("nine", "ten"), AT, AT), 1.0, False),
    ],
)
def test_what_is_one_article(other, likeness, same):
    assert reprint.same(ONE, other, likeness) is same
    assert reprint.same(other, ONE, likeness) is same
