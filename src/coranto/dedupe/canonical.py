"""Whether a page's declared canonical address can be that of one article, or is a template's mistake."""

import re
from urllib.parse import unquote, urlsplit

from coranto.dedupe import platform

# What may follow an article's address in its variants: `/story/amp`, `/story/2`, `/story.html/print`.
_FORM = re.compile(
    r"(?:amp|print|printable|page|pages|comments?|index(?:\.\w{2,5})?|default\.\w{3,5}|single|full|all|mobile|m|share|"
    r"feed|embed|lite|text|html|live|updates?|\d{1,3}|[a-z]{2}(?:-[a-z]{2})?)\Z",
    re.IGNORECASE,
)
_HOME = re.compile(r"(?:home|homepage|start|startseite|accueil|inicio|index|default)(?:\.\w{2,5})?\Z", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml)\Z", re.IGNORECASE)
_DOOR = re.compile(
    r"/(?:log-?in|sign-?in|signup|register|registration|consent|cookies?|subscribe|subscription|paywall|captcha|"
    r"challenge|blocked|access-denied|error|404|not-?found|gdpr|privacy)(?:[/.?-]|\Z)",
    re.IGNORECASE,
)
_DOORS = ("consent.", "login.", "auth.", "accounts.", "sso.", "id.", "myaccount.", "validate.")
# Where a site was made or tried out: this machine, private networks, names without a dot.
_PRIVATE = re.compile(
    r"\A(?:[^.]*|127\..*|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|169\.254\..*|0\.0\.0\.0|::1|f[cd].*:.*)\Z|"
    r"\.(?:localhost|local|internal|lan|test|invalid)\Z"
)
_FEW = 2  # words of a section's name, at most


def doubt(claim: str, url: str) -> str | None:
    """Return why a declared canonical address is not accepted for an article; None where it is.

    Parameters
    ----------
    claim, url : str
        Canonical forms of the declared address and of the address that was fetched.

    """
    theirs, ours = urlsplit(claim), urlsplit(url)
    here, there = _segments(ours.path), _segments(theirs.path)
    if _PRIVATE.search(theirs.hostname or "") and not _PRIVATE.search(ours.hostname or ""):
        return "it names a host that readers cannot reach"
    if claim == url or (here == there and not ours.query):
        return None
    if not theirs.query and not theirs.fragment and (not there or (len(there) == 1 and _HOME.match(there[0]))):
        return "it names the front page" if here or ours.query else None
    if not platform.same_writer(claim, url):
        return "it names another account"
    if here[: len(there)] == there and len(there) < len(here):  # a folder of the article's own address
        rest = here[len(there) :]
        if not _is_article(there) and not all(_FORM.match(segment) for segment in rest):
            return "it names a section"
    elif there and not theirs.query and not _is_article(there) and _is_article(here):
        return "it names a section"
    return None


def alike(one: str, other: str) -> bool:
    """Whether two titles may be of the same article: equal, one within the other, or half of their words in common."""
    first, second = ("".join(char for char in title.casefold() if char.isalnum()) for title in (one, other))
    if not first or not second or first in second or second in first:
        return True
    words, others = (set(re.findall(r"\w+", title.casefold())) for title in (one, other))
    return len(words & others) * 2 >= min(len(words), len(others))


def leads_astray(landing: str, url: str) -> str | None:
    """Return why a redirect did not lead to the article: to the front page, a login, a consent page, an error."""
    theirs, ours = urlsplit(landing), urlsplit(url)
    if landing == url:
        return None
    if not _segments(theirs.path) and not theirs.query and not theirs.fragment:
        return "it leads to the front page" if _segments(ours.path) or ours.query else None
    if (theirs.hostname or "").startswith(_DOORS) and not (ours.hostname or "").startswith(_DOORS):
        return "it leads to a login or a notice"
    return "it leads to a login or a notice" if _DOOR.search(theirs.path) and not _DOOR.search(ours.path) else None


def _segments(path: str) -> list[str]:
    return [segment for segment in unquote(path).split("/") if segment]


def _is_article(segments: list[str]) -> bool:
    """Whether a path looks like an article's: its last part is a file, a number, or has more words than a section."""
    if not segments:
        return False
    last = segments[-1]
    bare = _ENDING.sub("", last)
    if bare.lower() in ("index", "default", "home"):
        return _is_article(segments[:-1])
    digits = sum(char.isdigit() for char in bare)
    words = [word for word in re.split(r"[-_+. ]", bare) if word]
    if re.fullmatch(r"(?:19|20)\d\d|[01]?\d|[0-3]\d", bare):  # a year, a month, a day: an archive
        return False
    return bare != last or digits >= 1 or len(words) > _FEW or len(bare) > 30
