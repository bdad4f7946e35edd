"""Settings: the paper and how much of it, each with what it does; what moves is shown before it is saved."""

import hashlib
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Literal

import msgspec
from starlette.responses import Response

from coranto import errors
from coranto.config import settings_file
from coranto.config.look import Look
from coranto.decide import line
from coranto.edit import setting, verbs
from coranto.i18n import wording
from coranto.i18n.messages import N_, _
from coranto.model.settings import Settings
from coranto.run import preview, reload
from coranto.run.preview import Preview
from coranto.web.desk import after, look, page, queue, refusals, replay, typed_number
from coranto.web.desk.call import Call, route
from coranto.web.desk.setup import LANGUAGES

_HERE = "desk/settings/"
_DAYS, _SHOWN = 3, 10  # of the front page that are judged again within a request, and stories that are shown
_NO_LOOK = N_("There is no such colour or typeface. Choose one of those below.")
Kind = Literal["text", "number", "yes", "choice"]


class Field(msgspec.Struct, frozen=True):
    """A setting on the page: its key, how it is typed, its name, and what it does. ``moves``: what is published.

    ``choices`` are the values that it may have, each in words.
    """

    key: str
    kind: Kind
    name: str
    does: str
    moves: bool = False
    choices: Mapping[str, str] = {}


PAPER = (
    Field("site.title", "text", N_("Name"), N_("The nameplate, in feeds and where an address is shared.")),
    Field("site.tagline", "text", N_("One line below it"), N_("For whom, and about what.")),
    Field("site.language", "choice", N_("Language"), N_("Of all pages, and of this desk."), choices=LANGUAGES),
    Field("site.zone", "text", N_("Time zone"),
          N_("Of the times on this desk, as in Europe/Vienna. Readers see those of their own zone; the paper’s days "
             "and its files stay in UTC.")),
    Field("site.url", "text", N_("Public address"),
          N_("With https and without a slash at its end, as readers type it. Takes effect at the next start.")),
    Field("fetch.contact", "text", N_("Your mail or page"),
          N_("Publishers see it when their pages are read, so that they can ask. Takes effect at the next start.")),
    Field("site.private", "yes", N_("Private"),
          N_("Only those who are signed in see the paper, its feeds and its API.")),
    Field("site.pictures", "choice", N_("Pictures on lists"),
          N_("Copies of the site’s own, of the outlets named in pictures.txt; a reader may choose otherwise."),
          choices={"none": N_("None"), "lead": N_("The first story’s"), "small": N_("A small one with every story")}),
)  # fmt: skip
LINE = (
    Field("publish.per_day", "number", N_("Stories a day"),
          N_("How hot a story must be follows from it. With 0 the number below decides."), moves=True),
    Field("publish.threshold", "number", N_("Heat that a story needs"),
          N_("Counts where no number of stories does."), moves=True),
    Field("site.front_days", "number", N_("Days on the front page"), N_("How far back it looks."), moves=True),
    Field("site.show_unpublished", "yes", N_("Readers may see what is not published"),
          N_("In the river and in searches, where they ask for it.")),
)  # fmt: skip
LETTER = (
    Field("letter.by_itself", "choice", N_("What happens by itself"), N_("At the hour below, while Coranto runs."),
          choices={"never": N_("Nothing"), "draft": N_("A draft"), "send": N_("A draft that goes out at once")}),
    Field("letter.at", "text", N_("Hour, zone and days"),
          N_("As in 07:00 Europe/Vienna mon tue wed thu fri; every day as the clocks of this zone go.")),
    Field("letter.most", "number", N_("New stories in an issue"), N_("At most; the hottest.")),
    Field("letter.postal", "text", N_("Postal address"), N_("At the foot of each mail, where the law asks for it.")),
    Field("mail.sender", "text", N_("Sender of mails"),
          N_("As in The Hive <letter@hive.example>. Its servers are in the file or the environment: "
             "they have passwords.")),
)  # fmt: skip
FIELDS = (*PAPER, *LINE, *LETTER)


@route("/desk/settings/", action="settings.change")
def settings(call: Call) -> Response:
    """Show the settings."""
    return _page(call)


