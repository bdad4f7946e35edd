"""Messages in the language in use, under the names that gettext has for them."""

from markupsafe import Markup

from coranto.i18n import current, formats


def _(message: str, **values: object) -> str:
    """Translate a message; values take the place of ``{names}``."""
    said = current.current().form("", message) or message
    return said.format(**values) if values else said


def _c(context: str, message: str) -> str:
    """Translate a message that means different things in different contexts."""
    return current.current().form(context, message) or message


def _n(one: str, many: str, number: int, **values: object) -> str:
    """Translate a message about a number, which takes the place of ``{n}``."""
    return plural(one, many, number).format(n=formats.grouped(number), **values)


def plural(one: str, many: str, number: int) -> str:
    """Return the form of a message that a number takes, its ``{names}`` still in it."""
    now = current.current()
    return now.form("", one, now.plural(number)) or (one if number == 1 else many)


def html(message: str, **values: object) -> Markup:
    """Translate a message with markup in it; values are escaped."""
    return Markup(current.current().form("", message) or message).format(**values)  # noqa: S704 - the message is ours


def N_(message: str) -> str:  # noqa: N802 - gettext's name for it
    """Mark a message that is translated later."""
    return message
