"""What no file, page, API or feed may carry on as it came: by feeds, by JSON Lines, and by records taken over."""

import json
import re

import pytest

from coranto.record import frontmatter

BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
SAYS = "police facial recognition"
LONG = "Facial recognition " + "x" * 10_000


def rss(address):
    def item(n, title, description="Words.", more=""):
        return (
            f"<item><title>{title}</title><link>{address}/a/{n}</link><description>{description}</description>"
            f"<pubDate>Mon, 02 Mar 2026 0{n}:00:00 GMT</pubDate>{more}</item>"
        )

    items = [
        item(1, f"Control &#7;&#27;[31m {SAYS} &#x9b;one", "A bell &#7; and a nul \x00 here."),
        item(2, LONG),
        item(3, f"Excerpt of dashes, {SAYS}", "&lt;p&gt;---&lt;/p&gt;\n---\ntitle: stolen\n---"),
        item(4, f"Script &lt;script&gt;alert(1)&lt;/script&gt; {SAYS}", "&lt;a href='javascript:alert(1)'&gt;x&lt;/a&gt;",
             '<enclosure url="javascript:alert(2)" type="image/png"/>'),
        f"<item><title>No way in, {SAYS}</title><link>javascript:alert(3)</link></item>",
        item(5, f"A good one of {SAYS}"),
    ]  # fmt: skip
    return f"<rss version='2.0'><channel><title>An &#7;outlet</title>{''.join(items)}</channel></rss>".encode()


def jsonfeed(address):
    items = [
        {"id": "1", "url": f"{address}/j/1", "title": f"Lone SURROGATE of {SAYS}", "content_text": "half SURROGATE of it",
         "date_published": "2026-03-02T09:00:00Z", "image": "javascript:alert(4)"},
        {"id": "2", "url": f"{address}/j/2", "title": f"Lines\u2028apart\u0085of\u0000 {SAYS}", "summary": "\u0007---\n---\n",
         "date_published": "2026-03-02T10:00:00Z", "authors": [{"name": "A\u0007 B", "url": "javascript:alert(5)"}]},
        {"id": "3", "url": "javascript:alert(6)", "title": f"Refused, {SAYS}"},
        {"id": "4", "url": f"{address}/j/4", "title": f"Another good one of {SAYS}",
         "date_published": "2026-03-02T11:00:00Z"},
    ]  # fmt: skip
    said = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": items})
    return said.replace("SURROGATE", "\\ud800").encode()


PAGE = """<html><head><title>{title}</title><link rel="canonical" href="javascript:alert(7)">
<link rel="amphtml" href="javascript:alert(8)"><meta property="og:image" content="javascript:alert(9)">
<meta property="og:site_name" content="An\x07 &#27;outlet"><meta name="author" content="A &#7;writer">
<meta property="og:description" content="---&#10;---&#10;of the page &#7;"></head>
<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"""


def clean(folder):
    """Hold every file to what may stand in it; their texts by path."""
    texts = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in (".md", ".html", ".json", ".xml", ".atom", ".rss"):
            text = file.read_bytes().decode("utf-8")
            said = json.dumps(json.loads(text), ensure_ascii=False) if file.suffix == ".json" else text
            assert not BAD.search(text), (file, BAD.search(text))
            assert not re.search(r"\\u00[01]|\\u00[89]|\\ud[89a-f]|&#x?(?:0*7|1b|0*27);", said), file
            assert not re.search(r"""["'(]\s*javascript:""", text), file
            assert "x" * 1_000 not in text, file
            texts[str(file.relative_to(folder))] = text
    return texts


def records(texts):
    told = {}
    for path, text in texts.items():
        if path.endswith(".md"):
            record = frontmatter.read(text, path)
            assert frontmatter.emit(record) == text
            assert text.count("\n---\n") == 1, "the dashes of a text end no front matter"
            told[record.title] = record
    return told


@pytest.mark.parametrize("pages", [True, False], ids=["pages too", "feeds alone"])
def test_by_real_feeds_and_pages(site, outlet, listen, coranto, pages):
    outlet.pages["/rss"] = ("application/rss+xml", rss(outlet.address))
    outlet.pages["/json"] = ("application/feed+json", jsonfeed(outlet.address))
    if pages:
        for n in range(1, 6):
            text = "Police must stop using facial recognition, said those who looked into it. " * 20
            page = PAGE.format(title=f"Page {n}", text=text).encode()
            outlet.pages[f"/a/{n}"] = outlet.pages[f"/j/{n}"] = ("text/html; charset=utf-8", page)
    else:
        toml = site / "coranto.toml"
        toml.write_text(toml.read_text().replace("spacing", "pages = false\nspacing"))
    listen("/rss", "/json")
    done = coranto("run", "--once", text=False)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr

    told = records(clean(site))
    titles = sorted(told)
    for expected in ("A good one of", "Another good one of", "Control", "Lone", "Lines apart of", "Excerpt of dashes"):
        assert [t for t in titles if t.startswith(expected)], (expected, titles)
    assert not [t for t in titles if t.startswith(("No way in", "Refused"))]
    assert max(map(len, titles)) < 1_000
    for record in told.values():
        assert record.web_url.startswith(outlet.address)
        assert not record.images
        assert "---" not in (record.excerpt or "") or "\n" not in record.excerpt

    assert coranto("build", "public").returncode == 0
    texts = clean(site / "public")
    assert any("good one of" in text for path, text in texts.items() if path.endswith("index.html"))
    assert any(path.startswith("api/") for path in texts)
    for title in titles[:3]:
        path = next(p for p, t in clean(site).items() if p.endswith(".md") and frontmatter.read(t, p).title == title)
        said = coranto("explain", path, text=False)
        assert said.returncode == 0
        assert not BAD.search(said.stdout.decode())


