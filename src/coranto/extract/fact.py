"""A fact: a value together with its evidence."""

from typing import Generic, NamedTuple, TypeVar

Value_co = TypeVar("Value_co", covariant=True)


class Fact(NamedTuple, Generic[Value_co]):
    """A value and its evidence (``"json-ld headline"``); ``because`` may also say why there is no value."""

    value: Value_co
    because: str = ""
