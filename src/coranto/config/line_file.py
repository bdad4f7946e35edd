"""Plain list files in a newsroom's folder: one name per line; # starts a comment."""

import re
from collections.abc import Iterator
from pathlib import Path

from coranto import errors


def read_lines(path: Path, form: re.Pattern[str], what: str) -> Iterator[str]:
    """Read the names of a file; yield nothing if the file does not exist.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.
    form : Pattern
        The form of a valid name, in lower case.
    what : str
        The kind of name, with an example: "domain; write one a line, like `example.org`".

    Raises
    ------
    ConfigError
        A line does not have this form, or the file cannot be read.

    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as why:
        raise errors.ConfigError(f"cannot be read as UTF-8: {why}", str(path)) from why
    for number, line in enumerate(text.splitlines(), 1):
        name = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip().lower()
        if name and not form.fullmatch(name):
            raise errors.ConfigError(f"`{name}` is no {what}", f"{path}:{number}")
        if name:
            yield name
