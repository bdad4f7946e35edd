"""Sign in, sign out, and become the first owner with the one-time code."""

import re

from starlette.responses import Response

from coranto import errors
from coranto.i18n import current
from coranto.i18n.messages import _
from coranto.model.person import Person
from coranto.people import accounts, first_code, passkeys, proxy, rights, sessions
from coranto.people.passkeys import Place
from coranto.people.proxy import Claim
from coranto.people.sessions import Trying
from coranto.run import first_start
from coranto.web import responses
from coranto.web.desk import guard, origin, page, setup
from coranto.web.desk.call import OPEN, Call, route

_MONTHS_2 = int(sessions.LAST.total_seconds())
_WAY = re.compile(r"(?:[a-z0-9-]+/)*", re.ASCII)  # a path within the desk


def ask(call: Call) -> Response:
    """Redirect to the form to sign in, and back afterwards."""
    way = responses.path(call.request).strip("/").removeprefix("desk").strip("/")
    return page.redirect(call, "desk/sign-in/" + (f"?to={way}/" if way and _WAY.fullmatch(f"{way}/") else ""))


@route("/desk/sign-in/", action=OPEN)
def form(call: Call) -> Response:
    """Show the form."""
    to = _way(call.query("to"))
    if call.person is not None:
        return page.redirect(call, f"desk/{to}" if to else _home(call.person))
    if call.claim is not None and not call.claim.rule:
        return _by_proxy(call, call.claim, to)
    return _form(call, to)


@route("/desk/sign-in/", action=OPEN, method="POST", hashes=True)
def sign_in(call: Call) -> Response:
    """Open a session by name and password."""
    name, to = call.form.first("name"), _way(call.form.first("to"))
    trying = Trying(name, origin.network(call.request), call.request.headers.get("user-agent", ""))
    if waits := sessions.wait(call.newsroom, trying):
        return _form(call, to, name, _(waits.rule, minutes=waits.minutes), 429)
    try:
        secret = sessions.sign_in(call.newsroom, trying, call.form.first("password"))
    except errors.PeopleError as why:
        return _form(call, to, name, _(why.what), 403)
    return _signed_in(call, secret, f"desk/{to}" if to else "desk/begin/")


@route("/desk/sign-in/passkey/", action=OPEN, method="POST", looks=True)
def by_passkey(call: Call) -> Response:
    """Open a session by a passkey. No name is tried, so none can be locked."""
    to, network = _way(call.form.first("to")), origin.network(call.request)
    trying = Trying("a passkey", network)
    if waits := sessions.wait(call.newsroom, trying):
        return _form(call, to, trouble=_(waits.rule, minutes=waits.minutes), status=429)
    try:
        person = passkeys.check(call.newsroom, _place(call), call.form.first("answer"))
    except errors.PeopleError as why:
        now = call.newsroom.now()
        call.newsroom.store.add_sign_in_try([f"@{network}"], now, now + sessions.WINDOW)
        return _form(call, to, trouble=_(why.what), status=403)
    browser = call.request.headers.get("user-agent", "")
    return _signed_in(call, sessions.open_session(call.newsroom, person, browser, network), f"desk/{to or 'begin/'}")


@route("/desk/begin/", action="account.see")
def begin(call: Call) -> Response:
    """Redirect to the queue, or to the account where the role may not see it."""
    return page.redirect(call, _home(call.who))


@route("/desk/sign-out/", action="account.change", method="POST")
def sign_out(call: Call) -> Response:
    """End the session."""
    if call.session is not None:
        call.newsroom.store.delete_sessions(call.who.number, call.session.number)
    answer = page.redirect(call, "desk/sign-in/")
    answer.delete_cookie(guard.names(call.secure)[0], path="/", secure=call.secure, httponly=True, samesite="lax")
    return answer


@route("/desk/first/", action=OPEN)
def first_form(call: Call) -> Response:
    """Show the form for the first owner, by the code."""
    code = call.query("code")
    holds = first_code.holds(call.newsroom, code)
    return _first(call, code, trouble="" if holds else _(first_code.DEAD), status=200 if holds else 403, dead=not holds)


