"""Answer for the newsletter's pages. GET and HEAD only show; only POST acts, without a cookie or a token.

``/letter/leave/TOKEN/`` takes the POST of a mail program (RFC 8058) as it takes that of its own button.
"""

import re
from collections.abc import Callable

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from coranto import errors
from coranto.config import extras
from coranto.feeds import address
from coranto.i18n import current, language
from coranto.i18n.messages import N_, _
from coranto.mailing import alert_mail, ledger, links, subscribe
from coranto.model.subscriber import Wish
from coranto.newsroom import Newsroom
from coranto.web import render, request_body, responses
from coranto.web.document import HTML
from coranto.web.letter import form, limits, views
from coranto.web.routing import route

HEADERS = {
    **responses.HEADERS,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address of a page is its reader's own
    "X-Robots-Tag": "noindex",
}
_TOO_OFTEN = N_("That was sent too often from here. Try again in an hour.")
_SAVED = N_("Saved.")
_DATA = N_("Everything that is known of your address is on its way to it.")
_LARGEST_NOTICE = 1_000_000  # bytes
_PATH = re.compile(r"/[\w./~%-]{0,199}", re.ASCII)
_BOTH = ("GET", "HEAD", "POST")


@route(links.FOLDER, methods=_BOTH)
async def sign_up(request: Request) -> Response:
    """Show the form, or take it: the answer is the same for every address."""
    newsroom = responses.newsroom(request)
    if not ledger.is_set_up(newsroom.settings):
        raise HTTPException(404)
    fields = await form.read(request) if request.method == "POST" else {}
    return await run_in_threadpool(_sign_up, newsroom, request, fields)


@route(f"{links.FOLDER}asked/")
async def asked(request: Request) -> Response:
    """Say that a mail is on its way."""
    newsroom = responses.newsroom(request)
    return await run_in_threadpool(_in_language, newsroom, "", lambda: _page("letter_page.html", views.asked(newsroom)))


@route(f"{links.FOLDER}confirm/{{token}}/", methods=_BOTH)
async def confirm(request: Request, token: str) -> Response:
    """Show the button that confirms, or confirm."""
    return await run_in_threadpool(_confirm, responses.newsroom(request), token, request.method == "POST")


@route(f"{links.FOLDER}settings/{{token}}/", methods=_BOTH)
async def settings(request: Request, token: str) -> Response:
    """Show what a reader gets, or change it."""
    newsroom = responses.newsroom(request)
    if request.method != "POST":
        return await run_in_threadpool(_settings, newsroom, token)
    return await run_in_threadpool(_change, newsroom, token, await form.read(request))


@route(f"{links.FOLDER}leave/{{token}}/", methods=_BOTH)
async def leave(request: Request, token: str) -> Response:
    """Show the button to leave, or leave at once: what a mail program sends is not even read."""
    return await run_in_threadpool(_leave, responses.newsroom(request), token, request.method == "POST")


@route(f"{links.FOLDER}{alert_mail.PAGE}/{{token}}/", methods=_BOTH)
async def end_alert(request: Request, token: str) -> Response:
    """Show the button that ends the mails of an alert, or end them at once, as a mail program asks."""
    return await run_in_threadpool(_end_alert, responses.newsroom(request), token, request.method == "POST")


@route(f"{links.FOLDER}bounces/{{token}}/", methods=("POST",))
async def bounced(request: Request, token: str) -> Response:
    """Take a notice of a service that sends mail, at an address that only it knows."""
    newsroom = responses.newsroom(request)
    if not extras.there("mail"):
        raise HTTPException(404)
    from coranto.mailing import bounces  # noqa: PLC0415 - needs the extra

    if not await run_in_threadpool(bounces.is_secret, newsroom, token):
        raise HTTPException(404)
    body = await request_body.read(request, _LARGEST_NOTICE, form.LARGE)
    count = await run_in_threadpool(bounces.take, newsroom, body)
    return Response(f'{{"counted": {count}}}', media_type="application/json", headers=HEADERS)


