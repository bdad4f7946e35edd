"""The words for what editors decided about an article: for the command line and for pages."""

from coranto.i18n.language import N_, _
from coranto.model.reason import Reason

_WORDS = {
    "edit.hidden": N_("taken down by an editor"),
    "edit.published": N_("published by an editor"),
    "edit.headline": N_("the headline is an editor’s; the outlet’s is “{original}”"),
    "edit.excerpt": N_("the excerpt is an editor’s; the outlet’s is “{original}”"),
    "edit.lead": N_("chosen by an editor to lead its story"),
    "edit.pinned": N_("pinned by an editor to the top of the front page"),
    "edit.boost": N_("boosted by an editor: {points}"),
    "edit.topics": N_("its topics were changed by an editor; judged were: {original}"),
}


def sentence(reason: Reason) -> str:
    """Return a reason in the language of the page; an editor's own words stay as they are."""
    params = {
        name: ", ".join(value) or "–" if isinstance(value, list) else value for name, value in reason.params.items()
    }
    why = f" ({params['why']})" if params.get("why") else ""
    return _(_WORDS[reason.code], **params) + why
