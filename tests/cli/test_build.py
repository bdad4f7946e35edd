"""`coranto build` through the real console door: where it writes, and what it says of addresses."""

import pytest

from console import lines, run


@pytest.fixture
def site(tmp_path):
    run("init", "site", cwd=tmp_path)
    return tmp_path / "site"


def test_a_newsroom_does_not_become_its_own_site(site):
    other = site.parent / "other"
    run("init", "other", cwd=site.parent)
    run("sources", cwd=site)  # the database is there from now on
    before = {path for folder in (site, other) for path in folder.rglob("*")}
    for name, whose in (
        (".", "this newsroom"),
        ("topics", "this newsroom's topics"),
        ("_news", "this newsroom's records"),
        ("../other", "a newsroom: coranto.toml stands in it"),
    ):
        assert run("build", name, cwd=site, code=2).stderr == (
            f"coranto: {name}: this is the folder of {whose}; nothing was written. Name a folder for the site alone, "
            "like `coranto build public`\n"
        )
    (site / "coranto.toml").rename(site / "mine.toml")
    assert "the folder of this newsroom;" in run("--config", "mine.toml", "build", ".", cwd=site, code=2).stderr
    (site / "mine.toml").rename(site / "coranto.toml")
    assert {path for folder in (site, other) for path in folder.rglob("*")} == before
    (report,) = lines(run("build", "public", cwd=site))
    assert report["written"] > 10


def test_a_folder_that_cannot_be_made_is_named(site):
    (site / "file").write_text("no folder")
    said = run("build", "file/public", cwd=site, code=1).stderr
    assert said.endswith("file/public: the folder for the site cannot be made: Not a directory; name another\n")
    assert len(said.splitlines()) == 1


def test_a_build_that_names_this_machine_says_so(site):
    said = run("build", "public", cwd=site).stderr
    assert said.startswith("coranto.toml:")
    assert "set `site.url` to the public address" in said
    assert len(said.splitlines()) == 1
    assert run("-q", "build", "public", cwd=site).stderr == ""
    toml = site / "coranto.toml"
    toml.write_text(toml.read_text().replace("http://127.0.0.1:8000", "https://news.example"))
    assert run("build", "public", cwd=site).stderr == ""
