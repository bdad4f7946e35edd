"""A request of the desk with all that is known of who sends it, and how routes are declared for it."""

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from coranto.feeds import address
from coranto.model.person import AccessToken, Person, Session
from coranto.newsroom import Newsroom
from coranto.people import rights
from coranto.people.proxy import Claim
from coranto.web import responses
from coranto.web.desk.forms import Form

OPEN = "open"  # the action of routes that need no session: to sign in
Method = Literal["GET", "POST"]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A request that may be answered.

    ``person`` is None on open routes without a session. ``secret`` is the cookie's, from which the
    token of every form is made; ``token`` is set where a program asks; ``claim`` where a proxy says who it is.
    """

    request: Request
    newsroom: Newsroom
    secure: bool
    secret: str
    person: Person | None = None
    session: Session | None = None
    token: AccessToken | None = None
    claim: Claim | None = None
    form: Form = Form()

    @property
    def who(self) -> Person:
        """The person; there is one on every route that is not open."""
        assert self.person is not None
        return self.person

    @property
    def root(self) -> str:
        """The way from the page to the root of the site."""
        return address.root(responses.path(self.request))

    def query(self, name: str) -> str:
        """Return a parameter of the address, "" where it is missing."""
        return self.request.query_params.get(name, "")


Answer = Callable[[Call], Response]


class DeskRoute(msgspec.Struct, frozen=True):
    """A route: its path, method, the action that it is (see ``rights.RIGHTS``), and the function that answers.

    ``hashes`` says that it hashes a password; such requests wait for each other and for nothing else. ``looks`` says
    that it may ask the web, which takes a while: such requests do not hold up the other pages.
    """

    path: str
    method: Method
    action: str
    answer: Answer
    hashes: bool = False
    looks: bool = False


def route(
    path: str, *, action: str, method: Method = "GET", hashes: bool = False, looks: bool = False
) -> Callable[[Answer], DeskRoute]:
    """Declare a function as the answer of a route: ``@route("/desk/", action="desk.see")``."""
    assert action == OPEN or action in rights.RIGHTS, action
    return lambda answer: DeskRoute(path, method, action, answer, hashes, looks)


Endpoint = Callable[[Request], Awaitable[Response]]
