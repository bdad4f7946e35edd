"""Translate messages into the language in use, with gettext's function names."""

from markupsafe import Markup

from coranto.i18n import current, formats


def _(message: str, **values: object) -> str:
    """Translate a message; values replace its ``{names}``."""
    translated = current.current().form("", message) or message
    return translated.format(**values) if values else translated


def _c(context: str, message: str) -> str:
    """Translate a message that means different things in different contexts."""
    return current.current().form(context, message) or message


def _n(one: str, many: str, number: int, **values: object) -> str:
    """Translate a message about a number, which replaces ``{n}``."""
    return plural(one, many, number).format(n=formats.grouped(number), **values)


def plural(one: str, many: str, number: int) -> str:
    """Return the form of a message for a number, without replacing its ``{names}``."""
    now = current.current()
    return now.form("", one, now.plural(number)) or (one if number == 1 else many)


def html(message: str, **values: object) -> Markup:
    """Translate a message that contains markup; values are escaped."""
    return Markup(current.current().form("", message) or message).format(**values)  # noqa: S704 - the message is ours


def N_(message: str) -> str:  # noqa: N802 - gettext's name for it
    """Mark a message that is translated later."""
    return message
