"""`coranto check` through the real console door: what a run would stop at, and what it would pass over in silence."""

import pytest

from console import run

KEY = "CORANTO_SITE_KEY"


@pytest.fixture
def site(tmp_path):
    run("init", "site", cwd=tmp_path)
    return tmp_path / "site"


def check(site, code=1):
    return run("check", cwd=site, code=code).stdout.replace(f"{site}/", "").splitlines()


def toml(site, old, new):
    file = site / "coranto.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def line(file, text):
    return next(n for n, one in enumerate(file.read_text().splitlines(), 1) if one.startswith(text))


def test_check_names_all_that_a_run_would_refuse(site, monkeypatch):
    toml(site, "[publish]", '[publish]\noutputs = ["markdwn"]')
    toml(site, "[fetch]", '[fetch]\nallow = ["10.0.0.0/99"]')
    toml(site, "[site]", 'database = "mysql://x"\nkey = "short"\n[site]')
    (site / "hubs.txt").write_text("https://hub.example/\nhub\n")
    (site / "pictures.txt").write_text("# none\nnodomain\n")
    (site / "crawlers.txt").write_text("one two three\n")
    place = {
        name: f"coranto.toml:{line(site / 'coranto.toml', name)}" for name in ("database", "key", "outputs", "allow")
    }
    told = check(site)
    begins = [
        f"{place['database']}: Coranto keeps its memory in SQLite or PostgreSQL, not in mysql; write ",
        f"{place['key']}: `key` is 32 bytes in base64 or 64 hexadecimal digits; `openssl rand",
        f"{place['outputs']}: `publish.outputs` names `markdwn`, which nothing installed adds; there are markdown",
        f"{place['allow']}: `10.0.0.0/99` is no host, address or network; write ",
        "hubs.txt:2: `hub` is no address of a hub; write one a line",
        "pictures.txt:2: `nodomain` is no domain; write one a line",
        "crawlers.txt:1: `one two three` is no crawler's name; write one a line",
    ]
    for begin in begins:
        assert sum(one.startswith(begin) for one in told) == 1, (begin, told)
    said = run("run", "--once", cwd=site, code=2).stderr
    assert said.startswith(f"coranto: {place['outputs']}: `publish.outputs` names `markdwn`")
    monkeypatch.setenv(KEY, "short too")
    assert any(one.startswith(f"{KEY} of the environment: `key` is 32 bytes") for one in check(site))


def test_check_names_what_browsers_pass_over_in_a_style_sheet(site):
    css = site / "theme.css"
    css.write_text(
        "/* --nothing: 1; } */\n:root {\n  --papr: red; --own: 2;\n  --paper: white;\n}\n"
        'a { order: var(--own); content: "}"; background: url(https://elsewhere.example/a.png) }\n}\nb {\n'
    )
    told = [one for one in check(site) if one.startswith("theme.css")]
    assert [one.split(";")[0] for one in told] == [
        "theme.css:3: nothing uses `--papr`",
        "theme.css:6: `https://elsewhere.example/a.png` is not loaded: the pages load nothing from other sites",
        "theme.css:7: this `}` closes nothing",
        "theme.css:8: this `{` is never closed",
    ]
    assert "did you mean `--paper`?" in told[0]
    css.write_bytes(b"a {}\n\xff")
    assert "theme.css:2: is not UTF-8; save it as UTF-8" in check(site)
    css.unlink()
    css.mkdir()
    assert any(one.startswith("theme.css: cannot be read: ") for one in check(site))


def test_check_names_what_nothing_acts_on_in_a_topic(site):
    (site / "topics" / "my-subject.yaml").write_text("name: Über uns\nkeywords: [us]\nlayout: topic\n")
    (site / "topics" / "ports.yaml").write_text(
        "taxonomy: topic\n_id: my ports/quays\nname: Ports\nkeyword:\n  - port\nparent: Trade\n"
    )
    told = [one for one in check(site) if one.startswith("topics/")]
    assert [one.split(";")[0] for one in told] == [
        "topics/my-subject.yaml:1: `Über uns` gets no page and no feed: the id made of its name, `über-uns`, cannot stand in an address",
        "topics/ports.yaml:4: `keyword` is not read",
        "topics/ports.yaml:2: `Ports` gets no page and no feed: its `_id`, `my ports/quays`, cannot stand in an address",
        "topics/ports.yaml:6: parent `Trade` is no topic here",
        "topics/ports.yaml:3: no article can get `Ports`: it has no keywords, no source names it, and no topic has it as parent",
    ]
    assert told[1].endswith("did you mean `keywords`?")
    assert told[2].endswith("like `my-ports-quays`")
    ports = site / "topics" / "ports.yaml"
    ports.write_text("_id: ports\nname: Ports\n---\n_id: quays\nname: Quays\nparent: Ports\nkeywords: [quay]\n")
    assert [one for one in check(site) if one.startswith("topics/ports")] == []
    ports.write_text("name: Ports\ncolour: red\nx-icon: p.svg\nkeywords: [port]\n")
    told = [one for one in check(site) if one.startswith("topics/ports")]
    assert [one.split(";")[0] for one in told] == [
        "topics/ports.yaml:2: `colour` is not read",
        "topics/ports.yaml:1: `Ports` has no `_id`, so its page moves when its name changes",
    ]
    assert told[0].endswith("if it is another program's, begin its name with `x-`")
    assert told[1].endswith("write `_id: ports` above the name")


def test_check_and_doctor_name_what_is_left_of_the_example(site):
    toml(site, "port = 8000", "port = 8010")
    left = [
        "topics/my-subject.yaml: `My Subject` is still the example that `coranto init` wrote",
        f"coranto.toml:{line(site / 'coranto.toml', 'title')}: `site.title` is still the example's",
        f"coranto.toml:{line(site / 'coranto.toml', 'url')}: `site.url` names port 8000 of this machine, and `serve.port` is 8010",
        "sources.opml: no sources yet, so there is nothing to gather",
    ]
    assert [one.split(";")[0] for one in check(site)] == left
    told = run("doctor", cwd=site, code=1)
    worries = [
        one.removeprefix("! ").replace(f"{site}/", "") for one in told.stdout.splitlines() if one.startswith("! ")
    ]
    assert [one.split(";")[0] for one in worries] == left
    assert told.stderr == "4 to look at\n"


def test_check_names_the_lines_of_the_list_of_sources(site):
    (site / "sources.opml").write_text(
        '<opml version="2.0"><body>\n<outline text="A" xmlUrl="https://a.example/feed" category="my subject"/>\n'
        '<outline text="B" xmlUrl="ftp://b.example/"/>\n<outline text="C" xmlUrl="https://a.example/feed"/>\n'
        '<outline text="D" xmlUrl="https://d.example/feed" category="Whales,My Subject"/>\n</body></opml>\n'
    )
    told = [one for one in check(site) if one.startswith("sources.opml")]
    assert told == [
        "sources.opml:3: B: `ftp://b.example/` is no address of the web, so nothing is read there; write the feed's https address as xmlUrl",
        "sources.opml:4: C has the address of line 2, and only that one counts; take one of them out",
        "sources.opml:2: A names the topic `my subject`, which has no file; did you mean `My Subject`? A topic is named by its `name`, and a new one is a file in `topics`",
        "sources.opml:5: D names the topic `Whales`, which has no file; the topics are My Subject. A topic is named by its `name`, and a new one is a file in `topics`",
    ]  # fmt: skip
    (site / "sources.opml").write_text("not a list")
    assert [one.split(":")[0] for one in check(site) if "still the example" not in one] == ["sources.opml"]
