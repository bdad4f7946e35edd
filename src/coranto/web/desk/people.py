"""People: who may sign in, with roles, sessions and access tokens; added, reset and removed by an owner."""

from starlette.responses import Response

from coranto import errors
from coranto.i18n.messages import N_, _, _n
from coranto.model.edit import By
from coranto.model.person import Role
from coranto.people import accounts, passkeys, rights, sessions
from coranto.web import words
from coranto.web.desk import forms, page
from coranto.web.desk.call import Call, route

_HERE = "desk/people/"
_MAY: dict[Role, str] = {
    "owner": N_("everything"),
    "editor": N_("sees the desk, decides about stories, changes sources"),
    "reader": N_("reads a private paper, and sees nothing of the desk"),
}
_NOBODY = N_("Nobody has this name any more.")


@route("/desk/people/", action="people.change")
def people(call: Call) -> Response:
    """List people, and what each may do."""
    return _page(call)


@route("/desk/people/", action="people.change", method="POST", hashes=True)
def add(call: Call) -> Response:
    """Add a person with a first password."""
    name, role = call.form.first("name"), _role(call.form.first("role")) or "editor"
    try:
        accounts.add(call.newsroom, name, role, call.form.first("password"), by=By(call.who.name))
    except errors.PeopleError as why:
        return _page(call, trouble=_(why.what), name=name, role=role, status=422)
    return page.redirect(call, _HERE)


@route("/desk/people/change/", action="people.change", method="POST", hashes=True)
def change(call: Call) -> Response:
    """End a person's sessions, delete a token or passkey, change a role or password, or remove the person."""
    form, newsroom = call.form, call.newsroom
    person, by = newsroom.store.get_person(forms.number(form.first("person"))), By(call.who.name)
    if person is None:
        return _page(call, trouble=_(_NOBODY), status=404)
    try:
        match form.first("do").partition(" "):
            case "end", _, _:
                sessions.end_all(newsroom, person, by)
            case "token", _, number:
                sessions.take_token(newsroom, person, forms.number(number), by)
            case "passkey", _, number:
                passkeys.take(newsroom, person, forms.number(number), by)
            case "role", _, _:
                accounts.change_role(newsroom, person.name, _role(form.first("role")) or person.role, by)
            case "reset", _, _:
                accounts.reset(newsroom, person.name, form.first("password"), by)
            case "remove", _, _:
                accounts.remove(newsroom, person.name, by)
    except errors.PeopleError as why:
        return _page(call, trouble=_(why.what), status=422)
    return page.redirect(call, _HERE)


def _role(typed: str) -> Role | None:
    return next((one for one in rights.ROLES if one == typed), None)


def _page(call: Call, *, trouble: str = "", name: str = "", role: str = "editor", status: int = 200) -> Response:
    store, now = call.newsroom.store, call.newsroom.now()
    rows = []
    for person in store.get_people():
        opened = [one for one in store.sessions_of(person.number) if one.ends > now]
        last = max((one.seen for one in opened), default=None)
        rows.append(
            {
                "number": person.number,
                "name": person.name,
                "role": _(person.role),
                "is": person.role,
                "since": words.date(person.at),
                "own": person.number == call.who.number,
                "sessions": _n("signed in with {n} browser", "signed in with {n} browsers", len(opened))
                if opened
                else "",
                "seen": words.since(last, now) if last else "",
                "passkeys": [
                    (one.number, one.name, words.since(one.seen, now) if one.seen else _("never"))
                    for one in store.passkeys_of(person.number)
                ],
                "tokens": [
                    (
                        one.number,
                        one.name,
                        ", ".join(one.scopes),
                        words.since(one.seen, now) if one.seen else _("never"),
                    )
                    for one in store.access_tokens_of(person.number)
                ],
            }
        )
    return page.render(
        call, "people.html", _("People"), _HERE, status=status, trouble=trouble, rows=rows, typed=name,
        roles=[(one, _(one), one == role, _(_MAY[one])) for one in rights.ROLES],
        longest=accounts.LONGEST,
    )  # fmt: skip


ROUTES = (people, add, change)
