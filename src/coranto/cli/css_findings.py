"""Findings about ``theme.css``: mistakes that browsers ignore without a message."""

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
    """Yield the problems of a newsroom's style sheet, each with its line; nothing if there is no style sheet."""
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
    problems = [*_elsewhere(text), *_braces(_bare(text)), *_properties(_bare(text), folder)]
    for line, what in sorted(problems):
        yield f"{file}:{line}: {what}"


def _bare(text: str) -> str:
    """Replace comments and quoted strings with spaces, keeping every line break."""
    return _NOISE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _braces(css: str) -> Iterator[tuple[int, str]]:
    opened: list[int] = []
    for match in re.finditer(r"[{}]", css):
        line = css.count("\n", 0, match.start()) + 1
        if match[0] == "{":
            opened.append(line)
        elif opened:
            opened.pop()
        else:
            yield line, "this `}` closes nothing; take it out, or the rule behind it does not count"
    for line in opened:
        yield line, "this `{` is never closed; write the `}` that is missing, or what follows does not count"


def _properties(css: str, folder: Path) -> Iterator[tuple[int, str]]:
    """Find custom properties that neither Coranto's style sheet nor this one nor a template reads."""
    ours = (resources.files("coranto.web") / "static" / "style.css").read_text("utf-8")
    known = sorted(set(_SET.findall(ours)))
    theirs = [file.read_text("utf-8", "replace") for file in (folder / theme.TEMPLATES).rglob("*.html")]
    used = {name for text in (ours, css, *theirs) for name in _USED.findall(text)}
    for match in _SET.finditer(css):
        if (name := match[1]) not in used and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            guess = f"did you mean `{near[0]}`? " if near else ""
            line = css.count("\n", 0, match.start(1)) + 1
            yield line, f"nothing uses `{name}`; {guess}Coranto's pages know {', '.join(known)}"


def _elsewhere(text: str) -> Iterator[tuple[int, str]]:
    """Find resources on other sites, which the pages' content policy blocks."""
    css = re.sub(r"/\*.*?(?:\*/|\Z)", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.DOTALL)
    for match in _ELSEWHERE.finditer(css):
        line = css.count("\n", 0, match.start()) + 1
        yield line, f"`{match[1][:80]}` is not loaded: the pages load nothing from other sites; do without it"
