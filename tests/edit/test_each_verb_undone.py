"""Every verb as its own help writes it, done and taken back: records, site, feeds and API are the same bytes as before.

The verbs come from the table and their examples are what is done, so a new verb is tested as soon as it is there. Only
clocks are held: all is built and asked for at one and the same time.
"""

import re
import shlex
from datetime import timedelta

import pytest
from gathered import NOON, Clock, Site
from starlette.routing import Route
from starlette.testclient import TestClient

from coranto import newsroom as newsrooms
from coranto.cli import edit_
from coranto.config import extras, look, settings_file
from coranto.edit import log, verbs
from coranto.model.article import Article, Provider
from coranto.model.source import Source
from coranto.run import rejudge, reload, source_change, source_list, take_back, teach
from coranto.source import ids, opml
from coranto.web import app

TOML = "profile = 'subject'\n[publish]\nper_day = 6\nthreshold = 20\n[site]\nurl = 'https://news.example'\n"
TOPICS = {
    "heat": "taxonomy: topic\n_id: heat\nname: Heat Pumps\nkeywords: [heat pump, boiler]\n",
    "sea": "taxonomy: topic\n_id: sea\nname: Sea\nkeywords: [ferry, harbour]\n",
    "policy": "taxonomy: topic\n_id: policy\nname: Policy\nkeywords: [court]\n",
    "chips": "taxonomy: topic\n_id: chips\nname: Chips\nkeywords: [aground]\n",
}
ARTICLES = {  # by address
    "https://a.example/news": "Ferry runs aground off Skagen, 212 passengers taken to safety",
    "https://c.example/ferry": "212 passengers evacuated after ferry runs aground near Skagen",
    "https://d.example/ferry": "Skagen ferry aground: all 212 passengers safe, captain questioned",
    "https://b.example/another-harbour": "Quake shakes Valparaiso harbour at dawn",
    "https://a.example/another-harbour": "Valparaiso harbour shaken by quake at dawn, cranes topple",
    "https://nautil.us/heat": "A heat pump for every house of the old harbour",
    "https://tabloid.example/stars": "Your horoscope: a court, a ferry and love",
    "https://e.example/boiler": "Boiler makers merge after a long summer",
    "https://f.example/district": "District heating comes to Odense",
}
HELD = "https://f.example/district"  # published only if an editor says so


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undone")
    (folder / "topics").mkdir()
    for name, text in TOPICS.items():
        (folder / "topics" / f"{name}.yaml").write_text(text)
    (folder / "coranto.toml").write_text(TOML)
    clock, there = Clock(), extras.there
    patch = pytest.MonkeyPatch()
    patch.setattr(extras, "there", lambda extra: extra != "mcp" and there(extra))  # takes long to make, and only reads
    with newsrooms.open_newsroom(settings_file.load(folder / "coranto.toml"), now=clock) as newsroom:
        site = Site(folder, newsroom, clock)
        for hours, (url, title) in enumerate(ARTICLES.items(), 1):
            site.add(article(url, title, NOON - timedelta(hours=hours)))
        source_change.put(newsroom, [Source(id=ids.source_id(url), url=url, title="A") for url in ("https://a.example/f",)], "ada")  # fmt: skip
        settle(site)
        site.before = None
        site.paths = [
            route.path
            for route in app.make(newsroom).routes
            if isinstance(route, Route)
            and "{" not in route.path
            and route.path != "/metrics"
            and "GET" in (route.methods or {"GET"})
        ]
        yield site
    patch.undo()


def article(url, title, at):
    outlet = url.split("/")[2]
    return Article(
        id=newsroom_id(url), url=url, original_url=url, web_url=url, title=title, published=at, seen=at, language="en",
        provider=Provider(name=outlet.split(".")[0].title(), domain=outlet), excerpt=f"{title[::-1]}.",
        text=f"Nothing of {outlet}.",
    )  # fmt: skip


def newsroom_id(url):
    from coranto.dedupe import address

    return address.article_id(url)


def settle(site):
    """What a round does with what was decided."""
    reload.now(site.newsroom)
    source_list.sync(site.newsroom)
    teach.follow_decisions(site.newsroom)
    rejudge.follow_rules(site.newsroom)
    site.publish()


