"""Build XML documents with one element per line."""

from typing import Any

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"


def root(name: str, space: str | None = None, **spaces: str) -> etree._Element:
    """Return a document's root element in a namespace without a prefix, with more namespaces by prefix."""
    nsmap: Any = ({None: space} if space else {}) | spaces  # lxml accepts None; its stubs do not
    return etree.Element(f"{{{space}}}{name}" if space else name, nsmap=nsmap)


def add(parent: etree._Element, name: str, text: str = "", **attributes: str | int | None) -> etree._Element:
    """Add an element in its parent's namespace, or in that of ``{space}name``; leave out attributes that are None."""
    space = etree.QName(parent).namespace
    qualified = f"{{{space}}}{name}" if space and not name.startswith("{") else name
    given = {key: str(value) for key, value in attributes.items() if value is not None}
    element = etree.SubElement(parent, qualified, given)
    if text:
        element.text = text
    return element


def written(root: etree._Element) -> bytes:
    """Return the document's bytes, indented, with a final newline."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
