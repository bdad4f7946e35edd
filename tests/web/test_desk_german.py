"""No English sentence on the desk of a German newsroom: every page is made in both languages, and what stays is data."""

import re

import msgspec
import pytest
import seeding
from desk_browser import Browser, person
from lxml import html

from coranto.edit import verbs
from coranto.run import scaffold
from coranto.web import app
from coranto.web.desk.door import ROUTES

# The same in both languages: names of things, and of keys, scopes and files that programs know.
SAME = {
    "Deutsch",
    "English",
    "Newsletter",
    "Webhooks",
    "Passkeys",
    "Name",
    "Mail",
    "Feed:",
    "AMP",
    "edit",
    "read",
    "lang:en",
}
WORD = re.compile(r"[^\W\d_]{2,}")
KEY = re.compile(r"[a-z_]+\.[a-z_]+( = \S+)?|\S+\.(atom|json|xml)|: ?\S+")
MORE = (
    "/desk/?band=gaining", "/desk/?band=held", "/desk/?band=overruled", "/desk/?band=all", "/desk/?done=1",
    "/desk/rules/?search=lang:en&do=mute", "/desk/rules/?search=lang:deutsch&do=mute", "/desk/rules/?search=-no&do=mute",
    "/desk/alerts/?search=lang:en", "/desk/alerts/?search=-no", "/desk/nowhere/", "/desk/settings/?done=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    newsroom = seeding.opened(tmp_path_factory.mktemp("german"))
    seeding.stories(newsroom, 4)
    browser = Browser(app.make(newsroom), newsroom, person(newsroom, "owner"))
    lead = newsroom.store.published_records(0, 1)[0].article
    verbs.say(newsroom, "publish", {"article": lead}, who="Marta", why="Warum")
    browser.post("/desk/account/token/", name="Brief", scope="read")
    browser.post("/desk/alerts/", do="add", search="lang:en")
    browser.newsroom = newsroom
    yield browser
    newsroom.store.close()


def shown(answer):
    """Return the texts of a page that are in its own language."""
    tree = html.fromstring(answer.text)
    found = set()
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "code"):
            continue
        of_other = [one.get("lang") for one in (element, *element.iterancestors()) if one.get("lang")]
        if of_other and of_other[0] != tree.get("lang"):
            continue
        texts = [element.text, *(child.tail for child in element)]
        texts += [element.get(name) for name in ("aria-label", "title", "placeholder", "alt")]
        found |= {" ".join(one.split()) for one in texts if one and WORD.search(one)}
    return found


def words(newsroom):
    """Return the words of everything that people, outlets and the newsroom itself wrote."""
    store = newsroom.store
    articles = store.get_articles([one.article for one in store.published_records(0, 100)]).values()
    articles = [*articles, *store.get_articles(store.match_rule(_everything(), "en", 1000).newest).values()]
    texts = [text for one in articles for text in (one.title, one.provider.name, *one.authors)]
    texts += [text for one in store.get_sources() for text in (one.title or "", one.url, str(one.trouble))]
    texts += [text for topic in newsroom.taxonomy for text in (topic.name, *topic.keywords)]
    texts += [one.name for one in store.get_people()] + ["Brief Warum Test", newsroom.settings.site.title]
    texts += [f"{title} {says}" for title, says, _ in scaffold.starters().values()]
    return {word.casefold() for text in texts for word in WORD.findall(text)}


def _everything():
    from coranto.config import rule_search

    return rule_search.read("lang:en")


def test_every_page_of_the_desk_speaks_german(desk):
    newsroom, written = desk.newsroom, words(desk.newsroom)
    story = newsroom.store.story_ids_of([newsroom.store.published_records(0, 1)[0].article])
    fill = {"{topic}": next(iter(newsroom.taxonomy)).id, "{source}": newsroom.store.get_sources()[0].id,
            "{story}": next(iter(story.values())), "{number}": "1", "{issue}": "none", "{name}": "none"}  # fmt: skip

    def in_language(tag, path):
        site = msgspec.structs.replace(newsroom.settings.site, language=tag)
        newsroom.replace({"settings": msgspec.structs.replace(newsroom.settings, site=site)})
        answer = desk.get(path)
        return shown(answer) if "html" in answer.headers.get("content-type", "") and answer.text else set()

    left, seen = {}, 0
    for path in (*(route.path for route in ROUTES if route.method == "GET"), *MORE):
        for name, value in fill.items():
            path = path.replace(name, value)
        same = in_language("en-us", path) & in_language("de", path)
        seen += bool(same)
        strange = {
            text
            for text in same - SAME
            if not KEY.fullmatch(text) and {word.casefold() for word in WORD.findall(text)} - written
        }
        if strange:
            left[path] = strange
    assert left == {}
    assert seen > 20
