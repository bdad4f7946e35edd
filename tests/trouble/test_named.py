"""What is wrong is named, with its place and what to do, and costs only itself."""

import json

import pytest

FEED = """<rss version="2.0"><channel><title>Good</title><item><title>Police stop facial recognition</title>
<link>{0}/story</link><pubDate>Mon, 02 Mar 2026 01:00:00 GMT</pubDate></item></channel></rss>"""
PAGE = "<html><body><article><h1>Police stop facial recognition</h1><p>{0}</p></article></body></html>"


@pytest.fixture
def good(outlet):
    outlet.pages["/good"] = ("application/rss+xml", FEED.format(outlet.address).encode())
    outlet.pages["/story"] = ("text/html", PAGE.format("It was said. " * 60).encode())


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[fetsch]\n", "coranto.toml:1: `fetsch` is not a setting; did you mean `fetch`? the top of the file takes profile, site, "),
        ("[serve]\nprot = 80\n", "coranto.toml:2: `serve.prot` is not a setting; did you mean `port`? [serve] takes host, port"),
        ('[outlets."a.example"]\nwait = 1\n', "coranto.toml:2: `outlets.a.example.wait` is not a setting; "),
        ("[serve]\nport = 0\n", "coranto.toml:2: `serve.port` is 0; it may be 1 to 65535"),
        ("[judge]\nimage = 'x'\n", "coranto.toml:2: `judge.image`: expected `int`, got `str`"),
        ('[publish]\noutputs = ["markdwon"]\n', "coranto.toml:2: `publish.outputs` names `markdwon`, which nothing installed adds; there are markdown"),
        ('database = "oracle://x"\n', "coranto.toml:1: Coranto keeps its memory in SQLite or PostgreSQL, not in oracle"),
        ('key = "short"\n', "coranto.toml:1: `key` is 32 bytes in base64 or 64 hexadecimal digits"),
        ("[paths]\nrecords = 3\n", "coranto.toml:2: `paths.records`: expected `str`, got `int`"),
        ("\x00", "coranto.toml: not TOML"),
        ('[site]\nurl = "javascript:alert(1)"\n', "coranto.toml:2: `site.url` is `javascript:alert(1)`"),
    ],
)  # fmt: skip
def test_a_wrong_configuration_ends_with_2_and_says_where_and_what_is_allowed(site, coranto, toml, said):
    (site / "coranto.toml").write_text(toml)
    for command in (["run", "--once"], ["sources"], ["build", "public"]):
        done = coranto(*command)
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith(f"coranto: {said}"), done.stderr
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
    assert not (site / "public").exists()


