"""Whether an outlet may bear a name that its pages or its feed give: a name that is another's is not shown. Pure.

A page may call itself anything. A name is believed where it resembles the outlet's domain (``The Guardian`` at
``theguardian.com``, ``The New York Times`` at ``nytimes.com``) or is in a script in which domains are not written, and
where no other outlet is known by it. What cannot be believed is not shown; the settings can name any outlet.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from coranto.model.settings import Outlet

# Names that are worth borrowing, with the labels of the domains that bear them.
_FAMOUS = {
    "reuters": "reuters",
    "associated press": "apnews ap",
    "agence france presse": "afp",
    "bloomberg": "bloomberg",
    "bbc": "bbc bbci",
    "cnn": "cnn",
    "new york times": "nytimes",
    "washington post": "washingtonpost",
    "wall street journal": "wsj",
    "financial times": "ft",
    "guardian": "theguardian guardian",
    "economist": "economist",
    "al jazeera": "aljazeera",
    "deutsche welle": "dw",
    "tagesschau": "tagesschau",
    "spiegel": "spiegel",
    "le monde": "lemonde",
    "el pais": "elpais",
    "xinhua": "xinhuanet news",
    "kyodo news": "kyodonews",
}
_WORD = re.compile(r"[^\W_]+")
_SPELT = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
# What feeds add to their outlet's name: the section after a separator, what they are, and how new.
_APART = re.compile(r"\s+[|·•»>›:–—-]+\s+|:\s+|\s*[|»›]\s*|\s+via\s+")
_FEED = re.compile(
    r"^(?:(?:the\s+)?latest(?:\s+(?:news|stories|articles|posts))?\s+(?:from|at|on)|rss(?:\s+feed)?\s+(?:of|from|for)|news\s+from)\s+"
    r"|[\s(\[]+(?:rss|atom|xml|json)?[\s-]*feeds?[)\]]?$|[\s(\[]+(?:rss|atom)(?:\s+2(?:\.0)?)?[)\]]?$",
    re.IGNORECASE,
)
# A name of these words alone is a section's, of any outlet.
_GENERAL = """
    all and articles atom blog breaking business culture feed feeds front full headlines home homepage index
    international latest main more most news newest of opinion page politics popular posts recent rss science sport
    sports stories story the today top uk updates us video videos world xml
    aktuell aktuelle alle nachrichten schlagzeilen startseite topmeldungen actualites une dernieres noticias portada
    ultimas
"""
_SECTIONS = frozenset(_GENERAL.split())
_SHORTEST = 3  # letters of a name that is found within a longer one


def labels(domains: Iterable[str]) -> dict[str, str]:
    """Map the first label of each domain to the domain, to recognize whose name a name may be."""
    return {"".join(_words(domain.partition(".")[0])): domain for domain in domains}


def believed(
    name: str, domain: str, outlets: Mapping[str, Outlet], known: Mapping[str, str], *, listed: bool = False
) -> bool:
    """Whether an outlet may be shown by a name.

    Parameters
    ----------
    name : str
        As its page or its feed gives it.
    domain : str
        The outlet's registrable domain.
    outlets : mapping
        The settings' outlets by domain; their names belong to them.
    known : mapping
        The domains of the newsroom's sources by their labels; a name that has another's label in it is that one's.
    listed : bool
        Whether the name is that of a source on the owner's list, which need not resemble the domain.

    """
    words = _words(name)
    if not words or _mixed(name):
        return False
    label = "".join(_words(domain.partition(".")[0]))
    if _taken(words, label, domain, outlets):
        return False
    if resembles(name, domain) or label in _FAMOUS.get(" ".join(words), "").split():
        return True
    runs = {"".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    if any(known.get(run, domain) != domain for run in runs):
        return False
    return listed or not _latin(name)


def of_feed(title: str, domain: str) -> str:
    """Return the outlet's name in the title of a feed: ``NYT > World News`` is NYT's; "" where it names a section only.

    Parameters
    ----------
    title : str
        As the feed, or the owner's list, gives it.
    domain : str
        The outlet's registrable domain: of several parts of a title, the one that resembles it is the name.

    """
    parts = [part for raw in [title, *_APART.split(title)] if (part := _FEED.sub("", raw).strip(" -–—|·•»>›:"))]
    whole, *pieces = parts or [""]
    named = [part for part in pieces if resembles(part, domain) and not _section(part)]
    if len(pieces) > 1 and named:
        return min(named, key=len)
    return "" if _section(whole) else whole


def _section(name: str) -> bool:
    return all(word in _SECTIONS for word in _words(name))


def resembles(name: str, domain: str) -> bool:
    """Whether a domain's first label is made of a name's words, or of their beginnings in order."""
    bare = domain.partition(".")[0]
    labels = {"".join(_words(bare)), bare.replace("-", "")}
    for spelt in (name, name.lower().translate(_SPELT)):
        words = _words(spelt)
        whole = "".join(words)
        for label in labels:
            if any(_made_of(label, words[start:]) for start in range(len(words))):
                return True
            if len(whole) >= _SHORTEST and label.startswith(whole):
                return True
    return False


def _made_of(label: str, words: list[str]) -> bool:
    """Whether a label is one word as a whole, or the beginnings of two or more words in a row."""
    if not label or not words:
        return False
    if label == words[0]:
        return True
    ends = {0}  # how much of the label the words so far can spell
    for number, word in enumerate(words, 1):
        ends = {
            end + length
            for end in ends
            for length in range(1, len(word) + 1)
            if label[end : end + length] == word[:length]
        }
        if number > 1 and len(label) in ends:
            return True
    return False


def _taken(words: list[str], label: str, domain: str, outlets: Mapping[str, Outlet]) -> bool:
    """Whether another outlet is known by a name that this one contains."""
    whole = " ".join(words)
    for other, known in outlets.items():
        theirs = " ".join(_words(known.name))
        if theirs and other != domain and _holds(whole, theirs):
            return not (domain in outlets and outlets[domain].name)
    return any(_holds(whole, famous) and label not in labels.split() for famous, labels in _FAMOUS.items())


def _holds(whole: str, part: str) -> bool:
    return f" {part} " in f" {whole} " or whole.replace(" ", "") == part.replace(" ", "")


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)).casefold())


def _latin(text: str) -> bool:
    return any("LATIN" in unicodedata.name(char, "") for char in text if char.isalpha())


def _mixed(text: str) -> bool:
    """Whether a word mixes Latin letters with letters that look like them."""
    for word in _WORD.findall(text):
        scripts = {unicodedata.name(char, "").partition(" ")[0] for char in word if char.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
            return True
    return False
