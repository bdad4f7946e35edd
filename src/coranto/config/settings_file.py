"""Read ``coranto.toml`` into Settings; every error has the key's path, its line and the allowed values."""

import difflib
import ipaddress
import math
import os
import re
import tomllib
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from coranto import errors
from coranto.config import mail_server
from coranto.model.settings import WEEKDAYS, Outlet, Section, Settings

FILE = "coranto.toml"
_PRIVATE = ("folder", "file", "publish.topics", "publish.lines", "rules")  # set by the reader, not by the user
_ENVIRONMENT = {
    "database": "CORANTO_DATABASE",
    "key": "CORANTO_SITE_KEY",
    "site.url": "CORANTO_SITE_URL",
    "serve.host": "CORANTO_SERVE_HOST",
    "mail.servers": "CORANTO_MAIL_SERVERS",
    "mail.bounces": "CORANTO_MAIL_BOUNCES",
}
_TWICE = re.compile(r"Cannot declare \((.+)\) twice \(at line (\d+)")  # how tomllib says it
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}", re.ASCII)
_CHOICES = {
    "profile": ("classic", "subject"),
    "judge.match": ("word", "substring"),
    "site.pictures": ("none", "lead", "small"),
    "letter.by_itself": ("never", "draft", "send"),
    "sign_in.role": ("", "editor", "reader"),
}


def load(file: str | Path | None = None) -> Settings:
    """Read the configuration.

    Parameters
    ----------
    file : path or None
        The file; None means ``coranto.toml`` in the current folder.

    Returns
    -------
    Settings
        With ``folder`` set to the file's folder. Variables of the environment override the file (``_ENVIRONMENT``).

    Raises
    ------
    ConfigError
        The file is missing or not TOML, a key is unknown, or a value has the wrong type.

    """
    path = Path(file or FILE)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        hint = "write one with `coranto init`, or name it with --config FILE"
        raise errors.ConfigError(f"there is no configuration here; {hint}", str(path)) from None
    except (OSError, UnicodeDecodeError) as why:
        raise errors.ConfigError(f"cannot be read: {why}", str(path)) from why
    return parse(text, str(path), path.resolve().parent)


def parse(text: str, name: str = FILE, folder: Path | None = None) -> Settings:
    """Parse the text of a configuration into Settings; errors as in ``load``, with ``name`` as the file."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        if twice := _TWICE.search(str(why)):
            table = ".".join(re.findall(r"'([^']+)'", twice[1]))
            said = f"[{table}] begins a second time in line {twice[2]}; put its lines below the first"
            raise errors.ConfigError(said, name) from why
        raise errors.ConfigError(f"not TOML: {why}", name) from why
    settings = _checked(tree, text, name)
    changes: dict[str, Any] = {"folder": str(folder or Path.cwd()), "file": name}
    changes |= {key: os.environ[env] for key, env in _ENVIRONMENT.items() if "." not in key and os.environ.get(env)}
    if url := os.environ.get(_ENVIRONMENT["site.url"]):
        changes["site"] = msgspec.structs.replace(settings.site, url=url)
    if host := os.environ.get(_ENVIRONMENT["serve.host"]):
        changes["serve"] = msgspec.structs.replace(settings.serve, host=host)
    if servers := os.environ.get(_ENVIRONMENT["mail.servers"]):
        changes["mail"] = msgspec.structs.replace(settings.mail, servers=tuple(servers.split()))
    if bounces := os.environ.get(_ENVIRONMENT["mail.bounces"]):
        changes["mail"] = msgspec.structs.replace(changes.get("mail", settings.mail), bounces=bounces)
    found = msgspec.structs.replace(settings, **changes)
    for what, key in _unfit_mail(found):
        raise errors.ConfigError(what, place(found, key))
    return found


def _checked(tree: dict[str, Any], text: str, name: str) -> Settings:
    """Convert a parsed configuration; errors as in ``load``."""
    _refuse_unknown(tree, Settings, "", text, name)
    try:
        settings = msgspec.convert(tree, Settings)
    except msgspec.ValidationError as why:
        what, _, at = str(why).partition(" - at `$")
        key = at.removeprefix(".").rstrip("`").replace("[...]", "")
        raise errors.ConfigError(f"`{key}`: {what[0].lower()}{what[1:]}", _line(text, key, name)) from why
    _refuse_values(settings, text, name)
    return settings


def place(settings: Settings, key: str) -> str:
    """Return where a setting's value comes from: the file with its line, or an environment variable."""
    variable = _ENVIRONMENT.get(key)
    if variable and os.environ.get(variable):
        return f"{variable} of the environment"
    try:
        return _line(Path(settings.file).read_text(encoding="utf-8"), key, settings.file)
    except (OSError, UnicodeDecodeError):  # deleted since it was read, or it never existed
        return settings.file