def test_a_bad_topic_file_is_left_out_with_file_line_and_reason(site, listen, good, coranto):
    topics = site / "topics"
    (topics / "broken.yaml").write_text("taxonomy: topic\n_id: broken\nname: [Broken\nkeywords: x\n")
    (topics / "list.yaml").write_text("- 1\n- 2\n")
    (topics / "nameless.yaml").write_text("taxonomy: topic\n_id: nameless\nkeywords: [police]\n")
    (topics / "words.yaml").write_text("taxonomy: topic\n_id: words\nname: Words\nkeywords:\n  - {a: b}\n")
    (topics / "bytes.yaml").write_bytes(b"name: \xff\xfe\n")
    (topics / "bomb.yaml").write_text("a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(99)))
    (topics / "deep.yaml").write_text("[" * 100_000)
    listen("/good")
    done = coranto("run", "--once")
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    for name in ("broken", "list", "nameless", "words", "bytes", "bomb", "deep"):
        line = next(line for line in lines if f"{name}.yaml" in line)
        assert line.startswith("topic left out: "), line
        assert f"{name}.yaml:" in line, line
    assert next(line for line in lines if "broken.yaml:" in line).split("broken.yaml:")[1][0].isdigit()
    (record,) = (site / "_news").glob("*.md")
    assert "  - Vision\n" in record.read_text(), "the others count"
    checked = coranto("check")
    assert checked.returncode == 1
    assert sum(".yaml" in line for line in checked.stdout.splitlines()) == 7
    assert "7 to mend" in checked.stderr


def test_a_source_that_fails_is_a_line_with_the_reason_and_the_run_goes_on(site, outlet, listen, good, coranto):
    outlet.pages |= {
        "/gone": 410,
        "/trouble": 500,
        "/html": ("text/html", b"<html><body>No feed here</body></html>"),
        "/nothing": ("application/rss+xml", b""),
        "/torn": ("application/rss+xml", b"<rss version='2.0'><channel><item><title>Torn"),
        "/json": ("application/json", b'{"items": "no"}'),
    }
    bad = ["/gone", "/trouble", "/html", "/nothing", "/json", "/missing"]
    listen(*bad, "/torn", "/good")
    done = coranto("run", "--once")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["polled"], summary["failed"], summary["articles"]) == (8, len(bad), 1)
    for path in bad:
        (line,) = [line for line in done.stderr.splitlines() if f"{path}" in line]
        assert "source failed" in line
        assert "reason=" in line
        assert "Traceback" not in line
    doctor = coranto("doctor")
    assert doctor.returncode == 1
    for path in bad:
        assert [line for line in doctor.stdout.splitlines() if line.startswith("! ") and path in line], path
    told = {
        line["url"].removeprefix(outlet.address): line
        for line in map(json.loads, coranto("sources", "--json").stdout.splitlines())
    }
    assert all(told[path]["trouble"] for path in bad)
    assert told["/good"]["trouble"] in (None, "")


def test_a_broken_list_of_sources_is_named_and_never_overwritten(site, outlet, listen, good, coranto):
    listen("/good")
    assert json.loads(coranto("run", "--once").stdout)["articles"] == 1
    (site / "sources.opml").write_text("<html></html>")
    done = coranto("run", "--once")
    assert done.returncode == 0
    assert "sources.opml: it is no OPML: its root is not `opml`; the sources known so far stay" in done.stderr
    assert [json.loads(line)["title"] for line in coranto("sources", "--json").stdout.splitlines()] == ["/good"]
    assert "! source left out: " in coranto("doctor").stdout
    outlet.pages["/good?other"] = outlet.pages["/good"]
    done = coranto("add", f"{outlet.address}/good?other")
    assert done.returncode == 2
    assert done.stderr.startswith(f"coranto: {site}/sources.opml: it is no OPML")
    assert (site / "sources.opml").read_text() == "<html></html>"


@pytest.mark.parametrize("mangled", [("\n<outline text='/other'", None), ("/other'", "/other"), ("</body>", "<b>")])
def test_a_list_that_breaks_off_drops_nobody(site, outlet, listen, good, coranto, mangled):
    outlet.pages["/other"] = outlet.pages["/good"]
    rows = "".join(f"\n<outline text='{p}' xmlUrl='{outlet.address}{p}'/>" for p in ("/good", "/other"))
    whole = f"<opml version='2.0'><body>{rows}\n</body>\n</opml>"
    (site / "sources.opml").write_text(whole)
    assert json.loads(coranto("run", "--once").stdout)["polled"] == 2
    part, instead = mangled
    broken = whole.replace(part, instead, 1) if instead else whole[: whole.index(part) + len(part)]
    (site / "sources.opml").write_text(broken)
    done = coranto("run", "--once")
    assert done.returncode == 0
    assert f"{site}/sources.opml: line " in done.stderr
    assert "mend it there, or put back a copy; the sources known so far stay" in done.stderr
    assert len(coranto("sources", "--json").stdout.splitlines()) == 2
    assert f"{site}/sources.opml: line " in coranto("check").stdout
    outlet.pages["/third"] = outlet.pages["/good"]
    added = coranto("add", "--anyway", f"{outlet.address}/third")
    assert added.returncode == 2
    assert (site / "sources.opml").read_text() == broken, "a broken list is not written anew without what it lost"


