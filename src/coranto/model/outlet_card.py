"""What is known of an outlet beside its articles."""

import msgspec


class OutletCard(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet's standing, owner and country, with ``by``: whose word that is. It changes no judgement.

    ``rating`` is what the list says, in its own words; ``country`` a code of ISO 3166 (``AT``) or a name.
    """

    by: str
    rating: str = ""
    owner: str = ""
    country: str = ""
