"""What an editor did, in words; a part of ``coranto.i18n.wording``."""

from coranto.i18n.messages import N_

EDITS = {
    "edit.hidden": N_("taken down by an editor"),
    "edit.published": N_("published by an editor"),
    "edit.headline": N_("the headline is an editor’s; the outlet’s is “{original}”"),
    "edit.excerpt": N_("the excerpt is an editor’s; the outlet’s is “{original}”"),
    "edit.lead": N_("chosen by an editor to lead its story"),
    "edit.pinned": N_("pinned by an editor to the top of the front page"),
    "edit.boost": N_("boosted by an editor: {points}"),
    "edit.topics": N_("its topics were changed by an editor; judged were: {original}"),
    "edit.moved": N_("one article was moved from {story} to {other}"),
}