def says(settings: Settings, key: str) -> bool:
    """Whether the file of the settings names a setting of the top, like ``profile``; False if it cannot be read."""
    try:
        return key in tomllib.loads(Path(settings.folder, Path(settings.file).name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def changed(settings: Settings, changes: Iterable[str]) -> Settings:
    """Return the settings with changes like ``publish.per_day=5``; a value is written as in the file, or bare.

    Raises
    ------
    ConfigError
        A change is no ``KEY=VALUE``, names no setting, or has a value that the setting cannot have.

    """
    tree: dict[str, Any] = msgspec.to_builtins(settings)
    for name in _PRIVATE:
        *above, last = name.split(".")
        table = tree
        for part in above:
            table = table[part]
        table.pop(last, None)
    for change in changes:
        key, given, value = (part.strip() for part in change.partition("="))
        if not given or not key:
            raise errors.ConfigError(f"`{change}` is no change; write KEY=VALUE, like `publish.per_day=5`", "--set")
        table = tree
        *above, last = split_key(key)
        for part in above:
            table = table.setdefault(part, {})
            if not isinstance(table, dict):
                raise errors.ConfigError(f"`{key}` is not a setting", "--set")
        table[last] = read_value(value)
    parsed = _checked(tree, "", "--set")
    publish = msgspec.structs.replace(parsed.publish, topics=settings.publish.topics, lines=settings.publish.lines)
    return msgspec.structs.replace(
        parsed, publish=publish, rules=settings.rules, folder=settings.folder, file=settings.file
    )


def split_key(key: str) -> list[str]:
    """Split a dotted key; the domain within ``outlets.example.org.weight`` keeps its dots."""
    first, *rest = key.split(".")
    if first == "outlets" and len(rest) > 2:
        return [first, ".".join(rest[:-1]).strip('"'), rest[-1]]
    return [first, *rest]


def read_value(text: str) -> Any:
    """Read a value as TOML, or as plain text where it is no TOML."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def reference() -> list[tuple[str, str, Any]]:
    """Return every setting as (path, type, default), in the order of the file. The documentation must name each."""
    rows: list[tuple[str, str, Any]] = []

    def walk(section: type[Section], path: str) -> None:
        hints = get_type_hints(section)
        for field in msgspec.structs.fields(section):
            here = f"{path}.{field.name}".lstrip(".")
            kind = hints[field.name]
            if here in _PRIVATE:
                continue
            if isinstance(kind, type) and issubclass(kind, Section):
                walk(kind, here)
            elif (inner := _section_of(kind)) is not None:
                walk(inner, f'{here}."<domain>"')
            else:
                default = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
                rows.append((here, getattr(kind, "__name__", str(kind)) if not get_args(kind) else str(kind), default))

    walk(Settings, "")
    return rows


def _section_of(kind: Any) -> type[Section] | None:
    """Return the section class inside ``dict[str, Section]``, or None for any other type."""
    arguments = get_args(kind)
    inner = arguments[1] if len(arguments) == 2 else None
    return inner if isinstance(inner, type) and issubclass(inner, Section) else None


def _refuse_unknown(tree: dict[str, Any], section: type[Section], path: str, text: str, name: str) -> None:
    hints = get_type_hints(section)
    allowed = [key for key in hints if f"{path}{key}" not in _PRIVATE]
    for key, value in tree.items():
        here = f"{path}{key}"
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, 1)
            guess = f"did you mean `{near[0]}`? " if near else ""
            where = f"[{path.rstrip('.')}]" if path else "the top of the file"
            raise errors.ConfigError(
                f"`{here}` is not a setting; {guess}{where} takes {', '.join(allowed)}", _line(text, here, name)
            )
        kind = hints[key]
        if isinstance(value, dict):
            if isinstance(kind, type) and issubclass(kind, Section):
                _refuse_unknown(value, kind, f"{here}.", text, name)
            elif _section_of(kind):
                for inner, table in value.items():
                    if isinstance(table, dict):
                        _refuse_unknown(table, Outlet, f"{here}.{inner}.", text, name)


def _refuse_values(settings: Settings, text: str, name: str) -> None:
    """Refuse values that have the right type but cannot work."""
    problems = [
        (f"`{key}` is `{value}`; it may be {' or '.join(one or 'empty' for one in choices)}", key)
        for key, choices in _CHOICES.items()
        if (value := attrgetter(key)(settings)) not in choices
    ]
    if not settings.site.url.startswith(("http://", "https://")):
        problems.append((f"`site.url` is `{settings.site.url}`; it begins with http:// or https://", "site.url"))
    if not 0 < settings.serve.port < 65536:
        problems.append((f"`serve.port` is {settings.serve.port}; it may be 1 to 65535", "serve.port"))
    problems += [
        (f"`{key}` has `{given}`; a proxy is an address or a network, like `127.0.0.1` or `10.0.0.0/8`", key)
        for key in ("serve.proxies", "sign_in.networks")
        for given in attrgetter(key)(settings)
        if not _is_network(given)
    ]
    problems += [
        (f"`{key}` must be more than 0", key)
        for key in (
            "fetch.timeout",
            "fetch.concurrency",
            "fetch.per_host",
            "fetch.max_bytes",
            "stories.window_days",
            "stories.part_days",
            "subject.bar",
            "publish.fresh_hours",
            "publish.cookieless",
        )
        if attrgetter(key)(settings) <= 0
    ]
    if settings.sign_in.header and not _HEADER.fullmatch(settings.sign_in.header):
        what = f"`sign_in.header` is `{settings.sign_in.header}`; write the name of a header, like `X-Remote-User`"
        problems.append((what, "sign_in.header"))
    if settings.sign_in.header and not settings.sign_in.networks:
        what = "is believed from named networks only; write the proxy's below it: `networks = ['127.0.0.1']`"
        problems.append((f"`sign_in.header` {what}", "sign_in.header"))
    if not 0 <= settings.publish.per_day < math.inf:
        problems.append(("`publish.per_day` must be 0 (the threshold decides) or more", "publish.per_day"))
    if settings.fetch.hourly < 0:
        problems.append(("`fetch.hourly` must be 0 (no limit) or more", "fetch.hourly"))
    if any(hours <= 0 for hours in settings.fetch.look_again):
        problems.append(("`fetch.look_again` takes hours, each more than 0", "fetch.look_again"))
    problems += [*_unfit_zone(settings), *_unfit_letter(settings), *_unfit_mail(settings)]
    if settings.mail.servers and not settings.mail.sender:
        problems.append((f"`mail.servers` are there, and {NO_SENDER}", "mail.servers"))
    for what, key in problems:
        raise errors.ConfigError(what, _line(text, key, name))


NO_SENDER = "no `mail.sender`, so nothing is sent; write one, like The Hive <letter@hive.example>"


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True


def _is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def _unfit_zone(settings: Settings) -> Iterator[tuple[str, str]]:
    if not _is_zone(settings.site.zone):
        what = "write the name of a time zone, like Europe/Vienna, or UTC"
        yield f"`site.zone` is `{settings.site.zone}`; {what}", "site.zone"


def _unfit_letter(settings: Settings) -> list[tuple[str, str]]:
    """Return what is wrong with the times of the newsletter, each with its key."""
    letter, problems = settings.letter, []
    clock, zone, *days = [*letter.at.split(), "", ""][: max(2, len(letter.at.split()))]
    if not (_is_zone(zone) and _CLOCK.fullmatch(clock) and days and not set(days) - set(WEEKDAYS)):
        what = "write a time of day, a zone and days: 07:00 Europe/Vienna mon tue wed thu fri"
        problems.append((f"`letter.at` is `{letter.at}`; {what}", "letter.at"))
    if letter.url and not letter.url.startswith(("http://", "https://")):
        problems.append((f"`letter.url` is `{letter.url}`; it begins with http:// or https://", "letter.url"))
    if letter.most < 1:
        problems.append(("`letter.most` must be more than 0", "letter.most"))
    return problems


def _unfit_mail(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the servers of mail, each with its key; never the address, which has a password."""
    mail = settings.mail
    given: list[tuple[str, Callable[[str], object], str]]
    given = [("sender", mail_server.sender, mail.sender), ("bounces", mail_server.imap, mail.bounces)]
    for key, read, text in [*given, *(("servers", mail_server.smtp, one) for one in mail.servers)]:
        try:
            if text:
                read(text)
        except ValueError as why:
            yield f"`mail.{key}` {why}", f"mail.{key}"


def _line(text: str, key: str, name: str) -> str:
    """Return ``file:line`` of a dotted key, as far as it can be found in the text."""
    table, wanted = "", key.rsplit(".", 1)[-1]
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            table = stripped.strip("[]").replace('"', "")
            if table == key:
                return f"{name}:{number}"
        elif stripped.split("=")[0].strip().strip('"') == wanted and f"{table}.{wanted}".lstrip(".") == key:
            return f"{name}:{number}"
    return name
