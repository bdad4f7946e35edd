"""Every command through the real console door: names, shapes, exit codes and sentences that scripts rely on."""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import time
import urllib.request

import pytest
from console import CORANTO, ENVIRONMENT, free_port, lines, run

from coranto import cli

pytestmark = pytest.mark.xdist_group("console")


RSS = """<rss version="2.0"><channel><title>An outlet</title><link>https://outlet.example/</link>
<item><title>Police &amp;amp; faces</title><link>/1</link><guid isPermaLink="false">one</guid>
<pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate><description>&lt;p onclick="x"&gt;Words&lt;/p&gt;</description>
<enclosure url="/p.mp3" type="audio/mpeg" length="7"/></item>
<item><title>Bare</title></item></channel></rss>"""
ENTRY = ["url", "id", "title", "summary", "content", "published", "updated", "authors", "topics", "images", "enclosures", "language", "source"]  # fmt: skip


def test_parse(tmp_path):
    (tmp_path / "feed.xml").write_text(RSS)
    one, bare = lines(run("parse", "feed.xml", "--url", "https://outlet.example/feed", cwd=tmp_path))
    assert list(one) == ENTRY == list(bare)
    assert one["url"] == "https://outlet.example/1"
    assert (one["id"], one["title"], one["published"]) == ("one", "Police & faces", "2026-03-02T09:00:00Z")
    assert one["summary"] == "<p>Words</p>"
    assert one["enclosures"] == [{"url": "https://outlet.example/p.mp3", "type": "audio/mpeg", "length": 7}]
    assert [name for name in ENTRY if bare[name]] == ["title"]
    assert (bare["url"], bare["authors"], bare["images"]) == (None, [], [])
    assert lines(run("parse", "-", "--url", "https://outlet.example/feed", cwd=tmp_path, input=RSS)) == [one, bare]
    (whole,) = lines(run("parse", "--feed", cwd=tmp_path, input=RSS))
    assert list(whole) == ["title", "link", "language", "description", "image", "hub", "updated", "entries"]
    assert [entry["title"] for entry in whole["entries"]] == ["Police & faces", "Bare"]
    (error,) = lines(run("parse", cwd=tmp_path, input="no feed", code=1))
    assert list(error) == ["error"]


def test_parse_a_sitemap(tmp_path):
    text = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc><lastmod>2026-03-02</lastmod></url></urlset>'
    (one,) = lines(run("parse", cwd=tmp_path, input=text))
    assert (list(one), one["url"]) == (ENTRY, "https://a.example/1")


PAGE = """<html lang="en"><head><title>Police and faces | An outlet</title><meta property="og:title" content="Police and faces">
<meta property="article:published_time" content="2026-03-02T09:00:00Z"></head>
<body><article><h1>Police and faces</h1><p>{}</p></article></body></html>""".format("It was said in the house. " * 40)
ARTICLE = ["id", "url", "canonical", "title", "excerpt", "text", "authors", "published", "updated", "language", "site", "type", "images", "amp", "paywalled", "provenance"]  # fmt: skip


