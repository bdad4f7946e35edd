"""The lists that come with Coranto, in groups by the language of their sources; that of the paper comes first."""

import msgspec

from coranto.i18n import current, formats
from coranto.run import scaffold


class Group(msgspec.Struct, frozen=True):
    """The lists of a language: its code and name, and of each list its own name, title, what it is about, and size."""

    code: str
    name: str
    lists: list[tuple[str, str, str, int]]


def groups() -> list[Group]:
    """Return the lists in groups."""
    own = current.current().tag.partition("-")[0]
    found: dict[str, list[tuple[str, str, str, int]]] = {}
    for name, one in scaffold.starters().items():
        found.setdefault(scaffold.starter_language(name), []).append((name, *one))
    ordered = sorted(found.items(), key=lambda pair: (pair[0] != own, -len(pair[1])))
    return [Group(code, formats.language_name(code), lists) for code, lists in ordered]
