"""Which backups of a folder are kept: the newest of each of the last days, weeks and months that have one."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from coranto.errors import BackupError

_NAME = re.compile(r"coranto-(\d{8}T\d{6})Z\.tar\.zst")
_TIME = "%Y%m%dT%H%M%S"
_RULE = re.compile(r"(\d{1,4}),(\d{1,4}),(\d{1,4})")


class KeepRule(msgspec.Struct, frozen=True):
    """How many days, weeks and months keep their newest backup."""

    days: int
    weeks: int
    months: int


def rule(text: str) -> KeepRule:
    """Read a rule like ``7,4,12``; ``BackupError`` says how one is written."""
    found = _RULE.fullmatch(text.replace(" ", ""))
    if found is None:
        raise BackupError(
            "write how many days, weeks and months keep their newest backup, like 7,4,12", f"--keep {text}"
        )
    return KeepRule(*map(int, found.groups()))


def name(now: datetime) -> str:
    """Return the file name of a backup made now."""
    return f"coranto-{now.astimezone(UTC):{_TIME}}Z.tar.zst"


def superfluous(files: Iterable[Path], keep: KeepRule) -> list[Path]:
    """Return the backups that no part of the rule keeps, oldest first; other files are not among them.

    Only days, weeks and months that have a backup count: a machine that was off, or whose clock jumped, loses none of
    its older ones for that. The newest is always kept.
    """
    dated = sorted(((when, file) for file in files if (when := made(file)) is not None), reverse=True)
    kept = {file for _, file in dated[:1]}
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (keep.days, lambda when: when.date()),
        (keep.weeks, lambda when: when.isocalendar()[:2]),
        (keep.months, lambda when: (when.year, when.month)),
    )
    for count, period in periods:
        newest: dict[object, Path] = {}
        for when, file in dated:
            newest.setdefault(period(when), file)
        kept |= set(list(newest.values())[:count])
    return [file for _, file in reversed(dated) if file not in kept]


def made(file: Path) -> datetime | None:
    """Return when a backup was made, by its name; None for another file."""
    found = _NAME.fullmatch(file.name)
    try:
        return datetime.strptime(found[1], _TIME).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
