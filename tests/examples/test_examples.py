"""The examples build a site from the record folder, where their generator is installed."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from lxml import html

from coranto.model.article import Provider
from coranto.model.record import Record
from coranto.record import frontmatter

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
HOSTILE = 'A <script>alert(1)</script> & "more": #1 {{ site.title }} {% raw %} '


def record(day, title, published=True, **fields):
    return Record(
        category="news",
        title=title,
        excerpt=f"What was said of it & <b>more</b>, {day}.",
        published_date_time=datetime(2026, 3, day, 8, tzinfo=UTC),
        original_url=f"https://daily.example/{day}?a=1&b=2",
        web_url=f"https://daily.example/{day}?a=1&b=2",
        type="article",
        quality=50,
        heat=80 if published else 20,
        published=published,
        provider=Provider(name="The Daily & Co", domain="daily.example"),
        topics=("AI", "Computer Vision") if day % 2 else ("AI",),
        **fields,
    )


@pytest.fixture
def newsroom(tmp_path):
    """A folder with records: two published, one not."""
    folder = tmp_path / "newsroom"
    (folder / "_news").mkdir(parents=True)
    told = [record(1, "The first"), record(2, "Nobody reads this", published=False), record(3, HOSTILE.strip())]
    for one in told:
        path = folder / "_news" / f"2026-03-0{one.published_date_time.day}-x.md"
        path.write_text(frontmatter.emit(one))
    return folder


def run(*words, cwd):
    done = subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, check=False, timeout=300,
        env=os.environ | {"LANG": "C.UTF-8", "ASTRO_TELEMETRY_DISABLED": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def holds(page, *, titles):
    """A page lists these, newest first, with the way to the outlet, and nothing of it is code."""
    text = page.read_text()
    tree = html.fromstring(text)
    assert [one.text_content() for one in tree.xpath("//ol/li/a")] == titles
    days = ["3", "1"][-len(titles) :]
    assert tree.xpath("//ol/li/a/@href") == [f"https://daily.example/{day}?a=1&b=2" for day in days]
    assert "The Daily & Co" in unescape(text)
    assert not tree.xpath("//li//script")
    assert not tree.xpath("//li//b")
    assert "Nobody reads this" not in text


ALL = [HOSTILE.strip(), "The first"]


@pytest.mark.skipif(not shutil.which("hugo"), reason="Hugo is not installed")
def test_hugo(newsroom):
    shutil.copytree(EXAMPLES / "hugo", newsroom / "hugo")
    run("hugo", "--source", "hugo", "--quiet", cwd=newsroom)
    public = newsroom / "hugo" / "public"
    holds(public / "index.html", titles=ALL)
    holds(public / "topics" / "computer-vision" / "index.html", titles=ALL)
    assert not list((public / "news").glob("*/index.html")), "articles are read at their outlets"


@pytest.mark.skipif(not shutil.which("jekyll"), reason="Jekyll is not installed")
def test_jekyll(newsroom):
    shutil.copytree(EXAMPLES / "jekyll", newsroom, dirs_exist_ok=True)
    run("jekyll", "build", "--quiet", "--disable-disk-cache", cwd=newsroom)
    holds(newsroom / "_site" / "index.html", titles=ALL)
    tree = html.parse(newsroom / "_site" / "by-topic" / "index.html")
    assert tree.xpath("//h2/text()") == ["AI", "Computer Vision"]
    assert len(tree.xpath("//ol[2]/li")) == 2


@pytest.mark.skipif(
    not (EXAMPLES / "astro" / "node_modules").is_dir(), reason="Astro is not installed in examples/astro"
)
def test_astro(newsroom):
    shutil.copytree(EXAMPLES / "astro", newsroom / "astro", symlinks=True)
    run("npx", "astro", "build", cwd=newsroom / "astro")
    holds(newsroom / "astro" / "dist" / "index.html", titles=ALL)
    holds(newsroom / "astro" / "dist" / "topics" / "computer-vision" / "index.html", titles=ALL)
