"""Why a front page of the past would have had a story, or not, in words; a part of ``coranto.i18n.wording``."""

from coranto.i18n.messages import N_

REPLAY = {
    "replay.line": N_("It stands at {stands}; that day’s line is {line_then} instead of {line}."),
    "replay.heat": N_("It stands at {stands_then} instead of {stands}; that day’s line is {line}."),
    "replay.both": N_(
        "It stands at {stands_then} instead of {stands}, and that day’s line is {line_then} instead of {line}."
    ),
    "replay.kept": N_("It reaches the line of an earlier day, and what is published stays."),
    "replay.not_kept": N_("It no longer reaches the line of an earlier day."),
    "replay.room": N_("Published as before; there is room for it on the page."),
    "replay.no_room": N_("Published as before, but others are hotter, or it is too old for the page."),
    "replay.may": N_("Its topics allow it."),
    "replay.may_not": N_("Its topics no longer allow it."),
}
