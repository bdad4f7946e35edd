"""Pages that are made once for a crowd: how often each is made, and when a change shows."""

import msgspec
import pytest
import seeding

from coranto.edit import verbs
from coranto.model.revision import Difference
from coranto.model.search import SearchFilter
from coranto.web import cache

READS = {  # what making a page reads of the store
    "/s/{story}/feed.atom": "get_stories",
    "/changes/": "recent_revisions",
    "/sources/wire/": "source_stats",
    "/sources/wire/feed.xml": "page_of_records",
    "/sources.opml": "get_sources",
    "/api/v1/sources": "source_counts",
}


@pytest.mark.parametrize("path", READS)
def test_a_crowd_has_a_page_made_once_and_a_change_has_it_made_anew(made, monkeypatch, path):
    client, newsroom, _ = made
    monkeypatch.setattr(cache, "MOMENT", 1e9)
    story = newsroom.store.hot_stories(seeding.NOW - seeding.HOUR * 90, 1)[0][0]
    read, reads = getattr(newsroom.store, READS[path]), []
    monkeypatch.setattr(
        type(newsroom.store), READS[path], lambda _, *args, **named: reads.append(1) or read(*args, **named)
    )
    answers = {client.get(path.format(story=story.id)).content for _ in range(3)}
    once = len(reads)
    assert (len(answers), once > 0) == (1, True)
    assert client.get(path.format(story=story.id)).status_code == 200
    assert len(reads) == once
    newsroom.store.count_reader(story.lead, "a reader", f"{seeding.NOW:%Y-%m-%d}")
    client.get(path.format(story=story.id))
    assert len(reads) == 2 * once


@pytest.mark.parametrize("path", ["/s/{story}/feed.json", "/sources/wire/", "/changes/"])
def test_a_headline_that_an_editor_writes_is_there_at_once(made, monkeypatch, path):
    client, newsroom, _ = made
    monkeypatch.setattr(cache, "MOMENT", 1e9)
    lead = newsroom.store.page_of_records(SearchFilter(outlets=("wire",)), limit=1)[0].article
    newsroom.store.add_revisions(lead, newsroom.now(), [Difference(kind="number", before="12", after="14")])
    address = path.format(story=newsroom.store.story_ids_of([lead])[lead])
    assert "Words of the editor" not in client.get(address).text
    verbs.say(newsroom, "headline", {"article": lead, "text": "Words of the editor"})
    assert "Words of the editor" in client.get(address).text


@pytest.mark.parametrize("path", ["/sources/broken/", "/api/v1/sources"])
def test_what_a_poll_brings_is_there_after_a_moment(made, monkeypatch, path):
    client, newsroom, _ = made
    monkeypatch.setattr(cache, "MOMENT", 1e-6)
    assert "no answer in 20 s" in client.get(path).text
    (broken,) = newsroom.store.get_sources(["broken"])
    newsroom.store.save_poll(msgspec.structs.replace(broken, trouble="", failures=0), [])
    assert "no answer in 20 s" not in client.get(path).text
