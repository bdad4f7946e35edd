r"""Read what a rule is about: a search, with some more of what an article is.

=============================  ====================================================================
``lottery "free trial"``       words, and phrases: in title, excerpt or text, as in the search
``-review``                    not with this word
``title:lottery``              in the title
``source:tabloid.example``     from this outlet (a domain) or source (its id)
``author:"Ada Lovelace"``      by an author of this name
``url:/opinion/``              this in its address; ``*`` stands for anything
``lang:de``                    in this language
``topic:"Heat Pumps"``         on this topic, by name or id
``/\bwin \d+/``                a regular expression, in the title
=============================  ====================================================================
"""

import re

import regex

from coranto import errors
from coranto.model.reason import Reason
from coranto.model.rule import Condition, Phrase
from coranto.text.search_words import fold, phrases

LONGEST = 200  # characters of a search
FILTERS = ("title", "source", "author", "url", "lang", "topic")
_PART = re.compile(r'(?<!\S)(-?)([a-z]{2,12}):(?:"([^"]*)"|(\S*))', re.IGNORECASE)
_PATTERN = re.compile(r"(?<!\S)/((?:[^/\\\s]|\\.| (?=[^/]*/))+)/(?!\S)")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read(search: str) -> Condition:
    """Read a search.

    Raises
    ------
    ConfigError
        It asks for nothing, is too long, or a part of it cannot be understood; the message says which.

    """
    text = " ".join(search.split())
    if len(text) > LONGEST:
        raise errors.ConfigError(Reason("rule.long", {"most": LONGEST}))
    pattern = ""
    if found := _PATTERN.search(text):
        pattern, text = _checked(found[1]), text[: found.start()] + text[found.end() :]
    given: dict[str, list[str]] = {name: [] for name in FILTERS}
    for minus, kind, quoted, single in _PART.findall(text):
        value, name = quoted or single, kind.lower()
        if name not in given:
            continue
        if minus:
            raise errors.ConfigError(Reason("rule.minus", {"kind": name}))
        if not value:
            raise errors.ConfigError(Reason("rule.empty", {"kind": name}))
        given[name].append(value)
    words = _PART.sub(lambda part: "" if part[2].lower() in given else part[0], text)
    wanted, unwanted = phrases(words)
    languages = [one.lower() for one in given["lang"]]
    if bad := next((one for one in languages if not _LANGUAGE.fullmatch(one)), None):
        raise errors.ConfigError(Reason("rule.language", {"value": bad}))
    condition = Condition(
        wanted=tuple(map(tuple, wanted)),
        unwanted=tuple(map(tuple, unwanted)),
        titled=_folded("title", given["title"]),
        outlets=tuple(given["source"]),
        authors=_folded("author", given["author"]),
        addresses=tuple(one.lower() for one in given["url"]),
        languages=tuple(languages),
        topics=tuple(given["topic"]),
        pattern=pattern,
    )
    if condition == Condition(unwanted=condition.unwanted):
        raise errors.ConfigError(Reason("rule.nothing"))
    return condition


def _folded(kind: str, values: list[str]) -> tuple[Phrase, ...]:
    found = tuple(tuple(fold(value).split()) for value in values)
    if not all(found):
        raise errors.ConfigError(Reason("rule.empty", {"kind": kind}))
    return found


def _checked(pattern: str) -> str:
    try:
        regex.compile(pattern, regex.IGNORECASE)
    except regex.error as why:
        raise errors.ConfigError(Reason("rule.pattern", {"pattern": pattern, "why": str(why)})) from None
    return pattern
