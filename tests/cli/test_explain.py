"""What ``coranto explain`` prints, line by line; only the weights of the words that tie a story are left open."""

import re

import pytest
from click.testing import CliRunner

from coranto import cli, newsroom
from coranto.config import settings_file
from coranto.model.article import Picture
from coranto.model.settings import Settings
from coranto.run import assemble, ingest, publish

LED = """\
Police facial recognition surveillance: MPs call for urgent stop
Blog (blog.example), 2026-03-01 10:00 UTC
https://blog.example/1

3 outlets tell this, Wire among them. The newest article is of 2026-03-01, 10:00 UTC. It is on Vision: “facial recognition” in the title. Its fit is 17. Not published: Wire leads this story (57 against 17).

Found
  2026-03-01 10:00 UTC in an import as https://blog.example/1

Topics
  Vision: “facial recognition” in the title

Fit 17
     2  Vision (topic, “facial recognition” in the title)
    15  “facial recognition” (a keyword of Vision, in the title)

Story STORY, 3 articles
  leads  57  Wire: MPs call for urgent stop to live facial recognition surveillance by police
             opened the story
         17  Blog: Police facial recognition surveillance: MPs call for urgent stop (this article)
             tied by WORDS
         14  Post: MPs call for an urgent stop of live facial recognition surveillance by…
             tied by WORDS

Who told it
  3 outlets: 3 in words of their own, 0 only cite another, 0 only print another's text
  first 03-01 08:00  Wire: words of its own that cite nobody
        03-01 09:00  Post: words of its own that cite nobody
        03-01 10:00  Blog: words of its own that cite nobody

Heat -1 (not the lead)
  only the lead of a story has heat

Record
  _news/2026-03-01-police-facial-recognition-surveillance-mps-call-for-urgent-stop.md

"""
LEADS = """\
Published: heat 77 reaches the threshold of 70.
"""
HEAT = """\
Heat 77
    57  fit (the lead's own)
    20  related (2 other articles of this story within 5 days)
"""
TOLD = {
    "wire": "MPs call for urgent stop to live facial recognition surveillance by police",
    "post": "MPs call for an urgent stop of live facial recognition surveillance by police",
    "blog": "Police facial recognition surveillance: MPs call for urgent stop",
}


@pytest.fixture
def site(tmp_path, make):
    from collections import Counter

    (tmp_path / "topics").mkdir()
    (tmp_path / "topics/vision.yaml").write_text(
        "taxonomy: topic\n_id: vision\nname: Vision\nkeywords: [facial recognition]\n"
    )
    (tmp_path / "coranto.toml").write_text('[outlets."wire.example"]\nweight = 22\n')
    with newsroom.open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as opened:
        cabinet = ingest.Ingest(opened)
        for n, (name, title) in enumerate(TOLD.items()):
            url = f"https://{name}.example/1"
            pictures = (Picture(url="https://wire.example/p.jpg"),) if name == "wire" else ()
            one = make(title, f"{name}.example", f"2026-03-01T{8 + n:02}:00:00Z", url=url, images=pictures)
            cabinet.add(assemble.judged(one, (), opened.taxonomy, opened.settings, opened.signals), None)
        publish.publish(opened, Counter())
    return tmp_path


def explain(site, what):
    done = CliRunner().invoke(cli.group, ["--config", str(site / "coranto.toml"), "explain", what])
    assert done.exit_code == 0, done.output
    text = re.sub(r"(?<=Story )s[0-9a-f]+", "STORY", done.stdout)
    for line in re.findall(r"tied by (.*)", text):
        words, _, total = line.rpartition(" = ")
        weights = [float("0" + weight) for weight in re.findall(r" (\.\d\d|1\.00)(?:,|$)", words)]
        assert sum(weights) == pytest.approx(float("0" + total), abs=0.005 * (len(weights) + 1))
    return re.sub(r"tied by .*", "tied by WORDS", text)


def test_one_that_is_led(site):
    assert explain(site, "https://blog.example/1") == LED


def test_the_lead(site):
    said = explain(site, "https://wire.example/1")
    assert LEADS in said
    assert HEAT in said
    assert "    22  outlet (this site's weight for wire.example)\n" in said
    assert "    20  image (it has a picture)\n" in said
    assert "    -2  long title (74 characters, 4 above 70)\n" in said
    assert Settings().publish.threshold == 70


def test_a_storys_id_means_its_lead(site):
    said = explain(site, "https://wire.example/1")
    with newsroom.open_newsroom(settings_file.load(site / "coranto.toml")) as opened:
        (article,) = opened.store.article_ids_by_url(["https://wire.example/1"]).values()
        story = opened.store.story_ids_of([article])[article]
    assert explain(site, story) == said
