"""Numbers as users type them."""

import math

from coranto import errors
from coranto.i18n.messages import N_, _

_NUMBER = N_("“{typed}” is no number; write one like 5.")
_WHOLE = N_("“{typed}” is no whole number; write one like 5.")


def read(typed: str, *, whole: bool = False) -> int | float:
    """Return a typed number, with a point or a comma; as an int where it is whole.

    Raises
    ------
    EditError
        It is no number, or a ``whole`` one was asked for; says so in the reader's language.

    """
    try:
        number = float(typed.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise errors.EditError(_(_NUMBER, typed=typed))
    if number.is_integer():
        return int(number)
    if whole:
        raise errors.EditError(_(_WHOLE, typed=typed))
    return number