def everything(site):
    """Record files, the static site with its feeds and API, and what the live one answers."""
    now, site.clock.time = site.clock.time, NOON + timedelta(hours=1)
    found = {f"static {name}": body for name, body in site.tree().items()}
    client = TestClient(app.make(site.newsroom))  # a new one has cached nothing
    for path in site.paths:
        found[f"live {path}"] = client.get(path, headers={"User-Agent": "curl/8"}).content
    site.clock.time = now
    return found


def changed(before, after):
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def example(site, verb):
    """What the example of a verb's help says, of this newsroom's articles."""
    _, _, name, *words = shlex.split(verb.example)
    command = edit_.command.commands[name]
    given = command.make_context(name, words).params
    records = site.store.get_records([newsroom_id(url) for url in ARTICLES])

    def here(value):
        if isinstance(value, (tuple, list)):
            return tuple(map(here, value))
        if verb.name in ("hold", "publish") and value == "https://a.example/news":
            return HELD
        if isinstance(value, str) and value.startswith("_news/"):
            return records[newsroom_id("https://b.example/another-harbour")].path
        if isinstance(value, str) and value.startswith("$("):
            return "name: Bees\nkeywords: [ferry, hornet]\n"
        return value

    return {key.replace("-", "_"): here(value) for key, value in given.items() if key not in ("why", "who")}


def done_and_undone(site, do):
    """Do something and take all its edits back; return what it changed, and what was left of it in the end."""
    before, first = site.before or everything(site), len(site.store.get_edits())
    do()
    settle(site)
    made = [edit.number for edit in site.store.get_edits()[first:]]
    assert made
    edited = everything(site)
    for number in reversed(made):
        take(site, number)
    settle(site)
    site.before = everything(site)
    return changed(before, edited), changed(before, site.before)


def take(site, number):
    undone = take_back.take_back(site.newsroom, number, who="bo").edit
    assert not site.carried_out(undone).trouble


@pytest.mark.parametrize("verb", verbs.VERBS.values(), ids=lambda verb: verb.name)
def test_the_example_of_each_verb_is_taken_back_to_the_same_bytes(site, verb):
    said = example(site, verb)
    differs, left = done_and_undone(site, lambda: site.carried_out(verbs.say(site.newsroom, verb.name, said)))
    assert differs or verb.name == "hold", "it changes something"
    assert left == []
    assert log.verify(site.newsroom) == []


def test_a_look_is_taken_back_to_the_same_bytes(site):
    said = {"name": "theme.css", "text": look.write("", look.Look("red", "sans"))}
    differs, left = done_and_undone(site, lambda: verbs.say(site.newsroom, "file", said))
    assert "static static/theme.css" in differs
    assert left == []


SOURCE = Source(id=ids.source_id("https://b.example/f"), url="https://b.example/f", title="B <script>", folder="Sea")


@pytest.mark.parametrize(
    "do",
    [
        lambda newsroom, have: source_change.put(newsroom, [SOURCE], "ada"),
        lambda newsroom, have: source_change.remove(newsroom, have.id, "ada"),
        lambda newsroom, have: source_change.weigh(newsroom, have, source_change.MUTED, "ada"),
        lambda newsroom, have: source_change.put(newsroom, opml.read(BROUGHT)[0], "ada"),
    ],
    ids=["added", "removed", "muted", "list brought"],
)
def test_sources_are_taken_back_to_the_same_bytes(site, do):
    have = source_list.on_list(site.newsroom)[0]
    file = source_list.path(site.newsroom)
    before = file.read_bytes()
    differs, left = done_and_undone(site, lambda: do(site.newsroom, have))
    assert differs
    assert left == []
    assert file.read_bytes() == before


BROUGHT = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="Far">
<outline type="rss" text="C" xmlUrl="https://c.example/f"/><outline type="rss" text="D" xmlUrl="https://d.example/f"/>
</outline></body></opml>"""


def test_every_verb_has_its_example_on_the_command_line():
    for name, verb in verbs.VERBS.items():
        assert re.match(rf"coranto edit {name} ", verb.example)
