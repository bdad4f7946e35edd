"""Setting: change values of ``coranto.toml``; the file's comments and order stay, and the log can take it back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coranto import errors
from coranto.config import settings_file, settings_text
from coranto.edit.verb import Argument, Option, Verb
from coranto.i18n.messages import N_
from coranto.i18n.wording import error
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom
from coranto.record import write
from coranto.story.cluster import Clusterer

_SECRET = ("key", "database", "mail.servers", "mail.bounces")  # would stand in the log
_SAME = N_("it is so already; nothing was changed")
_SINCE = N_("the setting was changed since; `coranto edit log` lists by which edit, take that back first")


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Check the values: ``values`` by key, or one ``key`` with a ``value`` as the file writes it, or bare."""
    values = arguments.get("values")
    if values is None:
        key = str(arguments["key"]).strip()
        values = {key: None if arguments.get("default") else settings_file.read_value(str(arguments["value"]))}
    for key in values:
        if any(secret == key or secret.startswith(f"{key}.") for secret in _SECRET):
            raise errors.EditError(
                N_("this one is a secret, which no log may show; write it into the file by hand"), key
            )
    text = _text(newsroom)
    before = {key: settings_text.read(text, key) for key in values}
    after = {key: value for key, value in values.items() if before[key] != value}
    if not after:
        raise errors.EditError(_SAME, ", ".join(values))
    _changed(newsroom, after)
    return Edit(kind="setting", before={key: before[key] for key in after}, after=after, at=newsroom.now())


def differing(newsroom: Newsroom, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of some values that the file does not have yet."""
    text = _text(newsroom)
    return {key: value for key, value in values.items() if settings_text.read(text, key) != value}


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None = None) -> Edit:
    """Write the file; what runs takes it up in its next round."""
    write.write_if_changed(_path(newsroom), _changed(newsroom, edit.after).encode())
    return edit


def take_back(newsroom: Newsroom, edit: Edit) -> Edit:
    """Return the edit that restores earlier values; ``EditError`` if one was changed again since."""
    text = _text(newsroom)
    if any(settings_text.read(text, key) != value for key, value in edit.after.items()):
        raise errors.EditError(_SINCE, f"edit {edit.number}")
    _changed(newsroom, edit.before)
    return Edit(kind="setting", before=edit.after, after=edit.before, at=newsroom.now())


def _changed(newsroom: Newsroom, values: Mapping[str, Any]) -> str:
    """Return the file's text with values, once it was found to be usable."""
    text = settings_text.change(_text(newsroom), values)
    try:
        settings_file.parse(text, _path(newsroom).name, _path(newsroom).parent)
    except errors.ConfigError as why:
        raise errors.EditError(error(why)) from None
    return text


def _path(newsroom: Newsroom) -> Path:
    return Path(newsroom.settings.folder) / Path(newsroom.settings.file).name


def _text(newsroom: Newsroom) -> str:
    try:
        return _path(newsroom).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as why:
        raise errors.EditError(f"cannot be read: {why}", str(_path(newsroom))) from why


VERB = Verb(
    name="setting",
    summary="Change a setting in coranto.toml; comments and order stay, and it can be undone.",
    example='coranto edit setting publish.per_day 5 --why "too much to read"',
    arguments=(Argument("key", "KEY"), Argument("value", "VALUE")),
    options=(Option("default", "Take it out of the file, whatever VALUE says: the default is in force again."),),
    check=check,
    carry_out=carry_out,
    take_back=take_back,
)