@route("/desk/first/", action=OPEN, method="POST", hashes=True)
def first_owner(call: Call) -> Response:
    """Add the first owner and sign in. Tries with another code are counted; who has the right one never waits."""
    code, name = call.form.first("code"), call.form.first("name")
    now, trying = call.newsroom.now(), Trying("first owner", origin.network(call.request))
    if not first_code.holds(call.newsroom, code):
        if waits := sessions.wait(call.newsroom, trying):
            return _first(call, code, name, _(waits.rule, minutes=waits.minutes), 429)
        call.newsroom.store.add_sign_in_try(trying.limits(), now, now + sessions.WINDOW)
    try:
        person = first_code.redeem(call.newsroom, code, name, call.form.first("password"))
    except errors.PeopleError as why:
        return _first(call, code, name, _(why.what), 403)
    secret = sessions.open_session(
        call.newsroom, person, call.request.headers.get("user-agent", ""), origin.network(call.request)
    )
    return _signed_in(call, secret, setup.begin(call, person) if first_start.due(call.newsroom) else "desk/")


def _by_proxy(call: Call, claim: Claim, to: str) -> Response:
    """Open a session for the person whom a proxy names."""
    try:
        person = proxy.welcome(call.newsroom, claim)
    except errors.PeopleError as why:
        return _form(call, to, trouble=_(why.what), status=403)
    browser, network = call.request.headers.get("user-agent", ""), origin.network(call.request)
    secret = sessions.open_session(call.newsroom, person, browser, network, by_proxy=True)
    return _signed_in(call, secret, f"desk/{to}" if to else _home(person))


def _place(call: Call) -> Place:
    return origin.place(call.request, call.newsroom.settings.site.url, call.secret)


def _form(call: Call, to: str, name: str = "", trouble: str = "", status: int = 200) -> Response:
    nobody, place = not call.newsroom.store.get_people(), _place(call)
    if call.claim and call.claim.rule:
        trouble, status = _(call.claim.rule, **call.claim.values), 403
    answer = page.render(
        call, "sign_in.html", _("Sign in"), "desk/sign-in/", status=status, to=to, name=name, trouble=trouble,
        nobody=nobody, asked=passkeys.to_sign_in(call.newsroom, place) if passkeys.possible(place.host) else "",
    )  # fmt: skip
    return _with_form_cookie(call, answer)


def _first(call: Call, code: str, name: str = "", trouble: str = "", status: int = 200, dead: bool = False) -> Response:
    fresh = not dead and first_start.due(call.newsroom)
    answers = setup.first_answers(call) if fresh else {}

    def shown(_speaker: current.Speaker) -> Response:
        return page.render(
            call, "first.html", _("Setting up") if fresh else _("The first owner"), "desk/first/", status=status,
            code=code, name=name, trouble=_(trouble), dead=dead, longest=accounts.LONGEST, fresh=fresh, **answers,
        )  # fmt: skip

    # Before there is a paper, the page speaks the language that the browser asks for.
    return _with_form_cookie(call, current.localized(shown)(setup.speaker(call) if fresh else call.newsroom))


def _signed_in(call: Call, secret: str, to: str) -> Response:
    answer = page.redirect(call, to)
    _set(call, answer, guard.names(call.secure)[0], secret, _MONTHS_2)
    return answer


def _with_form_cookie(call: Call, answer: Response) -> Response:
    if call.person is None:
        _set(call, answer, guard.names(call.secure)[1], call.secret, 3600)
    return answer


def _set(call: Call, answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=call.secure, httponly=True, samesite="lax")


def _way(to: str) -> str:
    return to if _WAY.fullmatch(to) else ""


def _home(person: Person) -> str:
    return "desk/" if rights.ask("desk.see", person.role).allowed else "desk/account/"


ROUTES = (begin, form, sign_in, by_passkey, sign_out, first_form, first_owner)
