"""The documentation says what the program does: commands, settings, record fields, the README's two commands."""

import pkgutil
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import coranto
from coranto import cli
from coranto.config import extras, settings_file
from coranto.i18n import wording
from coranto.model.record import Record, Related

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
COMMANDS = (DOCS / "reference" / "commands.md").read_text()
SETTINGS = (DOCS / "reference" / "settings.md").read_text()


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_is_documented_with_all_its_options_and_helps_with_an_example(name):
    command = cli.group.get_command(None, name)
    lines = [line for line in COMMANDS.splitlines() if line.startswith(f"`coranto {name}")]
    assert lines, f"docs/reference/commands.md does not know `coranto {name}`"
    for parameter in command.params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert option in lines[0], f"{option} of `coranto {name}` is not documented"
    shown = CliRunner().invoke(cli.group, [name, "--help"])
    assert shown.exit_code == 0
    assert "Example:" in shown.output
    assert f"coranto {name}" in shown.output.split("Example:")[1]


def test_no_command_is_documented_that_there_is_not():
    assert set(re.findall(r"^`coranto (\w+)", COMMANDS, re.MULTILINE)) == set(cli.COMMANDS)


def test_each_setting_is_documented_with_its_default():
    rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|", SETTINGS, re.MULTILINE))
    assert list(rows) == [name for name, _, _ in settings_file.reference()]
    for name, _, default in settings_file.reference():
        said = rows[name].strip("`")
        shown = (
            "empty" if default in ("", (), {}) else str(default).lower() if isinstance(default, bool) else str(default)
        )
        shown = (
            "[" + ", ".join(f'"{one}"' for one in default) + "]"
            if isinstance(default, tuple) and default and isinstance(default[0], str)
            else shown
        )
        assert said == shown, f"{name}: the documentation says {said}, the program {shown}"


def test_each_field_of_the_record_is_documented():
    page = (DOCS / "reference" / "record.md").read_text()
    for struct in (Record, Related):
        for field in struct.__struct_encode_fields__:
            if field not in ("extra", "asWritten"):
                assert f"`{field}`" in page, f"docs/reference/record.md does not know `{field}`"


def test_the_two_commands_stand_in_the_first_twenty_lines_of_the_readme_and_exist():
    head = "\n".join((ROOT / "README.md").read_text().splitlines()[:20])
    makefile = (ROOT / "Makefile").read_text()
    for target in ("demo", "test"):
        assert re.search(rf"^make {target}\b", head, re.MULTILINE)
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_readme_shows_pictures_that_are_light_and_names_pages_that_there_are():
    readme = (ROOT / "README.md").read_text()
    pictures = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", readme)
    assert len(pictures) == 2
    assert sum((ROOT / one).stat().st_size for one in pictures) < 200_000
    for link in re.findall(r"\]\(([^):]+)\)", readme):
        assert (ROOT / link).exists(), link


def test_the_legend_names_every_folder_of_the_pipeline():
    package = Path(coranto.__file__).parent
    folders = {path.name for path in package.iterdir() if (path / "__init__.py").exists()}
    legend = set(re.findall(r"^(\w+)  +", coranto.__doc__, re.MULTILINE)) | set(
        re.findall(r"``(\w+)``", coranto.__doc__)
    )
    assert folders - legend == set()
    assert re.findall(r"^(\w+)  +\S", coranto.__doc__, re.MULTILINE) == [
        "source", "fetch", "parse", "extract", "dedupe", "revision", "topic", "score", "story", "heat", "decide", "record",
        "letter", "feeds", "edit", "run", "notify", "web", "site",
    ]  # fmt: skip


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_commands_shown_in_the_documentation_exist(page):
    for name in re.findall(r"^(?:\S*/)?coranto (?:--config \S+ )?([a-z]+)", page.read_text(), re.MULTILINE):
        assert name in cli.COMMANDS


def test_no_file_is_over_400_lines():
    long = [p for p in (ROOT / "src").rglob("*.py") if len(p.read_text().splitlines()) > 400]
    assert long == []


def test_every_word_of_the_glossary_is_where_it_says():
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]+ \| `(coranto[\w.]*)` \|$", (DOCS / "reference" / "glossary.md").read_text(), re.MULTILINE
    )
    assert len(rows) > 40
    assert len({word for word, _ in rows}) == len(rows), "one word, one thing"
    for word, place in rows:
        assert pkgutil.resolve_name(place) is not None, word


def test_the_architecture_page_names_the_layers_of_the_contract():
    page = (DOCS / "explanation" / "architecture.md").read_text()
    shown = page.partition("```text\n")[2].partition("```")[0].splitlines()
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert shown == [layer.replace("coranto.", "") for layer in contracts[0]["layers"]]


def test_each_code_of_a_reason_is_documented_with_its_parameters_and_its_sentence():
    page = (DOCS / "reference" / "reasons.md").read_text()
    rows = {
        code: (names, says)
        for code, names, says in re.findall(r"^\| `([^`]+)` \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    }
    assert list(rows) == list(wording.TABLE)
    for code, one in wording.TABLE.items():
        names, says = rows[code]
        assert says == " / ".join(filter(None, (one.message, one.many))), code
        assert set(re.findall(r"`(\w+)`|\*(\w+)\*", names)) == {
            ("", name) if name == one.within else (name, "")
            for name in re.findall(r"\{(\w+)\}", one.message + one.many)
            if name != "zone"  # said by where it is read
        }, code


def test_the_guide_to_installing_names_each_extra():
    page = (DOCS / "how-to" / "install.md").read_text()
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == {*extras.EXTRAS, "all"}