@route("/desk/settings/", action="settings.change", method="POST", looks=True)
def save(call: Call) -> Response:
    """Show what the changed settings would do to the paper, then save them as one line of the log."""
    newsroom, form = call.newsroom, call.form
    whole = bool(form.first("sent"))  # a box that is not ticked is not sent
    given = [field.key for field in FIELDS if field.key in form.fields or (whole and field.kind == "yes")]
    typed = {key: form.first(key) for key in given}
    try:
        values = setting.differing(newsroom, _values(newsroom.settings, typed))
        changed = _changed(newsroom.settings, values)
    except errors.CorantoError as why:
        return _page(call, typed=typed, trouble=_sentence(why), status=422)
    if not values:
        return page.redirect(call, _HERE)
    moves = any(field.moves and field.key in values for field in FIELDS)
    if moves and form.first("seen") != _digest(values):
        topics = list(newsroom.taxonomy)
        shown = preview.preview(newsroom, line.of_topics(changed, topics), topics, _DAYS)
        past = replay.summary(newsroom, changed)
        return _page(call, typed=typed, shown=shown, past=past, seen=_digest(values))
    try:
        edit = verbs.say(newsroom, "setting", {"values": values}, who=call.who.name, why=form.first("why")[:500])
    except errors.EditError as why:
        return _page(call, typed=typed, trouble=refusals.say(why), status=422)
    reload.now(newsroom)
    return after.back(call, edit.number, "settings/")


@route("/desk/settings/look/", action="settings.change", method="POST")
def save_look(call: Call) -> Response:
    """Save the look, which the page shows as it is chosen, as one line of the log."""
    chosen = look.typed({name: call.form.first(name) for name in ("link", "face")})
    if chosen is None:
        return _page(call, trouble=_(_NO_LOOK), status=422)
    try:
        edit = look.save(call, chosen)
    except errors.EditError as why:
        return _page(call, trouble=refusals.say(why), status=422, look_typed=chosen)
    return after.back(call, edit.number, "settings/") if edit else page.redirect(call, _HERE)


def _values(now: Settings, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the typed values that differ from those in force, as the file writes them."""
    values: dict[str, Any] = {}
    for field in FIELDS:
        if field.key not in typed:
            continue
        text, old = " ".join(typed.get(field.key, "").split()), attrgetter(field.key)(now)
        value: Any = text
        if field.kind == "yes":
            value = text == "yes"
        elif field.kind == "number":
            try:
                value = typed_number.read(text, whole=isinstance(old, int))
            except errors.EditError as why:
                raise errors.EditError(f"{_(field.name)}: {wording.error(why)}") from None
        if value != old:
            values[field.key] = value
    return values


def _changed(now: Settings, values: Mapping[str, Any]) -> Settings:
    """Return the settings with the values; ``ConfigError`` says what is wrong with one."""
    changes = [f"{key}={msgspec.json.encode(value).decode()}" for key, value in values.items()]
    return settings_file.changed(now, changes)


def _digest(values: Mapping[str, Any]) -> str:
    """Return what a form carries to say whose effect was seen."""
    return hashlib.sha256(msgspec.json.encode(sorted(values.items()))).hexdigest()[:16]


def _sentence(why: errors.CorantoError) -> str:
    return wording.error(why).removeprefix("--set: ")


def _page(
    call: Call, *, typed: Mapping[str, str] | None = None, trouble: str = "", status: int = 200,
    shown: Preview | None = None, past: str = "", seen: str = "", look_typed: Look | None = None,
) -> Response:  # fmt: skip
    now = call.newsroom.settings
    return page.render(
        call, "settings.html", _("Settings"), _HERE, status=status, trouble=trouble, done=queue.done(call),
        parts=[(_("The paper"), "paper", _rows(PAPER, now, typed)),
               (_("How much of it"), "line", _rows(LINE, now, typed)),
               (_("The newsletter"), "letter", _rows(LETTER, now, typed))],
        shown=shown, past=past, seen=seen, most=_SHOWN, look=look.values(call.newsroom, look_typed),
    )  # fmt: skip


def _rows(fields: tuple[Field, ...], now: Settings, typed: Mapping[str, str] | None) -> list[dict[str, Any]]:
    found = []
    for field in fields:
        value = attrgetter(field.key)(now)
        text = ("yes" if value else "") if field.kind == "yes" else f"{value:g}" if field.kind == "number" else value
        found.append(
            {
                "key": field.key,
                "id": field.key.replace(".", "-"),
                "kind": field.kind,
                "name": _(field.name),
                "does": _(field.does),
                "choices": [(one, _(says)) for one, says in {value: str(value), **field.choices}.items()]
                if field.kind == "choice"
                else [],
                "value": text if typed is None else typed.get(field.key, ""),
            }
        )
    return found


ROUTES = (settings, save, save_look)
