"""The filters through the console door: names, shapes, exit codes and sentences that scripts rely on."""

import json
import signal
import subprocess

import pytest

from console import CORANTO, ENVIRONMENT, lines, run, start

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


def test_a_filter_is_a_process_that_reads_and_writes_lines(tmp_path):
    given = json.dumps({"title": "Police and faces", "url": "https://a.example/1"}) + "\nnot json\n"
    done = start("judge", "-", cwd=tmp_path, code=1, input=given)
    assert lines(done) == lines(run("judge", "-", cwd=tmp_path, code=1, input=given))
    assert done.stderr.startswith("standard input:2: not JSON: ")


def test_a_filter_whose_reader_has_gone_ends_quietly(tmp_path):
    (tmp_path / "one.jsonl").write_text('{"title": "Police and faces"}\n')
    judging = subprocess.Popen([CORANTO, "judge", "one.jsonl"], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    judging.stdout.close()
    assert (judging.stderr.read(), judging.wait(30)) == (b"", 1)
    judging.stderr.close()
