"""Every benchmark stands in the table of its folder, with a page that is there."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
ROWS = {
    cells[0].strip().strip("`"): cells
    for line in (FOLDER / "README.md").read_text().splitlines()
    if line.startswith("| `") and len(cells := line.strip("|").split(" |")) >= 6
}


@pytest.mark.parametrize("script", sorted(path.name for path in FOLDER.glob("*.py")))
def test_a_benchmark_has_a_row_with_what_it_measures_and_its_latest_value(script):
    _name, measures, command, _bar, latest, *_page = ROWS[script]
    assert measures.strip()
    if not re.match(r"part of", measures.strip()):
        assert script in command
        assert latest.strip()


def test_every_row_is_of_a_script_and_every_page_of_a_row_is_there():
    assert {name for name in ROWS if not (FOLDER / name).is_file()} == set()
    pages = {page for cells in ROWS.values() for page in re.findall(r"\((\w+\.md)\)", cells[5])}
    assert pages == {path.name for path in FOLDER.glob("*.md")} - {"README.md"}
