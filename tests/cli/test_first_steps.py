"""A newcomer's first steps, as the tutorial has them, through the real console door."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console import lines, run
from coranto.run.scaffold import TITLE

TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorial" / "first-newsroom.md").read_text()
ITEM = "<item><title>{}</title><link>{}</link><pubDate>{:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
PAGE = """<html lang="en"><head><title>{0}</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">
<meta property="og:image" content="https://pictures.example/p.jpg"></head>
<body><article><h1>{0}</h1><p>{1}</p></article></body></html>"""


@pytest.fixture
def harbour(tmp_path, outlet):
    """What the tutorial's first two steps leave, with an outlet to read."""
    folder, address = outlet
    now = datetime.now(UTC)
    told = {"dockers": "Dockers vote to strike at the north harbour", "orchard": "The orchard has its best year"}
    items = [ITEM.format(title, f"{address}/{name}.html", now - timedelta(hours=1)) for name, title in told.items()]
    feed = f"<rss version='2.0'><channel><title>Daily</title><link>{address}/</link>{''.join(items)}</channel></rss>"
    (folder / "feed.xml").write_text(feed)
    texts = {"dockers": "The union counted every ballot on the quay. ", "orchard": "Pickers filled crates of apples. "}
    for name, title in told.items():
        (folder / f"{name}.html").write_text(PAGE.format(title, texts[name] * 40))
    (folder / "index.html").write_text(PAGE.format("Daily", ""))
    run("init", "harbour", cwd=tmp_path)
    site = tmp_path / "harbour"
    (site / "topics" / "my-subject.yaml").unlink()
    (site / "topics" / "harbours.yaml").write_text(re.search(r"```yaml\n(.*?)```", TUTORIAL, re.DOTALL)[1])
    toml = (site / "coranto.toml").read_text().replace(TITLE, "Harbours")
    (site / "coranto.toml").write_text(toml.replace("[fetch]", f'[fetch]\nallow = ["{address[7:]}"]'))
    return site, address


def test_the_tutorial_ends_with_a_front_page(harbour):
    site, address = harbour
    assert "no sources yet" in run("check", cwd=site, code=1).stdout
    said = run("add", f"{address}/", "--topic", "Harbours", cwd=site).stdout
    assert said.startswith(f"added: Daily <{address}/feed.xml>")
    assert run("check", cwd=site).stderr == "nothing to mend\n"
    done = run("run", "--once", cwd=site)
    assert done.stderr == ""
    (summary,) = lines(done)
    assert (summary["articles"], summary["published"]) == (2, 1)
    (record,) = (site / "_news").glob("*-dockers-*.md")
    assert (
        "Published: it is on the subject, and there are no more than 10 a day.\n"
        in run("explain", f"_news/{record.name}", cwd=site).stdout
    )
    run("build", "public", cwd=site)
    assert "Dockers vote to strike" in (site / "public" / "index.html").read_text()


def test_a_front_page_that_stays_empty_is_explained(harbour):
    site, address = harbour
    toml = site / "coranto.toml"
    toml.write_text(toml.read_text().replace('"subject"', '"classic"', 1).replace("per_day = 10", "threshold = 70"))
    run("add", f"{address}/", cwd=site)
    said = run("run", "--once", cwd=site).stderr
    assert re.match(
        r"coranto.toml:\d+: nothing is published yet: none of the 2 stories reached the heat that was asked for when it was "
        r"judged \(`publish.threshold` is 70 now\); `coranto explain _news/",
        said,
    )
    assert len(said.splitlines()) == 1
    assert run("-q", "run", "--once", cwd=site).stderr == ""


def test_a_round_in_which_every_source_fails_ends_with_1(harbour):
    site, address = harbour
    listed = '<outline text="Gone" xmlUrl="{0}/gone.xml"/>'
    opml = '<opml version="2.0"><body>{}</body></opml>'
    (site / "sources.opml").write_text(opml.format(listed.format(address)))
    done = run("run", "--once", cwd=site, code=1)
    assert lines(done)[0]["failed"] == 1
    assert done.stderr.splitlines()[-1] == (
        "coranto: sources.opml: the one source that was due failed, so nothing came in; "
        "`coranto sources` says why, and when each is looked at next"
    )
    idle = run("run", "--once", cwd=site)  # it is left alone for a while
    assert idle.stderr.splitlines()[-1].startswith("no source is due: the next is Gone, in ")
    assert lines(run("run", "--once", "--now", cwd=site, code=1))[0]["polled"] == 1
    two = listed.format(address).replace("gone", "lost") + f'<outline text="Daily" xmlUrl="{address}/feed.xml"/>'
    (site / "sources.opml").write_text(opml.format(two))
    assert lines(run("run", "--once", cwd=site))[0]["failed"] == 1


def test_init_leads_into_its_folder_and_a_command_that_is_misspelt_is_named(tmp_path):
    assert run("init", "my site", cwd=tmp_path).stdout.endswith(
        "Next: cd 'my site', then coranto add ADDRESS, then coranto run\n"
    )
    assert "Did you mean `coranto check`?" in run("chekc", cwd=tmp_path, code=2).stderr
    assert "Did you mean" not in run("zzz", cwd=tmp_path, code=2).stderr
