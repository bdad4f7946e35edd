"""Change values in the text of ``coranto.toml``; comments, order and all other lines stay as they are."""

import tomllib
from collections.abc import Mapping
from typing import Any

from coranto.config import extras, settings_file


def change(text: str, values: Mapping[str, Any]) -> str:
    """Return the text with changed values.

    Parameters
    ----------
    text : str
        TOML.
    values : mapping
        Values by dotted key (``publish.per_day``, ``outlets.example.org.weight``). None removes a key, so that its
        default is in force; a table that becomes empty is removed, too, if it has no comment.

    Raises
    ------
    MissingExtra
        The library is not installed.

    """
    extras.need("desk")
    import tomlkit  # noqa: PLC0415 - needs the extra
    from tomlkit.items import Table  # noqa: PLC0415 - needs the extra

    document = tomlkit.parse(text)
    for key, value in values.items():
        *above, last = settings_file.split_key(key)
        tables: list[tuple[Any, str]] = []
        table: Any = document
        for part in above:
            if part not in table:
                if value is None:
                    break
                table[part] = tomlkit.table(is_super_table=part != above[-1])
            tables.append((table, part))
            table = table[part]
        else:
            if value is None:
                table.pop(last, None)
            elif last in table or not isinstance(table, Table):
                table[last] = value
            else:
                _append(table, last, value)
            for outer, part in reversed(tables):
                if value is None and not outer[part] and not _commented(outer[part]):
                    outer.pop(part)
    return tomlkit.dumps(document)


def _commented(table: Any) -> bool:
    """Whether comments stand in an empty table, some of which lead to the next one."""
    return "#" in table.as_string()


def _append(table: Any, key: str, value: Any) -> None:
    """Add a key after the last one of a table, before the blank lines and comments that lead to the next table."""
    from tomlkit.items import Comment, Whitespace  # noqa: PLC0415 - needs the extra

    body = table.value.body
    keyed = [place for place, (name, item) in enumerate(body) if name is not None]
    after = body[keyed[-1]][0] if keyed else None
    rest = [item for name, item in body[(keyed[-1] + 1 if keyed else 0) :]]
    if after is not None and rest and all(isinstance(item, (Comment, Whitespace)) for item in rest):
        table.value._insert_after(after, key, value)  # noqa: SLF001 - its public way adds at the end only
    else:
        table[key] = value


def read(text: str, key: str) -> Any:
    """Return the value that a text of TOML gives a dotted key; None where it does not name it."""
    value: Any = tomllib.loads(text)
    for part in settings_file.split_key(key):
        if not isinstance(value, dict) or part not in value:
            return None
        value = value[part]
    return value
