"""The language of the pages: gettext catalogues, read as they are written, for the language of the site.

A message that nobody translated is said in English, so a catalogue may be as small as it likes. Coranto's own stand in
``locale/``; ``languages/de.po`` in a newsroom's folder goes over them, word by word.
"""

import ast
import functools
import gettext
import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

import msgspec
import structlog
from markupsafe import Markup

from coranto import errors
from coranto.newsroom import Newsroom

FOLDER = "languages"  # in the newsroom's folder
_BACKWARDS = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}  # languages written from right to left
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+)?("(?:[^"\\]|\\.)*")\s*')
_FIELD = re.compile(r"\{(\w*)[^}]*\}")
_log = structlog.get_logger("coranto.i18n")

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Messages = dict[tuple[str, str], tuple[str, ...]]  # context and message -> its forms


class Language(msgspec.Struct, frozen=True):
    """A language of the pages: its tag, its direction, its messages, and which plural form a number takes."""

    tag: str = "en"
    dir: str = "ltr"
    messages: _Messages = {}
    plural: Callable[[int], int] = lambda number: int(number != 1)

    def form(self, context: str, message: str, number: int = 0) -> str | None:
        """Give a form of a message; None where there is none."""
        forms = self.messages.get((context, message), ())
        return forms[number] if number < len(forms) and forms[number] else None


_now: ContextVar[Language] = ContextVar("tongue", default=Language())  # noqa: B039 - a frozen value


def current() -> Language:
    """Give the language that is spoken here and now."""
    return _now.get()


def localized(make: Callable[Concatenate[Newsroom, _P], _T]) -> Callable[Concatenate[Newsroom, _P], _T]:
    """Make something in the language of the newsroom: ``site.language``."""

    @functools.wraps(make)
    def spoken(newsroom: Newsroom, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        token = _now.set(of(newsroom.settings.folder, newsroom.settings.site.language))
        try:
            return make(newsroom, *args, **kwargs)
        finally:
            _now.reset(token)

    return cast("Callable[Concatenate[Newsroom, _P], _T]", spoken)


def _(message: str, **values: object) -> str:
    """Say a message; values take the place of ``{names}``."""
    said = _now.get().form("", message) or message
    return said.format(**values) if values else said


def _c(context: str, message: str) -> str:
    """Say a message that means one thing here and another there."""
    return _now.get().form(context, message) or message


def _n(one: str, many: str, number: int, **values: object) -> str:
    """Say a message about a number, which takes the place of ``{n}``."""
    tongue = _now.get()
    said = tongue.form("", one, tongue.plural(number)) or (one if number == 1 else many)
    return said.format(n=grouped(number), **values)


def html(message: str, **values: object) -> Markup:
    """Say a message with markup in it; values are escaped."""
    return Markup(_now.get().form("", message) or message).format(**values)  # noqa: S704 - the message is ours


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a message that is said later."""
    return message


def grouped(number: int) -> str:
    """Write a number with the language's sign between thousands."""
    sign = _("1,000")[1:-3]
    return f"{number:,}".replace(",", sign)


def decimal(number: float, digits: int = 2) -> str:
    """Write a number with the language's sign before its decimals."""
    return f"{number:.{digits}f}".replace(".", _("0.5")[1:-1])


@cache
def of(folder: str, language: str) -> Language:
    """Give the language of a newsroom's pages; what its own catalogue says wrongly is logged and left out.

    Parameters
    ----------
    folder : str
        The newsroom's.
    language : str
        A BCP 47 tag; where there is no catalogue for it or for its language, the pages speak English.

    """
    tags = _tags(language)
    own = [path for tag in tags if (path := Path(folder) / FOLDER / f"{tag}.po").is_file()]
    built = resources.files("coranto.i18n") / "locale"
    ours = [tag for tag in tags if (built / f"{tag}.po").is_file()]
    messages: _Messages = {}
    for tag in reversed(ours):
        messages |= read((built / f"{tag}.po").read_text("utf-8"), f"{tag}.po")[0]
    for path in reversed(own):
        said, troubles = _read(path)
        messages |= said
        for trouble in troubles:
            _log.error("a message is left out", trouble=str(trouble))
    if not own and not ours:
        return Language()
    tag = own[0].stem if own else ours[0]
    return Language(tag, "rtl" if tag.partition("-")[0] in _BACKWARDS else "ltr", messages, _plural(messages))


def check(folder: str) -> list[errors.ThemeError]:
    """Find what is wrong in a newsroom's own catalogues."""
    return [trouble for path in sorted((Path(folder) / FOLDER).glob("*.po")) for trouble in _read(path)[1]]


def read(text: str, file: str) -> tuple[_Messages, list[errors.ThemeError]]:
    """Read a catalogue: a gettext ``.po`` file.

    Returns
    -------
    tuple
        Its messages without those marked fuzzy, and what is wrong: lines that cannot be read, and translations that
        have other ``{names}`` than their message; those are left out.

    """
    messages: _Messages = {}
    troubles: list[errors.ThemeError] = []
    for at, block in _blocks(text):
        parts: dict[str, str] = {}
        key, fuzzy = "", False
        for number, line in enumerate(block, at):
            if line.startswith("#"):
                fuzzy |= line.startswith("#,") and "fuzzy" in line
                continue
            found = _LINE.fullmatch(line)
            if found is None or not (found[1] or key):
                troubles.append(errors.ThemeError(f"no line of a catalogue: {line[:60]}", f"{file}:{number}"))
                break
            key = f"{found[1]}{found[2] or ''}" if found[1] else key
            parts[key] = parts.get(key, "") + _unquoted(found[3])
        else:
            forms = tuple(parts[name] for name in sorted(parts) if name.startswith("msgstr"))
            if "msgid" not in parts or fuzzy or not any(forms):
                continue
            if parts["msgid"] and (wrong := _wrong(parts, forms)):
                troubles.append(errors.ThemeError(wrong, f"{file}:{at}"))
            else:
                messages[parts.get("msgctxt", ""), parts["msgid"]] = forms
    return messages, troubles


def _read(path: Path) -> tuple[_Messages, list[errors.ThemeError]]:
    try:
        return read(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as why:
        return {}, [errors.ThemeError(f"cannot be read as UTF-8: {why}", str(path))]


def _blocks(text: str) -> Iterable[tuple[int, list[str]]]:
    """Give the entries, which stand apart by an empty line, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield number - len(block), block
            block = []


def _unquoted(quoted: str) -> str:
    return str(ast.literal_eval(quoted))


def _wrong(parts: dict[str, str], forms: tuple[str, ...]) -> str:
    known = set(_FIELD.findall(parts["msgid"] + parts.get("msgid_plural", "")))
    for form in forms:
        try:
            form.format(**dict.fromkeys(known, 0))
        except (KeyError, IndexError, ValueError):
            names = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
            return f"a translation has other names in braces than its message, which has {names}: {form[:60]}"
    return ""


def _plural(messages: _Messages) -> Callable[[int], int]:
    header = messages.get(("", ""), ("",))[0]
    rule = re.search(r"plural=([^;\n]+)", header)
    try:
        return gettext.c2py(rule[1]) if rule else Language().plural
    except ValueError:
        return Language().plural


def _tags(language: str) -> list[str]:
    """Give a tag and its beginnings: ``de-at``, ``de``."""
    parts = re.sub(r"[^a-z0-9-]", "", language.replace("_", "-").lower()).split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]
