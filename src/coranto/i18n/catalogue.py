"""Read a gettext catalogue (``.po``) with Babel, and report unusable entries by file and line."""

import gettext
import re
from collections.abc import Callable, Iterator

import msgspec
from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileParser

from coranto import errors

Messages = dict[tuple[str, str], tuple[str, ...]]  # (context, message) -> its plural forms
Plural = Callable[[int], int]

_LINE = re.compile(r'(?:(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"')
_BEGINS = re.compile(r"msg(?:id|ctxt)\s")
_FIELD = re.compile(r"\{(\w*)[^}]*\}")


class Catalogue(msgspec.Struct, frozen=True):
    """The messages of one file, its plural rule, and its errors.

    Fuzzy and untranslated messages are left out, and so are those that ``troubles`` reports.
    """

    messages: Messages
    plural: Plural
    troubles: tuple[errors.ThemeError, ...] = ()


def read(text: str, file: str, tag: str = "") -> Catalogue:
    """Read a catalogue.

    Parameters
    ----------
    text : str
        The file's text.
    file : str
        Its name, for errors.
    tag : str
        BCP 47 tag of its language; it decides the plural rule if the file has no ``Plural-Forms``.

    """
    troubles: list[errors.ThemeError] = []
    known = locale(tag)
    catalog = Catalog(locale=known, charset="utf-8")
    lines = _readable(text, file, troubles)
    try:
        _Parser(catalog, file, troubles).parse(lines)
    except ValueError as why:  # a header that Babel cannot use
        troubles.append(errors.ThemeError(f"the head of the catalogue cannot be used: {why}", file))
    messages: Messages = {}
    for message in catalog:
        forms = _forms(message)
        if not message.id or message.fuzzy or not any(forms):
            continue
        if wrong := _wrong(message, forms):
            troubles.append(errors.ThemeError(wrong, f"{file}:{_line(lines, message)}"))
        else:
            messages[str(message.context or ""), _ids(message)[0]] = forms
    troubles.sort(key=_place)
    return Catalogue(messages, _plural(catalog.plural_expr), tuple(troubles))


def locale(tag: str) -> Locale | None:
    """Return Babel's locale for a BCP 47 tag; None if Babel does not know the language."""
    try:
        return Locale.parse(tag, sep="-") if tag else None
    except (UnknownLocaleError, ValueError):
        return None


class _Parser(PoFileParser):
    """Babel's parser, which collects errors instead of printing them."""

    def __init__(self, catalog: Catalog, file: str, troubles: list[errors.ThemeError]) -> None:
        super().__init__(catalog, ignore_obsolete=True)
        self._file, self._troubles = file, troubles

    def _invalid_pofile(self, line: str, lineno: int, msg: str) -> None:
        what = f"no line of a catalogue: {line[:60]}" if line else msg
        self._troubles.append(errors.ThemeError(what, f"{self._file}:{lineno + 1}"))


def _readable(text: str, file: str, troubles: list[errors.ThemeError]) -> list[str]:
    """Return the lines, with unparsable entries emptied; report the bad line of each."""
    lines = text.splitlines()
    for start, end in _blocks(lines):
        begun = False
        for number in range(start, end):
            line = lines[number].strip()
            begun = begun or bool(_BEGINS.match(line))
            if not line.startswith("#") and not (begun and _LINE.fullmatch(line)):
                troubles.append(errors.ThemeError(f"no line of a catalogue: {line[:60]}", f"{file}:{number + 1}"))
                lines[start:end] = [""] * (end - start)
                break
    return lines


def _blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the entries, separated by empty lines, as the first line and the line after the last."""
    start = None
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            start = number if start is None else start
        elif start is not None:
            yield start, number
            start = None


def _line(lines: list[str], message: Message) -> int:
    """Return the number of an entry's first line; Babel records that of its ``msgid``."""
    number = message.lineno or 1
    while number > 1 and lines[number - 2].strip():
        number -= 1
    return number


def _place(trouble: errors.ThemeError) -> int:
    """Return the line number of an error, 0 for the whole file."""
    number = trouble.where.rpartition(":")[2]
    return int(number) if number.isdigit() else 0


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> tuple[str, ...]:
    translation = message.string
    return (translation,) if isinstance(translation, str) else tuple(translation or ())


def _wrong(message: Message, forms: tuple[str, ...]) -> str:
    """Return what is wrong with a translation: its ``{names}`` differ from the message's."""
    known = set(_FIELD.findall("".join(_ids(message))))
    for form in forms:
        try:
            form.format(**dict.fromkeys(known, 0))
        except (KeyError, IndexError, ValueError, AttributeError):
            names = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
            return f"a translation has other names in braces than its message, which has {names}: {form[:60]}"
    return ""


def _plural(rule: str) -> Plural:
    try:
        return gettext.c2py(rule)
    except ValueError:
        return lambda number: int(number != 1)
