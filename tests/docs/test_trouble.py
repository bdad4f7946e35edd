"""The page of symptoms quotes what the program says."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "trouble.md").read_text()
CODE = "\n".join(file.read_text() for file in sorted((ROOT / "src").rglob("*.py")))
SAID = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)


def test_there_are_symptoms():
    assert len(SAID) > 12


@pytest.mark.parametrize("said", SAID)
def test_the_program_says_so(said):
    assert said in CODE
