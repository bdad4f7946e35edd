"""Refusals in words for the desk: what can be done about them without a terminal, and no ids."""

import re
from collections.abc import Mapping

from coranto import errors
from coranto.i18n import wording
from coranto.i18n.messages import N_, _

_DROPPED = N_("It was dropped. Take that back first: it stands in the log.")
_ONE = N_("The two are one story already.")
_LATER = N_("It was changed again since. Take back the later change first: it stands in the log.")
# By the first words of what the command line says, or by the code of the reason.
_SAID: Mapping[str, str] = {
    "no article has this address": N_("It is not in the newsroom any more. Load the page again."),
    "no story has this id": N_("It is not in the newsroom any more. Load the page again."),
    "no article of a story": N_("It is not in the newsroom any more. Load the page again."),
    "it is hidden": _DROPPED,
    "it was changed since; the log": _LATER,
    "it was changed since": N_("It was changed since, by entry {number} of the log. Take that back first."),
    "the same lines were changed since": _LATER,
    "the row was changed since": _LATER,
    "the setting was changed since": _LATER,
    "edit {number} took it back": N_(
        "It was taken back already. Taking back entry {number} of the log brings it again."
    ),
    "its story is not published": N_(
        "Its story is not on the paper yet, so it cannot be pinned. Publish it, or wait for the next round."
    ),
    "{one} and {other} are in one story": _ONE,
    "it is the only article of {story}, so": N_("It is the only article of its story, so it leads already."),
    "it is the only article of {story};": N_("It is the only article of its story. Merge the two stories instead."),
    "it is in {story} already": N_("It is in this story already."),
    "it is in {story}, and no longer": _LATER,
    "{story} and {other} are one story again": _LATER,
    "none of what came to {story}": _LATER,
    "they are of several stories": N_("They are of several stories. Tick articles of one."),
    "say which topics": N_("Tick at least one topic."),
    "story.same": _ONE,
    "story.one_by_now": _ONE,
    "story.over": N_("This story has ended, or become part of another one. Load the page again."),
    "story.unknown": N_("It is not in the newsroom any more. Load the page again."),
    "story.languages": N_("The two are told in two languages; stories are of one language."),
    "story.all": N_("These are all of its articles. Leave at least one where it is."),
    "story.all_by_now": N_("These are all of its articles by now. Leave at least one where it is."),
    "story.there_by_now": N_("It is in this story by now."),
    "story.only_by_now": N_("It is the only article of its story by now."),
    "there is none of this number": N_("The log has no such entry."),
}
_COMMAND = re.compile(r"[;,]?[^.;,]*`coranto [^`]*`[^.;,]*")


def say(why: errors.CorantoError) -> str:
    """Return why something was refused, in the reader's language, with what can be done about it on the desk."""
    reason = why.reason
    said = str(reason.params.get("message") or reason.params.get("text") or "")
    for begins, ours in _SAID.items():
        if reason.code == begins or said.startswith(begins):
            return _(ours, number=reason.params.get("number", ""))
    if isinstance(why, errors.EditError):
        sentence = _COMMAND.sub("", wording.say(reason)).strip()
        return f"{sentence[:1].upper()}{sentence[1:]}"
    return wording.error(why)
