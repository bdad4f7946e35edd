"""The features of an article: its outlet's parts, the words of its title, pairs of words, and its form."""

import re
from itertools import pairwise

import msgspec

from coranto.language import stem, words

KINDS = ("outlet", "word", "pair", "form")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ADDRESS_WORD = re.compile(r"[a-z]{3,}")
_SIGNS = (("?", "?"), (":", ":"), ('"', "quotes"), ("“", "quotes"), ("„", "quotes"), ("«", "quotes"),
          ("(", "brackets"), ("[", "square brackets"), ("!", "!"), (",", "comma"), (" - ", "dash"), ("–", "dash"),
          ("—", "dash"))  # fmt: skip
_SIGN = re.compile(r'[?:"“„«(\[!,–—]| - ')
_NAME_OF = dict(_SIGNS)
_DATED = re.compile(r"/(?:19|20)\d\d/")


class Features(msgspec.Struct, frozen=True, array_like=True):
    """The features of an article by kind; each once."""

    outlet: tuple[str, ...]
    word: tuple[str, ...]
    pair: tuple[str, ...]
    form: tuple[str, ...]


def of(title: str, url: str = "", domain: str = "", section: str = "", language: str = "en") -> Features:
    """Return the features of an article.

    Parameters
    ----------
    title : str
        Plain text.
    url, domain : str
        Its address and its outlet's domain; both may be empty.
    section : str
        The outlet's section, if the source names one.
    language : str
        Primary subtag; its stems replace the title's words.

    """
    host, path = _parts(url)
    folders = [part for part in path.partition("?")[0].split("/") if part]
    terms = words.pieces(title)
    stems = stem.stems(terms, language)
    slug = folders[-1].lower() if folders else ""
    named = set(stems)
    if slug:
        named.update(stem.stems(_ADDRESS_WORD.findall(slug), language))
    return Features(
        outlet=tuple(_outlet(host, domain, folders, section)),
        word=tuple(named),
        pair=tuple(dict.fromkeys(map(" ".join, pairwise(stems)))),
        form=(*_title(title, stems), *_address(url, path, folders)),
    )


def _parts(url: str) -> tuple[str, str]:
    host, _, path = url.partition("://")[2].partition("/")
    return host.lower().removeprefix("www."), path


def _outlet(host: str, domain: str, folders: list[str], section: str) -> list[str]:
    """Return the features of an outlet: domain, host, parent domain, top-level domain, first folder, section."""
    domain = domain or host
    names = []
    if domain:
        names.append(domain)
        labels = domain.split(".")
        if host and host != domain:
            names.append(host)
        if len(labels) > 2:
            names.append("*." + ".".join(labels[-2:]))
        names.append("*." + labels[-1])
        if len(folders) > 1:
            names.append(f"{domain}/{folders[0].lower()}")
    if section:
        names.append(f"section {section}")
    return list(dict.fromkeys(names))


def _title(title: str, stems: list[str]) -> list[str]:
    """Return the features of a title's form: length, signs, numbers, capitals, first and last word."""
    names = [f"length {min(len(title) // 10, 15)}0", f"words {min(len(stems), 20) // 2 * 2}"]
    names += {_NAME_OF[sign] for sign in _SIGN.findall(title)}
    if title.endswith("?"):
        names.append("ends with ?")
    if any(map(str.isdigit, title)):
        names.append("number")
        if title[0].isdigit():
            names.append("begins with a number")
        if _YEAR.search(title):
            names.append("year")
    written = title.split()
    names.append(f"capitals {sum([word[0].isupper() for word in written]) * 4 // max(1, len(written))}/4")
    if stems:
        names += (f"first word {stems[0]}", f"last word {stems[-1]}")
    return names


def _address(url: str, path: str, folders: list[str]) -> list[str]:
    """Return the features of an address: scheme, depth, query, ending, length and date."""
    if "://" not in url[1:]:
        return []
    names = [f"folders {min(len(folders), 6)}", url.partition("://")[0][:8]]
    if "?" in path:
        names.append("address with a query")
    if folders:
        last = folders[-1]
        names.append(f"address name {min(len(last) // 10, 8)}0")
        if "." in last:
            names.append("ends in ." + last.rpartition(".")[2][:5].lower())
        if _DATED.search("/" + path):
            names.append("dated address")
    return names
