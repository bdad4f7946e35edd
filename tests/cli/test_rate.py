"""``coranto sources rate``: a list of outlets' standing is imported, shown on the page of a source, and taken back."""

import console


def test_a_rating_list_is_imported_shown_and_taken_back(tmp_path):
    def run(*words, code=0):
        return console.run(*words, cwd=tmp_path, code=code)

    (tmp_path / "coranto.toml").write_text("")
    (tmp_path / "sources.opml").write_text(
        '<opml version="2.0"><body><outline text="Wire" type="rss" xmlUrl="https://wire.example/feed"/></body></opml>'
    )
    run("sources")
    rated = tmp_path / "list.csv"
    rated.write_text("domain,rating,owner,country\nwire.example,78 of 100,Wire Ltd,AT\nother.example,12,,\n")
    assert "nobody says who rates" in run("sources", "rate", "list.csv", code=2).stderr
    said = run("sources", "rate", "list.csv", "--by", "Press <Council>").stdout
    assert said == "2 outlets, 1 of them among those that are read; edit 1\n"
    run("build", "site")
    (page,) = (tmp_path / "site" / "sources").glob("*/index.html")
    for shown in ("78 of 100 (says Press &lt;Council&gt;)", "Wire Ltd (says", "Austria (says"):
        assert shown in page.read_text()
    run("edit", "undo", "1")
    assert not (tmp_path / "outlets.csv").exists()
    run("build", "site")
    assert "78 of 100" not in page.read_text()
