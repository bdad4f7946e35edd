"""Query parameters that track a click and do not select a page."""

import re

_NAMES = """
    # click ids of advertisers
    fbclid gclid gclsrc gad_source gad_campaignid dclid wbraid gbraid msclkid yclid ysclid twclid ttclid li_fat_id
    igshid igsh irclickid irgwc epik rb_clickid wickedid ef_id mkwid _openstat scclid srsltid sccid rdt_cid tblci
    s_kwcid fb_comment_id sfnsn mibextid action_object_map action_ref_map action_type_map ob_click_id obclick_id
    dicbo dicbo_id outbrainclickid cjevent mkcid mkevt mkrid
    # mail and campaign systems
    mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv oly_enc_id oly_anon_id
    _bta_tid _bta_c _ke dm_i _branch_match_id _branch_referrer s_cid sc_campaign sc_cid wt_mc wt_zmc wt.mc_id
    wt.mc_ev trkcampaign ck_subscriber_id sh_kit ml_subscriber ml_subscriber_hash hss_channel ss_source
    ss_campaign_id ss_campaign_name ss_campaign_sent_date ss_email_id inf_contact_key nr_email_referer bbeml
    bsft_eid bsft_clkid bsft_uid mc_tc _bhlid vgo_ee __s oft_id oft_k oft_lk oft_d oft_c oft_ck oft_ids oft_sk
    umg_audience sms_click sms_source spjobid spmailingid spreportid spuserid elqtrack elqtrackid sc_lid sc_llid
    sc_uid sc_eh hmb_campaign hmb_medium hmb_source ns_mail_job ns_mail_uid trk_contact trk_msg trk_module trk_sid
    et_cid et_rid emci emdi ceid sfmc_id sfmc_activityid cvosrc sailthru
    # analytics
    _ga _gl pk_vid io_source gdfms gdftrk gdffi trkinfo intcmp ga_source ga_medium ga_campaign ga_term ga_content
    ga_place xtor spm guccounter guce_referrer guce_referrer_sig pk_campaign pk_kwd pk_keyword pk_source pk_medium
    pk_content pk_cid pk_placement piwik_campaign piwik_kwd piwik_keyword ns_source ns_mchannel ns_campaign
    ns_linkname ns_fee at_campaign at_medium at_source at_campaign_type at_creation at_format at_link_id
    at_link_origin at_link_type at_ptr_name at_ptr_type at_bbc_team at_identifier at_channel at_variant at_term
    at_network at_custom1 at_custom2 at_custom3 at_custom4 at_general_placement at_detail_placement at_recipient_id
    at_recipient_list wprov awesm sms_ss cx_testid cx_testvariant cx_artpos
    # newsrooms' own
    cmpid ncid icid smid smtyp ocid ito traffic_source soc_src soc_trk sref rss_source fb_action_ids fb_action_types
    fb_source fb_ref __twitter_impression amp_js_v amp_gsa amp_ct amp_tf amp_r usqp aoh ref_src ref_url intcid
    int_campaign int_source int_medium int_placement mbid taid echobox cndid share_id socialreferer linkid wpisrc
    wpmm nlid nlid_ nl_id newsletter_id rcid
    # sessions
    phpsessid jsessionid
"""
NAMES = frozenset(name for line in _NAMES.splitlines() if "#" not in line for name in line.split())
# Prefixes that are used only for tracking. Short ones (``pk_``, ``ns_``, ``at_``) also occur in page parameters: of
# these only the names above count.
PREFIXES = ("utm_", "utm-", "hsa_", "mtm_", "matomo_", "itm_", "campaign_", "cm_mmc", "stm_", "vero_", "taboola_")
# These may select a page: they are dropped only where their value shows that they do not.
DOUBTFUL = frozenset({"ref", "src", "source", "from", "mod", "cmp", "feature", "via", "campaign", "partner"})
FEED_VALUES = re.compile(
    r"(?:rss|feed|atom|newsletter|twitter|facebook|email|share)(?:[-_.0-9]|feed|\Z)", re.IGNORECASE
)


def is_tracking(name: str, value: str) -> bool:
    """Return whether a parameter is only for tracking."""
    name = name.lower()
    return name in NAMES or name.startswith(PREFIXES) or (name in DOUBTFUL and bool(FEED_VALUES.match(value)))


def without(query: str) -> str:
    """Return a query string without tracking and empty parameters; the rest is unchanged and in order."""
    kept = []
    for pair in query.split("&"):
        while pair.startswith("amp;"):  # an ampersand that was escaped twice
            pair = pair.removeprefix("amp;")
        name, _, value = pair.partition("=")
        if pair and not is_tracking(name, value):
            kept.append(pair)
    return "&".join(kept)
