"""Query parameters that say who clicked where, and not which page is meant."""

import re

_NAMES = """
    # click ids of advertisers
    fbclid gclid gclsrc dclid wbraid gbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh irclickid epik
    rb_clickid wickedid ef_id mkwid _openstat scclid
    # mail and campaign systems
    mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv oly_enc_id oly_anon_id
    _bta_tid _bta_c _ke dm_i _branch_match_id s_cid sc_campaign sc_cid wt_mc wt_zmc wt.mc_id wt.mc_ev trkcampaign
    ck_subscriber_id sh_kit ml_subscriber ml_subscriber_hash
    # analytics
    _ga _gl ga_source ga_medium ga_campaign xtor spm guccounter guce_referrer guce_referrer_sig
    # newsrooms' own
    cmpid ncid icid smid smtyp ocid ito traffic_source soc_src soc_trk sref rss_source fb_action_ids fb_action_types
    fb_source fb_ref __twitter_impression amp_js_v amp_gsa amp_ct amp_tf amp_r usqp aoh
    # sessions
    phpsessid jsessionid
"""
NAMES = frozenset(name for line in _NAMES.splitlines() if "#" not in line for name in line.split())
PREFIXES = ("utm_", "utm-", "hsa_", "mtm_", "matomo_", "pk_", "piwik_", "ns_", "at_")
# These may mean a page: they are dropped only where their value says that they do not.
DOUBTFUL = frozenset({"ref", "src", "source", "from", "mod", "cmp", "feature", "via", "campaign", "partner"})
FEED_VALUES = re.compile(r"(?:rss|feed|atom|newsletter|twitter|facebook|email)(?:[-_.0-9]|feed|\Z)", re.IGNORECASE)


def is_tracking(name: str, value: str) -> bool:
    """Say whether a parameter only tracks."""
    name = name.lower()
    return name in NAMES or name.startswith(PREFIXES) or (name in DOUBTFUL and bool(FEED_VALUES.match(value)))


def without(query: str) -> str:
    """Give a query string without its tracking and empty parameters, the others as they are and in their order."""
    kept = []
    for pair in query.split("&"):
        while pair.startswith("amp;"):  # an ampersand that was escaped once too often
            pair = pair.removeprefix("amp;")  # noqa: PLW2901
        name, _, value = pair.partition("=")
        if pair and not is_tracking(name, value):
            kept.append(pair)
    return "&".join(kept)