def test_of_a_list_to_import_that_breaks_off_what_can_be_read_is_taken_over(site, coranto, tmp_path):
    rows = "".join(f'<outline text="{n}" xmlUrl="https://{n}.example/feed"/>\n' for n in "abcdef")
    other = tmp_path / "list.opml"
    other.write_text(f'<?xml version="1.0"?>\n<opml version="2.0"><body>\n{rows}'[:-20])
    done = coranto("import", str(other))
    assert done.returncode == 1
    assert done.stdout == "5 sources added, 0 known already, 0 left out\n"
    assert done.stderr.startswith(f"{other}: line 8: it is broken here or breaks off: ")
    assert "; 5 sources were read, others may be missing: mend it and import again" in done.stderr
    assert len(coranto("sources", "--json").stdout.splitlines()) == 5


def test_a_bad_row_of_the_list_costs_only_itself(site, outlet, good, coranto):
    rows = '<outline text="Bad" xmlUrl="javascript:alert(1)"/>\n<outline text="Good" xmlUrl="{}/good"/>'
    (site / "sources.opml").write_text(f'<opml version="2.0"><body>\n{rows.format(outlet.address)}</body></opml>')
    done = coranto("run", "--once")
    assert done.returncode == 0
    assert "sources.opml: line 2: Bad: `javascript:alert(1)` is no address of the web" in done.stderr
    assert json.loads(done.stdout)["articles"] == 1


OLD = '---\ncategory: news\ntitle: "{0}"\npublishedDateTime: 2026-03-02T01:00:00Z\nwebUrl: "https://b.example/{0}"\nquality: 19\nheat: 90\npublished: true\n---\n\n'


def test_a_broken_record_is_named_and_left_alone_and_the_rest_imported(site, coranto, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    broken = {
        "unfenced.md": b"title: a\n",
        "latin.md": b"---\ntitle: caf\xe9\n---\n\n",
        "number.md": OLD.format("number").replace("19", "many").encode(),
        "open.md": b'---\ntitle: "never closed\n---\n\n',
        "nowhere.md": b'---\ntitle: "No address"\n---\n\n',
        "untitled.md": b'---\nwebUrl: "https://b.example/u"\n---\n\n',
        "empty.md": b"",
        "deep.md": b"---\na: " + b"[" * 100_000 + b"\n---\n\n",
        "zero.md": OLD.format("zero").replace("2026-03-02", "2026-13-02").encode(),
    }
    for name, data in broken.items():
        (old / name).write_bytes(data)
    for name in ("one", "two"):
        (old / f"2026-03-02-{name}.md").write_text(OLD.format(name))
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in old.iterdir()}
    done = coranto("import", str(old))
    assert done.returncode == 1
    assert done.stdout == f"2 records taken over, 0 known already, {len(broken)} left out\n"
    lines = done.stderr.splitlines()
    assert len(lines) == len(broken)
    for name in broken:
        (line,) = [line for line in lines if f"{name}" in line]
        assert line.startswith(f"left out: {old / name}"), line
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in old.iterdir()} == before
    assert sorted(file.name for file in (site / "_news").iterdir()) == ["2026-03-02-one.md", "2026-03-02-two.md"]
    assert (site / "_news/2026-03-02-one.md").read_bytes() == (old / "2026-03-02-one.md").read_bytes()
    again = coranto("import", str(old))
    assert again.stdout == f"0 records taken over, 2 known already, {len(broken)} left out\n"


def test_a_list_to_import_that_is_none(site, coranto, tmp_path):
    other = tmp_path / "list.xml"
    other.write_text("not XML at all")
    done = coranto("import", str(other))
    assert done.returncode == 1
    assert done.stderr.startswith(f"coranto: {other}: ")
    assert coranto("import", str(tmp_path / "nowhere")).returncode == 2
