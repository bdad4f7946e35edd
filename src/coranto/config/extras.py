"""Optional dependencies, and the error for a missing one."""

import importlib.util
from functools import cache

from coranto.errors import MissingExtra

# The extra in pyproject.toml, a module it brings, and what it is for.
EXTRAS = {
    "desk": ("argon2", "signing in to the desk: Argon2id hashes of passwords, and passkeys"),
    "fast": ("uvloop", "a quicker event loop and brotli, for very many sources"),
    "mail": ("aiosmtplib", "sending the newsletter as mail, and reading what came back"),
    "mcp": ("mcp", "answering an assistant (Model Context Protocol)"),
    "parquet": ("pyarrow", "an export as a Parquet table"),
    "pictures": ("PIL", "copies of pictures, and drawing the pictures that stand for shared pages"),
    "postgres": ("psycopg", "a database in PostgreSQL"),
    "sealed": ("cryptography", "sealing and opening the private part of records"),
}


@cache
def there(extra: str) -> bool:
    """Return whether an extra is installed."""
    return importlib.util.find_spec(EXTRAS[extra][0]) is not None


def need(extra: str, where: str = "") -> None:
    """Raise an error if an extra is not installed.

    Parameters
    ----------
    extra : str
        The name, as in ``pip install coranto[NAME]``.
    where : str
        The setting or file that asks for it.

    Raises
    ------
    MissingExtra
        The extra is not installed; the message says what it is for and how to install it.

    """
    if not there(extra):
        purpose = EXTRAS[extra][1]
        what = f"{purpose} needs a library that is not installed; `pip install 'coranto[{extra}]'` adds it"
        raise MissingExtra(what, where)
