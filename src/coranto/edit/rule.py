"""Rule: add a rule of the newsroom to ``rules.txt``, or take one out: an edit of that file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coranto import errors
from coranto.config import rule_file
from coranto.edit import file
from coranto.edit.verb import Argument, Option, Verb
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.newsroom import Newsroom


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Read the rule and the file, and return the edit of the file; nothing is written."""
    try:
        rule = rule_file.read(" ".join(str(arguments["rule"]).split()))
        before = rule_file.read_text(Path(newsroom.settings.folder)) or ""
        known = rule_file.parse(before)
        if bool(arguments.get("off")) != (rule in known):
            raise errors.EditError(Reason("rule.known" if rule in known else "rule.unknown"), rule_file.written(rule))
        after = rule_file.without(before, [rule]) if arguments.get("off") else rule_file.with_rule(before, rule)
    except errors.ConfigError as why:
        raise errors.EditError(why.reason, why.where) from why
    return file.check(newsroom, {"name": rule_file.FILE, "text": after})


VERB = Verb(
    name="rule",
    summary="Add a rule of the newsroom: mute, favour, hold, or give a topic to what a search finds.",
    example='coranto edit rule "mute: source:tabloid.example title:horoscope" --why "no news"',
    arguments=(Argument("rule", "RULE"),),
    options=(Option("off", "Take the rule out again."),),
    check=check,
    carry_out=file.carry_out,
    take_back=file.take_back,
)