LINES = r"""
{"url": "https://a.example/1", "title": "Bell \u0007 and \u001b[31m escape of facial recognition", "excerpt": "x\u0000\n---\n---\ny", "published": "2026-03-02T01:00:00Z", "provider": {"name": "A\u0007", "domain": "a\u0007.example"}, "topics": ["Vi\u0007sion"], "type": "arti\u0007cle"}
{"url": "https://a.example/2", "title": "Lone \ud800 surrogate of facial recognition", "published": "2026-03-02T02:00:00Z"}
{"url": "javascript:alert(1)", "title": "Script of facial recognition", "published": "2026-03-02T03:00:00Z"}
{"url": "https://a.example/4", "title": "Pictures of facial recognition", "published": "2026-03-02T04:00:00Z", "images": [{"url": "javascript:alert(2)"}, {"url": "java\nscript:alert(3)"}], "amp": "javascript:alert(4)"}
{"url": "https://a.example/5", "title": "LONG", "published": "2026-03-02T05:00:00Z"}
{"url": "https://a.example/6", "title": "A good one of facial recognition", "published": "2026-03-02T06:00:00Z"}
not JSON
{"url": "https://a.example/9", "title": 9, "id": "\u001b[31m\u0007red"}
"""


def test_by_json_lines(site, coranto):
    done = coranto(
        "newsroom", "--topics", "topics", "--out", "out", input=LINES.replace("LONG", LONG).encode(), text=False
    )
    assert done.returncode == 1
    complaints = done.stderr.decode()
    for named in ("javascript:alert(1)", ":8: not JSON"):
        assert named in complaints
    assert "Traceback" not in complaints
    assert "left out: [31mred: " in complaints, "what is named does not colour the terminal"
    assert not BAD.search(complaints)
    told = records(clean(site / "out"))
    assert {"A good one of facial recognition", "Pictures of facial recognition"} <= told.keys()
    assert not told["Pictures of facial recognition"].images
    assert told["Pictures of facial recognition"].amp_web_url is None
    assert not BAD.search(done.stdout.decode())
    for line in done.stdout.splitlines():
        assert not BAD.search(json.dumps(json.loads(line), ensure_ascii=False))


RECORDS = {
    "bell": 'title: "A bell \\a and \\e[31m escape \\u009b"\nwebUrl: "https://b.example/bell"\nexcerpt: "a \\0 b\\n---\\n---\\nc"',
    "surrogate": 'title: "Lone \\uD800 surrogate"\nwebUrl: "https://b.example/surrogate"',
    "script": 'title: "Script"\nwebUrl: "javascript:alert(1)"',
    "amp": 'title: "Amp"\nwebUrl: "https://b.example/amp"\nampWebUrl: "javascript:alert(2)"\nimages:\n  - url: "javascript:alert(3)"',
    "related": 'title: "Related"\nwebUrl: "https://b.example/r"\nrelated:\n  - title: "R\\a"\n    webUrl: "javascript:alert(4)"',
    "long": f'title: "{LONG}"\nwebUrl: "https://b.example/long"',
    "good": 'title: "A good one"\nwebUrl: "https://b.example/good"',
}


def test_by_records_taken_over(site, coranto, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    for name, head in RECORDS.items():
        text = (
            f"---\ncategory: news\n{head}\npublishedDateTime: 2026-03-02T01:00:00Z\nheat: 90\npublished: true\n---\n\n"
        )
        (old / f"2026-03-02-{name}.md").write_text(text, "utf-8")
    before = {file: file.read_bytes() for file in old.iterdir()}
    done = coranto("import", str(old))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "2026-03-02-script.md" in done.stderr
    assert {file: file.read_bytes() for file in old.iterdir()} == before
    told = records(clean(site))
    assert "A good one" in told
    assert coranto("build", "public").returncode == 0
    texts = clean(site / "public")
    assert "A good one" in texts["api/news/index.json"]


@pytest.mark.parametrize("make", [rss, jsonfeed])
def test_what_a_feed_is_parsed_to(site, coranto, make):
    done = coranto("parse", "--url", "https://a.example/feed", input=make("https://a.example"), text=False)
    assert done.returncode == 0, done.stderr
    entries = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(entries) >= 4
    said = json.dumps(entries, ensure_ascii=False)
    assert not BAD.search(said)
    assert "javascript:" not in said
    assert "<script" not in said
    assert all("\n" not in (entry["title"] or "") for entry in entries)
