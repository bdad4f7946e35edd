"""Every message of the pages, as gettext would extract them: out of the templates and the code."""

import ast
from pathlib import Path

import jinja2
from jinja2 import nodes

from coranto.i18n.wording import TABLE

WEB = Path(__file__).parents[2] / "src" / "coranto" / "web"


def templates():
    """Return the templates of pages and of mail."""
    return sorted([*(WEB / "templates").rglob("*.html"), *(WEB.parent / "letter" / "templates").glob("*.html")])


def all_messages():
    """Give each message with its context and its plural: {(context, message): plural or ""}."""
    found = {}
    environment = jinja2.Environment(autoescape=True)
    for file in templates():
        for call in environment.parse(file.read_text()).find_all(nodes.Call):
            if (
                isinstance(call.node, nodes.Name)
                and call.node.name in {"_", "_html"}
                and isinstance(call.args[0], nodes.Const)
            ):
                found["", call.args[0].as_const()] = ""
            elif isinstance(call.node, nodes.Name) and call.node.name == "_n":
                found["", call.args[0].as_const()] = call.args[1].as_const()
    for file in sorted(WEB.parent.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args):
                continue
            if not isinstance(call.args[0], ast.Constant):
                continue
            first = call.args[0].value
            if call.func.id in {"_", "N_"}:
                found["", first] = ""
            elif call.func.id == "_n":
                found["", first] = call.args[1].value
    for wording in TABLE.values():
        if wording.many:
            found["", wording.message] = wording.many
            found.pop(("", wording.many), None)
    return found
