"""The newsroom's rules: ``rules.txt`` in its folder, a rule a line; # starts a comment.

::

    mute: source:tabloid.example          # never published, and leads no story
    favour 15: author:"Ada Lovelace"      # points of quality; fewer with a minus
    hold: lottery -"state lottery"        # waits for an editor when it reaches the line
    topic "Heat Pumps": title:wärmepumpe  # is on this topic
"""

import re
from collections.abc import Sequence
from pathlib import Path

from coranto import errors
from coranto.config import rule_search
from coranto.model.reason import Reason
from coranto.model.rule import Rule

FILE = "rules.txt"
MOST, SIZE = 1_000, 500_000  # rules, bytes of the file
_POINTS = 10  # of `favour` without a number
_MOST_POINTS = 1_000
_LINE = re.compile(r'(mute|hold|favour|topic)(?:\s+(-?\d+|"[^"]+"|[^\s:"]+))?\s*:\s*(.+)', re.IGNORECASE)
_COMMENT = re.compile(
    r'("[^"]*"|(?<!\S)/(?:\\.|[^/\\])+/(?!\S))|(?:^|\s)#.*'
)  # not within quotes or a regular expression


def load(folder: Path) -> tuple[Rule, ...]:
    """Read the rules of a newsroom; none where there is no file. ``ConfigError`` names the line that is no rule."""
    text = read_text(folder)
    return parse(text, str(folder / FILE)) if text is not None else ()


def read_text(folder: Path) -> str | None:
    """Return the text of the file, None where it does not exist."""
    path = folder / FILE
    try:
        with path.open("rb") as stream:
            data = stream.read(SIZE + 1)
        if len(data) > SIZE:
            raise errors.ConfigError(Reason("rule.file_large", {"most": SIZE}), str(path))
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as why:
        raise errors.ConfigError(f"cannot be read as UTF-8: {why}", str(path)) from why


def parse(text: str, where: str = FILE) -> tuple[Rule, ...]:
    """Read the rules of a text, in its order."""
    found: list[Rule] = []
    for number, line in enumerate(text.splitlines(), 1):
        written = _without_comment(line)
        if not written:
            continue
        try:
            found.append(read(written))
        except errors.ConfigError as why:
            raise errors.ConfigError(why.reason, f"{where}:{number}") from None
    if len(found) > MOST:
        raise errors.ConfigError(Reason("rule.many", {"most": MOST}), where)
    return tuple(found)


def read(line: str) -> Rule:
    """Read one rule: what is done, a colon, and to which articles; ``ConfigError`` if it is not valid."""
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise errors.ConfigError(Reason("rule.form", {"line": line[:80]}))
    action, value, search = match[1].lower(), (match[2] or "").strip('"'), " ".join(match[3].split())
    condition = rule_search.read(search)
    if action == "favour":
        try:
            points = int(value or _POINTS)
        except ValueError:
            points = 0
        if not points or abs(points) > _MOST_POINTS:
            raise errors.ConfigError(Reason("rule.points", {"most": _MOST_POINTS}))
        return Rule(action="favour", search=search, condition=condition, points=points)
    if action == "topic":
        if not value:
            raise errors.ConfigError(Reason("rule.no_topic"))
        return Rule(action="topic", search=search, condition=condition, topic=value)
    if value:
        raise errors.ConfigError(Reason("rule.form", {"line": line[:80]}))
    return Rule(action="mute" if action == "mute" else "hold", search=search, condition=condition)


def written(rule: Rule) -> str:
    """Return a rule as a line of the file."""
    says = rule.action
    if rule.action == "favour":
        return f"{says} {rule.points}: {rule.search}"
    return f'{says} "{rule.topic}": {rule.search}' if rule.action == "topic" else f"{says}: {rule.search}"


def with_rule(text: str, rule: Rule) -> str:
    """Return the text of the file with one rule more at its end."""
    return f"{text.rstrip()}\n{written(rule)}\n".lstrip("\n")


def without(text: str, rules: Sequence[Rule]) -> str:
    """Return the text of the file without the lines of these rules; comments that stand on lines of their own stay."""
    kept = []
    for line in text.splitlines(keepends=True):
        says = _without_comment(line.rstrip("\r\n"))
        if not says or read(says) not in rules:
            kept.append(line)
    return "".join(kept)


def _without_comment(line: str) -> str:
    return _COMMENT.sub(lambda match: match[1] or "", line).strip()
