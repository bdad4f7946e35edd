"""The log on the desk: who, what, before and after, why, and a way back for every line; and its export."""

import msgspec
from starlette.responses import Response

from coranto.i18n.messages import _
from coranto.model.edit import Edit
from coranto.run import take_back
from coranto.web import words
from coranto.web.desk import page, queue, says
from coranto.web.desk.call import Call, route

_SHOWN = 200
_encoder = msgspec.json.Encoder()


@route("/desk/log/", action="desk.see")
def log(call: Call) -> Response:
    """Show the last edits, newest first."""
    return listing(call)


def listing(call: Call, *, secrets: tuple[str, ...] = (), last: Edit | None = None) -> Response:
    """Return the log's page; ``secrets`` are new ones of the edit ``last``, shown this once."""
    edits = call.newsroom.store.page_of_edits(_SHOWN + 1)
    shown = says.lines(call.newsroom, edits[:_SHOWN])
    done = says.lines(call.newsroom, [last])[0] if last else queue.done(call)
    return page.render(
        call, "log.html", _("Log"), "desk/log/", done=done, rest=len(edits) > _SHOWN, secrets=secrets,
        lines=[(one, words.stamp(one.edit.at), _(why) if (why := take_back.why_not(one.edit)) else "")
               for one in shown],
    )  # fmt: skip


@route("/desk/log.jsonl", action="desk.see")
def export(call: Call) -> Response:
    """Export the whole log as JSON Lines, each entry with the hash of the one before."""
    body = b"".join(_encoder.encode(entry) + b"\n" for entry in call.newsroom.store.get_edit_log())
    headers = {**page.HEADERS, "Content-Disposition": 'attachment; filename="edits.jsonl"'}
    return Response(body, media_type="application/jsonl", headers=headers)


ROUTES = (log, export)
