"""A page kind is one declaration: the example of CONTRIBUTING.md gets a route, a static file, a cache and a sitemap."""

import re
import textwrap
import types
from pathlib import Path

import pytest
import seeding
from starlette.testclient import TestClient

from coranto.model.settings import Settings
from coranto.score import quality
from coranto.site import build
from coranto.web import app, page_kinds, sitemaps
from coranto.web.page_kind import DocumentKind, PageKind

GUIDE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text()


def example(heading, language):
    """The code of a walk, as it stands in the guide."""
    walk = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return textwrap.dedent(re.search(rf"^ *```{language}\n(.*?)^ *```$", walk, re.MULTILINE | re.DOTALL)[1])


def module(heading):
    made = types.ModuleType("example")
    exec(example(heading, "python"), vars(made))
    return made


@pytest.fixture
def outlets(fresh, tmp_path, monkeypatch):
    """The guide's page kind, registered, and how often its view was asked."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "outlets.html").write_text(example("Add a page kind", "jinja"))
    kind, asked = module("Add a page kind").KIND, []
    view = kind.view
    kind = PageKind(**{name: getattr(kind, name) for name in kind.__struct_fields__}
                    | {"view": lambda *args: asked.append(args) or view(*args)})  # fmt: skip
    monkeypatch.setattr(page_kinds, "ALL", (*page_kinds.ALL, kind))
    monkeypatch.setattr(page_kinds, "PAGES", (*page_kinds.PAGES, kind))
    return kind, asked


def test_a_declared_page_is_served(fresh, outlets):
    with TestClient(app.make(fresh)) as client:
        answer = client.get("/outlets/")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "<h1>Outlets</h1>" in answer.text
        assert client.get("/outlets", follow_redirects=False).headers["location"] == "./outlets/"
        assert client.head("/outlets/").status_code == 200
        assert client.post("/outlets/").status_code == 405


def test_its_answer_is_cached_until_the_store_changes(fresh, outlets, monkeypatch):
    monkeypatch.setattr("coranto.web.cache.HOLD", 0)
    _, asked = outlets
    with TestClient(app.make(fresh)) as client:
        first, second = client.get("/outlets/"), client.get("/outlets/")
        assert first.content == second.content
        assert len(asked) == 1
        fresh.store.count_reader("an article", "a reader", f"{seeding.NOW:%Y-%m-%d}")
        client.get("/outlets/")
        assert len(asked) == 2


def test_it_is_a_file_of_the_static_site_which_follows_what_it_reads(fresh, outlets, tmp_path):
    _, asked = outlets
    build.build(fresh, tmp_path / "site")
    written = tmp_path / "site" / "outlets" / "index.html"
    with TestClient(app.make(fresh)) as client:
        assert written.read_bytes() == client.get("/outlets/").content
    asked.clear()
    build.build(fresh, tmp_path / "site")
    assert asked == []  # nothing changed that it read
    seeding.file(fresh, "new", [seeding.article(f"{seeding.HEADLINES[0]} again", "A New Outlet", 0.1)])
    build.build(fresh, tmp_path / "site")
    assert len(asked) == 1
    assert "A New Outlet" in written.read_text()


def test_it_stands_in_the_sitemap(fresh, outlets):
    pages, _ = sitemaps.kinds(page_kinds.PAGES)
    found = [one for one in pages.documents(fresh, seeding.request()) if one.path == "/sitemap-pages.xml"]
    assert b"<loc>https://news.example/ai/outlets/</loc>" in found[0].body


def test_names_and_paths_belong_to_one_kind_each():
    names = [kind.name for kind in page_kinds.ALL]
    paths = [path.rstrip("/") for kind in page_kinds.ALL for path in kind.paths]
    assert len(set(names)) == len(names)
    assert len(set(paths)) == len(paths)


def test_every_unit_is_that_of_a_kind_that_lists_its_idents():
    listed = {kind.name for kind in page_kinds.ALL if kind.idents is not None}
    assert {kind.unit for kind in page_kinds.ALL if kind.unit} <= listed


def test_every_page_has_its_template():
    templates = {path.name for path in (Path(page_kinds.__file__).parent / "templates").iterdir()}
    assert {kind.template for kind in page_kinds.PAGES} <= templates


def test_cached_paths_are_those_that_say_so():
    paths = page_kinds.cached_paths([
        DocumentKind(name="a", paths=("/t/{ident}/feed.xml",), document=lambda *_: None, cached=True),
        DocumentKind(name="b", paths=("/s/{ident}/",), document=lambda *_: None),
        DocumentKind(name="c", paths=("/",), document=lambda *_: None, cached=True),
    ])  # fmt: skip
    assert all(paths.fullmatch(one) for one in ("/", "/t/ai/feed.xml", "/t/ai/feed.xml/"))
    assert not any(paths.fullmatch(one) for one in ("/s/1/", "/t/ai/feedxxml", "/t/a/b/feed.xml", "/t//feed.xml"))


@pytest.mark.parametrize("heading", ["Add a page kind", "Add a signal"])
def test_a_walk_names_files_that_are_there_and_no_more_than_four(heading):
    walk = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    steps = re.findall(r"^\d\. \*\*.*?`((?:src|tests|docs)/[\w/.]+)`", walk, re.MULTILINE)
    assert len(steps) == len(re.findall(r"^\d\. ", walk, re.MULTILINE)) == 4
    for step in steps:
        assert (Path(__file__).parents[2] / step).parent.is_dir()


def test_the_guide_s_signal_adds_its_part():
    table = {**quality.SIGNALS, "length": module("Add a signal").signal}
    article = seeding.article("A headline", "An outlet", 1, text="word " * 2000)
    points, parts = quality.judge(article, Settings(), signals=table)
    assert parts[-1].points == 5
    assert points == sum(part.points for part in parts)
