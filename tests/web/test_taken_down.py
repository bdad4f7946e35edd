"""What an editor took down: its addresses answer 410 with a word, and nothing else has it."""

import msgspec
import pytest
from starlette.testclient import TestClient

from coranto.edit import verbs
from coranto.model.article import Picture
from coranto.model.change import ArticleChange
from coranto.site import build
from coranto.web import app
from coranto.web.mcp import tools


@pytest.fixture
def hidden(fresh):
    """The lead of the first story, hidden, and the client."""
    with TestClient(app.make(fresh)) as client:
        story = fresh.store.hot_stories(fresh.now().replace(year=2025))[0][0]
        ident, title = story.lead, fresh.store.get_articles([story.lead])[story.lead].title
        for path in (
            f"/a/{ident}/",
            f"/api/articles/{ident}.json",
            f"/api/v1/explain/{ident}",
            f"/api/v1/articles/{ident}",
        ):
            assert client.get(path).status_code == 200
    verbs.say(fresh, "hide", {"article": ident})
    with TestClient(app.make(fresh)) as client:  # a new one keeps no answers from before
        yield fresh, client, story, ident, title


def test_its_addresses_say_that_it_was_taken_down(hidden):
    fresh, client, _, ident, _ = hidden
    page = client.get(f"/a/{ident}/")
    assert page.status_code == 410
    assert "The editors of this site have taken down what stood here" in page.text
    for path in (f"/api/articles/{ident}.json", f"/api/v1/explain/{ident}", f"/api/v1/articles/{ident}"):
        told = client.get(path)
        assert told.status_code == 410, (path, told.text[:300])
        assert (told.json()["title"], told.json()["status"]) == ("Taken down", 410)
    with pytest.raises(tools.Unanswered, match="taken down"):
        tools.Tools(fresh).explain_score(ident)


def test_no_other_page_has_it_at_once(hidden):
    _, client, story, ident, title = hidden
    for path in ("/", "/river/", f"/s/{story.id}/", "/feed.xml", "/feed.json", "/api/news/index.json", "/sitemap.xml",
                 "/api/v1/articles", "/api/v1/stories", f"/api/v1/stories/{story.id}", f"/search/?q={title.split()[0]}"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert ident not in answer.text, path
        assert f">{title}<" not in answer.text, path


def test_a_story_of_which_nothing_is_left_is_gone(hidden):
    fresh, client, story, ident, _ = hidden
    for member in story.members:
        if member.article != ident:
            verbs.say(fresh, "hide", {"article": member.article})
    assert client.get(f"/s/{story.id}/").status_code == 410
    assert client.get(f"/api/v1/stories/{story.id}").status_code == 410
    for edit in fresh.store.get_edits():
        verbs.take_back(fresh, edit.number)
    with TestClient(app.make(fresh)) as again:
        assert again.get(f"/a/{ident}/").status_code == 200


def test_the_copy_of_its_picture_is_gone_and_comes_back(fresh, tmp_path):
    url = "https://pictures.example/harbour.jpg"
    (one, *_) = fresh.store.recent_articles(1)
    with_picture = msgspec.structs.replace(
        one, images=(Picture(url=url, is_cached=True),), text=fresh.store.get_text(one.id)
    )
    fresh.store.save_article(ArticleChange(article=with_picture))
    fresh.image_cache.keep(url, b"", lambda _: b"RIFF")
    address = f"/pictures/{fresh.image_cache.name(url)}"

    def answers():
        with TestClient(app.make(fresh)) as client:
            return client.get(address).status_code

    assert answers() == 200
    verbs.say(fresh, "hide", {"article": one.id})
    assert answers() == 410
    build.build(fresh, tmp_path / "public")
    assert not (tmp_path / f"public{address}").exists()
    verbs.take_back(fresh, fresh.store.get_edits()[-1].number)
    assert answers() == 200
    build.build(fresh, tmp_path / "public")
    assert (tmp_path / f"public{address}").read_bytes() == b"RIFF"
