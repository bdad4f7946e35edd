"""Why a keyword cannot be read, in words; a part of ``coranto.i18n.wording``."""

from coranto.i18n.messages import N_

QUERIES = {
    "query.empty": N_("a keyword has at least one word"),
    "query.only_not": N_("`{words}` says only what must not be there; write `words NOT {without}`"),
    "query.closed": N_("`{words}` has a bracket too many; each `)` needs its `(`"),
    "query.open": N_("`{words}` has a `(` without its `)`"),
    "query.deep": N_("`{words}` has more than {most} brackets within each other"),
    "query.near_brackets": N_("`{words}`: NEAR stands between words or phrases, not between brackets"),
    "query.near_many": N_("`{words}`: NEAR joins two words or phrases; join more of them by AND"),
    "query.no_word": N_("`{words}` has no word before {operator}; operators stand between words"),
    "query.ends": N_("`{words}` has no word before its end; operators stand between words"),
    "query.quote": N_("`{words}` has a quote without its partner"),
}
