"""What the package imports is what it declares, and what is locked."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from coranto.config import extras

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DECLARED = PROJECT["dependencies"]
# Files that are imported only where the extra is installed, or import it where it is needed.
EXTRAS = {
    "cli/run_.py": "fast",
    "config/settings_text.py": "desk",
    "mailing/bounce_report.py": "mail",
    "mailing/bounces.py": "mail",
    "mailing/domain_check.py": "mail",
    "mailing/server.py": "mail",
    "people/passkeys.py": "desk",
    "people/passwords.py": "desk",
    "record/image_cache.py": "pictures",
    "record/seal.py": "sealed",
    "run/parquet.py": "parquet",
    "web/desk/forms.py": "desk",
    "web/mcp/server.py": "mcp",
    "web/card_fonts.py": "pictures",
    "web/social_card.py": "pictures",
    "store/transaction.py": "postgres",
}
STANDARD = sys.stdlib_module_names | {"compression"}  # of Python 3.14


def name(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


def imported():
    for file in (ROOT / "src" / "coranto").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((file, alias.name.split(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield file, node.module.split(".")[0]


def test_every_import_is_declared():
    declared = {name(requirement) for requirement in DECLARED}
    owners = packages_distributions()
    for file, module in imported():
        if module not in STANDARD and module != "coranto":
            owner = {name(one) for one in owners[module]}
            extra = EXTRAS.get(file.relative_to(ROOT / "src" / "coranto").as_posix())
            offered = {name(one) for one in PROJECT["optional-dependencies"][extra]} if extra else set()
            assert owner & (declared | offered), (
                f"{file} imports {module}; add {owner} to the dependencies in pyproject.toml"
            )


def test_every_extra_is_known_where_its_absence_is_explained():
    offered = PROJECT["optional-dependencies"]
    assert set(extras.EXTRAS) == set(offered) - {"all", "dev"}
    assert offered["all"] == [f"coranto[{','.join(sorted(extras.EXTRAS))}]"]
    owners = packages_distributions()
    for extra, (module, _) in extras.EXTRAS.items():
        assert {name(one) for one in owners[module]} & {name(one) for one in offered[extra]}


def test_every_dependency_is_locked_with_hashes():
    for lock in ("run.txt", "desk.txt", "image.txt", "dev.txt"):
        text = (ROOT / "requirements" / lock).read_text()
        pinned = {name(line) for line in re.findall(r"^([\w.\[\],-]+)==", text, re.MULTILINE)}
        assert {name(requirement) for requirement in DECLARED} <= pinned
        assert text.count("--hash=sha256:") >= len(pinned)


def test_the_image_has_the_extras_of_a_site_in_the_versions_that_are_tested():
    def pinned(lock):
        text = (ROOT / "requirements" / lock).read_text()
        return set(re.findall(r"^([\w.\[\],-]+==\S+)", text, re.MULTILINE))

    assert pinned("run.txt") < pinned("desk.txt") < pinned("image.txt") < pinned("dev.txt")
    names = {name(one) for one in pinned("image.txt")}
    for extra in set(extras.EXTRAS) - {"parquet"}:  # 169 MB for an export that JSON Lines do too
        assert {name(one) for one in PROJECT["optional-dependencies"][extra]} <= names


def test_a_migration_depends_on_no_code_that_may_change():
    versions = sorted((ROOT / "src/coranto/store/migrations/versions").glob("*.py"))
    assert len(versions) >= 24
    for file in versions:
        assert not re.search(r"^\s*(?:from|import) coranto\b", file.read_text(), re.MULTILINE), file.name
