"""`coranto import` of another reader's export: sources in their folders, stars as published records, each once."""

import importlib.util
import json
from pathlib import Path

from console import lines, run

SPEC = importlib.util.spec_from_file_location("exports", Path(__file__).parents[1] / "source" / "test_reader_export.py")
exports = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(exports)


def test_stars_become_published_and_sources_are_listed(tmp_path):
    run("init", "site", cwd=tmp_path)
    site = tmp_path / "site"
    for name, tree in (
        ("freshrss", exports.FRESHRSS),
        ("miniflux", exports.MINIFLUX),
        ("feedly", exports.FEEDLY_SUBSCRIPTIONS),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(tree))
    said = run("import", "../freshrss.json", cwd=site).stdout
    assert (
        said
        == "1 sources added, 0 known already, 0 left out\n1 starred articles published, 0 known already, 0 left out\n"
    )
    assert "1 starred articles published" in run("import", "../miniflux.json", cwd=site).stdout
    assert run("import", "../feedly.json", cwd=site).stdout == "2 sources added, 0 known already, 0 left out\n"
    again = run("import", "../freshrss.json", cwd=site).stdout
    assert (
        again
        == "0 sources added, 1 known already, 0 left out\n0 starred articles published, 1 known already, 0 left out\n"
    )
    listed = lines(run("sources", "--json", cwd=site))
    assert {(one["url"], one["folder"]) for one in listed} >= {("https://low.example/feed", "Energy"), ("https://chips.example/rss", "Hardware")}  # fmt: skip
    assert sorted(file.name for file in (site / "_news").iterdir()) == [
        "2024-06-01-a-stove.md",
        "2024-06-01-ferry-harbour.md",
    ]
    record = (site / "_news" / "2024-06-01-ferry-harbour.md").read_text()
    assert "published: true" in record
    assert "script" not in record
    assert "Daily" in record
    assert run("record", "--check", *sorted((site / "_news").iterdir()), cwd=site).returncode == 0
    (tmp_path / "letter.json").write_text('{"dear": "all"}')
    assert "no export that Coranto knows" in run("import", "../letter.json", cwd=site, code=1).stderr
