"""Editors' decisions about an article as reasons: a code with parameters, worded where it is shown.

Codes are ``edit.published``, ``edit.hidden``, ``edit.pinned``, ``edit.boost``, ``edit.headline``, ``edit.excerpt``,
``edit.lead`` and ``edit.topics``. Each has ``at`` (when, ISO 8601), ``why`` (the editor's own words) and ``edit`` (the
number in the log); a headline and an excerpt have the outlet's as ``original``, a boost its ``points``, topics those
judged as ``original``. Who decided is in the log alone: explanations are public.
"""

from coranto.model.change import Override
from coranto.model.edit import Edit, standing
from coranto.model.reason import Reason, Value
from coranto.store.protocol import Store

_CODES = {
    "hidden": "edit.hidden",
    "published": "edit.published",
    "title": "edit.headline",
    "excerpt": "edit.excerpt",
    "lead": "edit.lead",
    "pinned": "edit.pinned",
    "boost": "edit.boost",
    "topics": "edit.topics",
}


def reasons(store: Store, article: str) -> tuple[Reason, ...]:
    """Return the editors' decisions about an article that are in force."""
    override = store.get_overrides([article]).get(article)
    if override is None:
        return ()
    edits = standing(store.edits_of_articles([article]))
    return tuple(
        Reason(code, params=_params(override, field) | _said(edits, field))
        for field, code in _CODES.items()
        if getattr(override, field) not in (None, False, 0)
    )


def explained(edit: Reason) -> Reason:
    """Return an edit as a reason that quotes it together with the editor's own words, if there are any."""
    why = edit.params.get("why")
    return Reason("edit.because", {"why": why}, (edit,)) if why else edit


def _params(override: Override, field: str) -> dict[str, Value]:
    was = override.original
    if field == "boost":
        return {"points": override.boost}
    if field == "title" and was:
        return {"original": was.title}
    if field == "excerpt" and was:
        return {"original": was.excerpt}
    if field == "topics" and was:
        return {"original": [topic.name for topic in was.topics]}
    return {}


def _said(edits: list[Edit], field: str) -> dict[str, Value]:
    """Return time, reason and number of the last edit of a field that was not taken back."""
    last = next((edit for edit in reversed(edits) if field in edit.after), None)
    if last is None:
        return {}
    return {"at": f"{last.at:%Y-%m-%dT%H:%M:%SZ}", "why": last.why, "edit": last.number}
