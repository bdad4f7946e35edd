"""The page, parsed once: the tree and the metadata of its head. Every fact is read from this."""

import contextlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fromstring

from coranto.errors import NoArticle
from coranto.extract import encoding, jsonld, words
from coranto.text import address as addresses

LARGEST = 6_000_000  # bytes of a page; no page written for readers is longer
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


@dataclass
class Document:
    """A parsed page.

    Attributes
    ----------
    tree : lxml.html.HtmlElement
        The whole page. Shared by all extractors: they must not change it.
    url : str
        The address it was fetched from.
    encoding : str
        The encoding it was decoded from, and the evidence for it.
    meta : dict of str to list of str
        ``name``, ``property`` and ``itemprop`` of ``meta`` elements in lower case, with their contents in order.
    links : dict of str to list of lxml.html.HtmlElement
        ``link`` elements by ``rel``, in lower case.
    scripts : list of str
        The JSON-LD of the page, not yet parsed.
    titles, headings, times, bases : list of lxml.html.HtmlElement
        ``title``, ``h1``, ``time`` and ``base`` elements in order.

    """

    tree: HtmlElement
    url: str
    encoding: str
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[HtmlElement]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    titles: list[HtmlElement] = field(default_factory=list)
    headings: list[HtmlElement] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    bases: list[HtmlElement] = field(default_factory=list)

    @cached_property
    def elements(self) -> int:
        """The number of elements of the page."""
        return int(self.tree.xpath("count(//*)"))

    @cached_property
    def base(self) -> str:
        """The base address of relative links."""
        href = next((href for element in self.bases if (href := element.get("href"))), None)
        with contextlib.suppress(ValueError):
            return urljoin(self.url, href) if href else self.url
        return self.url

    @cached_property
    def nodes(self) -> list[jsonld.Node]:
        """The JSON-LD objects of the page."""
        return jsonld.load(self.scripts)

    @cached_property
    def article(self) -> jsonld.Node:
        """The JSON-LD object that describes the article; an empty one if the page has no such object."""
        addresses = (self.url, self.first("og:url"), self.link("canonical"))
        found = jsonld.main(self.nodes, addresses) or {}
        return {} if self._is_embedded(found) else found

    def _is_embedded(self, node: jsonld.Node) -> bool:
        """Whether a JSON-LD object describes a clip that the page only embeds: its date and picture are not the page's.

        A page is the clip's own page where it says so (``og:type``), or where both have the same title.
        """
        if not jsonld.CLIPS & set(jsonld.types(node)):
            return False
        kind = (self.first("og:type") or "").lower()
        if kind.startswith("video"):
            return False
        if kind.startswith("article"):
            return True
        name = words.folded(jsonld.text(node.get("name")) or jsonld.text(node.get("headline")) or "")
        titles = [self.first("og:title", "twitter:title") or ""]
        titles += [words.line(element.text) or "" for element in self.titles[:1]]
        titles += [words.line(" ".join(element.itertext(with_tail=False))) or "" for element in self.headings[:3]]
        return bool(name) and not any(name in words.folded(title) for title in titles)

    def first(self, *names: str) -> str | None:
        """Return the first content of the first of these ``meta`` names that has any, as one line."""
        for name in names:
            for content in self.meta.get(name, ()):
                if text := words.line(content):
                    return text
        return None

    def link(self, rel: str) -> str | None:
        """Return the absolute address of the first ``link`` with that relation."""
        for element in self.links.get(rel, ()):
            if address := self.absolute(element.get("href")):
                return address
        return None

    def absolute(self, address: object) -> str | None:
        """Make a web address absolute; None for anything else (``data:``, ``javascript:``, control characters)."""
        if not isinstance(address, str) or not address.strip() or len(address) > 2_000:
            return None
        joined = addresses.absolute(html.unescape(address), self.base)
        clean = joined and joined.isprintable() and not any("\ud800" <= char <= "\udfff" for char in joined)
        return joined if clean else None


def parse(data: bytes, url: str, content_type: str | None = None) -> Document:
    """Decode and parse a page.

    Raises
    ------
    NoArticle
        The bytes are empty, too many, or not a web page.

    """
    if not data.strip():
        raise NoArticle("the page is empty", url)
    if len(data) > LARGEST:
        raise NoArticle(f"the page has {len(data):,} bytes; at most {LARGEST:,} are read", url)
    try:
        text, how = encoding.decode(data, content_type)
    except NoArticle as why:
        raise NoArticle(why.what, url) from None
    text = _DECLARATION.sub("", text.replace("\x00", ""))
    try:
        tree = fromstring(text, parser=HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        tree = None
    if tree is None or not len(tree):
        raise NoArticle("no HTML in it", url)
    return _read(tree, url, how)


def _read(tree: HtmlElement, url: str, how: str) -> Document:
    """Walk the tree once and collect the elements that facts are read from."""
    document = Document(tree=tree, url=url, encoding=how)
    lists = {"title": document.titles, "h1": document.headings, "time": document.times}
    for element in tree.iter("meta", "link", "script", "title", "h1", "time", "base"):
        tag = element.tag
        if tag == "meta":
            if content := element.get("content"):
                for name in _names(element.get(key) for key in ("property", "name", "itemprop", "http-equiv")):
                    document.meta.setdefault(name, []).append(content)
        elif tag == "link":
            for rel in _names([element.get("rel")]):
                document.links.setdefault(rel, []).append(element)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text:
                document.scripts.append(element.text)
        elif tag == "base":
            document.bases.append(element)
        else:
            lists[tag].append(element)
    return document


def _names(values: Iterable[str | None]) -> set[str]:
    """Return the names of an attribute that may hold several, in lower case."""
    return {name for value in values if value for name in value.lower().split()}