def test_extract(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    rows = [
        {"id": "a", "url": "https://outlet.example/1", "html": PAGE},
        {"id": "b", "url": "https://outlet.example/2", "path": str(tmp_path / "page.html")},
        {"id": "c", "url": "https://outlet.example/3", "html": ""},
        {"id": "d", "url": "https://outlet.example/4", "path": str(tmp_path / "missing.html")},
    ]
    given = "".join(json.dumps(row) + "\n" for row in rows)
    told = {one["id"]: one for one in lines(run("extract", cwd=tmp_path, input=given, code=1))}
    assert set(told["a"]) == set(ARTICLE)
    assert (told["a"]["title"], told["a"]["published"]) == ("Police and faces", "2026-03-02T09:00:00Z")
    assert {**told["a"], "id": "b", "url": told["b"]["url"]} == told["b"]
    for name in "cd":
        assert list(told[name]) == ["id", "error"]


IN_TITLE = {"code": "topic.in_title", "params": {"words": ["faces"]}, "within": []}


def test_judge(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "faces.yaml").write_text("taxonomy: topic\n_id: faces\nname: Faces\nkeywords: [faces]\n")
    row = {
        "title": "Police and faces",
        "url": "https://a.example/1",
        "images": [{"url": "https://a.example/p.jpg"}],
        "mine": 1,
    }
    given = json.dumps(row) + '\n{"title": 3, "id": "bad"}\nnot json\n'
    done = run("judge", "--topics", "topics", "--profile", "classic", cwd=tmp_path, input=given, code=1)
    judged, bad = lines(done)
    assert judged == {
        **row,
        "topics": [{"name": "Faces", "because": "“faces” in the title", "reason": IN_TITLE}],
        "quality": 37,
        "parts": [
            {
                "name": "Faces",
                "points": 2,
                "because": "topic, “faces” in the title",
                "reason": {"code": "quality.topic", "params": {}, "within": [IN_TITLE]},
            },
            {
                "name": "“faces”",
                "points": 15,
                "because": "a keyword of Faces, in the title",
                "reason": {"code": "quality.keyword", "params": {"topic": "Faces"}, "within": []},
            },
            {
                "name": "image",
                "points": 20,
                "because": "it has a picture",
                "reason": {"code": "quality.image", "params": {}, "within": []},
            },
        ],
    }
    assert list(bad) == ["id", "error"]
    assert "standard input:3: not JSON" in done.stderr


def test_judge_for_a_subject(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "faces.yaml").write_text("taxonomy: topic\n_id: faces\nname: Faces\nkeywords: [face]\n")
    rows = [
        {"title": "Police look at faces", "amp": True, "url": "https://a.example/1"},
        {"title": "Police look at you?", "excerpt": "Your face is known.", "labels": ["Faces"]},
        {"title": "Police look at you", "excerpt": "Your face is known."},
    ]
    given = "".join(json.dumps(row) + "\n" for row in rows)
    title, summary, off = lines(run("judge", "--topics", "topics", "--profile", "subject", cwd=tmp_path, input=given))
    assert [(topic["name"], topic["because"]) for topic in title["topics"]] == [("Faces", "“face” in the title")]
    assert [(part["name"], part["points"]) for part in title["parts"]] == [("Faces", 20)]
    assert [(part["name"], part["points"]) for part in summary["parts"]] == [("Faces", 20), ("headline", -2)]
    (topic,) = summary["topics"]
    assert topic["because"] == "“face” in the summary; “face” among its labels"
    assert [one["code"] for one in topic["reason"]["within"]] == ["topic.in_summary", "topic.in_labels"]
    assert (title["quality"], off["topics"], off["quality"]) == (20, [], 0)


def test_judge_learns_from_decisions(tmp_path):
    row = {"url": "https://a.example/1", "domain": "a.example", "time": "2026-03-01T08:00:00Z"}
    messages = [
        {"history": [{"id": "x", "title": "Oil falls", **row, "label": 1}, {"id": "y", "title": "Rain", "label": 0}]},
        {"judge": [{"id": "a", "title": "Oil rises", **row}, {"id": "b", "title": "Rain again", "section": "Weather"}]},
        {"learn": [{"id": "a", "label": 0}, {"id": "stranger", "label": 1}]},
        {"judge": [{"title": "no id"}]},
        {"judge": [{"id": "c", "title": "Oil stands still", **row}]},
    ]
    given = "".join(json.dumps(message) + "\n" for message in messages)
    first, bad, last = lines(run("judge", "--learn", cwd=tmp_path, input=given, code=1))
    assert first["scores"]["a"] > first["scores"]["b"]
    assert list(bad) == ["error"]
    assert last["scores"]["c"] < first["scores"]["a"]


TOLD = [
    ("a", "MPs call for urgent stop to live facial recognition surveillance by police", "2026-03-01T08:00:00Z"),
    ("b", "MPs call for an urgent stop of live facial recognition surveillance by police", "2026-03-01T09:00:00Z"),
    ("c", "Harvest of oranges fails in the south after the driest spring on record", "2026-03-01T10:00:00Z"),
    ("d", "Police facial recognition surveillance: MPs call for urgent stop", "2026-03-01T11:00:00Z"),
]


def test_cluster(tmp_path):
    rows = [
        json.dumps({"id": name, "title": title, "published": at, "url": f"https://{name}.example/"}) + "\n"
        for name, title, at in TOLD
    ]
    told = lines(run("cluster", cwd=tmp_path, input="".join(rows)))
    assert [list(one) for one in told] == [["id", "story", "lead", "evidence", "score"]] * 4
    assert [one["id"] for one in told] == list("abcd")
    story = {one["id"]: one["story"] for one in told}
    assert story["a"] == story["b"] == story["d"] != story["c"]
    for name in set(story.values()):
        assert sum(one["lead"] for one in told if one["story"] == name) == 1
    for one in told:
        assert all(list(tie) == ["term", "weight"] for tie in one["evidence"])
    followed = lines(run("cluster", "--follow", cwd=tmp_path, input="".join(rows)))
    assert [one["id"] for one in followed if "id" in one] == list("abcd")
    first = lines(run("cluster", "--state", "state", cwd=tmp_path, input="".join(rows[:2])))
    second = lines(run("cluster", "--state", "state", cwd=tmp_path, input="".join(rows[2:])))
    assert [(one["id"], one["story"]) for one in first + second] == list(story.items())
    assert run("cluster", cwd=tmp_path, input="[]\n", code=1).stderr.startswith("standard input:1: not an object")


def test_record(tmp_path):
    text = '---\ncategory: news\ntitle: "One"\nquality: 7\n---\n\n'
    (tmp_path / "one.md").write_text(text)
    done = run("record", "one.md", cwd=tmp_path)
    assert lines(done) == [{"category": "news", "title": "One", "quality": 7}]
    assert run("record", "--to", "md", cwd=tmp_path, input=done.stdout).stdout == text
    assert run("record", "--check", "one.md", cwd=tmp_path).stderr == "1 the same, 0 not\n"


def test_newsroom(tmp_path):
    rows = [
        json.dumps({"title": title, "published": at, "url": f"https://{name}.example/"}) + "\n"
        for name, title, at in TOLD
    ]
    done = run("newsroom", "--out", "out", cwd=tmp_path, input="".join(rows) + '{"title": "No address"}\n', code=1)
    assert "`url` is missing; a record needs url, title and published" in done.stderr
    told = lines(done)
    assert [list(one) for one in told] == [
        ["path", "url", "story", "lead", "quality", "heat", "published", "decision", "reason"]
    ] * 4
    assert {one["path"] for one in told} == {
        str(f.relative_to(tmp_path / "out")) for f in (tmp_path / "out").rglob("*.md")
    }
    assert sorted(one["heat"] for one in told) == [-1, -1, 0, 20]
    assert run("record", "--check", "out", cwd=tmp_path).returncode == 0


def test_init_and_an_empty_round(tmp_path):
    said = run("init", "mysite", cwd=tmp_path).stdout
    assert said.splitlines()[0] == "wrote mysite/coranto.toml"
    assert "Next: cd mysite, then coranto add ADDRESS, then coranto run" in said
    assert "kept  mysite/coranto.toml" in run("init", "mysite", cwd=tmp_path).stdout
    checked = run("check", "mysite", cwd=tmp_path, code=1)
    none = "sources.opml: no sources yet, so there is nothing to gather; `coranto add ADDRESS` finds and adds one\n"
    assert checked.stdout == f"{tmp_path}/mysite/{none}"
    assert checked.stderr == "1 to mend\n"
    done = run("run", "--once", cwd=tmp_path / "mysite")
    assert done.stderr == none
    (summary,) = lines(done)
    assert list(summary) == ["polled", "unchanged", "failed", "new", "articles", "reprints", "gone", "deferred", "records", "files", "rejudged", "stories", "published", "seconds", "looked", "dead", "put_off"]  # fmt: skip
    run("init", "--example", "ai", "ai", cwd=tmp_path)
    assert run("check", "ai", cwd=tmp_path).stdout == ""
    assert "Invalid value for '--example'" in run("init", "--example", "x", "ai", cwd=tmp_path, code=2).stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nosuch"], 2, "No such command 'nosuch'"),
        (["parse", "--nope"], 2, "No such option"),
        (["parse", "one.xml", "two.xml"], 2, "unexpected extra argument"),
        (["explain"], 2, "Missing argument 'ADDRESS|PATH|ID|STORY'"),
        (["run", "--once"], 2, "coranto.toml: there is no configuration here; write one with `coranto init`"),
        (["--config", "other.toml", "sources"], 2, "other.toml: there is no configuration here"),
        (["judge", "--topics", "nowhere"], 2, "does not exist"),
        (["judge", "--profile", "modern"], 2, "'modern' is not one of 'subject', 'classic'"),
        (["newsroom", "--match", "regex"], 2, "Invalid value for '--match'"),
        (["import", "nowhere"], 2, "does not exist"),
        (["check", "nowhere"], 2, "does not exist"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(tmp_path, words, code, said):
    done = run(*words, cwd=tmp_path, code=code)
    assert said in done.stderr
    assert done.stdout == ""


def test_help_and_version(tmp_path):
    said = run("--help", cwd=tmp_path).stdout
    for name, does in cli.COMMANDS.items():
        assert f"  {name}" in said
        assert does in " ".join(said.split())
    assert run("--version", cwd=tmp_path).stdout.startswith("coranto ")


def test_the_demo_sums_up(kept):
    folder, summary = kept
    assert summary["articles"] >= 240
    assert summary["stories"] >= 40
    assert summary["files"] == len(list((folder / "_news").glob("*.md"))) == summary["articles"]


ACCOUNT = {"article", "found", "topics", "quality", "parts", "story", "lead", "members", "near", "near_to", "heat", "heat_parts", "readers", "published", "rule", "decision", "path", "reprints", "original", "verdicts", "found_reasons", "decision_reason", "original_reason"}  # fmt: skip


def test_explain_by_address_path_and_id_adds_up(kept):
    folder, _ = kept
    for path in sorted((folder / "_news").glob("*.md"))[:60:20]:
        (told,) = lines(run("explain", f"_news/{path.name}", "--json", cwd=folder))
        assert set(told) == ACCOUNT
        assert sum(part["points"] for part in told["parts"]) == told["quality"]
        leads = told["lead"] == told["article"]["id"]
        assert sum(part["points"] for part in told["heat_parts"]) == (told["heat"] if leads else 0)
        assert (told["heat"] == -1) == (not leads)
        for _, member in told["members"]:
            if member["evidence"]:
                assert sum(tie["weight"] for tie in member["evidence"]) == pytest.approx(member["score"], abs=1e-6)
        assert told["decision"].startswith("Published: " if told["published"] else "Not published: ")
        said = run("explain", told["article"]["id"], cwd=folder).stdout
        assert run("explain", told["article"]["url"], cwd=folder).stdout == said
        assert told["decision"] in said.splitlines()
        assert told["found"][0] in said
        for line in re.findall(r"tied by (.*)", said):
            printed, total = line.rsplit(" = ", 1)
            signs = [(-1 if one.startswith("less ") else 1, one) for one in printed.split(", ")]
            added = sum(sign * float(re.search(r"[01]?\.\d\d", one)[0]) for sign, one in signs)
            assert added == pytest.approx(float(total), abs=1e-6)
        for topic in told["topics"]:
            assert f"  {topic['name']}: {topic['because']}" in said.splitlines()
    done = run("explain", "https://nowhere.example/", cwd=folder, code=1)
    assert (
        done.stderr
        == "coranto: https://nowhere.example/: no article has this address, path or id; `coranto serve` has a search\n"
    )


def test_what_can_be_asked_of_a_newsroom(kept):
    folder, summary = kept
    sources = lines(run("sources", "--json", cwd=folder))
    assert list(sources[0]) == ["id", "url", "title", "folder", "topics", "last_look", "next_look", "failures", "trouble", "articles", "published"]  # fmt: skip
    assert len(sources) == summary["polled"]
    assert sum(bool(one["trouble"]) for one in sources) == summary["failed"]
    assert sources[0]["title"] in run("sources", cwd=folder).stdout
    assert run("check", cwd=folder).stdout == ""
    doctor = run("doctor", cwd=folder)  # one outlet has dead links, and nothing can be done about them
    assert doctor.stdout.startswith("coranto ")
    for word in ("database", "disk", "sources", "clock", "news"):
        assert f"\n{word} " in doctor.stdout
    assert doctor.stderr == "all is well\n"
    counts = r"news +\d+ articles in 7 days, (\d+) of them on the subject, (\d+) stories, (\d+) published; the line is at \d+"
    on, stories, published = map(int, re.search(counts, doctor.stdout).groups())
    assert on > stories >= published > 50


def test_build_twice(kept, tmp_path):
    folder, _ = kept
    (first,) = lines(run("build", tmp_path / "public", cwd=folder))
    (again,) = lines(run("build", tmp_path / "public", cwd=folder))
    assert first["written"] > 100
    assert again["removed"] == 0
    assert (tmp_path / "public/api/news/index.json").read_bytes() == (tmp_path / "public/api/news/page/1/index.json").read_bytes()  # fmt: skip
    assert run("build", cwd=folder, code=2).stderr


def test_add_and_import_a_list(tmp_path):
    run("init", "site", cwd=tmp_path)
    (tmp_path / "list.opml").write_text(
        '<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/feed"/>'
        '<outline text="B" type="rss" xmlUrl="ftp://b.example/"/></body></opml>'
    )
    done = run("import", tmp_path / "list.opml", cwd=tmp_path / "site", code=1)
    assert done.stdout == "1 sources added, 0 known already, 1 left out\n"
    assert done.stderr == "left out: line 1: B: `ftp://b.example/` is no address of the web\n"
    done = run("add", "http://127.0.0.1:9/", cwd=tmp_path / "site", code=1)
    assert done.stderr.startswith("coranto: http://127.0.0.1:9/: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [["serve"], ["run"]])
def test_ctrl_c_ends_a_server_cleanly(tmp_path, words):
    run("init", "site", cwd=tmp_path)
    toml = tmp_path / "site" / "coranto.toml"
    port = free_port()
    toml.write_text(toml.read_text().replace("port = 8000", f"port = {port}"))
    server = subprocess.Popen([CORANTO, *words], cwd=tmp_path / "site", env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    try:
        for _ in range(300):  # it listens a moment before it answers, and would only stop, not end, before that
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/about/", timeout=30):
                    break
            except OSError:
                time.sleep(0.1)
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    finally:
        server.kill()
    assert server.returncode == 0, said
    assert f"serving http://127.0.0.1:{port}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["parse", "extract", "judge", "cluster", "newsroom", "record"])
def test_a_file_that_cannot_be_read_is_an_input_that_failed(tmp_path, command):
    (tmp_path / "folder").mkdir()
    names = ("missing",) if command == "record" else ("missing", "folder")  # there, it stands for the files below it
    for name in names:
        done = run(command, name, cwd=tmp_path, code=1)
        assert f"{name}" in done.stdout + done.stderr
        assert "cannot be read: " in done.stdout + done.stderr


def test_a_file_that_cannot_be_read_costs_only_itself(tmp_path):
    (tmp_path / "good.jsonl").write_text('{"id": "a", "title": "Police and faces"}\n')
    for command in ("judge", "cluster"):
        done = run(command, "missing", "good.jsonl", cwd=tmp_path, code=1)
        assert done.stderr == "missing: cannot be read: No such file or directory\n"
        assert [one["id"] for one in lines(done)] == ["a"]


def test_ctrl_c_ends_a_filter_cleanly(tmp_path):
    # Whoever runs the tests in the background may have Ctrl-C ignored, and a child inherits that.
    def heed():
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    waiting = subprocess.Popen([CORANTO, "cluster", "--follow"], cwd=tmp_path, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed)  # fmt: skip  # noqa: PLW1509
    try:
        waiting.stdin.write(b'{"id": "a", "title": "Police and faces"}\n')
        waiting.stdin.flush()
        assert json.loads(waiting.stdout.readline())["id"] == "a"
        waiting.send_signal(signal.SIGINT)
        waiting.wait(30)  # its input is still open
        _, said = waiting.communicate()
    finally:
        waiting.kill()
    assert (waiting.returncode, said.strip()) == (130, b"stopped")


def test_a_round_on_a_terminal_shows_how_far_it_is_and_says_nothing_of_it_elsewhere(tmp_path):
    run("init", "site", cwd=tmp_path)
    for words, bars in (([], True), (["-q"], False)):
        ours, theirs = pty.openpty()
        done = subprocess.run(
            [CORANTO, *words, "run", "--once"], cwd=tmp_path / "site", env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=True
        )  # fmt: skip
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while more := os.read(ours, 4096):
                shown += more
        os.close(ours)
        assert (b"sources" in shown) == bars
        assert json.loads(done.stdout)["polled"] == 0
