"""Row: fix the points of a row of the taught table, switch it off, or let the counts decide again."""

from collections.abc import Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.decide import taught
from coranto.edit.verb import Argument, Option, Verb
from coranto.i18n.messages import N_
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom
from coranto.story.cluster import Clusterer
from coranto.teach.features import KINDS

MOST = 1_000
_KINDS = N_("a row is of one of the kinds {kinds}")
_ONE = N_("say one of --points N, --off and --free")
_SAME = N_("it is so already; nothing was changed")
_SINCE = N_("the row was changed since; `coranto edit log` lists by which edit, take that back first")
_POINTS = N_("points are a whole number from -{most} to {most}")


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the row, which need not have been counted; one of ``points``, ``off`` and ``free`` is given."""
    kind, feature = str(arguments["kind"]), str(arguments["feature"])
    if kind not in KINDS:
        raise errors.EditError(_KINDS, kind, kinds=", ".join(KINDS))
    given = [name for name in ("points", "off", "free") if arguments.get(name)]
    if len(given) != 1:
        raise errors.EditError(_ONE, f"{kind} {feature}")
    value = None if arguments.get("free") else 0 if arguments.get("off") else _points(str(arguments["points"]))
    before = taught.get_fixed(newsroom.store).get((kind, feature))
    if before == value:
        raise errors.EditError(_SAME, f"{kind} {feature}")
    name = f"{kind} {feature}"
    return Edit(kind="row", before={name: before}, after={name: value}, at=newsroom.now())


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None = None) -> Edit:
    """Save the row's points; articles are judged by it from the next round on."""
    fixed = taught.get_fixed(newsroom.store)
    for name, points in edit.after.items():
        kind, _, feature = name.partition(" ")
        fixed.pop((kind, feature), None)
        if points is not None:
            fixed[kind, feature] = points
    taught.put_fixed(newsroom.store, fixed)
    return edit


def take_back(newsroom: Newsroom, edit: Edit) -> Edit:
    """Return the edit that restores the row's earlier points; ``EditError`` if it was changed again since."""
    fixed = taught.get_fixed(newsroom.store)
    for name, points in edit.after.items():
        kind, _, feature = name.partition(" ")
        if fixed.get((kind, feature)) != points:
            raise errors.EditError(_SINCE, f"edit {edit.number}")
    return msgspec.structs.replace(Edit(kind="row", at=newsroom.now()), before=edit.after, after=edit.before)


def _points(text: str) -> int:
    try:
        points = int(text)
    except ValueError:
        points = MOST + 1
    if abs(points) > MOST:
        raise errors.EditError(_POINTS, text, most=f"{MOST:,}")
    return points


VERB = Verb(
    name="row",
    summary="Fix the points of a row of the taught table, whatever decisions say.",
    example='coranto edit row outlet nautil.us --points 5 --why "we like it"',
    arguments=(Argument("kind", "KIND"), Argument("feature", "FEATURE")),
    options=(
        Option("points", "So many points.", "N"),
        Option("off", "No points: the row is switched off."),
        Option("free", "Leave it to what was counted again."),
    ),
    check=check,
    carry_out=carry_out,
    take_back=take_back,
)
