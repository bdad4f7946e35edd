"""Three tables of plain functions, to which installed packages can add.

A package that adds a source kind, a quality signal or an output declares an entry point in the group
``coranto.sources``, ``coranto.signals`` or ``coranto.outputs``; its function then follows the built-in ones in the same
table, under its own name.
"""

import functools
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from typing import Any

from coranto import errors

GROUPS = ("coranto.sources", "coranto.signals", "coranto.outputs")


def table(group: str, built_in: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Return the built-in functions and those that installed packages add.

    Parameters
    ----------
    group : str
        One of ``GROUPS``.
    built_in : dict
        Coranto's own functions by name; a plugin cannot replace one.

    Raises
    ------
    ConfigError
        A plugin cannot be imported or uses a name that is taken; the message names its package.

    """
    functions = dict(built_in)
    for point in entry_points(group=group):
        package = point.dist.name if point.dist else point.value
        if point.name in functions:
            raise errors.ConfigError(f"`{point.name}` of {group} is taken already; uninstall {package}")
        try:
            functions[point.name] = _guarded(point.load(), f"{package} adds `{point.name}` to {group}")
        except Exception as why:  # whatever the import of a stranger's package raises
            raise errors.ConfigError(f"{package} adds `{point.name}` to {group} and fails: {why}") from why
    return functions


def _guarded(function: Callable[..., Any], label: str) -> Callable[..., Any]:
    """Wrap a plugin's function so that its errors name the package that added it."""
    if not callable(function):
        raise TypeError("it is no function")

    @functools.wraps(function)
    def guarded(*arguments: Any, **named: Any) -> Any:
        try:
            result = function(*arguments, **named)
            return list(result) if isinstance(result, Iterator) else result
        except errors.CorantoError:
            raise
        except Exception as why:  # as above: the message names the package
            raise errors.PluginError(f"{label} and fails: {type(why).__name__}: {why}; mend or uninstall it") from why

    return guarded
