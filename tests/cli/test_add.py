"""`coranto add` through the real console door: what it makes of an address, of topics, and of a source that it knows."""

import pytest

from console import lines, run

FEED = "<rss version='2.0'><channel><title>Daily</title><link>{0}/</link><item><title>A</title><link>{0}/a</link></item></channel></rss>"
LIST = '<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/feed"/></body></opml>'


@pytest.fixture
def site(tmp_path, outlet):
    folder, address = outlet
    (folder / "feed.xml").write_text(FEED.format(address))
    (folder / "list.opml").write_text(LIST)
    run("init", "site", cwd=tmp_path)
    toml = tmp_path / "site" / "coranto.toml"
    toml.write_text(toml.read_text().replace("[fetch]", f'[fetch]\nallow = ["{address[7:]}"]'))
    (tmp_path / "site" / "topics" / "quays.yaml").write_text("_id: quays\nname: Quays\nkeywords: [quay]\n")
    return tmp_path / "site"


def test_a_known_source_gets_the_topics_and_the_place(site, outlet):
    feed = f"{outlet[1]}/feed.xml"

    def listed():
        (source,) = lines(run("sources", "--json", cwd=site))
        return source["topics"], source["folder"]

    assert run("add", feed, "--topic", "Quays", cwd=site).stdout.startswith(f"added: Daily <{feed}>\n")
    said = run("add", feed, "--topic", "My Subject", "--folder", "Papers", cwd=site).stdout
    assert said.startswith(f"known already: Daily <{feed}>, for the topics Quays, My Subject, in Papers\n")
    assert listed() == (["Quays", "My Subject"], "Papers")
    before = (site / "sources.opml").read_bytes()
    run("add", feed, "--topic", "Quays", cwd=site)
    assert (site / "sources.opml").read_bytes() == before
    assert 'category="Quays,My Subject"' in before.decode()


def test_a_topic_that_there_is_not_is_refused(site, outlet):
    before = (site / "sources.opml").read_bytes()
    said = run("add", f"{outlet[1]}/feed.xml", "--topic", "quays", cwd=site, code=2).stderr
    assert said.startswith("coranto: --topic: names `quays`, which has no file; did you mean `Quays`? ")
    assert "; nothing was added\n" in said
    said = run("add", f"{outlet[1]}/feed.xml", "--topic", "Whales", cwd=site, code=2).stderr
    assert "the topics are My Subject, Quays." in said
    assert (site / "sources.opml").read_bytes() == before


def test_a_list_is_told_from_a_source(site, outlet):
    folder, address = outlet
    said = run("add", folder / "list.opml", cwd=site, code=2).stderr
    assert said.startswith(f"coranto: {folder / 'list.opml'}: this is a file, and a source is an address of the web; ")
    assert said.endswith(f"`coranto import {folder / 'list.opml'}`\n")
    said = run("add", f"{address}/list.opml", cwd=site, code=1).stderr
    assert said.endswith(
        ": this is a list of sources (OPML), not one; save it, and `coranto import FILE` takes it over\n"
    )


def test_an_address_without_a_scheme_says_what_was_tried(site, outlet):
    host = outlet[1][7:]
    said = run("add", f"{host}/feed.xml", cwd=site, code=1).stderr
    assert said.startswith(f"coranto: https://{host}/feed.xml: ")
    assert said.endswith("; https was tried, as no scheme is written: write one, like http://\n")
