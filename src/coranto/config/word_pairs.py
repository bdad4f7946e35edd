"""A newsroom's own dictionary: words that mean the same in two languages, for links between stories.

A line has a word of each language; a line in brackets names the two languages of those after it. Lists that are free to
download (MUSE, for one) have this form but for that line.
"""

import re
import unicodedata
from pathlib import Path

from coranto import errors
from coranto.model.also_told import WordPairs

_LANGUAGES = re.compile(r"\[\s*([a-z]{2,3})\s+([a-z]{2,3})\s*\]")


def load(path: Path) -> WordPairs:
    """Read a file of word pairs.

    Parameters
    ----------
    path : Path
        The file, in UTF-8; # at the beginning of a line starts a comment.

    Returns
    -------
    WordPairs
        Both words of a pair have the same name.

    Raises
    ------
    ConfigError
        The file cannot be read, or a line is no pair; the message has file and line.

    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        raise errors.ConfigError(f"the word pairs cannot be read as UTF-8: {why}", str(path)) from why
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    languages: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        says = line.strip()
        if not says or says.startswith("#"):
            continue
        if says.startswith("["):
            languages = _languages(says, f"{path}:{number}")
            continue
        words = unicodedata.normalize("NFC", says).casefold().split()
        if len(words) != 2:
            what = f"`{says}` is no pair; write two words with a space between, like `Haushalt budget`"
            raise errors.ConfigError(what, f"{path}:{number}")
        if not languages:
            what = "no languages are named before this pair; write a line like `[de en]` above it"
            raise errors.ConfigError(what, f"{path}:{number}")
        for language, word in zip(languages, words, strict=True):
            named = found.setdefault(language, {})
            named[word] = tuple(dict.fromkeys((*named.get(word, ()), "|".join(words))))
    return found


def _languages(line: str, where: str) -> tuple[str, ...]:
    """Read the line that names two languages."""
    match = _LANGUAGES.fullmatch(line.lower())
    if match is None or match[1] == match[2]:
        what = f"`{line}` names no two languages; write their codes in brackets, like `[de en]`"
        raise errors.ConfigError(what, where)
    return match.groups()
