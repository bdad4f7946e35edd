"""The ways to sign in, each with the rule that allows or refuses it."""

from coranto.i18n.messages import _, _n
from coranto.newsroom import Newsroom
from coranto.people import accounts, proxy

ACTION = "sign-in"


def explain(newsroom: Newsroom, name: str, peer: str = "") -> tuple[bool, list[str]]:
    """Return whether a person may sign in, and the sentences that say how.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    name : str
        The person's name; with a ``peer`` also one that is not known yet.
    peer : str
        The address from which a proxy's header would come; "" asks about all ways.

    Raises
    ------
    PeopleError
        Nobody has this name.

    """
    ours = newsroom.settings.sign_in
    if peer:
        claim = proxy.claim(newsroom, name, peer)
        if claim is None:
            return False, [_("No header is believed: sign_in.header is empty.")]
        if claim.rule:
            return False, [_(claim.rule, **claim.values)]
        if claim.person is None:
            return True, [_("{name} is added with the role {role}, as sign_in.role says.", name=name, role=claim.role)]
        return True, [_("The header {header} from {peer} is believed.", header=ours.header, peer=peer)]
    person = accounts.find(newsroom, name)
    store, ways = newsroom.store, []
    if store.get_password(person.number):
        ways.append(_("With the password; after five tries from one network it waits a quarter of an hour there."))
    if number := len(store.passkeys_of(person.number)):
        ways.append(_n("With {n} passkey.", "With {n} passkeys.", number))
    if ours.header:
        networks = ", ".join(ours.networks)
        ways.append(
            _(
                "By the header {header} from {networks}; from elsewhere it is refused.",
                header=ours.header,
                networks=networks,
            )
        )
    return bool(ways), ways or [_("There is no way in: no password, no passkey, no proxy that is believed.")]
