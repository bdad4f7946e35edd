"""One's own account: sessions and access tokens, listed and ended; and for owners who else may sign in."""

from starlette.responses import Response

from coranto import errors
from coranto.i18n.messages import _
from coranto.model.edit import By
from coranto.people import accounts, passkeys, rights
from coranto.people import sessions as access
from coranto.people.passkeys import Place
from coranto.web import words
from coranto.web.desk import forms, origin, page
from coranto.web.desk.call import Call, route

_HERE = "desk/account/"


@route("/desk/account/", action="account.see")
def account(call: Call) -> Response:
    """Show the account."""
    return _page(call)


@route("/desk/account/session/", action="account.change", method="POST")
def end_session(call: Call) -> Response:
    """End one of one's own sessions, or all others."""
    number, store = call.form.first("number"), call.newsroom.store
    for session in store.sessions_of(call.who.number):
        other = call.session is None or session.number != call.session.number
        if (number == "others" and other) or str(session.number) == number:
            store.delete_sessions(call.who.number, session.number)
    return page.redirect(call, _HERE)


@route("/desk/account/mail/", action="account.change", method="POST")
def set_mail(call: Call) -> Response:
    """Set where one's own alerts go."""
    try:
        accounts.set_mail(call.newsroom, call.who.name, call.form.first("email"))
    except errors.PeopleError as why:
        return _page(call, mail_trouble=_(why.what), email=call.form.first("email"), status=422)
    return page.redirect(call, _HERE)


@route("/desk/account/passkey/", action="account.change", method="POST", looks=True)
def make_passkey(call: Call) -> Response:
    """Add the passkey that the browser has made."""
    name = call.form.first("name")
    try:
        passkeys.make(call.newsroom, _place(call), call.who, name, call.form.first("answer"))
    except errors.PeopleError as why:
        return _page(call, passkey_trouble=_(why.what), passkey_name=name, status=422)
    return page.redirect(call, _HERE)


@route("/desk/account/passkey/end/", action="account.change", method="POST")
def end_passkey(call: Call) -> Response:
    """Take away one of one's own passkeys."""
    passkeys.take(call.newsroom, call.who, forms.number(call.form.first("number")), By(call.who.name))
    return page.redirect(call, _HERE)


@route("/desk/account/token/", action="account.change", method="POST")
def make_token(call: Call) -> Response:
    """Make an access token, and show its secret this once."""
    scopes = tuple(one for one in rights.SCOPES if one in call.form.all("scope"))
    name = call.form.first("name")
    try:
        secret = access.make_token(call.newsroom, call.who, name, scopes)
    except errors.PeopleError as why:
        return _page(call, trouble=_(why.what), name=name, status=400)
    return _page(call, secret=secret)


@route("/desk/account/token/end/", action="account.change", method="POST")
def end_token(call: Call) -> Response:
    """Take away one of one's own access tokens."""
    access.take_token(call.newsroom, call.who, forms.number(call.form.first("number")), By(call.who.name))
    return page.redirect(call, _HERE)


def _place(call: Call) -> Place:
    return origin.place(call.request, call.newsroom.settings.site.url, call.secret)


def _page(
    call: Call, *, trouble: str = "", name: str = "", secret: str = "", passkey_trouble: str = "",
    passkey_name: str = "", mail_trouble: str = "", email: str = "", status: int = 200,
) -> Response:  # fmt: skip
    place = _place(call)
    asked = passkeys.to_make(call.newsroom, place, call.who) if call.session and passkeys.possible(place.host) else ""
    store, now = call.newsroom.store, call.newsroom.now()
    people = store.get_people() if rights.ask("people.change", call.who.role).allowed else []
    return page.render(
        call,
        "account.html",
        _("Your account"),
        _HERE,
        status=status,
        trouble=trouble,
        name=name,
        secret=secret,
        scopes=rights.SCOPES,
        may=[_(right.says) for right in rights.RIGHTS.values() if call.who.role in right.roles],
        sessions=[
            (one, words.stamp(one.at), words.age(one.seen, now), words.stamp(one.ends))
            for one in store.sessions_of(call.who.number)
            if one.ends > now
        ],
        own=call.session.number if call.session else 0,
        tokens=[
            (one, words.stamp(one.at), words.age(one.seen, now) if one.seen else _("never"))
            for one in store.access_tokens_of(call.who.number)
        ],
        passkeys=[
            (one, words.stamp(one.at), words.age(one.seen, now) if one.seen else _("never"))
            for one in store.passkeys_of(call.who.number)
        ],
        asked=asked,
        passkey_trouble=passkey_trouble,
        passkey_name=passkey_name,
        mail_trouble=mail_trouble,
        email=email or call.who.email,
        people=[(one, words.date(one.at)) for one in people],
    )


ROUTES = (account, end_session, set_mail, make_passkey, end_passkey, make_token, end_token)