def _sign_up(newsroom: Newsroom, request: Request, fields: form.Fields) -> Response:
    def show() -> Response:
        topics = tuple(request.query_params.getlist("list")) or ("",)
        wished = subscribe.fitting(newsroom, Wish(topics=topics))
        return _page("subscribe.html", views.form(newsroom, wished))

    def take() -> Response:
        wished, email = form.wish(fields), form.first(fields, "email")
        if wished.language not in language.available(newsroom.settings.folder):
            wished = msgspec.structs.replace(wished, language="")
        if form.first(fields, "website"):  # a field that people do not see
            return _redirect(request, "asked/")
        if not wished.topics:
            return _page("subscribe.html", views.form(newsroom, wished, email, _(subscribe.NOTHING_CHOSEN)), 422)
        if limits.form(newsroom, request):
            return _page("subscribe.html", views.form(newsroom, wished, email, _(_TOO_OFTEN)), 429)
        consent = _(subscribe.CONSENT, site=newsroom.settings.site.title)
        try:
            subscribe.ask(newsroom, email, wished, consent, _origin(fields))
        except errors.SubscriberError as why:
            return _page("subscribe.html", views.form(newsroom, wished, email, _(why.what)), 422)
        return _redirect(request, "asked/")

    return _in_language(newsroom, "", take if request.method == "POST" else show)


def _origin(fields: form.Fields) -> str:
    """Return the page of the form; a path that is not ours, which a stranger may have written, is ignored."""
    asked = form.first(fields, "from")
    return asked if _PATH.fullmatch(asked) else links.FOLDER


def _confirm(newsroom: Newsroom, token: str, act: bool) -> Response:
    here = f"{links.FOLDER}confirm/{token}/"
    one = subscribe.confirm(newsroom, token, act=act)
    if one is None:
        return _in_language(newsroom, "", lambda: _page("letter_page.html", views.gone(newsroom, here), 410))
    view = views.confirmed if act else views.confirming
    return _in_language(newsroom, one.wish.language, lambda: _page("letter_page.html", view(newsroom, here, one)))


def _settings(newsroom: Newsroom, token: str, done: str = "", trouble: str = "", status: int = 200) -> Response:
    here = f"{links.FOLDER}settings/{token}/"
    one = subscribe.find(newsroom, token)
    if one is None:
        view = views.public if token == links.PUBLIC else views.left
        return _in_language(newsroom, "", lambda: _page("letter_page.html", view(newsroom, here)))
    return _in_language(
        newsroom,
        one.wish.language,
        lambda: _page("letter_page.html", views.settings(newsroom, here, one, _(done), _(trouble)), status),
    )


def _change(newsroom: Newsroom, token: str, fields: form.Fields) -> Response:
    one = subscribe.find(newsroom, token)
    if one is None:
        return _settings(newsroom, token)
    if form.first(fields, "do") == "data":
        if limits.data(newsroom, one.number):
            return _settings(newsroom, token, trouble=_TOO_OFTEN, status=429)
        subscribe.ask_for_data(newsroom, one)
        return _settings(newsroom, token, _DATA)
    wished = form.wish(fields)
    known = language.available(newsroom.settings.folder)
    if wished.language not in known:
        wished = Wish(topics=wished.topics, weekly=wished.weekly, language=one.wish.language)
    try:
        subscribe.change(newsroom, one, wished)
    except errors.SubscriberError as why:
        return _settings(newsroom, token, trouble=why.what, status=422)
    return _settings(newsroom, token, _SAVED)


def _leave(newsroom: Newsroom, token: str, act: bool) -> Response:
    here = f"{links.FOLDER}leave/{token}/"
    if token == links.PUBLIC:
        return _in_language(newsroom, "", lambda: _page("letter_page.html", views.public(newsroom, here)))
    one = subscribe.find(newsroom, token)
    spoken = one.wish.language if one else ""
    if not act:
        return _in_language(newsroom, spoken, lambda: _page("letter_page.html", views.leaving(newsroom, here, one)))
    if one is not None:
        subscribe.leave(newsroom, one)
    return _in_language(newsroom, spoken, lambda: _page("letter_page.html", views.left(newsroom, here)))


def _end_alert(newsroom: Newsroom, token: str, act: bool) -> Response:
    here, alert = f"{links.FOLDER}{alert_mail.PAGE}/{token}/", alert_mail.find(newsroom, token)
    if act and alert is not None:
        alert_mail.end(newsroom, alert)
    name = alert.name if alert is not None and alert.mail and not act else ""
    return _in_language(newsroom, "", lambda: _page("letter_page.html", views.alert(newsroom, here, name)))


def _in_language(newsroom: Newsroom, tag: str, make: Callable[[], Response]) -> Response:
    with current.speaking(newsroom, tag):
        return make()


def _page(template: str, view: render.View, status: int = 200) -> Response:
    return Response(render.page(template, view), status_code=status, media_type=HTML, headers=HEADERS)


def _redirect(request: Request, to: str) -> Response:
    root = address.root(responses.path(request))
    return Response(None, status_code=303, headers={**HEADERS, "Location": f"{root}letter/{to}"})


ALL = (sign_up, asked, confirm, settings, leave, end_alert, bounced)
