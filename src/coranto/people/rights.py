"""What each role and scope may do: one table, asked by every route of the desk and by ``coranto people explain``."""

from collections.abc import Collection

import msgspec

from coranto.i18n.messages import N_
from coranto.model.person import Role, Scope


class Right(msgspec.Struct, frozen=True):
    """An action of the desk: what it is, the roles that may do it, and the scope that an access token needs.

    Without a scope no token may do it: a program cannot change who may sign in, or make further tokens.
    """

    says: str
    roles: tuple[Role, ...]
    scope: Scope | None


_ALL: tuple[Role, ...] = ("owner", "editor", "reader")
_DESK: tuple[Role, ...] = ("owner", "editor")

RIGHTS: dict[str, Right] = {
    "desk.see": Right(N_("see the queue and the log"), _DESK, "read"),
    "story.decide": Right(N_("decide about a story: publish, drop, merge, split, headline, topics, lead, pin, undo"),
                          _DESK, "edit"),
    "sources.change": Right(N_("add, change and remove sources, and say how much an outlet counts"), _DESK, "edit"),
    "settings.change": Right(N_("change settings, set the paper up and open it to readers"), ("owner",), None),
    "topics.change": Right(N_("change the words of topics, and the rules"), ("owner",), "edit"),
    "alerts.change": Right(N_("make alerts, and remove one’s own"), _DESK, "edit"),
    "letter.see": Right(N_("see the newsletter’s issues"), _DESK, "read"),
    "letter.change": Right(N_("compose, test, plan, send and call back the newsletter’s issues"), _DESK, None),
    "subscribers.see": Right(N_("see who gets the newsletter"), ("owner",), None),
    "subscribers.change": Right(N_("bring lists of subscribers, give what is known of one, forget one"),
                                ("owner",), None),
    "account.see": Right(N_("see one’s own sessions and access tokens"), _ALL, None),
    "account.change": Right(N_("sign out, end one’s own sessions, make and take away access tokens"), _ALL, None),
    "people.change": Right(N_("add and remove people and change their passwords"), ("owner",), None),
}  # fmt: skip

ROLES: tuple[Role, ...] = _ALL
NAMES = {"owner": N_("owner"), "editor": N_("editor"), "reader": N_("reader")}  # in the language of the desk
SCOPES: tuple[Scope, ...] = ("read", "edit")
ROLE_MISSING = N_("The role {role} may not do this: {action}. It takes the role {roles}.")
SCOPE_MISSING = N_("This access token may not do this: {action}. It takes the scope {scope}.")
NO_TOKEN = N_("No access token may do this: {action}. A person who is signed in does it on the desk.")
ALLOWED = N_("The role {role} may do this: {action}.")


class Ruling(msgspec.Struct, frozen=True):
    """Whether an action is allowed, and the sentence of the rule that says so, with its values."""

    allowed: bool
    rule: str
    values: dict[str, str]


def ask(action: str, role: Role, scopes: Collection[str] | None = None) -> Ruling:
    """Return whether a role may do an action; ``scopes`` are those of the access token that asks, None for a person."""
    right = RIGHTS[action]
    values = {"role": role, "action": right.says}
    if role not in right.roles:
        return Ruling(False, ROLE_MISSING, {**values, "roles": ", ".join(right.roles)})
    if scopes is not None and right.scope is None:
        return Ruling(False, NO_TOKEN, values)
    if scopes is not None and right.scope not in scopes:
        return Ruling(False, SCOPE_MISSING, {**values, "scope": str(right.scope)})
    return Ruling(True, ALLOWED, values)
