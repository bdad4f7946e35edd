"""The pages, asked for as a browser asks."""

import re

import pytest
import seeding
from lxml import html
from starlette.testclient import TestClient

from coranto.web import app
from coranto.web.pages import front

PAGES = (
    "/",
    "/river/",
    "/sources/",
    "/sources/wire/",
    "/sources/broken/",
    "/status/",
    "/about/how-it-works/",
    "/search/",
    "/search/?q=recognition",
    "/density/",
    "/archive/",
    "/keys/",
    "/newsletter/",
    "/offline/",
    "/archive/2026/",
    "/day/2026-03-07/",
)


def read(answer):
    return html.fromstring(answer.text)


def texts(tree, path):
    return [" ".join(one.text_content().split()) for one in tree.xpath(path)]


def story_path(client, number=2):
    return client.get(f"/s/{number:06x}", follow_redirects=False).headers["location"].replace("../", "/", 1)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_and_says_how_it_may_be_used(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(read(answer).xpath("//h1")) == 1


def test_the_front_page_ranks_stories_by_heat(client):
    tree = read(client.get("/"))
    heats = [int(heat) for heat in texts(tree, "//li[contains(@class,'s')]/p[@class='h']/b")]
    assert heats == sorted(heats, reverse=True)
    assert len(heats) >= 5
    assert texts(tree, "//h2[@id='river']") == ["River"]
    assert "7 outlets, the last 24 min ago" in texts(tree, "//li[@class='s one']/p[@class='m']")[0]


def test_the_rule_over_a_story_is_seventy_long_at_the_line(client):
    tree = read(client.get("/"))
    for row in tree.xpath("//li[contains(@class,'s')][svg]"):
        heat = int(row.xpath("p[@class='h']/b")[0].text)
        topic = row.xpath("p[@class='m']/a")[0].text
        line = 60 if topic == "Policy & Law" else 70
        assert row.xpath("svg[@class='b']/path/@d")[0] == f"M0 0h{min(240, round(heat * 70 / line))}v3H0z"


def test_a_story_says_how_it_came_to_be(client):
    tree = read(client.get("/s/000002"))
    assert "Should police and private companies stop" in tree.xpath("//h1")[0].text
    assert len(tree.xpath("//table[@class='cmp']/tbody/tr")) == 4
    (says,) = texts(tree, "//p[@class='says']")
    assert says.startswith("4 outlets tell this, Northbank Ledger among them. The newest article is of 2026-03-07, ")
    assert says.endswith(
        "It is on Computer Vision: “facial recognition” in the title. Its fit is 58. "
        "Published: heat 88 reaches the threshold of 70."
    )
    figures = [int(n.replace("−", "-")) for n in texts(tree, "(//table[contains(@class,'sum')])[1]/tbody//td")]
    assert sum(figures) == int(texts(tree, "(//table[contains(@class,'sum')])[1]/tfoot//td")[0]) == 58
    assert tree.xpath("//table[@class='ties']//tr[@class='out']")
    assert tree.xpath("//*[@lang='de']")


def test_an_address_leads_to_where_the_page_stands_now(client):
    for old in ("/s/000002", "/s/000002/", "/s/000002/an-older-headline", "/s/000002/an-older-headline/"):
        answer = client.get(old, follow_redirects=False)
        assert answer.status_code == 301
        assert client.get(old).url.path == "/s/000002/should-police-and-private-companies-stop-facial-recognition/"
    answer = client.get("/search?q=two+words", follow_redirects=False)
    assert answer.headers["location"] == "./search/?q=two+words"
    assert client.get("/t/ai").url.path == "/t/ai/"


def test_a_topic_shows_its_keywords_and_its_line(client):
    tree = read(client.get("/t/policy/"))
    assert texts(tree, "//section[@class='words']//li") == ["court", "ministers", "law"]
    assert "60, the line for publication" in client.get("/t/policy/").text
    assert "Chips & Power" not in texts(tree, "//div[@class='margin']//a")


def test_an_article_is_explained_and_never_served(client, newsroom):
    lead = newsroom.store.get_stories(["000002"])["000002"].lead
    answer = client.get(f"/a/{lead}/")
    assert "PRIVATE" not in answer.text
    tree = read(answer)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert texts(tree, "//p[@class='go']/a")[0] == "Read it at Northbank Ledger"
    assert tree.xpath("//table[@class='cmp']//a[starts-with(@href,'../../a/')]")


def test_the_rules_are_those_in_force(client):
    tree = read(client.get("/about/how-it-works/"))
    page = tree.text_content()
    assert "A story is published when its heat reaches 70." in page
    assert texts(tree, "//tr[th='each keyword of a topic in its title']/td") == ["+15"]
    rows = {
        texts(row, "th")[0].split(" in ")[0]: texts(row, "td")[-1]
        for row in tree.xpath("//table[@class='data full']/tbody/tr")
    }
    assert rows["Policy & Law"] == "60 its own"
    assert rows["AI"] == "70"


def test_search_finds_words_and_says_when_there_are_none(client):
    assert "Should police and private companies" in client.get("/search/?q=facial+surveillance").text
    assert "Nothing published has all of these words." in client.get("/search/?q=zeppelin").text
    for odd in ("?q=%01", "?q=" + "x" * 900, "?q=a&page=-3", "?q=a&page=٣", "?q=%22%27%28%2A-"):
        assert client.get(f"/search/{odd}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/nothing", "/s/zzzzzz/", "/t/unknown/", "/a/0123456789ab/", "/a/..%2f..%2fetc/", "/x/y/z"]
)
def test_a_page_that_is_not_there_helps(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    tree = read(answer)
    assert texts(tree, "//h1") == ["There is no such page"]
    way = tree.xpath("//link[@rel='stylesheet']/@href")[0]
    assert client.get(str(answer.url.join(way))).status_code == 200


def test_what_is_refused_is_refused_in_words(client):
    answer = client.post("/river/")
    assert answer.status_code == 405
    assert "That does not work here" in answer.text
    told = client.get("/api/news/unknown/")
    assert told.status_code == 404
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["status"] == 404


def test_a_fault_of_ours_is_said_and_logged(bare, monkeypatch):
    monkeypatch.setattr(type(bare.store), "hot_stories", lambda *_, **__: 1 / 0)
    with TestClient(app.make(bare), raise_server_exceptions=False) as client:
        answer = client.get("/")
    assert answer.status_code == 500
    assert "Something is broken here" in answer.text
    assert "ZeroDivision" not in answer.text


def test_unchanged_pages_are_not_sent_twice(client):
    first = client.get("/about/how-it-works/")
    again = client.get("/about/how-it-works/", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]


def test_pages_travel_compressed(client):
    for coding in ("br", "gzip"):
        answer = client.get("/", headers={"Accept-Encoding": coding})
        assert answer.headers["content-encoding"] == coding
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert "cookie" in answer.headers["vary"].lower()


def test_head_says_what_get_would(client):
    assert client.head("/").headers["etag"] == client.get("/").headers["etag"]


def test_density_is_remembered_without_a_script(newsroom):
    with TestClient(app.make(newsroom)) as client:
        answer = client.get("/density/?d=brief&to=t/ai/", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == "../t/ai/"
        assert 'data-density="brief"' in client.get("/t/ai/").text
        for away in ("//evil.example/", "https://evil.example/", "../../x", "javascript:alert(1)", "a//b"):
            location = client.get("/density/", params={"d": "full", "to": away}, follow_redirects=False).headers[
                "location"
            ]
            assert location == "../"
        assert "How dense?" in client.get("/density/?d=nonsense").text
    assert client.cookies["density"] == "full"


def test_search_engines_may_list_where_to_ask_and_no_question(client):
    assert 'content="noindex"' not in client.get("/search/").text
    assert 'content="noindex"' in client.get("/search/?q=recognition").text


def test_an_empty_newsroom_says_what_happens_next(bare):
    assert "reads no source yet" in seeding.page("front", bare).body.decode()
    for name in ("front", "sources", "status", "about"):  # how to run a newsroom is no reader's matter
        made = seeding.page(name, bare).body.decode()
        assert "`" not in made
        assert "coranto add" not in made
    seeding.file(bare, "lonely", [seeding.article("A quiet title", "Lab Notes", 3, image=False, amp=False)])
    assert "none of late is at the line of 70" in seeding.page("front", bare).body.decode()
    assert "No story on AI has reached 70" in seeding.page("topic", bare, "ai", seeding.NOW).body.decode()
    assert "is the only one to tell it so far" in seeding.page("story", bare, "lonely", seeding.NOW).body.decode()
    assert "Nothing has come in yet" not in seeding.page("river", bare).body.decode()


HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1>',
    "' onmouseover='window.hit=1",
    "{{ 7*7 }}{% raw %}",
    "</title></head><svg onload=window.hit=1>",
    "\u202ekcits \u0639\u0631\u0628\u064a",
)


def test_hostile_words_stay_words(bare):
    told = [
        seeding.article(
            f"{bad} facial recognition model", bad, 0.5 + n, excerpt=bad, language=bad, url=f"https://bad.example/{n}"
        )
        for n, bad in enumerate(HOSTILE)
    ]
    told.append(
        seeding.article(
            "Script address in facial recognition",
            "Sly",
            2,
            web_url="javascript:window.hit=1",
            url="javascript:window.hit=1",
        )
    )
    lead = seeding.file(bare, "hostile", told)
    made = [
        seeding.page("front", bare),
        seeding.page("story", bare, "hostile", seeding.NOW),
        seeding.page("river", bare),
    ]
    made += [
        seeding.page("article", bare, lead, seeding.NOW),
        seeding.page("topic", bare, "ai", seeding.NOW),
        seeding.page("search", bare, query={"q": [HOSTILE[0]]}),
    ]
    for page in made:
        tree = html.fromstring(page.body)
        assert [node.get("src") for node in tree.xpath("//script")] == [
            node.get("src") for node in tree.xpath("//head/script")
        ]
        assert not tree.xpath("//img | //iframe | //*[@onload or @onerror or @onmouseover or @style] | //style")
        assert all(re.match(r"(https?://|\.\.?/|#|\?)", link) for link in tree.xpath("//@href")), page.path
    assert b"{{ 7*7 }}" in made[1].body


def test_the_fold_leaves_no_orphans(bare):
    assert front.fold([], [], [], []) == 0
    seeding.stories(bare, 30)
    whole = front.view(bare, seeding.NOW)
    for density in ("brief", "standard", "full"):
        made = front.view(bare, seeding.NOW, density)
        assert len(made.below) > 2
        assert made.above + made.below == whole.above + whole.below
    assert len(front.view(bare, seeding.NOW, "brief").above) > len(front.view(bare, seeding.NOW, "full").above)


def test_the_front_page_keeps_to_its_budget(bare):
    import gzip

    from coranto.web import pwa, theme

    seeding.stories(bare, 70, members=8)
    page = seeding.page("front", bare)
    assert page.body.count(b'<li class="s') == 40
    assert len(gzip.compress(page.body, 6)) <= 25_000
    assert len(gzip.compress(theme.of(bare.settings.folder).file("style.css"), 6)) <= 10_000
    for body in (page.body, *(seeding.page(kind, bare).body for kind in ("search", "yours", "keys"))):
        named = re.findall(rb'<script src="[./]*/static/([a-z]+\.js)', body)
        assert len(named) >= 3
        scripts = [pwa.worker(bare).body, *(theme.of(bare.settings.folder).file(name.decode()) for name in named)]
        assert sum(len(gzip.compress(script, 6)) for script in scripts) <= 4_000, named
