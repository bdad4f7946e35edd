"""Time zones in dates: offsets, abbreviations, IANA names, and English words."""

import re
import zoneinfo
from datetime import timedelta, timezone, tzinfo

# Hours from UTC. An abbreviation that several regions use is read as the region that publishes most (IST: India).
_ABBREVIATIONS = """
    Z 0|UT 0|UTC 0|GMT 0|WET 0|WEST 1|BST 1|CET 1|CEST 2|MEZ 1|MESZ 2|MET 1|MEST 2|WAT 1|EET 2|EEST 3|CAT 2|SAST 2
    IDT 3|EAT 3|MSK 3|MSD 4|TRT 3|FET 3|AZOT -1|AZOST 0|CVT -1|EGT -1|IRST 3.5|IRDT 4.5|GST 4|AZT 4|GET 4|SAMT 4|MUT 4
    RET 4|SCT 4|AFT 4.5|PKT 5|UZT 5|TMT 5|TJT 5|MVT 5|YEKT 5|IST 5.5|SLST 5.5|NPT 5.75|BTT 6|BDT 6|KGT 6|OMST 6|MMT 6.5
    ICT 7|WIB 7|KRAT 7|NOVT 7|HOVT 7|HKT 8|SGT 8|MYT 8|PHT 8|WITA 8|AWST 8|IRKT 8|ULAT 8|BNT 8|JST 9|KST 9|WIT 9
    YAKT 9|TLT 9|PWT 9|ACST 9.5|ACDT 10.5|AEST 10|AEDT 11|VLAT 10|PGT 10|CHST 10|MAGT 11|SBT 11|NCT 11|VUT 11|NZST 12
    NZDT 13|FJT 12|PETT 12|CHAST 12.75|CHADT 13.75|TOT 13|LINT 14|NST -3.5|NDT -2.5|AST -4|ADT -3|EST -5|EDT -4|PHST 8
    CST -6|CDT -5|MST -7|MDT -6|PST -8|PDT -7|AKST -9|AKDT -8|HST -10|HAST -10|HDT -9|SST -11|TAHT -10|ART -3|BRT -3
    BRST -2|UYT -3|PYT -4|PYST -3|CLT -4|CLST -3|BOT -4|VET -4|GYT -4|AMT -4|COT -5|PET -5|ECT -5|GFT -3|SRT -3|PMST -3
"""
_FIXED = {
    name: timezone(timedelta(hours=float(hours)))
    for name, hours in (pair.split() for pair in _ABBREVIATIONS.replace("\n", "|").split("|") if pair.strip())
}
# Zones whose offset depends on the date.
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "central european": "Europe/Berlin",
    "eastern european": "Europe/Athens",
    "western european": "Europe/Lisbon",
    "moscow": "Europe/Moscow",
    "india": "Asia/Kolkata",
    "china": "Asia/Shanghai",
    "hong kong": "Asia/Hong_Kong",
    "singapore": "Asia/Singapore",
    "japan": "Asia/Tokyo",
    "korea": "Asia/Seoul",
    "korean": "Asia/Seoul",
    "australian eastern": "Australia/Sydney",
    "new zealand": "Pacific/Auckland",
}
_DAYLIGHT = {"eastern": -4, "central": -5, "mountain": -6, "pacific": -7}
_STANDARD = {"eastern": -5, "central": -6, "mountain": -7, "pacific": -8}
_WORDS = re.compile(r"([a-z]+(?: [a-z]+)??)( standard| daylight| summer)? time\Z", re.IGNORECASE)
_IANA = re.compile(r"(?:Etc/(?:GMT|UTC)[+-]\d{1,2}|[A-Z][A-Za-z]+/[A-Z][A-Za-z]*(?:[_/-][A-Za-z]+){0,4})\Z")
_NUMBER = re.compile(r"(?:UTC|GMT|UT|Z)?\s?([+\u2212\u2013-])\s?(\d{1,2})(?::?(\d\d))?\Z", re.IGNORECASE)
# What may name a zone after a time: a number takes precedence over the name before it (CEST +0200).
PATTERN = (
    r"(?:(?:(?i:UTC|GMT|UT)|(?-i:[A-Z]{2,5}))?\s?[+\u2212\u2013-]\s?\d\d?(?::?\d\d(?!\d))?(?![\d/:.-])"
    r"|(?-i:Etc/(?:GMT|UTC)[+-]\d\d?|[A-Z][A-Za-z]+/[A-Z][A-Za-z_/-]+)|(?i:UTC|GMT|Z)\b|(?-i:[A-Z]{2,5}|[ECMP]ST\d[ECMP]DT)\b"
    r"|(?-i:[A-Z][a-z]+(?: [A-Z][a-z]+)?(?: Standard| Daylight| Summer)? Time)\b)"
)


def find(name: str) -> tzinfo | None:
    """Return the zone of ``Z``, ``+0200``, ``UTC+2``, ``CEST``, ``CEST +0200`` or ``Europe/Berlin``.

    None for other words, and for offsets of a day or more.
    """
    name = name.strip(" ()[],")
    if (number := _NUMBER.search(name)) and not name.startswith("Etc/"):  # there the sign is turned round
        away = timedelta(hours=int(number[2]), minutes=int(number[3] or 0))
        minutes_fit = int(number[3] or 0) < 60
        if away >= timedelta(hours=24) or not minutes_fit:
            return None
        return timezone(away if number[1] == "+" else -away)
    upper = name.upper()
    if upper in _FIXED:
        return _FIXED[upper]
    words = _WORDS.match(name)
    if words and (words[1].lower() == "greenwich mean" or words[1].lower() == "coordinated universal"):
        return _FIXED["UTC"]
    if words and words[2]:
        hours = (_STANDARD if words[2].strip().lower() == "standard" else _DAYLIGHT).get(words[1].lower())
        if hours is not None:
            return timezone(timedelta(hours=hours))
    place = _PLACES.get(upper) or (_PLACES.get(words[1].lower()) if words else None)
    if place is None and _IANA.match(name):
        place = name
    return _place(place) if place else None


def _place(name: str) -> tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
