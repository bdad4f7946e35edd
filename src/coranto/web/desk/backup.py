"""Backups: make one now, take it along, and when the last one was made. For owners only: everything is in it."""

from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from coranto import errors
from coranto.i18n import formats, wording
from coranto.i18n.messages import N_, _
from coranto.model.edit import By
from coranto.operate import backup as backups
from coranto.operate import kept_copies
from coranto.web import words
from coranto.web.desk import page
from coranto.web.desk.call import Call, route

_HERE = "desk/backup/"
_FOLDER = "backups"  # within the newsroom's folder; not part of a backup
_MOST = 5  # that are kept here
_GONE = N_("There is no such backup any more.")


@route("/desk/backup/", action="settings.change")
def listing(call: Call) -> Response:
    """List the backups that were made here, and say when the last one was made anywhere."""
    return _page(call)


@route("/desk/backup/", action="settings.change", method="POST", looks=True)
def make(call: Call) -> Response:
    """Make a backup now, and delete the oldest of those made here; or delete one."""
    do, _space, name = call.form.first("do").partition(" ")
    try:
        if do == "delete":
            file = _file(call, name)
            file.unlink(missing_ok=True)
            call.newsroom.log_change("backup", file.name, True, None, By(call.who.name))
        elif do == "make":
            folder = Path(call.newsroom.settings.folder) / _FOLDER
            file = folder / kept_copies.name(call.newsroom.now())
            backups.backup(call.newsroom, file)
            call.newsroom.log_change("backup", file.name, None, True, By(call.who.name))
            for old in _files(call)[_MOST:]:
                old.unlink(missing_ok=True)
    except errors.CorantoError as why:
        return _page(call, trouble=wording.error(why), status=422)
    return page.redirect(call, _HERE)


@route("/desk/backup/file/{name}", action="settings.change")
def download(call: Call) -> Response:
    """Answer with a backup; the log says who took it, for everything is in it."""
    file = _file(call, str(call.request.path_params["name"]))
    call.newsroom.log_change("download", file.name, None, True, By(call.who.name))
    return FileResponse(file, filename=file.name, media_type="application/zstd", headers=page.HEADERS)


def _files(call: Call) -> list[Path]:
    """Return the backups that were made here, the newest first."""
    folder = Path(call.newsroom.settings.folder) / _FOLDER
    found = [file for file in folder.glob("*") if file.is_file() and not file.name.startswith(".")]
    return sorted(found, key=lambda file: file.name, reverse=True)


def _file(call: Call, name: str) -> Path:
    for file in _files(call):
        if file.name == name:
            return file
    raise HTTPException(404, _GONE)


def _page(call: Call, *, trouble: str = "", status: int = 200) -> Response:
    last, now = backups.last(call.newsroom.store), call.newsroom.now()
    return page.render(
        call, "backup.html", _("Backup"), _HERE, status=status, trouble=trouble, most=_MOST,
        last=words.since(last.made, now) if last.made else "",
        drilled=words.since(last.drilled, now) if last.drilled else "", drill_trouble=last.trouble,
        rows=[(file.name, quote(file.name, safe=""), formats.decimal(round(file.stat().st_size / 1e6, 1)))
              for file in _files(call)],
    )  # fmt: skip


ROUTES = (listing, make, download)
