"""The lists of the newsletter: of everything or of one topic, as it comes or once a week, each with issues of its own.

A list is named by the id of its topic ("" for everything); one that comes weekly has ``@weekly`` behind it.
"""

from collections.abc import Iterable

from coranto.letter.schedule import Rhythm
from coranto.model.settings import WEEKDAYS
from coranto.model.subscriber import Wish

_WEEKLY = "@weekly"  # no id of a topic has this sign


def topic(name: str) -> str:
    """Return the id of a list's topic."""
    return name.removesuffix(_WEEKLY)


def weekly(name: str) -> bool:
    """Whether a list comes once a week."""
    return name.endswith(_WEEKLY)


def named(topic: str, *, weekly: bool) -> str:
    """Return the name of a list."""
    return topic + _WEEKLY if weekly else topic


def of(wish: Wish) -> list[str]:
    """Return the lists with subscribers."""
    return [named(one, weekly=wish.weekly) for one in wish.topics]


def wanted(wishes: Iterable[Wish]) -> list[str]:
    """Return the lists with subscribers, and that of everything, which has issues in any case."""
    return sorted({"", *(name for wish in wishes for name in of(wish))})


def comes_on(name: str, day: int, rhythm: Rhythm) -> bool:
    """Whether a list has an issue on a day of the week (0 for Monday): a weekly one on the last day with issues."""
    return not weekly(name) or WEEKDAYS[day] == max(rhythm.days, key=WEEKDAYS.index)
