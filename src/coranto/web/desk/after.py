"""Where the browser goes after a decision: back to where it was made, with a bar that undoes it."""

import re
from collections.abc import Iterable

import msgspec
from starlette.responses import Response

from coranto.i18n.messages import _
from coranto.web.desk import page, rows, says
from coranto.web.desk.bands import BANDS
from coranto.web.desk.call import Call

_WAY = re.compile(
    r"(?:topics|rules|published|difference|log|story|sources|settings)/(?:[A-Za-z0-9._~%-]+/)?", re.ASCII
)  # a path within the desk


def back(call: Call, number: int, to: str = "", *, stories: Iterable[str] = ()) -> Response:
    """Answer after an edit: the edit itself for a program, else the page where it was decided.

    ``to`` is a band of the queue or a path within the desk, by default as the form's field ``back`` says.
    ``stories`` are those that the queue's page, whose script asks for what changed alone, shows as they are now.
    """
    if call.token is not None:
        edit = call.newsroom.store.get_edit(number)
        return Response(msgspec.json.encode(edit), media_type="application/json", headers=page.HEADERS)
    if call.form.first("part"):  # the desk's script asks for the bar, and the rows that changed
        edit = call.newsroom.store.get_edit(number)
        done = says.lines(call.newsroom, [edit])[0] if edit else None
        shown, reasons = rows.about(call.newsroom, stories), [_(one) for one in says.REASONS]
        back = call.form.first("back")
        return page.render(call, "said.html", "", "", done=done, back=back, rows=shown, reasons=reasons)
    to = to or call.form.first("back")
    if to == "log":
        to = "log/"
    if _WAY.fullmatch(to):
        return page.redirect(call, f"desk/{to}?done={number}")
    band = to if to in BANDS else "near"
    return page.redirect(call, f"desk/?band={band}&done={number}")
