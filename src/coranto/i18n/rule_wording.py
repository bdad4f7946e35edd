"""Why a rule, a hold or a keyword cannot be made, in words; a part of ``coranto.i18n.wording``."""

from coranto.i18n.messages import N_
from coranto.i18n.query_wording import QUERIES

RULES = {
    "edit.hold_published": N_("it is published already; drop it, or let it stand"),
    "edit.hold_time": N_("a hold ends within a year from now; write a time in UTC, like 2026-03-08T07:00"),
    "rule.form": N_("“{line}” is no rule; write mute, hold, favour 10 or topic NAME, a colon, and a search"),
    "rule.nothing": N_("a rule says what it is about: words, source:, author:, url:, lang:, topic:, title:"),
    "rule.empty": N_("{kind}: has nothing behind it"),
    "rule.minus": N_("-{kind}: cannot be asked in a rule; only words can be excluded"),
    "rule.language": N_("lang:{value} is no language; write its code, like lang:de"),
    "rule.pattern": N_("/{pattern}/ is no regular expression: {why}"),
    "rule.slow": N_("/{pattern}/ takes too long; make it simpler, without repeats within repeats"),
    "rule.points": N_("favour takes a whole number of points, up to {most}, not 0"),
    "rule.no_topic": N_("say which topic: topic NAME: SEARCH"),
    "rule.unknown_topic": N_("the rules give the topic “{topic}”, which does not exist"),
    "rule.long": N_("a rule’s search has {most} letters at most"),
    "rule.many": N_("there are more than {most} rules"),
    "rule.file_large": N_("the file has more than {most} bytes"),
    "rule.known": N_("this rule is there already"),
    "rule.unknown": N_("there is no such rule"),
    **QUERIES,
}
