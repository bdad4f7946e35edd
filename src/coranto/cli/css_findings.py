"""What is wrong with ``theme.css``: mistakes that a browser passes over in silence, so that nobody learns of them."""

import difflib
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from coranto.web import theme

_NOISE = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
_SET = re.compile(r"(?:^|[{;])\s*(--[\w-]+)\s*:")
_USED = re.compile(r"var\(\s*(--[\w-]+)")
_ELSEWHERE = re.compile(r"""(?:@import\s+|url\(\s*)["']?((?:https?:)?//[^"')\s]+)""")


def findings(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the style sheet of the newsroom in a folder, each with its line; nothing without one."""
    file = folder / theme.CSS
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return
    except UnicodeDecodeError as why:
        line = why.object.count(b"\n", 0, why.start) + 1
        yield f"{file}:{line}: is not UTF-8; save it as UTF-8"
        return
    except OSError as why:
        yield f"{file}: cannot be read: {why.strerror}; it is a file of CSS, or is not there"
        return
    told = [*_elsewhere(text), *_braces(_bare(text)), *_properties(_bare(text), folder)]
    for line, what in sorted(told):
        yield f"{file}:{line}: {what}"


def _bare(text: str) -> str:
    """Blank comments and quoted texts, which may hold anything; every line stays where it is."""
    return _NOISE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _braces(css: str) -> Iterator[tuple[int, str]]:
    opened: list[int] = []
    for found in re.finditer(r"[{}]", css):
        line = css.count("\n", 0, found.start()) + 1
        if found[0] == "{":
            opened.append(line)
        elif opened:
            opened.pop()
        else:
            yield line, "this `}` closes nothing; take it out, or the rule behind it does not count"
    for line in opened:
        yield line, "this `{` is never closed; write the `}` that is missing, or what follows does not count"


def _properties(css: str, folder: Path) -> Iterator[tuple[int, str]]:
    """Find custom properties that nothing reads: neither Coranto's own style sheet, nor this one, nor a template."""
    ours = (resources.files("coranto.web") / "static" / "style.css").read_text("utf-8")
    known = sorted(set(_SET.findall(ours)))
    theirs = [file.read_text("utf-8", "replace") for file in (folder / theme.TEMPLATES).rglob("*.html")]
    used = {name for text in (ours, css, *theirs) for name in _USED.findall(text)}
    for found in _SET.finditer(css):
        if (name := found[1]) not in used and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            guess = f"did you mean `{near[0]}`? " if near else ""
            line = css.count("\n", 0, found.start(1)) + 1
            yield line, f"nothing uses `{name}`; {guess}Coranto's pages know {', '.join(known)}"


def _elsewhere(text: str) -> Iterator[tuple[int, str]]:
    """Find what would be loaded from other sites, which the pages forbid to the browser."""
    css = re.sub(r"/\*.*?(?:\*/|\Z)", lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.DOTALL)
    for found in _ELSEWHERE.finditer(css):
        line = css.count("\n", 0, found.start()) + 1
        yield line, f"`{found[1][:80]}` is not loaded: the pages load nothing from other sites; do without it"
