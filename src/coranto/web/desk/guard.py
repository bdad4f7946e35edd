"""Who may do what on the desk: every request passes here, before the function of its route is called.

In this order: the line is encrypted or within this machine; the form comes from a page of ours; what a proxy says of
the person comes from a network that is believed; a person is signed in, or a program has a token; the role, and the
token's scope, allow the action; then the form is read, and has the token of this browser.
"""

import hmac
import secrets

from starlette.exceptions import HTTPException
from starlette.requests import Request

from coranto.i18n.messages import N_, _
from coranto.model.person import Person, Session
from coranto.newsroom import Newsroom
from coranto.people import proxy, rights, sessions
from coranto.people.proxy import Claim
from coranto.web import peer
from coranto.web.desk import origin
from coranto.web.desk.call import OPEN, Call, DeskRoute
from coranto.web.desk.forms import Form

PLAIN = N_(
    "The desk takes passwords over https only, or on the machine itself (http://127.0.0.1). Put a proxy with a "
    "certificate in front of Coranto, and write its address below [site] as url."
)
FOREIGN = N_("This form was sent by a page of another site, or by a browser that does not say. Nothing was done.")
SIGNED_OUT = N_("Nobody is signed in here, or the session has ended. Nothing was done.")
BAD_TOKEN = N_("This access token is unknown, was taken away, or has ended.")
NO_FORM_TOKEN = N_("This form is of another session: it was opened before the sign-in. Open the page again.")
_BEARER = "bearer "


def names(secure: bool) -> tuple[str, str]:
    """Return the names of the cookies of a session and of the form to sign in."""
    return ("__Host-coranto-desk", "__Host-coranto-form") if secure else ("coranto-desk", "coranto-form")


def identify(request: Request, newsroom: Newsroom) -> Call:
    """Return the call with who sends it, reading the store; ``HTTPException`` for a line or token that is refused."""
    site = newsroom.settings.site.url
    secure = origin.secure(request, site)
    if not (secure or origin.on_this_machine(request)):
        raise HTTPException(403, _(PLAIN))
    given = request.headers.get("authorization", "")
    claim = _claim(request, newsroom)
    if given and (claim is None or given.lower().startswith(_BEARER)):  # a proxy may ask for a password of its own
        found = sessions.find_token(newsroom, given[len(_BEARER) :]) if given.lower().startswith(_BEARER) else None
        if found is None:
            raise HTTPException(401, _(BAD_TOKEN), {"WWW-Authenticate": "Bearer"})
        return Call(request=request, newsroom=newsroom, secure=secure, secret="", person=found[0], token=found[1])
    signed, form = names(secure)
    secret = request.cookies.get(signed, "")
    opened = sessions.find(newsroom, secret) if secret else None
    if opened is None or not _vouched(opened, claim):
        anonymous = request.cookies.get(form, "") or secrets.token_urlsafe(32)
        return Call(request=request, newsroom=newsroom, secure=secure, secret=anonymous, claim=claim)
    return Call(
        request=request,
        newsroom=newsroom,
        secure=secure,
        secret=secret,
        person=opened[0],
        session=opened[1],
        claim=claim,
    )


def _claim(request: Request, newsroom: Newsroom) -> Claim | None:
    """Return what a proxy's header says; its bytes are UTF-8, which a header's text is not."""
    if not (header := newsroom.settings.sign_in.header):
        return None
    given = request.headers.get(header, "").encode("latin-1").decode("utf-8", "replace")
    return proxy.claim(newsroom, given, peer.of(request))


def _vouched(opened: tuple[Person, Session], claim: Claim | None) -> bool:
    """Whether a session holds beside what a proxy says: it names this person, or no one if it opened none."""
    person, session = opened
    if claim is None:
        return not session.by_proxy
    return not claim.rule and claim.person == person


def admit(call: Call, route: DeskRoute) -> None:
    """Raise ``HTTPException`` with the sentence of the rule that refuses, before the form of a request is read."""
    changes = route.method != "GET"
    if changes:
        foreign = origin.foreign(call.request, call.newsroom.settings.site.url)
        if foreign or (foreign is None and call.token is None):
            raise HTTPException(403, _(FOREIGN))
    if call.claim and call.claim.rule and (changes or route.action != OPEN):
        raise HTTPException(403, _(call.claim.rule, **call.claim.values))
    if route.action != OPEN:
        if call.person is None:
            raise HTTPException(401, _(SIGNED_OUT))
        need(call, route.action)


def allow(call: Call, route: DeskRoute, form: Form) -> None:
    """Raise ``HTTPException`` with the sentence of the rule that refuses; return for what is allowed."""
    admit(call, route)
    if route.method != "GET" and (call.token is None or route.action == OPEN):
        expected = sessions.form_token(call.secret)
        if not call.secret or not hmac.compare_digest(form.first("token").encode(), expected.encode()):
            raise HTTPException(403, _(NO_FORM_TOKEN))


def need(call: Call, action: str) -> None:
    """Raise ``HTTPException`` with the rule that refuses an action to the person or the token of a call."""
    ruling = rights.ask(action, call.who.role, call.token.scopes if call.token else None)
    if not ruling.allowed:
        raise HTTPException(403, _(ruling.rule, **{**ruling.values, "action": _(ruling.values["action"])}))


def signed_in(request: Request, newsroom: Newsroom) -> bool:
    """Whether a person with an open session, or a program with a token that may read, sends a request."""
    try:
        call = identify(request, newsroom)
    except HTTPException:
        return False
    return call.person is not None and (call.token is None or "read" in call.token.scopes)
