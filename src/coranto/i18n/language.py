"""The language of a newsroom: its own catalogue over Coranto's.

A message without a translation is shown in English, so a catalogue may be incomplete. Coranto's own catalogues are in
``locale/``; ``languages/de.po`` in a newsroom's folder overrides them, message by message.
"""

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import structlog

from coranto import errors
from coranto.i18n import catalogue
from coranto.i18n.catalogue import Catalogue, Messages, Plural

FOLDER = "languages"  # in the newsroom's folder
_BACKWARDS = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}  # languages written from right to left
_log = structlog.get_logger("coranto.i18n")


def _english(number: int) -> int:
    return int(number != 1)


class Language(msgspec.Struct, frozen=True):
    """A language: its BCP 47 tag, direction, messages and plural rule."""

    tag: str = "en"
    dir: str = "ltr"
    messages: Messages = {}
    plural: Plural = _english
    memo: dict[bytes, Any] = {}  # cached results, see ``coranto.i18n.current.remembered``

    def form(self, context: str, message: str, number: int = 0) -> str | None:
        """Return a form of a message; None if it has no translation."""
        forms = self.messages.get((context, message), ())
        return forms[number] if number < len(forms) and forms[number] else None


@cache
def of(folder: str, language: str) -> Language:
    """Return the language of a newsroom; unusable entries of its own catalogue are logged and left out.

    Parameters
    ----------
    folder : str
        The newsroom's folder.
    language : str
        A BCP 47 tag; without a catalogue for it or for its primary language, the result is English.

    """
    tags = _tags(language)
    own = [path for tag in tags if (path := Path(folder) / FOLDER / f"{tag}.po").is_file()]
    shipped = resources.files("coranto.i18n") / "locale"
    ours = [tag for tag in tags if (shipped / f"{tag}.po").is_file()]
    if not own and not ours:
        return Language()
    read = [catalogue.read((shipped / f"{tag}.po").read_text("utf-8"), f"{tag}.po", tag) for tag in reversed(ours)]
    for path in reversed(own):
        read.append(_read(path))
        for trouble in read[-1].troubles:
            _log.error("a message is left out", trouble=str(trouble))
    messages: Messages = {}
    for layer in read:
        messages |= layer.messages
    tag = own[0].stem if own else ours[0]
    return Language(tag, direction(tag), messages, read[-1].plural)


def available(folder: str) -> list[str]:
    """Return the tags of the languages that pages can be in: English, Coranto's own, and the newsroom's."""
    shipped = (resources.files("coranto.i18n") / "locale").iterdir()
    own = (path.name for path in (Path(folder) / FOLDER).glob("*.po"))
    return sorted({"en", *(name.removesuffix(".po") for name in (*(one.name for one in shipped), *own))})


def direction(tag: str) -> str:
    """Return the direction in which a language is written: ltr or rtl."""
    return "rtl" if tag.partition("-")[0].lower() in _BACKWARDS else "ltr"


def check(folder: str) -> list[errors.ThemeError]:
    """Return the errors in a newsroom's own catalogues."""
    return [trouble for path in sorted((Path(folder) / FOLDER).glob("*.po")) for trouble in _read(path).troubles]


def _read(path: Path) -> Catalogue:
    try:
        return catalogue.read(path.read_text("utf-8"), str(path), path.stem)
    except (OSError, UnicodeDecodeError) as why:
        return Catalogue({}, _english, (errors.ThemeError(f"cannot be read as UTF-8: {why}", str(path)),))


def _tags(language: str) -> list[str]:
    """Return a tag and its prefixes: ``de-at``, ``de``."""
    parts = re.sub(r"[^a-z0-9-]", "", language.replace("_", "-").lower()).split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]
